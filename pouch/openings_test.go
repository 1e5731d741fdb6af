package pouch_test

import (
	"bytes"
	"encoding/binary"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/pouch"
)

// opening is one copy of a pouch before somebody opened the vault, and one
// after.
type opening struct{ before, after []byte }

// open opens a device in the midst of its life: the pouch as it was sealed, a
// few rounds run, one opening already behind it.
func open(t testing.TB, seed uint64, change func(*pouch.View, *rand.ChaCha8) pouch.Change, rng *rand.ChaCha8) opening {
	w := newWorld(t, plan(6, 64), 3, seed)
	w.must(w.seal())
	w.start()
	does := func() {
		w.must(pouch.Rewrite(w.dir, name, w.now, func(v *pouch.View) (pouch.Change, error) { return change(v, rng), nil }, rng))
	}
	w.rounds(3)
	does()
	w.rounds(2)
	w.until(w.now.Add(200 * time.Second))
	o := opening{before: w.file()}
	does()
	o.after = w.file()
	return o
}

const wordSize = 4 // what two random texts do not share by chance

// changed says which words of what the entries write an opening changed, entry
// by entry: in the order of rounds, wherever in the file they lie now.
func (o opening) changed(l layout) (words []bool) {
	first := func(file []byte) int { return int(binary.BigEndian.Uint32(file[12:])) }
	moved := (first(o.after) - first(o.before)) * l.slots
	for entry := range l.entries() - moved {
		x, y := o.before[l.writesAt(entry+moved):], o.after[l.writesAt(entry):]
		for at := 0; at < 4096; at += wordSize {
			words = append(words, !bytes.Equal(x[at:at+wordSize], y[at:at+wordSize]))
		}
	}
	return words
}

