package card

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"slices"

	"bulkhead/box"
)

// Errors of a card that does not follow another; all match ErrCard.
var (
	ErrFixed = fmt.Errorf("%w that follows the other: a new card changes places only", ErrCard)
	ErrNext  = fmt.Errorf("%w that follows the other: its parent, its number or its table is not what the rules give", ErrCard)
	ErrByOne = fmt.Errorf("%w that one founder may sign: it follows one signed by both, changes one place, and moves the open half of the table at most", ErrCard)
	errLast  = errors.New("a group's cards are used up")
)

// OfOneGroup reports whether two cards can be of one group's life: what is fixed for it is
// the same on both.
func (c *Card) OfOneGroup(o *Card) bool {
	return c.Calendar == o.Calendar && c.Slots == o.Slots && c.PouchRounds == o.PouchRounds && c.GroupHash() == o.GroupHash()
}

// Rank is which of several cards counts that both founders signed. Ranks compare with ==.
//
//	 2 serial
//	 4 issued
//	32 digest
type Rank struct {
	Serial uint16
	Issued box.Round
	Digest Digest
}

// Rank returns the card's rank.
func (c *Card) Rank() Rank { return Rank{c.Serial, c.Issued, c.Digest()} }

// Above reports whether a card of this rank counts, and not one of the other: it has the
// higher serial; of one serial, the later round of issue; of one round, the higher digest.
func (r Rank) Above(o Rank) bool {
	return cmp.Or(cmp.Compare(r.Serial, o.Serial), cmp.Compare(r.Issued, o.Issued), bytes.Compare(r.Digest[:], o.Digest[:])) > 0
}

// Outranks reports whether c counts, and not o, where both are known: see [Rank.Above].
func (c *Card) Outranks(o *Card) bool { return c.Rank().Above(o.Rank()) }

// Follows returns an error that matches ErrCard unless c is exactly what [Card.Next] makes
// of before with c's places, keys of gateways and rounds: the signer of a card chooses
// those, and nothing else on it. Whose signatures it has is not looked at.
func (c *Card) Follows(before *Card) error {
	if !c.OfOneGroup(before) || c.Serial <= before.Serial {
		return ErrFixed
	}
	if !c.ByOne() {
		n, err := before.Next(c.Places[:c.Count()], c.keys(), false, c.Issued, c.Begins)
		if err != nil || n != *c {
			return ErrNext
		}
		return nil
	}
	there := before.Count()
	for leaves := range there + 1 { // the last one: it leaves none
		wish := slices.Clone(c.Places[:c.Count()])
		if leaves < there {
			wish = slices.DeleteFunc(wish, func(p Place) bool { return c.same(p, before, before.Places[leaves]) })
		}
		if n, err := before.Next(wish, c.keys(), true, c.Issued, c.Begins); err == nil && n == *c {
			return nil
		}
	}
	return ErrByOne
}

// keys returns the keys of gateways that the card has.
func (c *Card) keys() []string {
	return slices.DeleteFunc(slices.Clone(c.Gateways[:]), func(g string) bool { return g == "" })
}

// same reports whether a place of c is one of another card's: the numbers of the keys of
// its gateway may differ.
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

// Has reports whether o, of the same group, has the place of c with this number, from 0:
// the same server with the same keys, whatever their number there.
func (c *Card) Has(o *Card, place int) bool {
	return slices.ContainsFunc(o.Places[:o.Count()], func(q Place) bool { return c.same(c.Places[place], o, q) })
}

// Next returns the card that follows c with other places, issued in one round and
// beginning in another. The table moves as little as can be. With byOne it is for one
// founder's signature alone: the places are what that founder wishes for. At most one of
// c's is not among them, and at most one is new. All of c's places stay on the card, since
// the closed half of the table stays with them. The error matches ErrCard; ErrByOne if the
// wish is beyond what one founder may do.
func (c *Card) Next(places []Place, gateways []string, byOne bool, issued, begins box.Round) (Card, error) {
	n := *c
	n.Group, n.Parent, n.Issued, n.Begins = c.GroupHash(), c.Hash(), issued, begins
	switch {
	case c.Serial >= 1<<16-2:
		return Card{}, fmt.Errorf("%w: %w", ErrCard, errLast)
	case len(places) == 0 && !byOne || len(places) > MaxPlaces || len(gateways) > MaxGateways:
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
	if byOne {
		if err := n.alone(c, len(places)); err != nil {
			return Card{}, err
		}
	} else {
		n.Table = c.Table.next(c.Places[:c.Count()], places, func(old, new Place) bool { return n.same(new, c, old) })
	}
	if err := n.Check(); err != nil {
		return Card{}, err
	}
	return n, nil
}

// alone makes of a card with the places that one founder wishes for, so many, what that
// founder may sign after before: its places and keys, and at most one more.
func (c *Card) alone(before *Card, wished int) error {
	wish := *c
	if slices.ContainsFunc(wish.Places[:], func(p Place) bool { return int(p.Gateway) >= MaxGateways }) {
		return ErrByOne // of keys that no card has
	}
	c.Places, c.Gateways, c.Table = before.Places, before.Gateways, before.Table
	there, leaves, comes := before.Count(), -1, -1
	for i := range there {
		if !before.Has(&wish, i) {
			if leaves >= 0 {
				return ErrByOne
			}
			leaves = i
		}
	}
	for i := range wished {
		if !wish.Has(before, i) {
			if comes >= 0 {
				return ErrByOne
			}
			comes = i
		}
	}
	switch {
	case comes < 0 && (leaves < 0 || there == 1), comes >= 0 && there == MaxPlaces:
		return ErrByOne
	case comes >= 0:
		p := wish.Places[comes]
		if p.Relay != (Server{}) {
			at := slices.Index(c.Gateways[:], wish.Gateways[p.Gateway])
			if at < 0 {
				at = len(before.keys())
			}
			if at == MaxGateways || wish.Gateways[p.Gateway] == "" {
				return ErrByOne
			}
			c.Gateways[at], p.Gateway = wish.Gateways[p.Gateway], uint8(at)
		}
		c.Places[there] = p
	}
	c.Table.alone(there, leaves, comes >= 0)
	return nil
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
	if !p.Coming.OfOneGroup(&p.InForce) || !p.Coming.Outranks(&p.InForce) || p.From < p.Coming.Begins {
		return ErrFixed
	}
	return nil
}
