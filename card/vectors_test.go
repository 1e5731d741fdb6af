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

// nextVectors are cards that follow others, and whether one founder may sign them.
func nextVectors(t testing.TB, b *strings.Builder) {
	b.WriteString("\n# a card, one that follows it, whether one founder may sign that alone, its digest\n")
	a, c, d, e := direct(1), direct(2), direct(3), direct(4)
	for _, step := range []struct{ before, after []Place }{
		{[]Place{a}, []Place{a, c}},
		{[]Place{a}, []Place{c}},
		{[]Place{a}, []Place{a, c, d}},
		{[]Place{a}, []Place{d, c, a, e}},
		{[]Place{a, c}, []Place{c, a}},
		{[]Place{a, c}, []Place{c, d}},
		{[]Place{a, c, d}, []Place{e, a}},
		{[]Place{a, c, d, e}, []Place{d, a}},
		{[]Place{a, c, d, e}, []Place{d}},
		{[]Place{a, c, d, e}, []Place{onion(9), e, c, d}},
		{[]Place{c, d, e}, []Place{a, e, onion(9), d}},
	} {
		before := founding(step.before...)
		one, by := before, true
		next, err := before.Next(step.after, nil, true, 1500, 1500+before.Change())
		if errors.Is(err, ErrByOne) {
			// What Next refuses to make for one founder is written with that serial all the same.
			one, by = must[Card](t)(before.Next(step.after, nil, false, 1500, 1500+before.Change())), false
			one.Serial = 1
			next, err = one, nil
		}
		if err != nil {
			t.Fatal(err)
		}
		writeNext(t, b, &before, &next, by)
	}
	relays := founding(relayed(1, 0), relayed(2, 1), direct(3))
	relays.Gateways[0], relays.Gateways[1] = "first", "second"
	relays.Table = Table{2, 2, 1, 0, 1, 0, 2, 1, 0, 1, 0, 2}
	next := must[Card](t)(relays.Next([]Place{direct(3), relayed(2, 0), relayed(1, 1)}, []string{"second", "first"}, true, 1500, 1500+relays.Change()))
	writeNext(t, b, &relays, &next, true)
}

func writeNext(t testing.TB, b *strings.Builder, before, next *Card, by bool) {
	fmt.Fprintf(b, "next %x %x %t %x\n", must[[]byte](t)(before.MarshalBinary()), must[[]byte](t)(next.MarshalBinary()), by, [DigestSize]byte(next.Digest()))
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
	b.WriteString("\n# no cards: an older and a newer version, parents of a founding card, a later beginning, S, PL, an\n" +
		"# entry of no place, a place of no entry, a gateway of no bytes, a place twice, a host of another form\n")
	one := must[[]byte](t)(new(founding(direct(1))).MarshalBinary())
	two := must[[]byte](t)(new(founding(direct(1), direct(2))).MarshalBinary())
	host := slices.Index(one, 'd')
	for _, c := range []struct {
		of []byte
		at int
		to string
	}{
		{one, 0, "00"}, {one, 0, "02"}, {one, 3, "01"}, {one, 42, "01"}, {one, 79, "02"}, {one, 79, "11"}, {one, 80, "0f"}, {one, 80, "c1"}, {one, 81, "01"},
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
