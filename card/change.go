package card

import (
	"errors"
	"fmt"
	"slices"

	"bulkhead/box"
)

// maxMovedByOne is how many entries of the table a card signed by one founder may move
// at most: half. So whoever has not heard of it, or of its revocation, still meets the
// others at the other half.
const maxMovedByOne = Entries / 2

// Errors of a card that does not follow another; both match ErrCard.
var (
	ErrFixed = fmt.Errorf("%w that follows the other: a new card changes places only", ErrCard)
	ErrByOne = fmt.Errorf("%w that one founder may sign: it follows one signed by both, changes one place, and moves half of the table at most", ErrCard)
	errLast  = errors.New("a group's cards are used up")
)

// Follows returns an error that matches ErrCard unless c may come after before, by what is
// on them; whose signatures it has is not looked at. A card that needs both
// founders' may come after any of a lower serial, so that whoever missed some gets
// the newest alone. A card that needs one must come right after one that both signed,
// or the founding one; see ErrByOne.
func (c *Card) Follows(before *Card) error {
	if c.Calendar != before.Calendar || c.Slots != before.Slots || c.PouchRounds != before.PouchRounds ||
		c.GroupHash() != before.GroupHash() || c.Serial <= before.Serial {
		return ErrFixed
	}
	if !c.ByOne() {
		return nil
	}
	if before.ByOne() || c.Serial != before.Serial+1 || c.Parent != before.Hash() {
		return ErrByOne
	}
	here, there := c.Places[:c.Count()], before.Places[:before.Count()]
	moved := 0
	for i := range c.Table {
		if !c.sameAt(before, i) {
			moved++
		}
	}
	if moved > maxMovedByOne || c.fresh(here, before, there) > 1 || before.fresh(there, c, here) > 1 {
		return ErrByOne
	}
	return nil
}

// sameAt reports whether an entry of the table means one place on both cards: the
// numbers of the place and of its gateway's keys may differ.
func (c *Card) sameAt(o *Card, entry int) bool {
	return c.same(c.Places[c.Table[entry]], o, o.Places[o.Table[entry]])
}

func (c *Card) same(mine Place, o *Card, theirs Place) bool {
	if mine.Drop != theirs.Drop || mine.Relay != theirs.Relay {
		return false
	}
	return mine.Relay == (Server{}) || c.keysOf(mine) == o.keysOf(theirs)
}

// keysOf returns the keys of a place's gateway; none of one that no card can have.
func (c *Card) keysOf(p Place) string {
	if int(p.Gateway) >= MaxGateways {
		return ""
	}
	return c.Gateways[p.Gateway]
}

// fresh counts the places of c that o has not.
func (c *Card) fresh(mine []Place, o *Card, theirs []Place) (n int) {
	for _, p := range mine {
		if !slices.ContainsFunc(theirs, func(q Place) bool { return c.same(p, o, q) }) {
			n++
		}
	}
	return n
}

// Next returns the card that follows c with other places, issued in one round and
// beginning in another; byOne says whose signatures it is for. The table moves as
// little as can be. The error matches ErrCard.
func (c *Card) Next(places []Place, gateways []string, byOne bool, issued, begins box.Round) (Card, error) {
	n := *c
	n.Group, n.Parent, n.Issued, n.Begins = c.GroupHash(), c.Hash(), issued, begins
	switch {
	case c.Serial >= 1<<16-2:
		return Card{}, fmt.Errorf("%w: %w", ErrCard, errLast)
	case len(places) == 0 || len(places) > MaxPlaces || len(gateways) > MaxGateways:
		return Card{}, fmt.Errorf("%w: %d places", ErrCard, len(places))
	case byOne && c.ByOne():
		return Card{}, ErrByOne
	case byOne:
		n.Serial = c.Serial + 1
	default:
		n.Serial = c.Serial&^1 + 2
	}
	n.Places, n.Gateways = [MaxPlaces]Place{}, [MaxGateways]string{}
	copy(n.Places[:], places)
	copy(n.Gateways[:], gateways)
	n.Table = c.Table.next(c.Places[:c.Count()], places, func(old, new Place) bool { return n.same(new, c, old) })
	if err := n.Check(); err != nil {
		return Card{}, err
	}
	return n, n.Follows(c)
}

// Pair is what a device goes by: the card in force, and the one that is coming, if
// there is one. Pairs compare with ==.
type Pair struct {
	InForce Card
	Coming  Card      // zero: none
	From    box.Round // the first round in which Coming counts; 0 without
}

// Numbers of places that [Pair.Place] returns: those of the card in force from 0, those
// of the one coming from MaxPlaces.
const MaxPairPlaces = 2 * MaxPlaces

// Place returns the number of the place that has this box: below MaxPlaces one of the
// card in force, else MaxPlaces and one of the card that is coming. Before From the
// card in force counts; for three lengths of a pouch then the old one in even rounds
// and the new one in odd ones; after that the new one.
func (p *Pair) Place(id box.ID, r box.Round) int {
	if p.Coming.IsZero() || r < p.From || r%2 == 0 && !p.Done(r) {
		return p.InForce.Table.Place(id)
	}
	return MaxPlaces + p.Coming.Table.Place(id)
}

// At returns the place with a number of [Pair.Place], its gateway's keys if it has a
// relay, and whether there is such a place.
func (p *Pair) At(number int) (place Place, gateway string, ok bool) {
	c := &p.InForce
	if number >= MaxPlaces {
		c, number = &p.Coming, number-MaxPlaces
	}
	if number < 0 || number >= c.Count() {
		return Place{}, "", false
	}
	if place = c.Places[number]; place.Relay != (Server{}) {
		gateway = c.Gateways[place.Gateway]
	}
	return place, gateway, true
}

// Done reports whether in round r, and from then on, the coming card alone counts.
func (p *Pair) Done(r box.Round) bool {
	return !p.Coming.IsZero() && uint64(r) >= uint64(p.From)+uint64(p.Coming.Change())
}

// Settled returns the pair as of round r: once the coming card alone counts, it is the one
// in force.
func (p Pair) Settled(r box.Round) Pair {
	if p.Done(r) {
		return Pair{InForce: p.Coming}
	}
	return p
}

// Check returns an error that matches ErrCard unless both cards can be used together.
func (p *Pair) Check() error {
	if err := p.InForce.Check(); err != nil {
		return err
	}
	if p.Coming == (Card{}) {
		if p.From != 0 {
			return fmt.Errorf("%w: a change without a card", ErrCard)
		}
		return nil
	}
	if err := p.Coming.Check(); err != nil {
		return err
	}
	if p.Coming.Calendar != p.InForce.Calendar || p.Coming.Slots != p.InForce.Slots || p.Coming.PouchRounds != p.InForce.PouchRounds ||
		p.Coming.GroupHash() != p.InForce.GroupHash() || p.Coming.Serial <= p.InForce.Serial || p.From < p.Coming.Begins {
		return ErrFixed
	}
	return nil
}
