package link

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"bulkhead/box"
)

// seeds draws n seeds.
func (p *pair) seeds(n int) []Seed {
	p.t.Helper()
	seeds := make([]Seed, n)
	for i := range seeds {
		var err error
		if seeds[i], err = ReadSeed(p.rand); err != nil {
			p.t.Fatal(err)
		}
	}
	return seeds
}

// with returns a box's content behind another lid.
func (w *Write) with(seed *Seed, head *[HeadLen]byte) *box.Content {
	c := *w.Content
	lid := LidOf(seed, w.ID, head)
	copy(c[:], lid[:])
	return &c
}

// Whichever lid a box travels with, it is the same box at the other end, in
// every epoch; and only the lids made for it tell of duress.
func TestABoxIsTheSameBehindEveryOneOfItsLids(t *testing.T) {
	for _, sets := range [][2]int{{1, 0}, {0, 1}, {2, 3}} {
		t.Run(fmt.Sprintf("%d plain and %d duress", sets[0], sets[1]), func(t *testing.T) {
			p := newPair(t, MinPouch)
			p.secure(1)
			p.ends[0].Send(message("backlog", MaxMessage), lastRound)
			m := Moment{Plain: p.seeds(sets[0]), Duress: p.seeds(sets[1])}
			s := p.sealWith(0, m, MinPouch)
			p.seal(1)
			before := p.saved(1)
			for k := range s.Writes {
				w := &s.Writes[k]
				if len(w.Plain) != sets[0] || len(w.Duress) != sets[1] {
					t.Fatalf("%d plain and %d duress heads", len(w.Plain), len(w.Duress))
				}
				want, told := p.opens(before, w, w.Content)
				if told {
					t.Fatal("a box's own lid tells of duress")
				}
				for duress, seeds := range map[bool][]Seed{false: m.Plain, true: m.Duress} {
					for i, head := range w.Alternatives(duress) {
						got, told := p.opens(before, w, w.with(&seeds[i], &head))
						if !bytes.Equal(got, want) {
							t.Errorf("round %d: another box behind lid %d (duress: %t)", w.Round, i, duress)
						}
						if told != duress {
							t.Errorf("duress told as %t, want %t", told, duress)
						}
					}
				}
			}
		})
	}
}

// opens has a copy of end 1 open a box, and returns all that it led to but the
// word of duress: what was delivered and the state after it.
func (p *pair) opens(state []byte, w *Write, c *box.Content) (effect []byte, duress bool) {
	p.t.Helper()
	l, err := Unmarshal(state)
	if err != nil {
		p.t.Fatal(err)
	}
	events, err := l.Open(w.Round, w.ID, c, 1<<20)
	if err != nil || len(events) == 0 {
		p.t.Fatalf("a box does not open: %d events, %v", len(events), err)
	}
	heard, ok := events[0].(*Heard)
	if !ok {
		p.t.Fatalf("a box does not open: %v", events[0])
	}
	duress, heard.Duress = heard.Duress, false
	effect = append(mustMarshal(l), fmt.Sprint(*heard)...)
	for _, e := range events[1:] {
		if d, ok := e.(*Delivered); ok {
			e = Confirmed{}
			effect = append(effect, d.Message...)
		}
		effect = append(effect, fmt.Sprint(e)...)
	}
	return effect, duress
}

// A whole exchange in which every box travels behind another lid loses
// nothing.
func TestMessagesArriveBehindOtherLids(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	text := message("behind other lids", 5000)
	p.ends[0].Send(text, lastRound)
	for n := range 12 {
		m := Moment{Plain: p.seeds(1), Duress: p.seeds(1)}
		s := p.sealWith(0, m, MinPouch)
		for k := range s.Writes {
			w := &s.Writes[k]
			if n%2 == 0 {
				w.Content = w.with(&m.Plain[0], &w.Plain[0])
			} else {
				w.Content = w.with(&m.Duress[0], &w.Duress[0])
			}
		}
		p.seal(1)
		p.now++
		for i := range p.ends {
			p.write(i)
		}
		for i := range p.ends {
			p.read(i)
		}
	}
	if got := p.delivered(1); len(got) != 1 || !bytes.Equal(got[0], text) {
		t.Errorf("%d messages arrived, want the one that was sent", len(got))
	}
	if p.count(0, Confirmed{1}) != 1 {
		t.Error("the message was not confirmed")
	}
	for i := range p.ends {
		if r := p.ends[i].Status().Frozen; r != NotFrozen {
			t.Errorf("end %d froze: %v", i, r)
		}
	}
}

// A spoilt lid costs that box alone: after three in a row the other end is
// warned, in words that name the cause, and once good boxes come again all
// messages arrive.
func TestASpoiltLidCostsItsBoxAlone(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	var want [][]byte
	for n := range 5 {
		want = append(want, message(fmt.Sprint("spoilt ", n), 3000))
		p.ends[0].Send(want[n], lastRound)
	}
	round := func(spoil bool) {
		t.Helper()
		s := p.seal(0)
		if spoil {
			for k := range s.Writes {
				p.rand.Read(s.Writes[k].Content[:LidLen])
			}
		}
		p.seal(1)
		p.now++
		for i := range p.ends {
			p.write(i)
		}
		for i := range p.ends {
			p.read(i)
		}
	}
	round(false)
	for n := range 4 {
		round(true)
		if got, want := p.count(1, Warning{WarnUnreadable}), n/2; got != min(want, 1) {
			t.Errorf("%d warnings after %d spoilt boxes", got, n+1)
		}
	}
	for range 12 {
		round(false)
	}
	got := p.delivered(1)
	if len(got) != len(want) {
		t.Fatalf("%d of %d messages arrived", len(got), len(want))
	}
	for i := range want {
		if !bytes.Equal(got[i], want[i]) || p.count(0, Confirmed{MessageID(i + 1)}) != 1 {
			t.Errorf("message %d is another or was not confirmed", i+1)
		}
	}
	if n := p.count(1, Warning{WarnUnreadable}); n != 1 {
		t.Errorf("%d warnings, want 1", n)
	}
	for i := range p.ends {
		if r := p.ends[i].Status().Frozen; r != NotFrozen {
			t.Errorf("end %d froze: %v", i, r)
		}
	}
}

