package round_test

import (
	"math"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/round"
)

// TestAPresenceIsASetOfRounds: against the plain set of rounds, in any order.
func TestAPresenceIsASetOfRounds(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 1))
	for range 500 {
		var p round.Presence
		ran, last := map[box.Round]bool{}, box.Round(0)
		base := box.Round(rng.IntN(3) * 1000)
		for range rng.IntN(80) {
			r := base + box.Round(rng.IntN(160))
			p = p.With(r)
			if r > 0 {
				if ran[r] = true; r > last {
					last = r
				}
			}
		}
		if p.Last() != last || p.None() != (last == 0) {
			t.Fatalf("seed %d: last is %d, want %d", seed, p.Last(), last)
		}
		lost := false // a round more than 48 before the last one of its time is passed over
		for r := range base + 400 {
			if p.Ran(r) && !ran[r] {
				t.Fatalf("seed %d: says that it ran in %d", seed, r)
			}
			if ran[r] && r+round.PresenceMap >= last && !p.Ran(r) {
				lost = true
			}
		}
		again := round.Presence{}
		for r := range base + 400 {
			if ran[r] {
				again = again.With(r)
			}
		}
		if lost || again != p {
			t.Fatalf("seed %d: order matters: %v, in ascending order %v", seed, p, again)
		}
		if got := round.PresenceOf(p.Bytes()); got != p {
			t.Fatalf("seed %d: %v came back as %v", seed, p, got)
		}
		sealed := last + 1 + box.Round(rng.IntN(1000))
		if got := round.HeaderPresence(p.Header(sealed), sealed); got != p {
			t.Fatalf("seed %d: sealed at %d, %v came back as %v", seed, sealed, p, got)
		}
	}
}

// TestAHeaderTellsNothingOfTheRoundInProgress: nor of what is too long ago.
func TestAHeaderTellsNothingOfTheRoundInProgress(t *testing.T) {
	p := round.Presence{}.With(100_000)
	for _, sealed := range []box.Round{0, 99_999, 100_000, 100_000 + 1<<16} {
		if b := p.Header(sealed); b != [8]byte{} {
			t.Errorf("sealed %d: %x", sealed, b)
		}
	}
	want := [8]byte{0, 2, 0x80, 0, 0, 0, 0, 1}
	if got := p.With(99_999).With(99_952).Header(100_002); got != want {
		t.Errorf("header %x, want %x", got, want)
	}
	if got := (round.Presence{}).Header(7); got != [8]byte{} {
		t.Errorf("of none: %x", got)
	}
}

// TestADiaryTellsWhatHappened: against the plain set of rounds, in any order that
// taking in gives; what a sealing tells never claims a round in progress.
func TestADiaryTellsWhatHappened(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 2))
	for range 200 {
		var d round.Diary
		ran := map[box.Round]bool{}
		now := box.Round(1 + rng.IntN(3000))
		for range 40 {
			now += box.Round(rng.IntN([]int{3, 200, 900}[rng.IntN(3)]))
			var p round.Presence
			for range rng.IntN(60) {
				r := now - min(now, box.Round(rng.IntN(120)))
				if rng.IntN(2) == 0 {
					d.Note(r)
					ran[r] = r > 0
				} else {
					p = p.With(r)
				}
			}
			for r := range now + 1 {
				if p.Ran(r) {
					ran[r] = true
				}
			}
			d.NoteAll(p)
			d.NoteAll(p)
			if b := d.Bytes(); round.DiaryOf(b) != d {
				t.Fatalf("seed %d: a diary came back otherwise", seed)
			}
			last := box.Round(0)
			for r, is := range ran {
				if is && r > last {
					last = r
				}
			}
			for r := range last + 5 {
				if want := ran[r] && last-r < 512; d.Ran(r) != want {
					t.Fatalf("seed %d: round %d of %d: %t, want %t", seed, r, last, !want, want)
				}
			}
			told := d.Before(now)
			if told.Last() >= now {
				t.Fatalf("seed %d: sealed at %d, it tells of %d", seed, now, told.Last())
			}
			for r := told.First(); r < now && !told.None(); r++ {
				if last-min(last, r) < 512 && told.Ran(r) != ran[r] {
					t.Fatalf("seed %d: sealed at %d, it tells of %d: %t", seed, now, r, told.Ran(r))
				}
			}
		}
	}
}