// openingsDiffer compares openings of two kinds of devices that were alike
// before: their lengths, what is known of entries, what was read, which parts
// of the file changed, and the bytes that came there: their frequency, in all
// and at each place of a lid. It names what differs; for kinds that are alike
// it does so once in ten thousand comparisons, and seeds are fixed.
func openingsDiffer(l layout, as, bs []opening) (names []string) {
	differ := func(name string) {
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	var newA, newB []byte
	for i := range as {
		a, b := as[i], bs[i]
		if len(a.after) != len(b.after) {
			return []string{"length"}
		}
		if !bytes.Equal(knownOf(l, a.after), knownOf(l, b.after)) {
			differ("what is known")
		}
		if !bytes.Equal(a.after[l.readsAt(0):], b.after[l.readsAt(0):]) {
			differ("what was read")
		}
		if !slices.Equal(a.changed(l), b.changed(l)) {
			differ("what changed")
		}
		newA = append(newA, lidsOf(l, a.after)...)
		newB = append(newB, lidsOf(l, b.after)...)
	}
	if x := deviates(newA, newB, 0, 1); x > 6 {
		differ("frequency of bytes")
	}
	for at := range pouch.LidSize {
		if deviates(newA, newB, at, pouch.LidSize) > 6 {
			differ("frequency of bytes at one place")
		}
	}
	return names
}

// knownOf is the head and the metas without ids and proofs, which are random.
func knownOf(l layout, file []byte) []byte {
	known := bytes.Clone(file[:l.metaAt(l.entries())])
	for entry := range l.entries() {
		clear(known[l.metaAt(entry):][:64])
		clear(known[l.metaAt(entry)+88:][:16])
	}
	return known
}

// lidsOf is the lids of all that is yet to be written.
func lidsOf(l layout, file []byte) (lids []byte) {
	for entry := range l.entries() {
		if file[l.metaAt(entry)+65] == byte(pouch.WriteWaiting) {
			lids = append(lids, file[l.writesAt(entry):][:pouch.LidSize]...)
		}
	}
	return lids
}

// deviates is the two-sample chi-square of the byte values at every step-th
// place, as a normal deviate (Wilson and Hilferty).
func deviates(a, b []byte, from, step int) float64 {
	var counts [256][2]float64
	for at := from; at < min(len(a), len(b)); at += step {
		counts[a[at]][0]++
		counts[b[at]][1]++
	}
	x, df := 0.0, -1.0
	for _, c := range counts {
		if c[0]+c[1] > 0 {
			x += (c[0] - c[1]) * (c[0] - c[1]) / (c[0] + c[1])
			df++
		}
	}
	v := 2 / (9 * df)
	return (math.Cbrt(x/df) - (1 - v)) / math.Sqrt(v)
}

// Openings that differ in nothing but which lids they bring are the same to
// whoever has copies of the pouch from before and after. Lids of either kind
// are random bytes without the links' keys; that is shown where they are made.
func TestOpeningsOfTwoKindsLookAlike(t *testing.T) {
	l := layout{6, 64}
	many := func(stream uint64, change func(*pouch.View, *rand.ChaCha8) pouch.Change) (os []opening) {
		for seed := range uint64(5) {
			os = append(os, open(t, seed, change, chacha(100*stream+seed)))
		}
		return os
	}
	decoy := func(_ *pouch.View, rng *rand.ChaCha8) pouch.Change {
		return pouch.Change{Append: true, Lids: lids(rng)}
	}
	plain, duress := many(1, decoy), many(2, decoy)
	if names := openingsDiffer(l, plain, duress); len(names) != 0 {
		t.Errorf("the two kinds differ in %v", names)
	}
	// The same comparison must see openings that do differ.
	for what, change := range map[string]func(*pouch.View, *rand.ChaCha8) pouch.Change{
		"loops keep their lids": func(_ *pouch.View, rng *rand.ChaCha8) pouch.Change {
			fresh := lids(rng)
			return pouch.Change{Append: true, Lids: func(e pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
				if e.ID[0] != 0x77 {
					return lid, false
				}
				return fresh(e)
			}}
		},
		"nothing is appended": func(_ *pouch.View, rng *rand.ChaCha8) pouch.Change {
			return pouch.Change{Lids: lids(rng)}
		},
		"only the coming hours get other lids": func(v *pouch.View, rng *rand.ChaCha8) pouch.Change {
			fresh := lids(rng)
			return pouch.Change{Append: true, Lids: func(e pouch.Entry) (lid [pouch.LidSize]byte, ok bool) {
				if e.Round > v.Now()+16 {
					return lid, false
				}
				return fresh(e)
			}}
		},
		"the fresh bytes stay": func(v *pouch.View, rng *rand.ChaCha8) pouch.Change {
			fresh := lids(rng)
			return pouch.Change{Append: true, Lids: func(e pouch.Entry) ([pouch.LidSize]byte, bool) {
				lid, ok := fresh(e)
				copy(lid[:32], v.Lid(e))
				return lid, ok
			}}
		},
		"one bit of each lid tells": func(_ *pouch.View, rng *rand.ChaCha8) pouch.Change {
			fresh := lids(rng)
			return pouch.Change{Append: true, Lids: func(e pouch.Entry) ([pouch.LidSize]byte, bool) {
				lid, ok := fresh(e)
				lid[100] |= 1
				return lid, ok
			}}
		},
		"nothing at all is done": func(*pouch.View, *rand.ChaCha8) pouch.Change { return pouch.Change{} },
	} {
		if names := openingsDiffer(l, plain, many(3, change)); len(names) == 0 {
			t.Errorf("the comparison does not see that %s", what)
		}
	}
}

// With the same randomness the two kinds of opening leave the same file to the
// byte, but for the lids they were given.
func TestOpeningsDifferInTheirLidsAlone(t *testing.T) {
	l := layout{6, 64}
	of := func(kind uint64) opening {
		return open(t, 9, func(*pouch.View, *rand.ChaCha8) pouch.Change {
			return pouch.Change{Append: true, Lids: lids(chacha(kind))}
		}, chacha(7))
	}
	a, b := of(1), of(2)
	if !bytes.Equal(a.after[:l.writesAt(0)], b.after[:l.writesAt(0)]) {
		t.Error("head or metas differ")
	}
	differing := 0
	for entry := range l.entries() {
		x, y := a.after[l.writesAt(entry):][:4096], b.after[l.writesAt(entry):][:4096]
		if !bytes.Equal(x[pouch.LidSize:], y[pouch.LidSize:]) {
			t.Errorf("entry %d differs behind its lid", entry)
		}
		if !bytes.Equal(x, y) {
			differing++
		}
	}
	if differing < 6*50 {
		t.Errorf("%d lids differ, so the test shows little", differing)
	}
	if !bytes.Equal(a.after[l.readsAt(0):], b.after[l.readsAt(0):]) {
		t.Error("what was read differs")
	}
}
