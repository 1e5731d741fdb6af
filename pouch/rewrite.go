package pouch

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/internal/durable"
)

// ErrInPlace: the disk would not take a second file, most likely since it is
// full. The lids are as [Change.Lids] has them all the same, durably; loops
// were not appended. For whoever wanted the lids it is done.
var ErrInPlace = errors.New("the pouch could not be written anew; its lids were changed in place")

// Change is what an opening without the links' keys does to the pouch. The
// zero Change writes the same bytes again, at the same cost.
type Change struct {
	// Lids gives other first bytes for an entry of [View.Unsent]; with false
	// they stay as they are, at the same cost. Called once for each, in order.
	// Nil: all stay.
	Lids func(Entry) (lid [LidSize]byte, ok bool)

	// Append forgets the rounds before the current one, but for the boxes that
	// were read in them and not taken in yet, and fills up with loops, so that
	// the pouch lasts Plan.Rounds rounds from now.
	Append bool
}

// Rewrite replaces the whole pouch by itself, but for what decide changes:
// every opening does it, whatever the passphrase, so that neither the bytes
// written nor the operations on the disk nor the time tell one opening from
// another. What decide and Lids spend is their own matter.
//
// After a crash at any point the old file or the new one is there, whole; on
// return without error the new one, durably. The lock against the worker is
// held meanwhile. A write that was attempted is never changed, so that no id
// ever has two contents at the drop; a worker in the midst of a round goes on
// with it. What the sealing and the worker have put into the head stays, and both cards.
//
// With Append, what became of the writes before the current round is lost. The
// boxes that were read and not taken in are kept, 64 of them: of more than that
// the newest, which repeat what has no receipt. Rounds that fell to loops are no links' any more
// until the next sealing. As with any sealing, a clock far ahead makes the
// pouch silent until then; the next sealing by the right clock ends that.
//
// If the disk refuses the new file, every lid is written in place instead, in
// the order of time, whatever the change, and the error matches ErrInPlace
// beside the disk's: an alarm must not wait for room on the disk. After a crash
// in the midst of that each lid is the old one or the new one.
//
// Other errors match durable.ErrLocked (the worker is at it, for the length of
// one write: try again), fs.ErrNotExist or ErrFormat, or are decide's, rand's
// or the disk's. Except for the disk's, nothing is changed then.
func Rewrite(dir durable.Dir, name string, now time.Time, decide func(*View) (Change, error), rand io.Reader) error {
	release, err := dir.Lock(name + changeLock)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer release()
	old, err := openLocked(dir, name)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer old.close()
	v, err := look(old, now)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer giveBack(v.image)
	change, err := decide(v)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	image, err := v.renew(rand)
	if err != nil {
		return fmt.Errorf("rewriting the pouch: %w", err)
	}
	defer giveBack(image.bytes)
	image.relid(v, change.Lids)
	write := v.image
	if change.Append {
		write = image.bytes
	}
	if err := dir.Replace(name, write); err != nil {
		return fmt.Errorf("rewriting the pouch: %w", v.lidsInPlace(old, err))
	}
	return nil
}

// lidsInPlace writes the lids of all unsent entries into the old file, since
// the disk refused the new one for the reason given. Should the new one be there
// all the same, it has them too.
func (v *View) lidsInPlace(old *inPlace, refused error) error {
	for e := range v.Unsent() {
		if _, err := old.WriteAt(v.Lid(e), int64(v.shape.writeAt(v.entry(e)))); err != nil {
			return errors.Join(refused, err, old.Sync())
		}
	}
	if err := old.Sync(); err != nil {
		return errors.Join(refused, err)
	}
	return fmt.Errorf("%w: %w", ErrInPlace, refused)
}

// look reads the whole file, for one who holds the lock.
func look(f *inPlace, now time.Time) (*View, error) {
	if err := checkLength(f, int64(f.shape.size())); err != nil {
		return nil, err
	}
	plan, err := f.head.readPlan(f)
	if err != nil {
		return nil, err
	}
	v := &View{plan: *plan, head: &f.head, shape: f.shape, now: plan.Calendar().At(now), image: anyImage(f.shape)}
	if _, err := f.ReadAt(v.image, 0); err != nil {
		giveBack(v.image)
		return nil, cutShort(err)
	}
	err = f.shape.checkKnown(v.image[:f.shape.metaEnd()])
	if err == nil {
		err = plan.checkUses(v.image)
	}
	if err == nil {
		err = checkKept(v.image[f.shape.keptAt():], f.head.floor())
	}
	if err != nil {
		giveBack(v.image)
		return nil, err
	}
	return v, nil
}
