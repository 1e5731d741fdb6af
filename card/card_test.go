package card

import (
	"bytes"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// direct is a drop that the number names.
func direct(n byte) Place {
	return Place{Drop: Server{Host: fmt.Sprintf("drop%d.example:443", n), Prefix: [PrefixSize]byte{n, 1}, Pinned: true, Pin: [PinSize]byte{n, 2}}}
}

// relayed is a drop by way of a relay.
func relayed(n, gateway byte) Place {
	p := direct(n)
	p.Relay, p.Gateway = Server{Host: fmt.Sprintf("relay%d.example:8443", n), Prefix: [PrefixSize]byte{n, 3}}, gateway
	return p
}

func onion(n byte) Place {
	return Place{Drop: Server{Plain: true, Host: OnionHost([onionKeySize]byte{n}, 80), Prefix: [PrefixSize]byte{n, 4}}}
}

// founding is a founding card with these places.
func founding(places ...Place) Card {
	c := Card{
		Issued: 1000, Slots: 6, PouchRounds: 192,
		Calendar: round.Calendar{Length: 15 * time.Minute}, Table: NewTable(len(places)),
	}
	copy(c.Places[:], places)
	return c
}

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// samples are cards of every shape.
func samples(t testing.TB) map[string]Card {
	full := founding(relayed(1, 0), relayed(2, 1), relayed(3, 1), relayed(4, 1))
	for i := range 2 {
		full.Gateways[i] = strings.Repeat(string(rune('a'+i)), 1225)
	}
	onions := founding(onion(1), direct(2))
	onions.Calendar = round.Calendar{Length: 2 * time.Minute, Spans: [round.MaxSpans]round.Span{{From: 5 * time.Hour, Length: 30 * time.Minute}, {From: 18 * time.Hour, Length: 2 * time.Hour}}}
	plain := founding(Place{Drop: Server{Plain: true, Host: "127.0.0.1:8080"}})
	one := founding(direct(1))
	later := must[Card](t)(one.Next([]Place{direct(1), direct(2)}, nil, false, 2000, 2000+3*192))
	return map[string]Card{"four relays with two gateways": full, "an onion service": onions, "on this machine": plain, "one drop": one, "a later card": later}
}

// TestACardHasOneForm: what is written is read, and nothing else: not a byte more, less
// or changed gives the same card.
func TestACardHasOneForm(t *testing.T) {
	for name, c := range samples(t) {
		b := must[[]byte](t)(c.MarshalBinary())
		var back Card
		if err := back.UnmarshalBinary(b); err != nil || back != c {
			t.Errorf("%s: it does not come back: %v", name, err)
		}
		for i := range b {
			for _, flip := range []byte{1, 0x80} {
				changed := bytes.Clone(b)
				changed[i] ^= flip
				var other Card
				if err := other.UnmarshalBinary(changed); err == nil && other == c {
					t.Errorf("%s: byte %d does not count", name, i)
				} else if err == nil {
					if again := must[[]byte](t)(other.MarshalBinary()); !bytes.Equal(again, changed) {
						t.Errorf("%s: with byte %d changed it is written in another way", name, i)
					}
				}
			}
			if new(Card).UnmarshalBinary(b[:i]) == nil {
				t.Errorf("%s: %d bytes of %d are a card", name, i, len(b))
			}
		}
		if new(Card).UnmarshalBinary(append(bytes.Clone(b), 0)) == nil {
			t.Errorf("%s: a byte more is a card", name)
		}
		long := c.Bytes()
		if back, err := Of(&long); err != nil || back != c {
			t.Errorf("%s: its form of one length does not come back: %v", name, err)
		}
		if long[len(long)-1] = 1; len(b) < MaxBytes {
			if _, err := Of(&long); err == nil {
				t.Errorf("%s: what follows it does not count", name)
			}
		}
	}
	none := new(Card).Bytes()
	if c, err := Of(&none); err != nil || !c.IsZero() {
		t.Errorf("no card at all does not come back: %v", err)
	}
	newer := must[[]byte](t)(new(samples(t)["one drop"]).MarshalBinary())
	newer[0]++
	if err := new(Card).UnmarshalBinary(newer); !errors.Is(err, ErrNewer) {
		t.Errorf("a newer card is read with %v", err)
	}
}

// TestWhatNoCardCanHave is refused when it is written, so that nobody signs it.
func TestWhatNoCardCanHave(t *testing.T) {
	for name, spoil := range map[string]func(*Card){
		"no place":                       func(c *Card) { c.Places = [MaxPlaces]Place{} },
		"a place twice":                  func(c *Card) { c.Places[1] = c.Places[0] },
		"a gap":                          func(c *Card) { c.Places[2] = direct(3); c.Places[1] = Place{} },
		"a place without boxes":          func(c *Card) { c.Table = Table{} },
		"a table beyond the places":      func(c *Card) { c.Table[3] = 2 },
		"plain http elsewhere":           func(c *Card) { c.Places[0].Drop = Server{Plain: true, Host: "drop.example:80"} },
		"capitals":                       func(c *Card) { c.Places[0].Drop.Host = "Drop.example:443" },
		"an onion service with a pin":    func(c *Card) { c.Places[0] = onion(1); c.Places[0].Drop.Plain, c.Places[0].Drop.Pinned = false, true },
		"keys that are not there":        func(c *Card) { c.Places[0] = relayed(1, 0) },
		"two slots":                      func(c *Card) { c.Slots = 2 },
		"a pouch of a day":               func(c *Card) { c.PouchRounds = 15 },
		"a parent, though founding":      func(c *Card) { c.Parent[0] = 1 },
		"no parent, though not":          func(c *Card) { c.Serial = 2 },
		"no wait":                        func(c *Card) { c.Serial, c.Group[0], c.Parent[0], c.Begins = 2, 1, 1, c.Issued+3*192-1 },
		"a wait beyond all bounds":       func(c *Card) { c.Serial, c.Group[0], c.Parent[0], c.Begins = 2, 1, 1, c.Issued+12*192+1 },
		"a wait until the last round":    func(c *Card) { c.Serial, c.Group[0], c.Parent[0], c.Begins = 2, 1, 1, 1<<32-1 },
		"a founding card that waits":     func(c *Card) { c.Begins = 1 },
		"gateway keys beyond all bounds": func(c *Card) { c.Gateways[0] = strings.Repeat("k", maxGateway+1) },
		"more than a seal holds": func(c *Card) {
			c.Gateways[0], c.Gateways[1] = strings.Repeat("k", maxGateway), strings.Repeat("l", maxGateway)
		},
	} {
		c := founding(direct(1), direct(2))
		if c.Check() != nil {
			t.Fatal("the control is refused")
		}
		spoil(&c)
		if err := c.Check(); !errors.Is(err, ErrCard) {
			t.Errorf("%s: got %v", name, err)
		}
	}
	longest := founding(direct(1), direct(2))
	longest.Serial, longest.Group[0], longest.Parent[0], longest.Begins = 2, 1, 1, longest.Issued+12*192
	if err := longest.Check(); err != nil {
		t.Errorf("the longest wait is refused: %v", err)
	}
}

// TestASealedCardIsNoiseOfOneLength: all have a box's length, open under their hash
// alone, and a bit changed anywhere shows.
func TestASealedCardIsNoiseOfOneLength(t *testing.T) {
	paths := map[box.ID]bool{}
	for name, c := range samples(t) {
		s := Signed{Card: c, By: 2, Signatures: [2][SignatureSize]byte{1: {7}}}
		sealed := s.Sealed()
		if sealed != s.Sealed() {
			t.Errorf("%s: sealed twice it is two things: a drop would refuse the second", name)
		}
		back, err := Open(c.Hash(), &sealed)
		if err != nil || *back != s {
			t.Errorf("%s: it does not open: %v", name, err)
		}
		if paths[c.Hash().Path()] {
			t.Error("two cards have one path")
		}
		paths[c.Hash().Path()] = true
		for i := 0; i < len(sealed); i += 97 {
			sealed[i] ^= 1
			if _, err := Open(c.Hash(), &sealed); !errors.Is(err, ErrSealed) {
				t.Fatalf("%s: byte %d changed: %v", name, i, err)
			}
			sealed[i] ^= 1
		}
		if _, err := Open(Hash{1}, &sealed); !errors.Is(err, ErrSealed) {
			t.Errorf("%s: it opens under another hash: %v", name, err)
		}
		if text := c.Hash().Text(); must[Hash](t)(ParseHash(text)) != c.Hash() {
			t.Errorf("%s: its name does not come back", name)
		}
	}
	// What is under the right key must be the card of that hash all the same.
	a, b := founding(direct(1)), founding(direct(2))
	if _, err := Open(a.Hash(), sealedUnder(t, a.Hash(), &Signed{Card: b})); !errors.Is(err, ErrSealed) {
		t.Errorf("another card under the key of a hash: %v", err)
	}
}

// TestATableStaysWhereGatewaysChangeTheirNumbers: a place is known by its drop, its relay
// and the keys, whatever their number.
func TestATableStaysWhereGatewaysChangeTheirNumbers(t *testing.T) {
	c := founding(relayed(1, 0), relayed(2, 1), direct(3))
	c.Gateways[0], c.Gateways[1] = "first", "second"
	c.Table = Table{2, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 2}
	next, err := c.Next([]Place{relayed(1, 1), relayed(2, 0), direct(3)}, []string{"second", "first"}, false, 0, 3*192)
	if err != nil || next.Table != c.Table {
		t.Errorf("table %v, want %v (%v)", next.Table, c.Table, err)
	}
	other, err := c.Next([]Place{relayed(1, 0), relayed(2, 1), direct(3)}, []string{"first", "third"}, false, 0, 3*192)
	if err != nil || other.Table != c.Table {
		t.Errorf("with another key of one relay's: table %v, want %v (%v)", other.Table, c.Table, err)
	}
	if _, err := c.Next([]Place{relayed(1, MaxGateways), direct(3)}, nil, false, 0, 3*192); !errors.Is(err, ErrCard) {
		t.Errorf("a gateway that no card has: %v, want %v", err, ErrCard)
	}
}

// TestATableMovesOwnEntriesOnly: whatever places come and go, an entry of a place that
// stays is moved only for one that comes, and shares stay even.
func TestATableMovesOwnEntriesOnly(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		c := founding(direct(1))
		for range 6 {
			before := c.Places[:c.Count()]
			var after []Place
			for _, p := range before {
				if r.IntN(3) > 0 {
					after = append(after, p)
				}
			}
			for len(after) == 0 || len(after) < MaxPlaces && r.IntN(2) == 0 {
				after = append(after, direct(byte(10+r.IntN(200))))
			}
			c.PouchRounds, c.Serial = 16, 0
			c.Group, c.Parent, c.Begins = Hash{}, Hash{}, 0
			next, err := c.Next(after, nil, false, 0, 48)
			if errors.Is(err, ErrCard) {
				continue // one place drawn twice
			}
			come := 0
			for _, p := range after {
				if !contains(before, p) {
					come++
				}
			}
			for i := range Entries {
				old, now := c.Places[c.Table[i]], next.Places[next.Table[i]]
				if old != now && contains(after, old) && contains(before, now) {
					t.Fatalf("entry %d moves from one that stays to one that was there", i)
				}
				if old != now && contains(after, old) && len(before)-len(after)+come == come && len(before) == len(after) {
					t.Fatalf("entry %d of one that stays moves, though as many come as go", i)
				}
			}
			for i := range after {
				if s := next.Table.Share(i); s < 1 || s > Entries {
					t.Fatalf("place %d of %d has %d entries", i, len(after), s)
				}
			}
			c = next
		}
	}
	c := founding(direct(1))
	c = must[Card](t)(c.Next([]Place{direct(1), direct(2)}, nil, false, 0, 576))
	if c.Table.Share(0) != 6 || c.Table.Share(1) != 6 {
		t.Errorf("of two places one has %d entries of 12", c.Table.Share(0))
	}
	c = must[Card](t)(c.Next([]Place{direct(1), direct(2), direct(3)}, nil, false, 0, 576))
	if c.Table.Share(0) != 4 || c.Table.Share(1) != 4 || c.Table.Share(2) != 4 {
		t.Errorf("three places share %d, %d, %d", c.Table.Share(0), c.Table.Share(1), c.Table.Share(2))
	}
}

