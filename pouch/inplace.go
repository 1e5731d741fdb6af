package pouch

import (
	"fmt"

	"bulkhead/box"
	"bulkhead/internal/durable"
)

const (
	runLock    = "-run"    // held by the worker for as long as it lives
	changeLock = "-change" // held while the file is changed
)

// inPlace is the pouch's file, open and locked against every other change. Only
// what a worker needs is read; nothing is durable before sync.
type inPlace struct {
	durable.File
	release func()
	head    head
	plan    Plan
	shape   shape
}

// openInPlace opens and locks the pouch. The error matches durable.ErrLocked,
// fs.ErrNotExist or ErrFormat.
func openInPlace(dir durable.Dir, name string) (*inPlace, error) {
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return nil, fmt.Errorf("locking the pouch: %w", err)
	}
	f, err := openLocked(dir, name)
	if err != nil {
		release()
		return nil, fmt.Errorf("opening the pouch: %w", err)
	}
	f.release = release
	return f, nil
}

// openLocked opens the pouch for one who holds the lock.
func openLocked(dir durable.Dir, name string) (*inPlace, error) {
	file, err := dir.OpenFile(name)
	if err != nil {
		return nil, err
	}
	f := &inPlace{File: file, release: func() {}}
	if _, err := file.ReadAt(f.head[:], 0); err != nil {
		file.Close()
		return nil, fmt.Errorf("%w: reading its head: %w", ErrFormat, err)
	}
	if f.plan, err = f.head.parse(); err != nil {
		file.Close()
		return nil, err
	}
	f.shape = f.plan.shape()
	return f, nil
}

func (f *inPlace) close() {
	f.Close()
	f.release()
}

func (f *inPlace) last() box.Round { return f.head.first() + box.Round(f.plan.Rounds) - 1 }

// covers reports whether the file has entries for round r.
func (f *inPlace) covers(r box.Round) bool { return r >= f.head.first()-1 && r <= f.last() }

func (f *inPlace) entry(r box.Round, slot int) int {
	return int(r-(f.head.first()-1))*f.shape.slots + slot
}

// metas reads what is known of a round's entries.
func (f *inPlace) metas(r box.Round) ([]meta, error) {
	raw := make([]byte, f.shape.slots*metaSize)
	if _, err := f.ReadAt(raw, int64(f.shape.metaAt(f.entry(r, 0)))); err != nil {
		return nil, fmt.Errorf("reading a round: %w", err)
	}
	metas := make([]meta, f.shape.slots)
	for slot := range metas {
		metas[slot] = meta(raw[slot*metaSize:])
		if err := metas[slot].check(f.shape.slots); err != nil {
			return nil, err
		}
	}
	return metas, nil
}

func (f *inPlace) meta(r box.Round, slot int) (*meta, error) {
	m := new(meta)
	if _, err := f.ReadAt(m[:], int64(f.shape.metaAt(f.entry(r, slot)))); err != nil {
		return nil, fmt.Errorf("reading an entry: %w", err)
	}
	return m, m.check(f.shape.slots)
}

func (f *inPlace) setMeta(r box.Round, slot int, m *meta) error {
	_, err := f.WriteAt(m[:], int64(f.shape.metaAt(f.entry(r, slot))))
	return err
}

// toWrite reads the box that an entry writes.
func (f *inPlace) toWrite(r box.Round, slot int) (*box.Content, error) {
	c := new(box.Content)
	_, err := f.ReadAt(c[:], int64(f.shape.writeAt(f.entry(r, slot))))
	return c, err
}

// setRead puts what was read in its place.
func (f *inPlace) setRead(r box.Round, slot int, c *box.Content) error {
	_, err := f.WriteAt(c[:], int64(f.shape.readAt(f.entry(r, slot))))
	return err
}

// begin notes, durably, that r is being run: no round up to it will ever be
// begun or sealed again.
func (f *inPlace) begin(r box.Round) error {
	f.head.setFloor(r)
	if _, err := f.WriteAt(f.head.floorSector(), floorAt); err != nil {
		return err
	}
	return f.Sync()
}

func (f *inPlace) setUse(u Use) error {
	f.head.setUse(u)
	_, err := f.WriteAt(f.head.useSector(), useAt)
	return err
}
