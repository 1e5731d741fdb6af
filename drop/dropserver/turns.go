package dropserver

import (
	"container/list"
	"sync"
)

// turns shares the processors out among connections that have made no request
// yet: what costs most of all that a stranger can ask for is a TLS handshake. No
// more than some work at once, and no more than half of these for one source,
// so that a flood of hellos leaves turns free and processors to whoever asks for
// boxes. Among those that wait, the sources take turns, so that one which sends
// a thousand hellos makes another wait for one of them at most.
//
// All methods may be called concurrently.
type turns struct {
	share int // most at once for one source

	mu    sync.Mutex
	free  int
	round list.List // of *line, in the order of their turns: those where somebody waits
	of    map[source]*line
}

// line is what a source has of the turns.
type line struct {
	source source
	has    int           // turns at the moment
	wait   list.List     // of chan struct{}, closed when its turn has come, in the order in which they came
	at     *list.Element // in the round, while somebody waits
}

// newTurns makes turns for n at once, or for two: with one alone the source that
// has it would have all.
func newTurns(n int) *turns {
	n = max(2, n)
	return &turns{share: n / 2, free: n, of: make(map[source]*line)}
}

// take waits for a turn. It returns false, without one, if gone was closed
// first.
func (t *turns) take(from source, gone <-chan struct{}) bool {
	t.mu.Lock()
	l := t.of[from]
	if l == nil {
		l = &line{source: from}
		t.of[from] = l
	}
	if t.free > 0 && l.has < t.share { // nobody who could have it waits then
		t.free--
		l.has++
		t.mu.Unlock()
		return true
	}
	if l.at == nil {
		l.at = t.round.PushBack(l)
	}
	ready := make(chan struct{})
	e := l.wait.PushBack(ready)
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
		t.ended(l)
	default:
		t.strike(l, e)
	}
	return false
}

// give ends a turn of a source.
func (t *turns) give(from source) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.ended(t.of[from])
}

// ended gives a turn of l that has ended to whoever is next. The caller holds
// mu.
func (t *turns) ended(l *line) {
	t.free++
	l.has--
	t.tidy(l)
	for e := t.round.Front(); e != nil; e = e.Next() { // past those that have their share: two at most
		next := e.Value.(*line)
		if next.has == t.share {
			continue
		}
		t.free--
		next.has++
		t.round.MoveToBack(e)
		first := next.wait.Front()
		close(first.Value.(chan struct{}))
		t.strike(next, first)
		return
	}
}

// strike takes one who waits off its line. The caller holds mu.
func (t *turns) strike(l *line, e *list.Element) {
	l.wait.Remove(e)
	t.tidy(l)
}

// tidy takes a line out of where it has nothing more. The caller holds mu.
func (t *turns) tidy(l *line) {
	if l.wait.Len() > 0 {
		return
	}
	if l.at != nil {
		t.round.Remove(l.at)
		l.at = nil
	}
	if l.has == 0 {
		delete(t.of, l.source)
	}
}
