//go:build observe

package testworld

import (
	"fmt"
	"math"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/seeds"
)

// habit says in which rounds a phone is on.
type habit func(rng *rand.Rand) func(r int) bool

const observedDay = 96 // rounds of a quarter of an hour

func alwaysOn(*rand.Rand) func(int) bool { return func(int) bool { return true } }

// byDay is on from about seven to about eleven, each day a little otherwise.
func byDay(rng *rand.Rand) func(int) bool {
	from, to, day := 0, 0, -1
	return func(r int) bool {
		if r/observedDay != day {
			day, from, to = r/observedDay, 28+rng.IntN(9)-4, 92+rng.IntN(9)-4
		}
		return r%observedDay >= from && r%observedDay < to
	}
}

// aThird is on for an hour and off for two, on average.
func aThird(rng *rand.Rand) func(int) bool {
	is, left := rng.IntN(3) == 0, 0.0
	return func(int) bool {
		for left < 1 {
			is = !is
			left += -math.Log(1-rng.Float64()) * map[bool]float64{true: 4, false: 8}[is]
		}
		left--
		return is
	}
}

// observer is what a drop's log has of each box, and, for the referee, whose it is.
type observer struct {
	mu   sync.Mutex
	real map[box.Ref]cell.TieID // writes of links, at their writer
	log  map[box.Ref]*observed
	from box.Round
}

type observed struct {
	member int
	read   bool
}

// observe has an observer watch a world from now on.
func observe(t *testing.T, w *World) *observer {
	o := &observer{real: map[box.Ref]cell.TieID{}, log: map[box.Ref]*observed{}, from: w.calendar.At(w.now)}
	device.Traced = func(tie cell.TieID, write bool, ref box.Ref) {
		if write {
			o.mu.Lock()
			o.real[ref] = tie
			o.mu.Unlock()
		}
	}
	t.Cleanup(func() { device.Traced = nil })
	w.Drop.Lie = func(q Asked) (carrier.Outcome, bool) {
		if q.Write {
			if o.log[q.Ref] == nil {
				o.log[q.Ref] = &observed{member: q.Member}
			}
		} else if b := o.log[q.Ref]; b != nil {
			b.read = true
		}
		return 0, false
	}
	return o
}

// guesses is how well the log tells loops from links, by whether a written box was
// read, and which box of the next round continues a link, by whether it was read
// as the one before; of rounds from to to. .5 is chance.
type guesses struct {
	cover, next, error   float64 // error is cover's standard error
	loops, links, unread int
}

func (o *observer) score(from, to box.Round) (g guesses) {
	type thread struct {
		member int
		tie    cell.TieID
		round  box.Round
	}
	var loopsRead, linksRead float64
	all, read, threads := map[box.Round]float64{}, map[box.Round]float64{}, map[thread]bool{}
	for ref, b := range o.log {
		if ref.Round < from || ref.Round >= to {
			continue
		}
		got := 0.
		if b.read {
			got = 1
		}
		all[ref.Round]++
		read[ref.Round] += got
		if tie, real := o.real[ref]; real {
			g.links++
			linksRead += got
			threads[thread{b.member, tie, ref.Round}] = b.read
		} else {
			g.loops++
			loopsRead += got
		}
	}
	g.cover = .5 + (linksRead/float64(g.links)-loopsRead/float64(g.loops))/2
	spread := func(read, n float64) float64 { return read / n * (1 - read/n) / n }
	g.error = math.Sqrt(spread(linksRead, float64(g.links))+spread(loopsRead, float64(g.loops))) / 2
	right, chance, n := 0., 0., 0.
	for th, was := range threads {
		th.round++
		if is, known := threads[th]; known {
			share := read[th.round] / all[th.round]
			if !was {
				share = 1 - share
			}
			n++
			chance += share
			if is == was {
				right++
			}
		}
	}
	g.next = .5 + (right-chance)/n/2
	g.unread = g.links - int(linksRead)
	return g
}