// counted plays rounds in which both devices run as their habits say, with
// headers heard as order says, and returns the rate.
func counted(own, other func(r box.Round) bool, rounds, every box.Round, hear func(sealed box.Round) int) round.Rate {
	var mine, theirs round.Diary
	c := round.NewCommon(0)
	for r := box.Round(1); r <= rounds; r++ {
		if own(r) {
			mine.Note(r)
		}
		if r%every == 0 {
			for range hear(r) {
				c.Hear(&mine, theirs.Before(r), r)
			}
		}
		if other(r) {
			theirs.Note(r)
		}
	}
	return round.MeanRate([]round.Common{c}, 0)
}

func once(box.Round) int    { return 1 }
func always(box.Round) bool { return true }
func never(box.Round) bool  { return false }

// TestTheRateIsHowOftenTheOtherRunsWhenThisOneDoes, also where headers come
// twice, or only some of them; and of what was not told nothing is counted.
func TestTheRateIsHowOftenTheOtherRunsWhenThisOneDoes(t *testing.T) {
	even := func(r box.Round) bool { return r%2 == 0 }
	third := func(r box.Round) bool { return r%3 == 0 }
	byDay := func(r box.Round) bool { return r%96 >= 32 }
	for _, c := range []struct {
		what       string
		own, other func(box.Round) bool
		every      box.Round
		hear       func(box.Round) int
		want       float64
	}{
		{"always, always", always, always, 12, once, 47. / 48},
		{"always, never", always, never, 12, once, -1}, // a device that never ran tells of none
		{"always, every third", always, third, 12, once, 1. / 3},
		{"every second, every third", even, third, 12, once, 1. / 3},
		{"every third, every second, each header thrice", third, even, 12, func(box.Round) int { return 3 }, 1. / 2},
		{"the same days", byDay, byDay, 48, once, 47. / 48},
		{"always, by day", always, byDay, 48, once, 2. / 3},
		{"always, every third, most headers lost", always, third, 12, func(r box.Round) int { return int(r / 12 % 5 / 4) }, 1. / 3},
	} {
		got := counted(c.own, c.other, 4000, c.every, c.hear)
		if c.want < 0 {
			if got != 0 {
				t.Errorf("%s: %v", c.what, got.Value())
			}
		} else if math.Abs(got.Value()-c.want) > .03 {
			t.Errorf("%s: %.3f, want %.3f", c.what, got.Value(), c.want)
		}
	}
}

// TestNoRoundCountsTwice: headers in any order, any number of times, of sealings
// that overlap, count each round at most once.
func TestNoRoundCountsTwice(t *testing.T) {
	seed := rand.Uint64()
	rng := rand.New(rand.NewPCG(seed, 3))
	for range 300 {
		var mine, theirs round.Diary
		c := round.NewCommon(100)
		type header struct {
			p      round.Presence
			sealed box.Round
		}
		var headers []header
		var want []bool // of each common round
		for r := box.Round(60); r < 400; r++ {
			a, b := rng.IntN(2) == 0, rng.IntN(3) > 0
			if a {
				mine.Note(r)
			}
			if b {
				theirs.Note(r)
			}
			if a && r > 100 {
				want = append(want, b)
			}
			headers = append(headers, header{theirs.Before(r + 1), r + 1})
		}
		slow := c
		for _, h := range headers {
			for range 1 + rng.IntN(2) {
				slow.Hear(&mine, h.p, h.sealed)
			}
		}
		b, n := slow.Bytes(), min(len(want), 96)
		if int(b[4]) != n {
			t.Fatalf("seed %d: %d rounds counted, want %d", seed, b[4], n)
		}
		for k, is := range want[len(want)-n:] {
			if bit := n - 1 - k; b[16-bit/8]>>(bit%8)&1 == 1 != is {
				t.Fatalf("seed %d: of %d common rounds the one %d from the end: %t", seed, n, bit, !is)
			}
		}
		mixed := c
		rng.Shuffle(len(headers), func(i, j int) { headers[i], headers[j] = headers[j], headers[i] })
		for _, h := range headers {
			mixed.Hear(&mine, h.p, h.sealed)
		}
		if m := mixed.Bytes(); int(m[4]) > n {
			t.Fatalf("seed %d: in another order %x, in order %x", seed, m, b)
		}
	}
}

