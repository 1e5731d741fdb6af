package pebblestore

import (
	"errors"
	"fmt"

	"github.com/cockroachdb/pebble/v2/vfs"
)

// recovery finds out, at opening, what every segment file holds.
type recovery struct {
	store    *Store
	fs       vfs.FS
	dir      string
	capacity int
	size     int64
	opened   []vfs.File

	small []*segment // less than half full, to be moved
}

func (r *recovery) run() error {
	names, err := list(r.fs, r.dir)
	if err != nil {
		return fmt.Errorf("listing segments: %w", err)
	}
	marks, err := r.store.index.marks()
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := r.file(name, marks); err != nil {
			return err
		}
	}
	opening, err := r.countOpening()
	if err != nil {
		return err
	}
	var from uint64 // of earlier rounds there may be boxes already
	for _, g := range r.store.live {
		from = max(from, uint64(g.most)+1)
	}
	r.store.seen = newSeen(from)
	r.store.log = newLog(r.store.spares, r.capacity, uint64(opening)<<32, r.store)
	return nil
}

// countOpening returns the number of this opening, durably: the upper half of
// its segments' numbers. No two openings share one, so whatever the one before
// left in a file, unsynced and unanswered, is of another life than what this
// one writes there.
func (r *recovery) countOpening() (uint32, error) {
	n, known, err := r.store.index.openings()
	if err != nil {
		return 0, err
	}
	if !known { // a new store, or a new index for old segments
		for _, f := range r.opened {
			seq, err := highest(f, r.capacity)
			if err != nil {
				return 0, err
			}
			n = max(n, uint32(seq>>32))
		}
	}
	return n + 1, r.store.index.setOpenings(n + 1)
}

// file takes one segment file in: as spare, or as a segment.
func (r *recovery) file(name string, marks map[uint64]mark) error {
	f, err := r.fs.OpenReadWrite(r.fs.PathJoin(r.dir, name), vfs.WriteCategoryUnspecified)
	if err != nil {
		return fmt.Errorf("opening a segment: %w", err)
	}
	r.opened = append(r.opened, f)
	if info, err := f.Stat(); err != nil || info.Size() != r.size {
		return errors.New("a segment file is not of the size that the store was opened with")
	}
	r.store.spares.adopt(f, name)
	g, err := r.look(f, marks)
	if err != nil {
		return err
	}
	if g.n == 0 {
		r.store.spares.give(f, g.seq)
		return nil
	}
	g.sealed = true
	r.store.live[g.seq] = g
	if g.n < r.capacity/2 {
		r.small = append(r.small, g)
	}
	return nil
}

// look finds out what a file holds: by the index's mark of it, or by scanning
// it and then marking it. A segment without records is one that has ended, or
// none at all.
func (r *recovery) look(f vfs.File, marks map[uint64]mark) (*segment, error) {
	var first record
	g := newSegment(0, f)
	if err := g.read(0, &first); err != nil {
		return nil, err
	}
	if !first.isWhole() {
		return g, nil
	}
	if m, ok := marks[first.segment()]; ok {
		g.seq, g.n, g.least, g.most, g.at = first.segment(), m.n, m.least, m.most, nil
		return g, nil
	}
	g, err := scan(f, r.capacity)
	if err != nil {
		return nil, err
	}
	if err := r.store.index.add(g); err != nil {
		return nil, err
	}
	g.indexed()
	return g, nil
}

// abandon closes what a failed opening has opened.
func (r *recovery) abandon() error {
	var errs []error
	for _, f := range r.opened {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