func contains(all []Place, p Place) bool {
	for _, q := range all {
		if q == p {
			return true
		}
	}
	return false
}

// TestWhatOneFounderMaySign: one place, the open half of the table, after a card of both,
// and once.
func TestWhatOneFounderMaySign(t *testing.T) {
	two := founding(direct(1), direct(2))
	begins := box.Round(1000 + 3*192)
	next := func(c Card, byOne bool, places ...Place) error {
		_, err := c.Next(places, nil, byOne, 1000, begins)
		return err
	}
	four := founding(direct(1), direct(2), direct(3), direct(4))
	for name, try := range map[string]struct {
		got, want error
	}{
		"adds one":                          {next(two, true, direct(1), direct(2), direct(3)), nil},
		"puts one in another's place":       {next(two, true, direct(1), direct(3)), nil},
		"takes one away":                    {next(two, true, direct(1)), nil},
		"adds one to one":                   {next(founding(direct(1)), true, direct(1), direct(2)), nil},
		"moves half of one to another":      {next(founding(direct(1)), true, direct(2)), nil},
		"takes one of four away":            {next(four, true, direct(1), direct(2), direct(4)), nil},
		"adds two":                          {next(two, true, direct(1), direct(2), direct(3), direct(4)), ErrByOne},
		"puts two in place of two":          {next(two, true, direct(3), direct(4)), ErrByOne},
		"takes two of three away, adds one": {next(founding(direct(1), direct(2), direct(3)), true, direct(1), direct(4)), ErrByOne},
		"takes all away":                    {next(two, true), ErrByOne},
		"takes the only one away":           {next(founding(direct(1)), true), ErrByOne},
		"changes nothing":                   {next(two, true, direct(1), direct(2)), ErrByOne},
		"puts a fifth in place of one":      {next(four, true, direct(1), direct(2), direct(3), direct(5)), ErrByOne},
		"names keys that no card has":       {next(two, true, direct(1), direct(2), relayed(3, 9)), ErrByOne},
		"names keys that are not there":     {next(two, true, direct(1), direct(2), relayed(3, 1)), ErrByOne},
		"both do what they like":            {next(two, false, direct(3), direct(4)), nil},
	} {
		if !errors.Is(try.got, try.want) {
			t.Errorf("one founder %s: got %v, want %v", name, try.got, try.want)
		}
	}
	one := must[Card](t)(two.Next([]Place{direct(1), direct(2), direct(3)}, nil, true, 1000, begins))
	if err := next(one, true, direct(1), direct(2)); !errors.Is(err, ErrByOne) {
		t.Errorf("one founder signs a second card: %v", err)
	}
	// The same place behind another gateway's keys is another place. It gets keys of its own:
	// the old place keeps its own too.
	keyed := founding(direct(1), relayed(2, 0))
	keyed.Gateways[0] = "keys"
	swapped := must[Card](t)(keyed.Next([]Place{direct(1), relayed(2, 0)}, []string{"others"}, true, 1000, begins))
	if swapped.Count() != 3 || swapped.Places[1] != relayed(2, 0) || swapped.Places[2] != relayed(2, 1) || swapped.Gateways != [MaxGateways]string{"keys", "others"} ||
		swapped.Table.Share(2) != 3 || swapped.Has(&keyed, 2) || !swapped.Has(&keyed, 1) || swapped.Follows(&keyed) != nil {
		t.Errorf("with other keys there are %d places, %d of 12 at the new one: %v", swapped.Count(), swapped.Table.Share(2), swapped.Follows(&keyed))
	}
	both := must[Card](t)(one.Next([]Place{direct(4)}, nil, false, 1000, begins))
	if both.Serial != 2 || both.Follows(&one) != nil || both.Follows(&two) == nil || both.Follows(&both) == nil || one.Follows(&both) == nil {
		t.Error("a card of both does not follow the one that it was made from alone")
	}
	other := both
	other.Slots++
	if err := other.Follows(&one); !errors.Is(err, ErrFixed) {
		t.Errorf("a card changes S: %v", err)
	}
}

