package pouch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"bulkhead/box"
	"bulkhead/internal/durable"
)

var (
	// ErrMoved: the pouch is no longer the one that was loaded, or its worker
	// has gone on since. Load, take the results in, seal and replace again.
	ErrMoved = errors.New("the pouch has moved on")

	errUnfinished = errors.New("a pouch must be finished before it is put in place")
)

// Replace puts f in the pouch's place: after a crash at any point the old one
// or the new one is there, whole; on return without error the new one,
// durably. It holds the lock against the worker meanwhile; durable.ErrLocked
// means that the worker is at it, for the length of one write: try again.
//
// keep is the pouch that was there, as it was when its results were taken in
// and saved; nil if there was none, and then there must still be none. The
// round before f's first is carried over from it as it is now, results and
// all, so that a worker in the midst of it goes on; so are the data used and
// the floor. What [Pouch.Results] of keep yielded is marked as taken; kept
// boxes that it yielded go, and those that it did not stay.
//
// ErrMoved, if another has sealed meanwhile, if a round that f fills was begun,
// or if there are results of rounds that would be lost.
func Replace(dir durable.Dir, name string, f *Fill, tag [TagSize]byte, keep *Pouch) error {
	if f.image == nil {
		return errUnfinished
	}
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return fmt.Errorf("replacing the pouch: %w", err)
	}
	defer release()
	h := newHead(f.plan, f.first, f.first-1, tag)
	old, err := openLocked(dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && keep == nil:
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("replacing the pouch: it is gone: %w", ErrMoved)
	case keep == nil && err == nil:
		old.close()
		return fmt.Errorf("replacing the pouch: there is one already: %w", ErrMoved)
	case err != nil:
		return fmt.Errorf("replacing the pouch: %w", err)
	default:
		defer old.close()
		if err := f.succeed(old, keep, h); err != nil {
			return fmt.Errorf("replacing the pouch: %w", err)
		}
	}
	copy(f.image, h[:])
	if err := dir.Replace(name, f.image); err != nil {
		return fmt.Errorf("replacing the pouch: %w", err)
	}
	f.release()
	return nil
}

// succeed takes over from old what outlives it.
func (f *Fill) succeed(old *inPlace, keep *Pouch, h *head) error {
	if !old.head.samePlan(h) {
		return ErrPlan
	}
	if old.head.tag() != keep.Tag() || old.head.first() != keep.First() || old.head.floor() >= f.first {
		return ErrMoved
	}
	if err := f.nothingLost(old, keep); err != nil {
		return err
	}
	if err := f.carryKept(old, keep); err != nil {
		return err
	}
	copy(h.useSector(), old.head.useSector())
	if !old.covers(f.first - 1) {
		return nil
	}
	h.setFloor(old.head.floor())
	return f.carry(old, keep)
}

// nothingLost checks that of the rounds that f drops, nothing has become known
// since keep was loaded.
func (f *Fill) nothingLost(old *inPlace, keep *Pouch) error {
	for r := keep.First() - 1; r < f.first-1 && r <= keep.Last(); r++ {
		metas, err := old.metas(r)
		if err != nil {
			return err
		}
		for slot := range metas {
			if !bytes.Equal(metas[slot][:], keep.meta(old.entry(r, slot))[:]) {
				return ErrMoved
			}
		}
	}
	return nil
}

// carry copies the round before f's first, whatever its state.
func (f *Fill) carry(old *inPlace, keep *Pouch) error {
	r, s := f.first-1, f.plan.shape()
	metas, err := old.metas(r)
	if err != nil {
		return err
	}
	for slot := range metas {
		entry := old.entry(r, slot)
		metas[slot].set(keep.told[entry])
		copy(f.image[s.metaAt(slot):], metas[slot][:])
		for _, place := range [2][2]int{
			{s.writeAt(slot), s.writeAt(entry)},
			{s.readAt(slot), s.readAt(entry)},
		} {
			if _, err := old.ReadAt(f.image[place[0]:][:box.Size], int64(place[1])); err != nil {
				return err
			}
		}
	}
	return nil
}
