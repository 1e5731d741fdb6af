package link

import (
	"bulkhead/box"
	"bulkhead/keys"
)

// first is what a direction's chains give for the first round that they still
// yield, worked out before the round is passed: a writer seals it, notes its
// result and passes it, a reader polls it and passes it, and none does the work
// twice. It follows from the chains, is never saved, and is erased with the next
// change of the direction.
type first struct {
	live  bool
	known ahead // the epochs that serve
	other ahead // the newest one, in doubt
	secrets
	second
	doubt bool   // there is a second candidate
	place box.ID // of the first
}

// ahead is whose chains yield a candidate, and their tips behind it.
type ahead struct {
	content, id int // indices of epochs; −1: none
	after       [2][keys.Size]byte
}

// peek works the first round out; nil if it is before the base.
func (d *direction) peek(x *kdf) *first {
	f := &d.first
	if f.live {
		return f
	}
	f.known.content, f.known.id = serving(d.epochs, d.at, 0), serving(d.epochs, d.at, d.pouch)
	if f.known.content < 0 || f.known.id < 0 || !f.known.yield(x, d, &f.secrets) {
		return nil
	}
	if start, doubt := d.uncertain(); doubt && d.at >= start {
		f.doubt, f.hasID = true, d.at >= start+d.pouch
		f.other.content, f.other.id = len(d.epochs)-1, -1
		if f.hasID {
			f.other.id = len(d.epochs) - 1
		}
		if !f.other.yield(x, d, &f.second.secrets) {
			f.live = true
			f.erase()
			return nil
		}
	}
	x.boxID(f.place[:], &f.secrets.id)
	f.live = true
	return f
}

// yield writes the candidate's secrets. False if a chain stands elsewhere.
func (a *ahead) yield(x *kdf, d *direction, to *secrets) bool {
	c := &d.epochs[a.content].content
	if !c.live || c.at != d.at {
		return false
	}
	x.block(c.tip.Bytes(), &nameContent)
	copy(a.after[0][:], x.out[:keys.Size])
	copy(to.content.Bytes(), x.out[keys.Size:])
	if a.id < 0 {
		return true
	}
	i := &d.epochs[a.id].id
	if !i.live || i.at != d.at {
		return false
	}
	x.block(i.tip.Bytes(), &nameID)
	copy(a.after[1][:], x.out[:keys.Size])
	copy(to.id.Bytes(), x.out[keys.Size:])
	return true
}

// peekAt works round r out, if it is the first.
func (d *direction) peekAt(x *kdf, r int64) *first {
	if r != d.at {
		return nil
	}
	return d.peek(x)
}

// step steps chains, d's own or a copy, over the round.
func (f *first) step(es []epochKeys) {
	f.known.step(es)
	if f.doubt {
		f.other.step(es)
	}
}

func (a *ahead) step(es []epochKeys) {
	c := &es[a.content].content
	copy(c.tip.Bytes(), a.after[0][:])
	c.at++
	if a.id < 0 {
		return
	}
	i := &es[a.id].id
	copy(i.tip.Bytes(), a.after[1][:])
	i.at++
}

// kept returns the second candidate as a kept round has it; nil if there is none.
func (f *first) kept(d *direction) *second {
	if !f.doubt {
		return nil
	}
	s := d.newSecond()
	*s = f.second
	return s
}

// erase forgets it.
func (f *first) erase() {
	if f.live {
		*f = first{}
	}
}
