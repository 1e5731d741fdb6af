package pouch

import (
	"fmt"
	"io"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/round"
)

// Change is what an opening without the links' keys does to the pouch. The
// zero Change writes the same bytes again, at the same cost.
type Change struct {
	// Starts gives other first bytes for an entry of [View.Unsent]; with false
	// they stay as they are, at the same cost. Called once for each, in order.
	// Nil: all stay.
	Starts func(Entry) (start [StartSize]byte, ok bool)

	// Append forgets the rounds before the current one, but for the boxes that
	// were read in them and not taken in yet, and fills up with loops, so that
	// the pouch lasts Plan.Rounds rounds from now.
	Append bool

	// Hit is the rate of the loops appended; if it is the zero value,
	// round.StartHitRate.
	Hit round.HitRate
}

// Rewrite replaces the whole pouch by itself, but for what decide changes:
// every opening does it, whatever the passphrase, so that neither the bytes
// written nor the operations on the disk nor the time tell one opening from
// another. What decide and Starts spend is their own matter.
//
// After a crash at any point the old file or the new one is there, whole; on
// return without error the new one, durably. The lock against the worker is
// held meanwhile. A write that was attempted is never changed, so that no id
// ever has two contents at the drop; a worker in the midst of a round goes on
// with it. Tag, floor and data used stay as they are.
//
// With Append, what became of the writes before the current round is lost. The
// boxes that were read and not taken in are kept, 64 of them: of more than that
// the newest, which repeat what has no receipt. Rounds that fell to loops are no links' any more
// until the next sealing. As with any sealing, a clock far ahead makes the
// pouch silent until then; the next sealing by the right clock ends that.
//
// Errors match durable.ErrLocked (the worker is at it, for the length of one
// write: try again), fs.ErrNotExist or ErrFormat, or are decide's, rand's or
// the disk's. Except for the disk's, nothing is changed then.
func Rewrite(dir durable.Dir, name string, now time.Time, decide func(*View) (Change, error), rand io.Reader) error {
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer release()
	v, err := look(dir, name, now)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer giveBack(v.image)
	change, err := decide(v)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	image, err := v.renew(change.Hit, rand)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer giveBack(image.bytes)
	image.restart(v, change.Starts)
	write := v.image
	if change.Append {
		write = image.bytes
	}
	if err := dir.Replace(name, write); err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	return nil
}

// look reads the whole file, for one who holds the lock.
func look(dir durable.Dir, name string, now time.Time) (*View, error) {
	f, err := openLocked(dir, name)
	if err != nil {
		return nil, err
	}
	defer f.close()
	if err := checkLength(f, int64(f.shape.size())); err != nil {
		return nil, err
	}
	v := &View{plan: f.plan, head: &f.head, shape: f.shape, now: f.plan.Calendar.At(now), image: anyImage(f.shape)}
	if _, err := f.ReadAt(v.image, 0); err != nil {
		giveBack(v.image)
		return nil, cutShort(err)
	}
	err = f.shape.checkKnown(v.image[:f.shape.metaEnd()])
	if err == nil {
		err = checkKept(v.image[f.shape.keptAt():])
	}
	if err != nil {
		giveBack(v.image)
		return nil, err
	}
	return v, nil
}

// renewal is a pouch's file as appending would leave it.
type renewal struct {
	bytes []byte
	first box.Round
	shape shape
}

// renew lays out what the pouch becomes if loops are appended: the round
// before its first, and all after that the old one has, as they are; loops
// after them.
func (v *View) renew(hit round.HitRate, rand io.Reader) (*renewal, error) {
	if hit == (round.HitRate{}) {
		hit = round.StartHitRate()
	}
	s, first := v.shape, v.renewedFirst()
	noise, err := newNoise(rand)
	if err != nil {
		return nil, err
	}
	to := &renewal{bytes: anyImage(s), first: first, shape: s}
	h := newHead(v.plan, first, v.head.floor(), v.head.tag())
	copy(h.useSector(), v.head.useSector())
	clear(to.bytes[copy(to.bytes, h[:]):headSize])
	kept := v.keep(to)
	f := &Fill{plan: v.plan, first: first, rounds: make([]fillRound, v.plan.Rounds)}
	if _, err := f.lay(to.bytes, kept, hit, noise); err != nil {
		giveBack(to.bytes)
		return nil, err
	}
	return to, nil
}

// renewedFirst is one above the latest of the current round, the floor and the
// round that was carried over; where the numbers of rounds end, as it was.
func (v *View) renewedFirst() box.Round {
	first := uint64(max(v.now, v.head.floor(), v.head.first()-1)) + 1
	if first+uint64(v.plan.Rounds) > 1<<32 {
		return v.head.first()
	}
	return box.Round(first)
}

// keep copies the rounds that outlive the renewal and returns how many; behind
// them it leaves zeros, but in the places of writes, which it leaves as they
// are.
func (v *View) keep(to *renewal) (kept int) {
	s := v.shape
	gone := int(min(to.first-v.head.first(), box.Round(s.rounds)+1))
	kept = s.rounds + 1 - gone
	a, z := gone*s.slots, kept*s.slots
	copy(to.bytes[s.metaAt(0):s.metaAt(z)], v.image[s.metaAt(a):])
	clear(to.bytes[s.metaAt(z):s.metaEnd()])
	copy(to.bytes[s.writeAt(0):s.writeAt(z)], v.image[s.writeAt(a):])
	copy(to.bytes[s.readAt(0):s.readAt(z)], v.image[s.readAt(a):])
	clear(to.bytes[s.readAt(z):s.keptAt()])
	v.keepFound(to, gone)
	return kept
}

// restart puts other starts into both images, since either may be written.
func (to *renewal) restart(v *View, starts func(Entry) ([StartSize]byte, bool)) {
	for e := range v.Unsent() {
		place := v.image[v.shape.writeAt(v.entry(e)):][:StartSize]
		start := [StartSize]byte(place)
		if starts != nil {
			if other, ok := starts(e); ok {
				start = other
			}
		}
		copy(place, start[:])
		if e.Round >= to.first-1 {
			at := int(e.Round-(to.first-1))*to.shape.slots + e.Slot
			copy(to.bytes[to.shape.writeAt(at):], start[:])
		}
	}
}
