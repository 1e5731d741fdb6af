package pebblestore

import (
	"runtime"
	"sync"

	"bulkhead/box"
)

// log appends boxes to segments: in front the group that puts may join, behind
// it the committer, one goroutine that writes one group at a time.
type log struct {
	spares  *spares
	layout  layout // of segments
	to      segments
	buffers chan []byte // of groups that are done

	mu     sync.Mutex
	wake   *sync.Cond // the committer: the open group has its first put, or something below is true
	room   *sync.Cond // puts: there is a new open group
	open   *group
	rolled bool // the next group begins a segment
	ending bool

	// The committer's own.
	active *segment
	tail   [pageSize]byte // what the last write left of its last page
	failed error          // of the group before
	broken error          // nothing can be written any more

	ended chan struct{} // closed by run
}

// segments is told, by the committer, what becomes of the log's segments.
type segments interface {
	begun(*segment) error      // it has its file and will have records, if that can be noted
	acked(*segment, int) error // so many records of it are about to be acknowledged
	kept(*segment, []box.Ref)  // the next records of it are durable
	full(*segment)             // it takes no more; may wait
}

func newLog(spares *spares, layout layout, seq uint64, to segments) *log {
	l := &log{spares: spares, layout: layout, to: to, buffers: make(chan []byte, 3), ended: make(chan struct{})}
	l.wake, l.room = sync.NewCond(&l.mu), sync.NewCond(&l.mu)
	l.open = l.newGroup(seq, 0, span{})
	return l
}

func (l *log) newGroup(seq uint64, first int, rounds span) *group {
	g := &group{seq: seq, first: first, rounds: rounds, done: make(chan struct{}), refs: make([]box.Ref, 0, 16)}
	select {
	case g.buf = <-l.buffers:
	default:
		g.buf = make([]byte, (pageSize-1)+min(groupMax, l.layout.capacity)*recordSize+(pageSize-1))
	}
	return g
}

// put appends a box and returns when it is durable.
func (l *log) put(b *boxed) error {
	l.mu.Lock()
	for len(l.open.refs) == groupMax || l.open.first+len(l.open.refs) == l.layout.capacity || !l.open.takes(b.ref.Round) ||
		l.rolled && len(l.open.refs) == 0 { // another segment is about to begin: what came now would keep the old one
		if !l.open.takes(b.ref.Round) {
			l.rolled = true
			l.wake.Signal()
		}
		l.room.Wait()
	}
	g := l.open
	i := len(g.refs)
	if g.first+i == 0 {
		g.rounds = windowAround(b.ref.Round)
	}
	g.refs = append(g.refs, b.ref)
	g.filled.Add(1)
	if i == 0 {
		l.wake.Signal()
	}
	l.mu.Unlock()

	g.record(i).set(g.seq, g.first+i, i, b)
	g.filled.Done()
	<-g.done
	return g.err
}

// run commits groups until end.
func (l *log) run() {
	defer close(l.ended)
	for {
		g := l.next()
		if g == nil {
			return
		}
		g.filled.Wait()
		l.commit(g)
	}
}

// end commits what waits, ends run and hands over the last segment.
func (l *log) end() {
	l.mu.Lock()
	l.ending = true
	l.wake.Signal()
	l.mu.Unlock()
	<-l.ended
	l.seal()
}

// roll begins another segment with the next put, so that the active one can
// expire.
func (l *log) roll() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rolled = l.open.first > 0 || len(l.open.refs) > 0
	l.wake.Signal()
}

// next closes the open group once it has a put, and opens another.
func (l *log) next() *group {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.open.refs) == 0 {
		switch {
		case l.ending:
			return nil
		case l.rolled:
			l.rolled = false
			l.open.seq, l.open.first = l.open.seq+1, 0
			l.room.Broadcast()
			l.mu.Unlock()
			l.seal()
			l.mu.Lock()
		default:
			l.wake.Wait()
		}
	}
	// Those whose boxes were just answered are about to come again: yielding once to
	// whoever can run makes groups twice as large, of syncs half as many.
	l.mu.Unlock()
	runtime.Gosched()
	l.mu.Lock()
	g := l.open
	l.open = l.after(g)
	l.room.Broadcast()
	return g
}

// after returns the group that follows g.
func (l *log) after(g *group) *group {
	switch end := g.first + len(g.refs); {
	case l.failed != nil: // g fails too; what follows begins anew
		return l.newGroup(g.seq, 0, span{})
	case end == l.layout.capacity || l.rolled:
		l.rolled = false
		return l.newGroup(g.seq+1, 0, span{})
	default:
		return l.newGroup(g.seq, end, g.rounds)
	}
}