// parents are cards of both with tables of every kind: even ones, and those that a history
// of changes leaves.
func parents(t testing.TB, r *rand.Rand, n int) (all []Card) {
	for places := range MaxPlaces {
		all = append(all, founding([]Place{direct(1), direct(2), direct(3), direct(4)}[:places+1]...))
	}
	for len(all) < n {
		c := all[r.IntN(len(all))]
		var places []Place
		for range 1 + r.IntN(MaxPlaces) {
			places = append(places, direct(byte(1+r.IntN(8))))
		}
		if c.Serial < 8 && r.IntN(3) == 0 && !c.ByOne() {
			if one, err := c.Next(append(places[:1], c.Places[:c.Count()]...)[:min(c.Count()+1, MaxPlaces)], nil, true, c.Issued, c.Issued+576); err == nil {
				c = one // an uneven one
			}
		}
		if c, err := c.Next(places, nil, false, c.Issued, c.Issued+576); err == nil {
			all = append(all, c)
		}
	}
	return all
}

// Promise: any two cards that one founder may sign after one parent, whichever founder, have
// half of the table in common, with each other and with the parent; and all places of the
// parent are on both. A founder chooses places and rounds: every other table is refused.
func TestWhatOneFounderSignsLeavesHalfOfTheTable(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, parent := range parents(t, r, 24) {
		var ones []Card
		here := parent.Places[:parent.Count()]
		for leaves := range len(here) + 1 {
			for _, comes := range [][]Place{nil, {direct(101)}, {direct(102)}} {
				wish := slices.Clone(here)
				if leaves < len(here) {
					wish = slices.Delete(wish, leaves, leaves+1)
				}
				if c, err := parent.Next(append(wish, comes...), nil, true, 1000, 2000); err == nil {
					ones = append(ones, c)
				}
			}
		}
		if len(ones) == 0 {
			t.Fatal("one founder can sign nothing")
		}
		common := func(a, b *Card) (n int) {
			for i := range Entries {
				if a.Places[a.Table[i]] == b.Places[b.Table[i]] {
					n++
				}
			}
			return n
		}
		for i := range ones {
			c := &ones[i]
			if err := c.Follows(&parent); err != nil || common(c, &parent) < Entries/2 || common(c, &parent) == Entries {
				t.Fatalf("of %v one founder makes %v: %d in common, %v", parent.Table, c.Table, common(c, &parent), err)
			}
			for n := range here {
				if !parent.Has(c, n) {
					t.Fatalf("a place is not on the card that one founder made of %v", parent.Table)
				}
			}
			for j := range ones {
				if n := common(c, &ones[j]); n < Entries/2 {
					t.Fatalf("of %v one founder makes %v and %v: %d in common", parent.Table, c.Table, ones[j].Table, n)
				}
			}
			for range 8 {
				other := *c
				for range 1 + r.IntN(6) {
					other.Table[r.IntN(Entries)] = uint8(r.IntN(c.Count()))
				}
				allowed := slices.ContainsFunc(ones, func(o Card) bool { return o.Table == other.Table && o.Places == other.Places })
				if err := other.Follows(&parent); !allowed && !errors.Is(err, ErrByOne) {
					t.Fatalf("of %v one founder may make %v", parent.Table, other.Table)
				}
			}
			for name, spoil := range map[string]func(*Card){
				"another parent": func(c *Card) { c.Parent[3] ^= 1 },
				"another serial": func(c *Card) { c.Serial += 2 },
				"places in another order": func(c *Card) {
					for i, e := range c.Table {
						c.Table[i] = []uint8{1, 0, 2, 3}[e]
					}
					c.Places[0], c.Places[1] = c.Places[1], c.Places[0]
				},
				"keys of nobody's": func(c *Card) { c.Gateways[0] = "keys" },
			} {
				other := *c
				if spoil(&other); other.Check() == nil && other.Follows(&parent) == nil {
					t.Errorf("a card by one with %s follows its parent", name)
				}
			}
		}
	}
}

