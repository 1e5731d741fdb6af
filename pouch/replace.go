package pouch

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/durable"
	"bulkhead/round"
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
// round before f's first is carried over from it as it is now, results, times and
// all, so that a worker in the midst of it goes on, by f's cards. So is what is known of
// the places that are still on one, and the floor, unless keep's was not believed. What [Pouch.Results] of keep
// yielded is marked as taken. Kept boxes that it yielded go; those that it
// did not yield stay. An entry of the round carried over is proven if it was
// proven under the key that keep was loaded with.
//
// ErrMoved, if another has sealed meanwhile, if a round that f fills was begun,
// if there are results of rounds that would be lost, or if the file is sound no
// more.
func Replace(dir durable.Dir, name string, f *Fill, tag [TagSize]byte, keep *Pouch) error {
	if f.image == nil {
		return errUnfinished
	}
	h, slots := f.newHead(tag), f.plan.Slots()
	f.prove(h, slots, f.plan.shape().entries())
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return fmt.Errorf("replacing the pouch: %w", err)
	}
	defer release()
	old, err := openLocked(dir, name)
	switch {
	case errors.Is(err, fs.ErrNotExist) && keep == nil:
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("replacing the pouch: it is gone: %w", ErrMoved)
	case keep == nil && err == nil:
		old.close()
		return fmt.Errorf("replacing the pouch: there is one already: %w", ErrMoved)
	case errors.Is(err, ErrFormat):
		return fmt.Errorf("replacing the pouch: %w: %w", ErrMoved, err)
	case err != nil:
		return fmt.Errorf("replacing the pouch: %w", err)
	default:
		defer old.close()
		if err := f.succeed(old, keep, h); errors.Is(err, ErrFormat) {
			return fmt.Errorf("replacing the pouch: %w: %w", ErrMoved, err)
		} else if err != nil {
			return fmt.Errorf("replacing the pouch: %w", err)
		}
	}
	if old == nil {
		f.prove(h, 0, slots)
	}
	return f.put(dir, name, h)
}

// Overwrite puts f in the place of whatever is there, a pouch or not, and
// carries nothing over: for a file that is none, or not the device's own. It is
// as durable as Replace, and locks as it does.
func Overwrite(dir durable.Dir, name string, f *Fill, tag [TagSize]byte) error {
	if f.image == nil {
		return errUnfinished
	}
	h := f.newHead(tag)
	f.prove(h, 0, f.plan.shape().entries())
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return fmt.Errorf("replacing the pouch: %w", err)
	}
	defer release()
	return f.put(dir, name, h)
}

// put puts f's file in place.
func (f *Fill) put(dir durable.Dir, name string, h *head) error {
	copy(f.image, h[:])
	if err := dir.Replace(name, f.image); err != nil {
		return fmt.Errorf("replacing the pouch: %w", err)
	}
	f.release()
	return nil
}

// succeed takes over from old what outlives it.
func (f *Fill) succeed(old *inPlace, keep *Pouch, h *head) error {
	if !f.plan.sameGroup(keep.plan) {
		return ErrPlan
	}
	if !old.head.samePlan(keep.head) || old.head.first() != keep.First() {
		return ErrMoved
	}
	floor := old.head.floor()
	if floor == keep.Floor() {
		floor = keep.believed
	}
	if floor >= f.first {
		return ErrMoved
	}
	if err := f.nothingLost(old, keep); err != nil {
		return err
	}
	if err := f.carryKept(old, keep); err != nil {
		return err
	}
	if err := f.carryUses(old, keep); err != nil {
		return err
	}
	if !old.covers(f.first - 1) {
		f.prove(h, 0, f.plan.shape().slots)
		return nil
	}
	if floor == old.head.floor() { // else it is not believed
		copy(h.roundSector(), old.head.roundSector())
		h.setRan(carriedRun(old.head.ran(), f.first-1))
	}
	return f.carry(old, keep, h)
}

// carriedRun is what a fresh pouch says of rounds run: of the one carried over.
func carriedRun(old round.Presence, carried box.Round) (ran round.Presence) {
	if old.Ran(carried) {
		ran = ran.With(carried)
	}
	return ran
}

// carryUses takes over what is known of the places that are still on a card.
func (f *Fill) carryUses(old *inPlace, keep *Pouch) error {
	for n := range card.MaxPairPlaces {
		place, gateway, ok := f.plan.Cards.At(n)
		if !ok || f.plan.useOf(place, gateway) != n {
			continue
		}
		was := keep.plan.useOf(place, gateway)
		if was < 0 {
			continue
		}
		if _, err := old.ReadAt(f.image[useAt(n):][:durable.Sector], int64(useAt(was))); err != nil {
			return cutShort(err)
		}
	}
	return nil
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

// carry copies the round before f's first, whatever its state. What was not
// proven is not proven in the new file either.
func (f *Fill) carry(old *inPlace, keep *Pouch, h *head) error {
	r, s := f.first-1, f.plan.shape()
	var was, is *prover
	if f.key != nil && keep.key != nil {
		was, is = newProver(keep.key, keep.head), newProver(f.key, h)
	}
	metas, err := old.metas(r)
	if err != nil {
		return err
	}
	for slot := range metas {
		entry := old.entry(r, slot)
		for _, place := range [2][2]int{
			{s.writeAt(slot), s.writeAt(entry)},
			{s.readAt(slot), s.readAt(entry)},
		} {
			if _, err := old.ReadAt(f.image[place[0]:][:box.Size], int64(place[1])); err != nil {
				return err
			}
		}
		m, writes := &metas[slot], f.image[s.writeAt(slot):][:box.Size]
		proven := was != nil && was.holds(r, slot, m, writes)
		m.set(keep.told[entry])
		if proven {
			is.put(r, slot, m, writes)
		} else {
			copy(m.proof(), f.image[s.metaAt(slot)+proofAt:]) // the random bytes of the fill
		}
		copy(f.image[s.metaAt(slot):], m[:])
	}
	return nil
}
