package pouch_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/carriertest"
	"bulkhead/carrier/cause"
	"bulkhead/pouch"
)

// drops is a drop for each place; requests to a dead one fail.
type drops struct {
	at    map[card.Place]*carriertest.Mem
	dead  map[card.Place]bool
	asked map[card.Place]int
}

func newDrops(dead ...card.Place) *drops {
	d := &drops{map[card.Place]*carriertest.Mem{}, map[card.Place]bool{}, map[card.Place]int{}}
	for _, p := range dead {
		d.dead[p] = true
	}
	return d
}

func (d *drops) way(p card.Place, _ string) carrier.Carrier {
	d.asked[p]++
	if d.dead[p] {
		return silent{}
	}
	if d.at[p] == nil {
		d.at[p] = carriertest.NewMem()
	}
	return d.at[p]
}

// silent is a drop that does not answer.
type silent struct{}

func (silent) Put(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Cause: cause.Timeout}
}

func (silent) Get(context.Context, box.Ref, *box.Content) carrier.Answer {
	return carrier.Answer{Cause: cause.Timeout}
}

// timesApart draws a round's times from a stream of their own, so that what is drawn
// for repeats does not move them.
type timesApart struct{ times, rest *rand.ChaCha8 }

func (r timesApart) Read(b []byte) (int, error) {
	if len(b) > 8 {
		return r.times.Read(b)
	}
	return r.rest.Read(b)
}

var _ io.Reader = timesApart{}

// firsts are the first attempts of a log, but for the time that an answer took.
func firsts(log []sent) (all []sent) {
	for _, s := range log {
		if s.q.Attempt == 1 {
			all = append(all, s)
		}
	}
	return all
}