// Promise: a card of both is exactly what the rules make of its parent, the places and the
// rounds on it.
func TestACardOfBothIsWhatTheRulesGive(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	for _, parent := range parents(t, r, 40) {
		c := must[Card](t)(parent.Next([]Place{direct(7), direct(8)}, nil, false, 5000, 6000))
		if err := c.Follows(&parent); err != nil {
			t.Fatal(err)
		}
		for name, spoil := range map[string]func(*Card){
			"another parent":   func(c *Card) { c.Parent[0] ^= 1 },
			"a serial further": func(c *Card) { c.Serial += 2 },
			"another table":    func(c *Card) { c.Table[0], c.Table[11] = 1-c.Table[11], 1-c.Table[0] },
			"one entry moved":  func(c *Card) { c.Table[5] ^= 1 },
		} {
			other := c
			spoil(&other)
			if err := other.Follows(&parent); err == nil && other != c {
				t.Errorf("a card with %s follows its parent", name)
			}
		}
	}
}

// TestOfTwoCardsOfBothOneCounts, whichever is looked at first.
func TestOfTwoCardsOfBothOneCounts(t *testing.T) {
	base := founding(direct(1))
	at := func(issued box.Round, n byte) Card {
		return must[Card](t)(base.Next([]Place{direct(n)}, nil, false, issued, issued+600))
	}
	early, late, same := at(1000, 2), at(1001, 3), at(1001, 4)
	next := must[Card](t)(early.Next([]Place{direct(5)}, nil, false, 900, 1500))
	for _, two := range [][2]Card{{late, early}, {same, early}, {next, late}, {next, base}, {early, base}} {
		if !two[0].Outranks(&two[1]) || two[1].Outranks(&two[0]) {
			t.Errorf("card %d of round %d does not outrank %d of %d", two[0].Serial, two[0].Issued, two[1].Serial, two[1].Issued)
		}
	}
	if late.Outranks(&same) == same.Outranks(&late) || late.Outranks(&late) {
		t.Error("of two cards of one serial and round both count, or neither")
	}
}

