package dropserver

import (
	"container/list"
	"sync"
)

// turns shares the processors out among connections that have made no request
// yet: what costs most of all that a stranger can ask for is a TLS handshake. No
// more than some work at once. Among those that wait, the sources take turns,
// so that one which sends a thousand hellos makes another wait for one of them.
//
// All methods may be called concurrently.
type turns struct {
	mu    sync.Mutex
	free  int
	round list.List // of *waiting, in the order of their turns
	of    map[source]*waiting
}

// waiting are those of one source that wait, in the order in which they came.
type waiting struct {
	source source
	line   list.List     // of chan struct{}, closed when its turn has come
	at     *list.Element // in the round
}

func newTurns(n int) *turns { return &turns{free: n, of: make(map[source]*waiting)} }

// take waits for a turn. It returns false, without one, if gone was closed
// first.
func (t *turns) take(from source, gone <-chan struct{}) bool {
	t.mu.Lock()
	if t.free > 0 { // nobody waits then
		t.free--
		t.mu.Unlock()
		return true
	}
	w := t.of[from]
	if w == nil {
		w = &waiting{source: from}
		w.at = t.round.PushBack(w)
		t.of[from] = w
	}
	ready := make(chan struct{})
	e := w.line.PushBack(ready)
	t.mu.Unlock()
	select {
	case <-ready:
		return true
	case <-gone:
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-ready: // both at once
		t.next()
	default:
		t.strike(w, e)
	}
	return false
}

// give ends a turn.
func (t *turns) give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.next()
}

// next gives a turn that has ended to whoever is next. The caller holds mu.
func (t *turns) next() {
	first := t.round.Front()
	if first == nil {
		t.free++
		return
	}
	w := first.Value.(*waiting)
	t.round.MoveToBack(first)
	e := w.line.Front()
	close(e.Value.(chan struct{}))
	t.strike(w, e)
}

// strike takes one who waits off its line. The caller holds mu.
func (t *turns) strike(w *waiting, e *list.Element) {
	w.line.Remove(e)
	if w.line.Len() == 0 {
		t.round.Remove(w.at)
		delete(t.of, w.source)
	}
}