// How many requests a device makes, of what, and when, does not depend on the cards:
// one place or four, all of them dead, one dead, or a change in the midst. Where each
// box goes is what the cards say, and a dead place takes its own boxes alone.
func TestTheShapeDependsOnNoCard(t *testing.T) {
	one, four := plan(6, 16), planOf(6, 16, place(1), place(2), place(3), place(4))
	change := changing(planOf(6, 16, place(1), place(2)), 105, place(2), place(3))
	cases := []struct {
		name string
		plan pouch.Plan
		dead []card.Place
	}{
		{"one place", one, nil},
		{"four places", four, nil},
		{"four places, one dead", four, []card.Place{place(2)}},
		{"four places, all dead", four, []card.Place{place(1), place(2), place(3), place(4)}},
		{"during a change", change, nil},
		{"during a change, the new place is dead", change, []card.Place{place(3)}},
	}
	var want []sent
	for _, c := range cases {
		d := newDrops(c.dead...)
		w := newWorld(t, c.plan, 4, 9)
		w.ways, w.times = d.way, timesApart{chacha(1), chacha(2)}
		w.must(w.seal())
		w.start()
		w.rounds(12)
		got := firsts(w.log)
		slices.SortFunc(got, func(a, b sent) int { return a.at.Compare(b.at) })
		if want == nil {
			want = got
			if len(want) != 12*12 {
				t.Fatalf("%d requests in 12 rounds", len(want))
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: %d requests, want %d", c.name, len(got), len(want))
			continue
		}
		places := map[card.Place]int{}
		for i, s := range got {
			if a := want[i]; !s.at.Equal(a.at) || s.q.Kind != a.q.Kind || s.q.ID != a.q.ID || s.q.Round != a.q.Round || s.q.Slot != a.q.Slot {
				t.Fatalf("%s: request %d is another, or at another time", c.name, i)
			}
			where, _, _ := c.plan.Cards.At(c.plan.Cards.Place(s.q.ID, s.q.Round))
			if s.q.Place != where {
				t.Errorf("%s: a box goes to another place than the cards say", c.name)
			}
			places[where]++
			if s.outcome == carrier.Failed != slices.Contains(c.dead, where) {
				t.Errorf("%s: outcome %d", c.name, s.outcome)
			}
		}
		for _, s := range w.log {
			if s.q.Attempt == 2 && !slices.Contains(c.dead, s.q.Place) {
				t.Errorf("%s: a request to a living place is repeated", c.name)
			}
		}
		if n := map[string]int{"one place": 1, "during a change": 3, "during a change, the new place is dead": 3}[c.name]; n != 0 && len(places) != n || n == 0 && len(places) != 4 {
			t.Errorf("%s: boxes go to %d places", c.name, len(places))
		}
	}
}

// A write that the drop refuses since it has other bytes is read back where it was
// written, whichever place the read would have gone to.
func TestAConflictIsReadBackWhereItIs(t *testing.T) {
	d := newDrops()
	w := newWorld(t, planOf(6, 16, place(1), place(2), place(3), place(4)), 1, 3)
	w.ways = d.way
	w.must(w.seal())
	w.start()
	backs := 0
	for r := box.Round(101); r < 113; r++ {
		ref := box.Ref{Round: r, ID: linkID(0, r, false)}
		where, _, _ := w.plan.Cards.At(w.plan.Cards.Place(ref.ID, r))
		d.way(where, "").Put(t.Context(), ref, linkBox(9, r, 9))
	}
	w.rounds(12)
	for _, s := range w.log {
		if s.q.Kind != pouch.ReadBack {
			continue
		}
		backs++
		if s.outcome != carrier.Found {
			t.Errorf("what was refused in round %d is not read back: %d", s.q.Round, s.outcome)
		}
	}
	if backs < 10 {
		t.Errorf("%d of 12 conflicts were read back", backs)
	}
}

// The owner's device seals by new cards while a worker runs, in the midst of a round
// too: the worker follows at once, and its round goes on as it was drawn.
func TestAWorkerFollowsTheDevicesNewCards(t *testing.T) {
	key := proofKey(t, 1)
	d := newDrops()
	w := newWorld(t, planOf(6, 16, place(1), place(2)), 3, 4)
	w.ways, w.key = d.way, key
	w.must(w.seal())
	w.start()
	w.rounds(2)
	for w.floor() < 103 {
		w.must(w.step())
	}
	w.until(w.plan.Calendar().Start(103).Add(220 * time.Second)) // among the writes
	writes, reads := w.moments()
	w.plan = changing(w.plan, 104, place(2), place(3))
	w.must(w.seal())
	if a, b := w.moments(); !slices.Equal(a, writes) || !slices.Equal(b, reads) {
		t.Error("a sealing moves the round in progress")
	}
	w.rounds(4)
	if w.state != nil {
		t.Fatalf("the worker says: %v", w.state)
	}
	for r := box.Round(101); r <= 107; r++ {
		if writes, reads, _ := w.count(r); writes != 6 || reads != 6 {
			t.Errorf("round %d: %d writes, %d reads", r, writes, reads)
		}
	}
	if d.asked[place(3)] == 0 {
		t.Error("nothing goes to the new place")
	}
	// The other founder revokes: the card before counts again, with the next sealing.
	w.plan.Cards.Coming, w.plan.Cards.From = card.Card{}, 0
	w.must(w.seal())
	before := d.asked[place(3)]
	w.rounds(3)
	if w.state != nil || d.asked[place(3)] != before {
		t.Errorf("after a revocation: %v, %d requests to a place that is none", w.state, d.asked[place(3)]-before)
	}
}

// A worker follows nobody else: not an edit of either card, signed by anybody, not an
// earlier pouch put back, not another device's. It sends nothing, writes nothing into
// the file, and goes on once its own device's file is there.
func TestAWorkerFollowsNoEdit(t *testing.T) {
	key := proofKey(t, 1)
	w := newWorld(t, changing(planOf(4, 16, place(1), place(2)), 900, place(2), place(3)), 2, 11)
	w.key = key
	w.must(w.seal())
	first := w.file()
	w.start()
	w.rounds(2)
	w.must(w.seal())
	w.rounds(1)
	good := w.file()
	const cards = 8192
	edits := map[string]func(file []byte) []byte{
		"the card in force":    func(f []byte) []byte { f[cards+2+81] ^= 1; return f },
		"the coming card":      func(f []byte) []byte { f[cards+3951+2+81] ^= 1; return f },
		"no coming card":       func(f []byte) []byte { clear(f[cards+3951:][:3951]); clear(f[28:32]); return f },
		"it begins at once":    func(f []byte) []byte { f[29]--; return f },
		"another rate":         func(f []byte) []byte { f[10] ^= 8; return f },
		"an earlier pouch":     func([]byte) []byte { return bytes.Clone(first) },
		"another device's":     func([]byte) []byte { return image(t, newWorld(t, w.plan, 1, 1)) },
		"another group's size": func([]byte) []byte { return image(t, newWorld(t, plan(5, 16), 1, 1)) },
	}
	for what, edit := range edits {
		for _, signed := range []bool{false, true} {
			if !signed && (what == "the card in force" || what == "the coming card") {
				continue // below
			}
			file := edit(bytes.Clone(good))
			if signed {
				file = pouch.Mend(file) // under another key
			}
			w.must(w.dir.Replace(name, file))
			before := len(w.log)
			for range 400 {
				if err := w.step(); err != nil && !errors.Is(err, pouch.ErrFormat) {
					t.Fatal(err)
				}
			}
			if len(w.log) != before {
				t.Errorf("%s, signed %v: %d requests, state %v", what, signed, len(w.log)-before, w.state)
			}
			if !bytes.Equal(w.file(), file) {
				t.Errorf("%s, signed %v: the worker writes into a file that it does not run", what, signed)
			}
			w.fly = nil
		}
	}
	// Cards that the head does not name are not even read: it goes on by those it has.
	file := bytes.Clone(good)
	clear(file[cards:][:2*3951])
	w.must(w.dir.Replace(name, file))
	before := len(w.log)
	w.now = w.plan.Calendar().Start(w.round() + 1)
	w.rounds(1)
	for _, s := range w.log[before:] {
		if where, _, _ := w.plan.Cards.At(w.plan.Cards.Place(s.q.ID, s.q.Round)); s.q.Place != where {
			t.Error("a worker goes by cards that nobody sealed")
		}
	}
	if len(w.log)-before < 8 {
		t.Errorf("cards that nobody sealed stop it: %d requests", len(w.log)-before)
	}
	w.must(w.dir.Replace(name, good))
	before = len(w.log)
	w.now = w.plan.Calendar().Start(w.round() + 1)
	w.rounds(1)
	if w.state != nil || len(w.log)-before < 8 {
		t.Errorf("once the file is as before: %d requests, state %v", len(w.log)-before, w.state)
	}
}

// No worker begins on a file whose plan nobody has signed, or whose cards are others.
func TestNoWorkerBeginsOnAnUnsignedPlan(t *testing.T) {
	w := newWorld(t, plan(4, 16), 2, 12)
	w.must(w.seal())
	good := w.file()
	for what, at := range map[string]int{"the signature": 100, "the key": 70, "the tag": 17, "a card": 8192 + 50} {
		file := bytes.Clone(good)
		file[at] ^= 1
		w.must(w.dir.Replace(name, pouch.SumHead(file)))
		if _, err := pouch.NewWorker(w.dir, name, w.rand); !errors.Is(err, pouch.ErrFormat) {
			t.Errorf("%s: %v", what, err)
		}
	}
	w.must(w.dir.Replace(name, good))
	w.start()
}

// What is known of a place stays with it when the cards change, and is told for each
// and for all together.
func TestWhatIsKnownStaysWithItsPlace(t *testing.T) {
	d := newDrops(place(1))
	w := newWorld(t, planOf(6, 16, place(1), place(2)), 2, 13)
	w.ways = d.way
	w.must(w.seal())
	w.start()
	w.rounds(3)
	of := func(p card.Place) (use pouch.Use) {
		t.Helper()
		for _, u := range w.load().Uses() {
			if u.Place == p {
				return u.Use
			}
		}
		t.Errorf("a place is not told of")
		return use
	}
	dead, well := of(place(1)), of(place(2))
	if dead.Writes.Goes() || dead.Writes.Failed == 0 || dead.Failed[cause.Timeout].Count == 0 || !dead.Writes.Answered.IsZero() {
		t.Errorf("a dead place: %+v", dead)
	}
	if !well.Writes.Goes() || !well.Reads.Goes() || well.Failed[cause.Timeout].Count != 0 || well.Bytes == 0 {
		t.Errorf("a living place: %+v", well)
	}
	all := w.load().Use()
	if all.Bytes != well.Bytes+dead.Bytes || !all.Writes.Goes() || !all.Reads.Goes() || all.Failed[cause.Timeout] != dead.Failed[cause.Timeout] || all.Asked() != latest(dead.Asked(), well.Asked()) {
		t.Errorf("together: %+v", all)
	}
	// Place 2 moves to the front, place 1 goes with the change, and a new one comes.
	w.plan = changing(planOf(6, 16, place(2), place(3)), 900, place(2), place(1))
	w.must(w.seal())
	if of(place(2)) != well || of(place(1)) != dead || of(place(3)) != (pouch.Use{Day: of(place(3)).Day}) {
		t.Error("what is known did not follow its place")
	}
	if n := len(w.load().Uses()); n != 3 {
		t.Errorf("%d places are told of, want 3", n)
	}
	w.plan = planOf(6, 16, place(3))
	w.must(w.seal())
	if w.load().Use().Bytes != 0 {
		t.Error("a place that is gone is still told of")
	}
}

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// The clock is compared with what most drops say: one that lies is outvoted by two,
// and of two the greater difference is told.
func TestOneDropsClockIsOutvoted(t *testing.T) {
	at := time.Unix(1e9, 0)
	say := func(skews ...time.Duration) time.Duration {
		var uses []pouch.PlaceUse
		for i, s := range skews {
			uses = append(uses, pouch.PlaceUse{Number: i, Use: pouch.Use{Skew: s, Compared: at}})
		}
		return pouch.Together(append(uses, pouch.PlaceUse{})).Skew
	}
	for _, c := range []struct {
		skews []time.Duration
		want  time.Duration
	}{
		{[]time.Duration{5}, 5}, {[]time.Duration{0, 9000, 1}, 1}, {[]time.Duration{-9000, 0}, -9000},
		{[]time.Duration{60, 61, 0, 62}, 61}, {[]time.Duration{-60, 0, -61, -62}, -61},
	} {
		if got := say(c.skews...); got != c.want {
			t.Errorf("%v: %v, want %v", c.skews, got, c.want)
		}
	}
}
