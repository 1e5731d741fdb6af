package card

import (
	"crypto/ed25519"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"bulkhead/box"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./card -run Vectors -update")

// TestVectors holds the form, digest, hash, path, seal, table and pair against the file
// that a second implementation reads (internal/second). A change of it is a change of
// format.
func TestVectors(t *testing.T) {
	const file = "testdata/vectors.txt"
	got := vectors(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

// founders are those of the vectors: seeds of 32 bytes 01, and of 32 bytes 02.
func founders() (k [2]ed25519.PrivateKey) {
	for i := range k {
		k[i] = ed25519.NewKeyFromSeed(slices.Repeat([]byte{byte(i + 1)}, ed25519.SeedSize))
	}
	return k
}

func public(k ed25519.PrivateKey) []byte { return k.Public().(ed25519.PublicKey) }

func vectors(t testing.TB) string {
	var b strings.Builder
	b.WriteString("# docs/protocol/card.md: cards, digests, paths, keys, seals, signatures by founders with these keys\n")
	keys := founders()
	fmt.Fprintf(&b, "founders %x %x\n", public(keys[0]), public(keys[1]))
	for _, name := range []string{"one drop", "an onion service", "on this machine", "a later card", "four relays with two gateways"} {
		c := samples(t)[name]
		s := Signed{Card: c}
		if c.Serial > 0 {
			s.By = 3
			message := binary.BigEndian.AppendUint16([]byte("bulkhead/cell/1 card\x00"), c.Serial)
			digest := c.Digest()
			for i, k := range keys {
				s.Signatures[i] = [SignatureSize]byte(ed25519.Sign(k, append(message, digest[:]...)))
			}
		}
		sealed := s.Sealed()
		digest, path := c.Digest(), c.Hash().Path()
		fmt.Fprintf(&b, "\n# %s\ncard %x\nby %d\nsignatures %x\ndigest %x\nhash %s\npath %s\nkey %x\nsealed %x\n", name,
			must[[]byte](t)(c.MarshalBinary()), s.By, append(s.Signatures[0][:], s.Signatures[1][:]...), [DigestSize]byte(digest), c.Hash().Text(), path.Hex(),
			c.Hash().derive("bulkhead/card/1 key"), sealed)
	}
	nextVectors(t, &b)
	pairVectors(t, &b)
	refusedVectors(t, &b)
	return b.String()
}

// nextVectors are cards, others, and whether they follow them; then what people and headers
// say of some.
func nextVectors(t testing.TB, b *strings.Builder) {
	b.WriteString("\n# a card, another one, whether that follows it, its digest\n")
	a, c, d, e := direct(1), direct(2), direct(3), direct(4)
	hex := func(c Card) []byte { return must[[]byte](t)(c.MarshalBinary()) }
	line := func(before, after Card) {
		fmt.Fprintf(b, "follows %x %x %t %x\n", hex(before), hex(after), after.Follows(&before) == nil, [DigestSize]byte(after.Digest()))
	}
	var last Card
	for _, step := range []struct {
		before, after []Place
		gateways      []string
	}{
		{[]Place{a}, []Place{a, c}, nil},
		{[]Place{a}, []Place{c}, nil},
		{[]Place{a}, []Place{a, c, d}, nil},
		{[]Place{a}, []Place{d, c, a, e}, nil},
		{[]Place{a, c}, []Place{c, a}, nil},
		{[]Place{a, c}, []Place{c, d}, nil},
		{[]Place{a, c}, []Place{c}, nil},
		{[]Place{a, c}, []Place{a, c, d}, nil},
		{[]Place{a, c, d}, []Place{e, a}, nil},
		{[]Place{a, c, d}, []Place{a, c, d, e}, nil},
		{[]Place{a, c, d}, []Place{d, c}, nil},
		{[]Place{a, c, d, e}, []Place{d, a}, nil},
		{[]Place{a, c, d, e}, []Place{d}, nil},
		{[]Place{a, c, d, e}, []Place{a, d, e}, nil},
		{[]Place{a, c, d, e}, []Place{onion(9), e, c, d}, nil},
		{[]Place{c, d, e}, []Place{a, e, onion(9), d}, nil},
		{[]Place{a, relayed(2, 0)}, []Place{a, relayed(2, 0)}, []string{"other keys"}},
		{[]Place{a, relayed(2, 0)}, []Place{relayed(2, 0), relayed(3, 0)}, []string{"keys"}},
	} {
		before := founding(step.before...)
		if step.gateways != nil {
			before.Gateways[0] = "keys"
		}
		both := must[Card](t)(before.Next(step.after, step.gateways, false, 1500, 1500+before.Change()))
		line(before, both)
		other := both
		if other.Table[2], other.Table[3] = both.Table[3], both.Table[2]; other != both {
			line(before, other)
		}
		other = both
		other.Parent[0] ^= 1
		line(before, other)
		one, err := before.Next(step.after, step.gateways, true, 1500, 1500+before.Change())
		switch {
		case err == nil:
			line(before, one)
			shifted := one
			slices.Reverse(shifted.Table[:])
			line(before, shifted)
			last = one
			again := must[Card](t)(one.Next([]Place{c, e}, nil, false, 3000, 4000)) // by both, after one by one
			line(one, again)
			line(before, again)
		case !errors.Is(err, ErrByOne):
			t.Fatal(err)
		}
		both.Serial = 1 // what Next makes for both, or refuses to make for one
		line(before, both)
	}
	relays := founding(relayed(1, 0), relayed(2, 1), direct(3)) // the numbers of keys change, and no place
	relays.Gateways[0], relays.Gateways[1] = "first", "second"
	relays.Table = Table{2, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 2}
	line(relays, must[Card](t)(relays.Next([]Place{direct(3), relayed(2, 0), relayed(1, 1)}, []string{"second", "first"}, false, 1500, 1500+relays.Change())))
	b.WriteString("\n# two cards, whether the first one ranks above the second\n")
	base := founding(a)
	at := func(issued box.Round, p Place) Card {
		return must[Card](t)(base.Next([]Place{p}, nil, false, issued, issued+600))
	}
	cards := []Card{base, at(1000, c), at(1001, c), at(1001, d), must[Card](t)(new(at(1001, c)).Next([]Place{e}, nil, false, 900, 1500))}
	for _, x := range cards {
		for _, y := range cards {
			fmt.Fprintf(b, "rank %x %x %t\n", hex(x), hex(y), x.Outranks(&y))
		}
	}
	b.WriteString("\n# a card, the number of a place from 0, its fingerprint\n")
	for _, c := range []Card{samples(t)["four relays with two gateways"], samples(t)["an onion service"], samples(t)["on this machine"], last} {
		for n := range c.Count() {
			fmt.Fprintf(b, "fingerprint %x %d %s\n", hex(c), n, c.Fingerprint(n))
		}
	}
	b.WriteString("\n# a card, the round of a last passphrase, what a header says of the card\n")
	for _, c := range []Card{base, cards[1], cards[4], last} {
		for _, unlocked := range []box.Round{0, 1, 0x01020304, 1<<32 - 1} {
			fmt.Fprintf(b, "said %x %d %04x\n", hex(c), unlocked, c.Said(unlocked))
		}
	}
}

func pairVectors(t testing.TB, b *strings.Builder) {
	c := samples(t)["one drop"]
	later := must[Card](t)(c.Next([]Place{direct(1), direct(2), direct(3)}, nil, false, 1000, 2000))
	p := Pair{c, later, 2000}
	fmt.Fprintf(b, "\n# card in force, card that is coming, its first round; then round, first bytes of an id, place:\n# from 4 on one of the coming card\n")
	fmt.Fprintf(b, "pair %x %x %d\n", must[[]byte](t)(c.MarshalBinary()), must[[]byte](t)(later.MarshalBinary()), p.From)
	for i := range uint32(24) {
		var id box.ID
		binary.BigEndian.PutUint32(id[:], i*0x1234567)
		r := box.Round(1999 + i*29)
		fmt.Fprintf(b, "place %d %x %d\n", r, id[:4], p.Place(id, r))
	}
}

// refusedVectors are bytes that are no card: one field of a card changed.
func refusedVectors(t testing.TB, b *strings.Builder) {
	b.WriteString("\n# no cards: begun too early and too late; then an older and a newer version, parents of a founding card, a later beginning, S, PL, an\n" +
		"# entry of no place, a place of no entry, a gateway of no bytes, a place twice, a host of another form\n")
	one := must[[]byte](t)(new(founding(direct(1))).MarshalBinary())
	two := must[[]byte](t)(new(founding(direct(1), direct(2))).MarshalBinary())
	host := slices.Index(one, 'd')
	next := must[[]byte](t)(new(must[Card](t)(new(founding(direct(1))).Next([]Place{direct(2)}, nil, false, 1000, 1576))).MarshalBinary())
	for _, c := range []struct {
		of []byte
		at int
		to string
	}{
		{next, 39, "00000627"}, {next, 39, "00000ce9"}, {one, 0, "00"}, {one, 0, "02"}, {one, 3, "01"}, {one, 42, "01"}, {one, 79, "02"}, {one, 79, "11"}, {one, 80, "0f"}, {one, 80, "c1"}, {one, 81, "01"},
		{two, 81, "000000000000000000000000"}, {one, 93, "010000"}, {two, len(two) - 68, hex.EncodeToString(two[len(two)-136 : len(two)-68])},
		{one, host, "44"}, {one, host, "2d"}, {one, host, "2e"}, {one, host + 14, "30"},
	} {
		bad := slices.Clone(c.of)
		to, err := hex.DecodeString(c.to)
		if err != nil {
			t.Fatal(err)
		}
		copy(bad[c.at:], to)
		if new(Card).UnmarshalBinary(bad) == nil {
			t.Errorf("%x at %d is a card", c.to, c.at)
		}
		fmt.Fprintf(b, "refused %x\n", bad)
	}
}