// TestOldInEvenRoundsNewInOddOnes holds for three lengths of a pouch.
func TestOldInEvenRoundsNewInOddOnes(t *testing.T) {
	old := founding(direct(1))
	coming := must[Card](t)(old.Next([]Place{direct(2), direct(3)}, nil, false, 1000, 2000))
	p := Pair{old, coming, 2000}
	if err := p.Check(); err != nil {
		t.Fatal(err)
	}
	for r := box.Round(1900); r < 3000; r++ {
		var id box.ID
		binary.BigEndian.PutUint32(id[:], uint32(r)*2654435761)
		isNew := p.Place(id, r) >= MaxPlaces
		want := r >= 2000 && (r%2 == 1 || r >= 2000+3*192)
		if isNew != want {
			t.Fatalf("round %d: new %v, want %v", r, isNew, want)
		}
		place, _, ok := p.At(p.Place(id, r))
		if c := map[bool]Card{false: old, true: coming}[isNew]; !ok || place != c.Places[c.Table[binary.BigEndian.Uint32(id[:4])%12]] {
			t.Fatalf("round %d: another place than the table says", r)
		}
		settled := p.Settled(r)
		if a, _, _ := settled.At(settled.Place(id, r)); a != place {
			t.Fatalf("round %d: once settled, it is another place", r)
		}
	}
	if s := p.Settled(2000 + 3*192); s != (Pair{InForce: coming}) {
		t.Error("the change does not end")
	}
	if _, _, ok := p.At(6); ok {
		t.Error("there is a place that is not there")
	}
}

