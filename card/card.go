package card

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/round"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// Version is the version of a card that this program makes and reads.
	Version = 1

	// MaxPlaces is how many places a card has at most (docs/design.md, "Several
	// drops").
	MaxPlaces = 4

	// MaxGateways is how many lists of gateway keys a card has at most: one for
	// each place.
	MaxGateways = MaxPlaces

	// Entries is the length of the table of places: 12 can be divided evenly among
	// one, two, three and four places (docs/design.md, "Several drops").
	Entries = 12

	// MaxBytes is the longest card in its form of [Card.MarshalBinary], in bytes:
	// what fits into a seal as long as a box, beside two signatures. Two hybrid keys
	// fit, with four places behind relays.
	MaxBytes = Size - 2

	// Size is the length of every card in its form of [Card.Bytes].
	Size = box.Size - overhead - signatures

	// ChangePouches is how many lengths of a pouch lie between the issue of a new card
	// and its beginning at least, and how many more both are used.
	ChangePouches = 3

	// LongestWaitPouches is how many lengths of a pouch lie between the issue of a new
	// card and its beginning at most: 24 days of those of 48 h. While one waits, there is
	// no other; so a date beyond all bounds would hold a group where it is for good.
	LongestWaitPouches = 12
)

// Card is what all devices of a group know of the outside. Cards compare with ==. It
// formats as a fixed word.
type Card struct {
	// Serial is 0 for the founding card. An even number is a card signed by both
	// founders, the odd number after it one that a single founder signed.
	Serial uint16
	Group  Hash // of the founding card; zero in that one
	Parent Hash // of the card that this one was made from; zero in the founding one

	Issued box.Round // when it was made
	Begins box.Round // the first round in which it counts; 0 for the founding card

	Calendar    round.Calendar // fixed for the group's life
	Slots       uint8          // S, fixed for the group's life
	PouchRounds uint8          // PL, fixed for the group's life

	Table    Table               // which place has which boxes
	Places   [MaxPlaces]Place    // first those that are used, then zeros
	Gateways [MaxGateways]string // keys of relayed drops: see [Place]; first those that are used
}

// Errors of cards. All match ErrCard but ErrNewer.
var (
	// ErrCard is the error of bytes or values that are no card.
	ErrCard = errors.New("not a card")

	// ErrNewer is the error of a card of a newer program's: it is not read.
	ErrNewer = errors.New("this card was made by a newer program")
)

// Found returns the founding card of a group. The error matches ErrCard.
func Found(c round.Calendar, slots, pouchRounds uint8, issued box.Round, places []Place, gateways ...string) (Card, error) {
	if len(places) == 0 || len(places) > MaxPlaces || len(gateways) > MaxGateways {
		return Card{}, fmt.Errorf("%w: %d places", ErrCard, len(places))
	}
	n := Card{Issued: issued, Calendar: c, Slots: slots, PouchRounds: pouchRounds, Table: NewTable(len(places))}
	copy(n.Places[:], places)
	copy(n.Gateways[:], gateways)
	return n, n.Check()
}

// IsZero reports whether c is no card at all.
func (c *Card) IsZero() bool { return c.PouchRounds == 0 }

// ByOne reports whether one founder's signature is what the card needs: see Serial.
func (c *Card) ByOne() bool { return c.Serial%2 == 1 }

// Count returns how many places the card has.
func (c *Card) Count() (n int) {
	for n < MaxPlaces && c.Places[n] != (Place{}) {
		n++
	}
	return n
}

// Change returns how long both cards are used when this one follows another, in
// rounds, and how long before that it is issued at least.
func (c *Card) Change() box.Round { return ChangePouches * box.Round(c.PouchRounds) }

// Check returns an error that matches ErrCard unless the card can be used.
func (c *Card) Check() error {
	_, err := c.MarshalBinary()
	return err
}

func (c *Card) check() error {
	switch {
	case c.Calendar.Check() != nil:
		return fmt.Errorf("%w: %w", ErrCard, c.Calendar.Check())
	case c.Slots < round.MinSlots || c.Slots > round.MaxSlots:
		return fmt.Errorf("%w: %d slots", ErrCard, c.Slots)
	case c.PouchRounds < round.MinPouchRounds || c.PouchRounds > round.MaxPouchRounds:
		return fmt.Errorf("%w: a pouch of %d rounds", ErrCard, c.PouchRounds)
	case (c.Serial == 0) != (c.Group == Hash{}) || (c.Serial == 0) != (c.Parent == Hash{}):
		return fmt.Errorf("%w: a founding card has no card before it, and every other has", ErrCard)
	case c.Serial == 0 && c.Begins != 0:
		return fmt.Errorf("%w: a founding card that begins later", ErrCard)
	case c.Serial != 0 && uint64(c.Begins) < uint64(c.Issued)+uint64(c.Change()):
		return fmt.Errorf("%w: a new card begins %d rounds after its issue at the earliest", ErrCard, c.Change())
	case c.Serial != 0 && uint64(c.Begins) > uint64(c.Issued)+LongestWaitPouches*uint64(c.PouchRounds):
		return fmt.Errorf("%w: a new card begins %d rounds after its issue at the latest", ErrCard, LongestWaitPouches*int(c.PouchRounds))
	}
	return c.checkPlaces()
}