func (g guesses) String() string {
	return fmt.Sprintf("cover %.3f ± %.3f, next box %.3f (%d boxes of links, %d of them unread, %d loops)", g.cover, g.error, g.next, g.links, g.unread, g.loops)
}

// liveBy lives for some rounds by a habit: everybody opens the device twice a day, at
// some time at which the phone is on.
func (w *World) liveBy(h habit, rounds int, rng *rand.Rand) error {
	on, due := make([]func(int) bool, len(w.Members)), make([]int, len(w.Members))
	for i := range w.Members {
		on[i], due[i] = h(rand.New(rand.NewPCG(rng.Uint64(), uint64(i)))), rng.IntN(observedDay/2)
	}
	for r := range rounds {
		w.NextRound()
		var visiting []*Member
		for i, m := range w.Members {
			is := on[i](r)
			switch {
			case is && !m.IsOn():
				m.SwitchOn()
			case !is && m.IsOn():
				m.SwitchOff()
			}
			if is && r >= due[i] {
				visiting = append(visiting, m)
				due[i] = (r/(observedDay/2)+1)*(observedDay/2) + rng.IntN(observedDay/2)
			}
		}
		if err := w.visit(visiting); err != nil {
			return err
		}
	}
	return nil
}

// TestAnObserverFromTheFirstRoundOn: thirty people join, get their lifelines and live
// on for three days. Whoever has the drop's log, from the first round on, tells
// boxes of links from loops no better than chance, nor, where phones are always on,
// which box continues which link. There this holds for every day, the one on which
// they join included; elsewhere the habit begins after they have joined, and it holds
// once a day has passed.
//
//	go test -tags observe ./internal/testworld -run ObserverFromTheFirst -long -v
func TestAnObserverFromTheFirstRoundOn(t *testing.T) {
	habits := []struct {
		name        string
		habit       habit
		cover, next float64 // how far from chance they may be, beside three standard errors
		after       int     // days that are printed and not judged
	}{
		{"always on", alwaysOn, .02, .02, 0},
		// An unread box hints at an absent reader (docs/threat-model.md, P4): what that
		// says of the next box is printed, and not judged.
		{"by day", byDay, .03, 1, 1},
		// The rate lags behind a habit that changed (docs/decisions/presence.md), and a
		// third of the time has few rounds in common: days that are only printed.
		{"a third of the time", aThird, .03, 1, 3},
	}
	if !*long {
		habits = habits[:1]
	}
	for _, c := range habits {
		t.Run(c.name, func(t *testing.T) {
			seed := seeds.One(t)
			members, days := 14, 2
			if *long {
				members, days = 30, 3
			}
			w := New(Config{Seed: seed, Members: members, RoundLength: 15 * time.Minute, Slots: 6, Keep: 8})
			o := observe(t, w)
			if err := w.Meet(); err != nil {
				t.Fatal(err)
			}
			met := w.calendar.At(w.now)
			if err := w.liveBy(c.habit, days*observedDay, rand.New(rand.NewPCG(seed, 9))); err != nil {
				t.Fatal(err)
			}
			judge := func(what string, from, to box.Round, judged bool) {
				g := o.score(from, to)
				t.Logf("%s: %v", what, g)
				if judged && (math.Abs(g.cover-.5) > c.cover+3*g.error || math.Abs(g.next-.5) > c.next+3*g.error) {
					t.Errorf("%s: an observer of the drop learns something: %v", what, g)
				}
			}
			const firstTwo = 16 // rounds: the founder alone, then the two who know nobody's habits
			judge(fmt.Sprintf("while they join, %d rounds", met-o.from), o.from, met, false)
			judge("the same after the first two have met", o.from+firstTwo, met, c.after == 0)
			for day := range days {
				from := met + box.Round(day*observedDay)
				judge(fmt.Sprintf("day %d", day+1), from, from+observedDay, day >= c.after)
			}
			judge("from the first round on", o.from, met+box.Round(days*observedDay), c.after == 0)
		})
	}
}
