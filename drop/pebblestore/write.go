package pebblestore

import (
	"errors"
	"syscall"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/drop/dropserver"
)

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
		file, err := l.spares.take()
		if err != nil {
			return err
		}
		active := newSegment(g.seq, file, l.layout, g.rounds)
		if err := l.to.begun(active); err != nil {
			l.spares.give(file)
			return err
		}
		l.active = active
		active.list = make([]byte, l.layout.base)
	}
	pad, end := g.pad(), g.end()
	copy(g.buf[:pad], l.tail[:pad])
	last := (end + pageSize - 1) / pageSize * pageSize
	clear(g.buf[end:last])
	if err := l.store(g, g.buf[:last], l.layout.recordAt(g.first)-int64(pad)); err != nil {
		// What is on the disk now is unknown, and a second sync would not tell
		// (the system may have let go of what it could not write). So nothing
		// is appended to what might be left.
		l.broken = err
		return err
	}
	copy(l.tail[:], g.buf[end/pageSize*pageSize:end])
	l.to.kept(l.active, g.refs)
	switch half, next := l.layout.capacity/2, g.first+len(g.refs); {
	case next == l.layout.capacity:
		l.seal()
	case g.first < half && next >= half:
		l.spares.expect()
	}
	return nil
}

// store writes and syncs g's records, with what belongs to their pages, and
// notes that they are about to be acknowledged.
func (l *log) store(g *group, records []byte, at int64) error {
	for i := range g.refs {
		copy(l.active.list[(g.first+i)*entrySize:], g.record(i).entry()[:])
	}
	if err := store(l.active.file, records, at); err != nil {
		return err
	}
	return l.to.acked(l.active, g.first+len(g.refs))
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
	return writeError(err)
}

func writeError(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EDQUOT):
		return dropserver.ErrFull
	default:
		return errors.New("a box cannot be written") // err may name the folder
	}
}
