package pouch

import (
	"encoding/binary"
	"fmt"
	"io"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/round"
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
	if err := f.head.parse(); err != nil {
		file.Close()
		return nil, err
	}
	f.shape = f.head.shape()
	return f, nil
}

func (f *inPlace) close() {
	f.Close()
	f.release()
}

func (f *inPlace) last() box.Round { return f.head.first() + box.Round(f.shape.rounds) - 1 }

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

// begin notes, durably, that r is being run, and when its requests are made: no
// round up to it will ever be begun or sealed again. The times are drawn here.
func (f *inPlace) begin(r box.Round, rand io.Reader) error {
	f.head.setFloor(r)
	if _, err := io.ReadFull(rand, f.head.roundSector()[momentsAt:][:2*f.shape.slots*round.MomentSize]); err != nil {
		return fmt.Errorf("drawing a round's times: %w", err)
	}
	if err := f.putRound(); err != nil {
		return err
	}
	return f.Sync()
}

// putRound writes the round's sector, with its sum put right, not yet durably.
func (f *inPlace) putRound() error {
	f.head.sumRound()
	_, err := f.WriteAt(f.head.roundSector(), roundAt)
	return err
}

// timeOf returns when a slot of round floor writes or reads.
func (f *inPlace) timeOf(c round.Calendar, slot int, read bool) time.Time {
	return window(c, f.head.floor(), read).At(round.Moment(binary.BigEndian.Uint32(f.head.moment(slot, read))))
}

// setTime has a slot of round floor be tried again at a moment.
func (f *inPlace) setTime(slot int, read bool, m round.Moment) error {
	binary.BigEndian.PutUint32(f.head.moment(slot, read), uint32(m))
	return f.putRound()
}

func window(c round.Calendar, r box.Round, read bool) round.Window {
	if read {
		return c.Reads(r)
	}
	return c.Writes(r)
}

// addUse notes an answer in the use of the place that gave it.
func (f *inPlace) addUse(n int, ans answer) error {
	var sector [durable.Sector]byte
	if _, err := f.ReadAt(sector[:], int64(useAt(n))); err != nil {
		return fmt.Errorf("reading what is known of a place: %w", err)
	}
	putUse(sector[:], useIn(sector[:]).with(ans))
	_, err := f.WriteAt(sector[:], int64(useAt(n)))
	return err
}
