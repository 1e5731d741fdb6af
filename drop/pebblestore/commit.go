package pebblestore

import (
	"errors"
	"runtime"
	"sync"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// groupMax is the most boxes that one write and one sync make durable.
const groupMax = 512

// group is a run of records of one segment, written and synced at once. Each
// put writes its own record into buf, next to the others, while the group
// before is on its way to the disk.
type group struct {
	seq    uint64 // of the segment
	first  int    // number of the first record
	refs   []box.Ref
	buf    []byte         // the end of the page before, the records, the rest of the last page
	filled sync.WaitGroup // all records that were promised are in buf
	done   chan struct{}  // closed when err is set
	err    error          // of all puts of the group
}

// pad is how many bytes of the first record's page go before it.
func (g *group) pad() int { return g.first * recordSize % pageSize }

// record returns the place of the i-th record in buf.
func (g *group) record(i int) *record { return (*record)(g.buf[g.pad()+i*recordSize:]) }

// end returns where the records end in buf.
func (g *group) end() int { return g.pad() + len(g.refs)*recordSize }

// log appends boxes to segments: in front the group that puts may join, behind
// it the committer, one goroutine that writes one group at a time.
type log struct {
	spares   *spares
	capacity int // records of a segment
	to       segments
	buffers  chan []byte // of groups that are done

	mu     sync.Mutex
	wake   *sync.Cond // the committer: the open group has its first put, or something below is true
	room   *sync.Cond // puts: there is a new open group
	open   *group
	turned bool // the next group begins a segment
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
	begun(*segment)           // it has its file and will have records
	kept(*segment, []box.Ref) // the next records of it are durable
	full(*segment)            // it takes no more; may wait
}

func newLog(spares *spares, capacity int, seq uint64, to segments) *log {
	l := &log{spares: spares, capacity: capacity, to: to, buffers: make(chan []byte, 3), ended: make(chan struct{})}
	l.wake, l.room = sync.NewCond(&l.mu), sync.NewCond(&l.mu)
	l.open = l.newGroup(seq, 0)
	return l
}

func (l *log) newGroup(seq uint64, first int) *group {
	g := &group{seq: seq, first: first, done: make(chan struct{}), refs: make([]box.Ref, 0, 16)}
	select {
	case g.buf = <-l.buffers:
	default:
		g.buf = make([]byte, (pageSize-1)+groupMax*recordSize+(pageSize-1))
	}
	return g
}

// put appends a box and returns when it is durable.
func (l *log) put(ref box.Ref, content *box.Content) error {
	l.mu.Lock()
	for len(l.open.refs) == groupMax || l.open.first+len(l.open.refs) == l.capacity {
		l.room.Wait()
	}
	g := l.open
	i := len(g.refs)
	g.refs = append(g.refs, ref)
	g.filled.Add(1)
	if i == 0 {
		l.wake.Signal()
	}
	l.mu.Unlock()

	g.record(i).set(g.seq, ref, content)
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

// turn begins another segment with the next put, so that the active one can
// expire.
func (l *log) turn() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.turned = l.open.first > 0 || len(l.open.refs) > 0
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
		case l.turned:
			l.turned = false
			l.open.seq, l.open.first = l.open.seq+1, 0
			l.mu.Unlock()
			l.seal()
			l.mu.Lock()
		default:
			l.wake.Wait()
		}
	}
	// Those whose boxes were just answered are about to come again: one turn for
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
		return l.newGroup(g.seq, 0)
	case end == l.capacity || l.turned:
		l.turned = false
		return l.newGroup(g.seq+1, 0)
	default:
		return l.newGroup(g.seq, end)
	}
}

// commit writes g, answers its puts and keeps its buffer for another.
func (l *log) commit(g *group) {
	g.err = l.failed
	l.failed = nil
	if g.err == nil {
		if g.err = l.write(g); g.err != nil {
			l.stepBack(g)
		}
	}
	buf := g.buf
	close(g.done)
	select {
	case l.buffers <- buf:
	default:
	}
}

// stepBack sees to it that what follows g, which was not written, takes its
// place: the open group if it has no records yet; else it fails as well, and
// the one after it begins anew.
func (l *log) stepBack(g *group) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.open.refs) == 0 {
		l.open.seq, l.open.first = g.seq, 0
	} else {
		l.failed = g.err
	}
}

// write makes g durable.
func (l *log) write(g *group) error {
	if l.broken != nil {
		return l.broken
	}
	if g.first == 0 {
		l.seal()
		file, last, err := l.spares.take()
		if err != nil {
			return err
		}
		l.active = newSegment(g.seq, file)
		l.active.before = last
		l.to.begun(l.active)
	}
	pad, end := g.pad(), g.end()
	copy(g.buf[:pad], l.tail[:pad])
	last := (end + pageSize - 1) / pageSize * pageSize
	clear(g.buf[end:last])
	if err := store(l.active.file, g.buf[:last], int64(g.first*recordSize-pad)); err != nil {
		// What is on the disk now is unknown, and a second sync would not tell
		// (the system may have let go of what it could not write). So nothing
		// is appended to what might be left.
		l.broken = err
		return err
	}
	copy(l.tail[:], g.buf[end/pageSize*pageSize:end])
	l.to.kept(l.active, g.refs)
	switch half, next := l.capacity/2, g.first+len(g.refs); {
	case next == l.capacity:
		l.seal()
	case g.first < half && next >= half:
		l.spares.expect()
	}
	return nil
}

// seal hands over the active segment, if there is one.
func (l *log) seal() {
	if l.active != nil {
		l.to.full(l.active)
		l.active = nil
	}
}

func store(f vfs.File, b []byte, at int64) error {
	_, err := f.WriteAt(b, at)
	if err == nil {
		err = f.SyncData()
	}
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return dropserver.ErrFull
	default:
		return errors.New("a box cannot be written") // err may name the folder
	}
}