// Without keys, lids of all kinds are as many random bytes: no byte value,
// no place and no byte beside another is more frequent in one kind.
func TestLidsOfAllKindsLookAlike(t *testing.T) {
	p := newPair(t, MaxPouch)
	p.secure(1)
	kinds := map[string][]byte{}
	seen := map[[freshSize]byte]bool{}
	add := func(kind string, lid []byte) {
		if len(lid) != LidLen {
			t.Fatalf("%s: %d bytes", kind, len(lid))
		}
		if seen[[freshSize]byte(lid)] {
			t.Fatalf("%s: fresh bytes repeat", kind)
		}
		seen[[freshSize]byte(lid)] = true
		kinds[kind] = append(kinds[kind], lid...)
	}
	for range 6 {
		m := Moment{Plain: p.seeds(2), Duress: p.seeds(2)}
		s := p.sealWith(0, m, MaxPouch)
		for k := range s.Writes {
			w := &s.Writes[k]
			add("own", w.Content[:LidLen])
			for i := range 2 {
				lid := LidOf(&m.Plain[i], w.ID, &w.Plain[i])
				add("plain", lid[:])
				lid = LidOf(&m.Duress[i], w.ID, &w.Duress[i])
				add("duress", lid[:])
			}
		}
	}
	for kind, b := range kinds {
		if x := unevenness(b, LidLen); math.Abs(x) > 5 {
			t.Errorf("%s lids: bytes are uneven by %.1f standard deviations", kind, x)
		}
	}
	// The same measure must see lids that do differ.
	leaky := bytes.Clone(kinds["duress"])
	for at := 0; at < len(leaky); at += LidLen {
		leaky[at+40] &^= 1
	}
	if x := unevenness(leaky, LidLen); x < 5 {
		t.Errorf("a bit that is always zero shows as %.1f standard deviations", x)
	}
}

// unevenness is the largest, over all places of a record and over the whole,
// of chi-square of the byte values, as a normal deviate.
func unevenness(b []byte, record int) (worst float64) {
	deviate := func(from, step int) float64 {
		var counts [256]float64
		n := 0.0
		for at := from; at < len(b); at += step {
			counts[b[at]]++
			n++
		}
		x := 0.0
		for _, c := range counts {
			x += (c - n/256) * (c - n/256) / (n / 256)
		}
		// Wilson and Hilferty: the cube root is nearly normal.
		const df, v = 255.0, 2.0 / (9 * 255)
		return (math.Cbrt(x/df) - (1 - v)) / math.Sqrt(v)
	}
	worst = deviate(0, 1)
	for at := range record {
		worst = max(worst, deviate(at, record))
	}
	return worst
}

// Seeds that would let one key seal two headers are refused, and the link
// stays as it was.
func TestSeedsThatWouldRepeatAKeyAreRefused(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	before := p.saved(0)
	s := p.seeds(9)
	for name, m := range map[string]Moment{
		"one of both kinds": {Plain: s[:1], Duress: s[:1]},
		"one twice":         {Plain: []Seed{s[0], s[1], s[0]}},
		"empty":             {Duress: make([]Seed, 1)},
		"too many":          {Duress: s},
	} {
		m.Now, m.Floor = p.now, p.now
		if _, err := p.ends[0].Seal(m, p.rand); err != ErrSeeds {
			t.Errorf("%s: got %v, want ErrSeeds", name, err)
		}
	}
	if !bytes.Equal(before, p.saved(0)) {
		t.Error("a refused sealing changed the link")
	}
	if s := p.seal(0); s.Writes[0].Plain != nil || s.Writes[0].Duress != nil {
		t.Error("heads without being asked for")
	}
}

// A seed is a key: it is not printed, and comes back from its bytes.
func TestASeedIsKeptAndNotPrinted(t *testing.T) {
	p := newPair(t, MinPouch)
	seed := p.seeds(1)[0]
	if again, err := SeedOf(seed.Bytes()); err != nil || !again.Equal(&seed) {
		t.Error("a seed does not come back from its bytes")
	}
	if _, err := SeedOf(seed.Bytes()[:SeedSize-1]); err == nil {
		t.Error("a short seed is taken")
	}
	for _, verb := range []string{"%v", "%+v", "%#v", "%x"} {
		if got := fmt.Sprintf(verb, Moment{Plain: []Seed{seed}}); bytes.Contains([]byte(got), fmt.Appendf(nil, "%x", seed.Bytes()[:4])) ||
			bytes.Contains([]byte(got), fmt.Appendf(nil, "%d %d %d", seed.Bytes()[0], seed.Bytes()[1], seed.Bytes()[2])) {
			t.Errorf("%s prints a seed", verb)
		}
	}
}