// TestWhatIsKnownBeforeFades: a count of few rounds leans on the inviter's rate, one
// of 48 does not; and of links of which nothing was heard nothing counts.
func TestWhatIsKnownBeforeFades(t *testing.T) {
	if got := round.MeanRate(nil, 0).Value(); math.Abs(got-1./3) > 1e-3 {
		t.Errorf("with nothing known π is %v", got)
	}
	before := round.RateOf(.9)
	if got := round.MeanRate(make([]round.Common, 3), before); got != before {
		t.Errorf("with nothing heard π is %v, want the inviter's", got.Value())
	}
	rate := func(n box.Round, ran func(box.Round) bool) float64 {
		var mine, theirs round.Diary
		for r := box.Round(1); r <= n; r++ {
			mine.Note(r)
			if ran(r) {
				theirs.Note(r)
			}
		}
		theirs.Note(n)
		c := round.NewCommon(0)
		c.Hear(&mine, theirs.Before(n+1), n+1)
		return round.MeanRate([]round.Common{c, {}}, before).Value()
	}
	last := 2.
	for _, n := range []box.Round{2, 8, 16, 32, 47} {
		got := rate(n, never)
		if got >= last || got < 1./48 {
			t.Errorf("after %d rounds in which the other was off π is %.3f", n, got)
		}
		last = got
	}
	if got := rate(48, never); math.Abs(got-1./48) > 2e-3 {
		t.Errorf("after 48 rounds, one of which the other ran in, π is %.4f", got)
	}
	if got := rate(48, always); math.Abs(got-47./48) > 1e-3 {
		t.Errorf("after 48 rounds in which it always ran π is %.4f", got)
	}
}

func TestDrawIsTrueAtTheRate(t *testing.T) {
	rng := chacha(6)
	for _, want := range []float64{1. / 48, 1. / 3, .8, 47. / 48} {
		rate, hits := round.RateOf(want), 0
		for range 30_000 {
			hit, err := rate.Draw(rng)
			if err != nil {
				t.Fatal(err)
			}
			if hit {
				hits++
			}
		}
		if got := float64(hits) / 30_000; math.Abs(got-want) > 4*math.Sqrt(want*(1-want)/30_000)+1e-4 {
			t.Errorf("%.4f of the draws at %.4f", got, want)
		}
	}
}

func TestARateIsBounded(t *testing.T) {
	for parts := range 256 {
		r := round.RateOfParts(uint8(parts))
		if v := r.Value(); v < 1./48-1e-9 || v > 47./48+1e-9 {
			t.Errorf("%d parts are %v", parts, v)
		}
		if parts < 48 && r.Parts() != uint8(parts) {
			t.Errorf("%d parts came back as %d", parts, r.Parts())
		}
	}
	for n := range 1 << 16 {
		r := round.RateOfBytes([2]byte{byte(n >> 8), byte(n)})
		if v := r.Value(); v < 1./48-1e-9 || v > 47./48+1e-9 || round.RateOfBytes(r.Bytes()) != r {
			t.Fatalf("bytes %04x are %v", n, v)
		}
	}
}

func FuzzPresence(f *testing.F) {
	f.Add([]byte{0, 2, 0x80, 0, 0, 0, 0, 1, 0, 0}, uint32(100))
	f.Add([]byte{0, 0, 0, 1, 255, 255, 255, 255, 255, 255}, uint32(1))
	f.Fuzz(func(t *testing.T, b []byte, sealed uint32) {
		if len(b) != round.PresenceSize {
			return
		}
		p := round.PresenceOf([round.PresenceSize]byte(b))
		h := round.HeaderPresence([8]byte(b[:8]), box.Round(sealed))
		if round.PresenceOf(p.Bytes()) != p || round.HeaderPresence(h.Header(box.Round(sealed)), box.Round(sealed)) != h {
			t.Error("what was read came back otherwise")
		}
		var d round.Diary
		for r := range box.Round(100) {
			d.Note(box.Round(sealed) - min(box.Round(sealed), r))
		}
		c := round.NewCommon(box.Round(b[0]))
		c.Hear(&d, h, box.Round(sealed))
		if again, ok := round.CommonOf(c.Bytes()); !ok || again != c {
			t.Error("a count came back otherwise")
		}
	})
}