func (c *Card) checkPlaces() error {
	n, gateways := c.Count(), 0
	for gateways < MaxGateways && c.Gateways[gateways] != "" {
		gateways++
	}
	if n == 0 {
		return fmt.Errorf("%w: no place", ErrCard)
	}
	for i := range MaxPlaces {
		if i >= n && c.Places[i] != (Place{}) || i >= gateways && c.Gateways[i] != "" {
			return fmt.Errorf("%w: a gap between its places", ErrCard)
		}
		if i >= n {
			continue
		}
		if err := c.Places[i].check(gateways); err != nil {
			return err
		}
		for _, other := range c.Places[:i] {
			if other == c.Places[i] {
				return fmt.Errorf("%w: one place twice", ErrCard)
			}
		}
	}
	for _, g := range c.Gateways[:gateways] {
		if len(g) > maxGateway {
			return fmt.Errorf("%w: the keys of a gateway have at most %d bytes", ErrCard, maxGateway)
		}
	}
	return c.Table.check(n)
}

// MarshalBinary returns the card's one form in bytes, at most MaxBytes. The error
// matches ErrCard.
//
//	 0  1  version, 1
//	 1  2  serial
//	 3 16  hash of the founding card
//	19 16  hash of the card before
//	35  4  issued
//	39  4  begins
//	43 36  calendar
//	79  1  S
//	80  1  PL
//	81 12  table
//	93  1  number of gateways, then each: 2 length, its keys
//	    1  number of places, then each: see [Place]
func (c *Card) MarshalBinary() ([]byte, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewBuilder(nil)
	b.AddUint8(Version)
	b.AddUint16(c.Serial)
	b.AddBytes(c.Group[:])
	b.AddBytes(c.Parent[:])
	b.AddUint32(uint32(c.Issued))
	b.AddUint32(uint32(c.Begins))
	calendar := c.Calendar.Bytes()
	b.AddBytes(calendar[:])
	b.AddUint8(c.Slots)
	b.AddUint8(c.PouchRounds)
	b.AddBytes(c.Table[:])
	gateways := 0
	for gateways < MaxGateways && c.Gateways[gateways] != "" {
		gateways++
	}
	b.AddUint8(uint8(gateways))
	for _, g := range c.Gateways[:gateways] {
		b.AddUint16LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(g)) })
	}
	b.AddUint8(uint8(c.Count()))
	for _, p := range c.Places[:c.Count()] {
		p.add(b)
	}
	all, err := b.Bytes()
	if err != nil || len(all) > MaxBytes {
		return nil, fmt.Errorf("%w: longer than %d bytes", ErrCard, MaxBytes)
	}
	return all, nil
}

// UnmarshalBinary reads what MarshalBinary wrote and nothing else. On an error, ErrCard or
// ErrNewer, it leaves c alone.
func (c *Card) UnmarshalBinary(data []byte) error {
	in := cryptobyte.String(data)
	var n Card
	var version, gateways, places uint8
	var calendar [round.CalendarSize]byte
	if !in.ReadUint8(&version) || len(data) > MaxBytes {
		return ErrCard
	}
	if version > Version {
		return ErrNewer
	}
	if version != Version || !in.ReadUint16(&n.Serial) || !in.CopyBytes(n.Group[:]) || !in.CopyBytes(n.Parent[:]) ||
		!in.ReadUint32((*uint32)(&n.Issued)) || !in.ReadUint32((*uint32)(&n.Begins)) ||
		!in.CopyBytes(calendar[:]) || !in.ReadUint8(&n.Slots) || !in.ReadUint8(&n.PouchRounds) ||
		!in.CopyBytes(n.Table[:]) || !in.ReadUint8(&gateways) || gateways > MaxGateways {
		return ErrCard
	}
	for i := range n.Gateways[:gateways] {
		var keys cryptobyte.String
		if !in.ReadUint16LengthPrefixed(&keys) || len(keys) == 0 {
			return ErrCard
		}
		n.Gateways[i] = string(keys)
	}
	if !in.ReadUint8(&places) || places > MaxPlaces {
		return ErrCard
	}
	for i := range n.Places[:places] {
		if !n.Places[i].read(&in) {
			return ErrCard
		}
	}
	if !in.Empty() {
		return ErrCard
	}
	var err error
	if n.Calendar, err = round.CalendarOf(calendar); err != nil {
		return fmt.Errorf("%w: %w", ErrCard, err)
	}
	if err := n.check(); err != nil {
		return err
	}
	*c = n
	return nil
}

// Bytes returns the card in its form of one length: 2 its length, MarshalBinary,
// zeros. No card at all is zeros alone. It panics on a card that Check refuses.
func (c *Card) Bytes() (b [Size]byte) {
	if *c == (Card{}) {
		return b
	}
	all, err := c.MarshalBinary()
	if err != nil {
		panic(err)
	}
	b[0], b[1] = byte(len(all)>>8), byte(len(all))
	copy(b[2:], all)
	return b
}

// Of reads what [Card.Bytes] wrote, zeros as no card at all, and nothing else: ErrCard,
// ErrNewer.
func Of(b *[Size]byte) (c Card, err error) {
	n := int(b[0])<<8 | int(b[1])
	if n > MaxBytes {
		return Card{}, ErrCard
	}
	for _, zero := range b[2+n:] {
		if zero != 0 {
			return Card{}, ErrCard
		}
	}
	if n == 0 {
		return Card{}, nil
	}
	err = c.UnmarshalBinary(b[2 : 2+n])
	return c, err
}

// Format implements [fmt.Formatter] and prints nothing of the card.
func (Card) Format(f fmt.State, _ rune) { io.WriteString(f, "card.Card(hidden)") }