// Promise: a place that differs in anything, be it a key at a host that is known, looks
// another; and the same place has one fingerprint on every card.
func TestAFingerprintIsOfOnePlace(t *testing.T) {
	c := founding(direct(1), relayed(2, 1))
	c.Gateways[0], c.Gateways[1] = "other keys", "keys"
	seen := map[string]string{}
	for name, change := range map[string]func(*Card){
		"as it is": func(*Card) {}, "another host": func(c *Card) { c.Places[0].Drop.Host = "drop2.example:443" },
		"another port": func(c *Card) { c.Places[0].Drop.Host = "drop1.example:444" }, "another prefix": func(c *Card) { c.Places[0].Drop.Prefix[15]++ },
		"another pin": func(c *Card) { c.Places[0].Drop.Pin[31]++ }, "no pin": func(c *Card) { c.Places[0].Drop.Pinned, c.Places[0].Drop.Pin = false, [PinSize]byte{} },
		"behind a relay": func(c *Card) { c.Places[0].Relay = c.Places[1].Relay },
	} {
		other := c
		change(&other)
		f := other.Fingerprint(0)
		if was, is := seen[f]; is || len(f) != 16 {
			t.Errorf("with %s it is %q, as with %s", name, f, was)
		}
		seen[f] = name
	}
	other := c
	other.Gateways[1] = "new keys"
	if other.Fingerprint(1) == c.Fingerprint(1) {
		t.Error("another gateway's keys do not show")
	}
	other.Places[0], other.Gateways[0], other.Gateways[1] = direct(9), "keys", ""
	if other.Places[1].Gateway = 0; other.Fingerprint(1) != c.Fingerprint(1) {
		t.Error("the number of the keys shows")
	}
}

