package pouch

import (
	"iter"

	"bulkhead/box"
)

// LidSize is the length in bytes of what may be put in the place of an
// unsent box's first bytes, with no key: the lid that package link seals.
const LidSize = 148

// Entry names one write of a pouch.
type Entry struct {
	Round box.Round
	Slot  int
	ID    box.ID
}

// View is a pouch as [Rewrite] found it. It is of use until Rewrite returns.
type View struct {
	plan  Plan
	head  *head
	shape shape
	now   box.Round
	image []byte // the whole file
}

// Tag returns the random tag that the last sealing was given.
func (v *View) Tag() [TagSize]byte { return v.head.tag() }

// Plan returns what the group goes by.
func (v *View) Plan() Plan { return v.plan }

// First and Last return the rounds that the pouch holds beside the one carried
// over. Once loops were appended they are not those that the sealing filled.
func (v *View) First() box.Round { return v.head.first() }

// Last returns the last round that the pouch holds.
func (v *View) Last() box.Round { return v.head.first() + box.Round(v.plan.Rounds()) - 1 }

// Floor returns the highest round ever begun.
func (v *View) Floor() box.Round { return v.head.floor() }

// Now returns the current round by the clock that Rewrite was given.
func (v *View) Now() box.Round { return v.now }

// Unsent yields, in the order of the file, the entries of the current and the
// coming rounds whose write was never attempted; of the round that is being
// run too.
func (v *View) Unsent() iter.Seq[Entry] {
	return func(yield func(Entry) bool) {
		before := v.head.first() - 1
		from := max(v.now, v.head.floor(), before) - before
		for entry := int(min(from, box.Round(v.plan.Rounds())+1)) * v.shape.slots; entry < v.shape.entries(); entry++ {
			m := (*meta)(v.image[v.shape.metaAt(entry):])
			if m.writeState() != WriteWaiting {
				continue
			}
			if !yield(Entry{before + box.Round(entry/v.shape.slots), entry % v.shape.slots, m.writeID()}) {
				return
			}
		}
	}
}

// Lid returns the first [LidSize] bytes of what an entry of Unsent writes,
// not to be changed.
func (v *View) Lid(e Entry) []byte {
	return v.image[v.shape.writeAt(v.entry(e)):][:LidSize:LidSize]
}

func (v *View) entry(e Entry) int { return int(e.Round-(v.head.first()-1))*v.shape.slots + e.Slot }
