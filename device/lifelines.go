package device

import (
	"slices"
	"strings"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/cell"
)

// LifelineStatus is one lifeline. It names nobody: nobody here knows who is at
// the other end.
type LifelineStatus struct {
	Tie       cell.TieID
	Rank      int       // which is asked first, from 1; 0: held for somebody below
	Secured   bool      // the first key exchange is done
	Confirmed bool      // the six words were compared over another way
	Doubted   bool      // somebody on its way says that its other end was cut off
	Asks      bool      // an orphan asks here for a new lead, and no second witness has said that it lost its own
	Heard     box.Round // highest round of a box that opened; 0: none
	Epoch     uint32    // of the words
	Words     []string  // six, to be compared over another way; nil before it is secured
}

// Lifelines returns the owner's own lifelines, the one that is asked first
// before the others, and then those held for somebody below.
func (d *Device) Lifelines() (all []LifelineStatus) {
	for _, l := range d.cell.Lifelines(d.known) {
		s := LifelineStatus{
			Tie: l.Tie, Secured: l.Phase >= cell.Unconfirmed, Confirmed: l.Phase == cell.Confirmed,
			Doubted: l.Doubted, Asks: l.Asks, Heard: l.Heard,
		}
		if !l.Held {
			s.Rank = max(l.Rank, 1)
		}
		if epoch, words, err := d.Words(l.Tie); err == nil {
			s.Epoch, s.Words = epoch, words
		}
		all = append(all, s)
	}
	return all
}

// ConfirmWords takes the six words that somebody at the other end of a lifeline
// reads out over another way, and notes of the lifeline that has the same that
// nobody stands in between. found is false if none has.
func (d *Device) ConfirmWords(words []string) (found bool, err error) {
	said := make([]string, len(words))
	for i, w := range words {
		said[i] = strings.ToLower(strings.TrimSpace(w))
	}
	for _, l := range d.Lifelines() {
		if l.Words != nil && slices.Equal(l.Words, said) {
			return true, d.cell.Confirm(l.Tie)
		}
	}
	return false, nil
}

// Adopt is the owner's wish to lead whoever asks over a lifeline, in place of a
// second witness; the next Refill carries it out. cell.ErrNoTie,
// cell.ErrNotAsking.
func (d *Device) Adopt(tie cell.TieID) error {
	d.readClock()
	return d.cell.Adopt(tie, d.known)
}

// MayRejoin reports whether Rejoin has somebody to find: the lead, or, a founder's,
// the other founder, was lost.
func (d *Device) MayRejoin() bool { return d.cell.MayRejoin() }

// Rejoin takes up a new invitation on a device that has lost its lead, or, a
// founder's, the other founder, and erases the invitation's secret. alias is
// what the owner calls the inviter; "" draws one. c is the card that the invitation
// names; nil if KnowsCard says that it is here. cell.ErrHaveLead, cell.ErrOtherCard,
// cell.ErrJoining, cell.ErrGroup for another group's, cell.ErrAlias.
func (d *Device) Rejoin(inv *cell.Invitation, c *card.Signed, alias string) error {
	defer inv.Secret.Erase()
	d.readClock()
	effects, err := d.cell.Rejoin(inv, c, alias, d.known, d.env.Rand)
	return d.carryOut(effects, err)
}

// KnowsCard reports whether this device has the card of a hash, or is of its group.
func (d *Device) KnowsCard(h card.Hash) bool { return d.cell.Knows(h) }

// noLifeline reports whether a member has no lifeline of its own that could be
// asked: a founder needs none, and who has not joined yet has none.
func (d *Device) noLifeline() bool {
	return d.cell.Standing() == cell.Member && !slices.ContainsFunc(d.cell.Lifelines(d.known), func(l cell.LifelineView) bool {
		return !l.Held && l.Phase >= cell.Unconfirmed
	})
}