// TestOnionServices: names and bytes are those of Tor's specification; this is the
// address of the Tor Project's own site.
func TestOnionServices(t *testing.T) {
	const host = "2gzyxa5ihm7nsggfxnu52rck2vv4rvmdlkiu3zzui5du4xyclen53wid.onion:80"
	key, port, is := OnionOf(host)
	if !is || port != 80 || OnionHost(key, port) != host {
		t.Errorf("%q is not read: %v", host, is)
	}
	for _, wrong := range []string{strings.Replace(host, "2g", "3g", 1), "x.onion:80", strings.Replace(host, "d.onion", "b.onion", 1)} {
		if _, err := ParseHost(wrong); err == nil {
			t.Errorf("%q is a host", wrong)
		}
	}
}

// TestCardsAreNotPrinted: nothing of a card, place or hash shows in a log.
func TestCardsAreNotPrinted(t *testing.T) {
	c := founding(direct(1))
	all := fmt.Sprintf("%v %+v %#v %s %v %v %x", c, c.Places[0], c.Places[0].Drop, c.Hash(), Signed{Card: c}, &c, c.Hash())
	if strings.Contains(all, "drop1") || strings.Contains(all, hex.EncodeToString(c.Group[:8])) || strings.Contains(all, c.Hash().Text()) {
		t.Errorf("a card is printed: %s", all)
	}
}
