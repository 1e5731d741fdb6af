package sim

import (
	"context"
	"math/rand/v2"
	"time"

	"bulkhead/cell"
	"bulkhead/round"
)

// Watch is the same question with hours. One member is taken. Everybody
// taken gives up each contact with probability P. The contact is taken after
// a time drawn from an exponential distribution of that mean, unless
// somebody noticed before that whoever gave it up is missing. Noticing takes
// what is left of the time between two check-ins, and the grace; in a group with
// hours until a span in which they are missed, as [cell.Noticing] has it, and the
// first is taken at any time of the day. So one
// contact of one person is taken with the probability [cell.PEff]. But one
// absence is noticed for all contacts at once, which a product of such
// probabilities does not know.
type Watch struct {
	P      float64
	Every  time.Duration  // between two check-ins
	Grace  time.Duration  // after that, before somebody is missed
	When   round.Calendar // of the group; zero: without hours
	Mean   time.Duration  // from being given up to being taken
	Within time.Duration  // what is counted ends then; above 0
	Runs   int
	Seed   uint64

	Workers  int // as in Capture
	Progress func(runs int)
}

// Watched is the answer of [Race].
type Watched struct {
	Exposed           // within Within; Heal is zero
	Curve   []float64 `json:"curve"` // others expected to be exposed, at equal steps up to the end of the time looked at
}

// curveSteps is how finely a Watched's time is cut.
const curveSteps = 48

func (w Watch) check() error {
	if w.Every < 0 || w.Grace < 0 || w.Mean < 0 || w.Within <= 0 {
		return &Fault{Kind: ErrQuestion, Why: WhyWatch}
	}
	return Capture{P: w.P, Runs: w.Runs}.check()
}

// Race draws w.Runs captures in g, with their hours. ErrQuestion, also for more
// than some million links, or ctx's error if that ends first.
func Race(ctx context.Context, g Graph, w Watch) (*Watched, error) {
	if err := w.check(); err != nil {
		return nil, err
	}
	if g.Links() > maxLinks {
		return nil, &Fault{Kind: ErrQuestion, Why: WhyHourLinks, Most: maxLinks}
	}
	chunks := (w.Runs + chunk - 1) / chunk
	workers := workersFor(w.Workers, chunks)
	racers := make([]*racer, workers)
	err := inParallel(ctx, workers, chunks, func(i int) func(int) {
		r := &racer{w: w, g: g, noticing: cell.NoticingOf(w.When, w.Every, w.Grace), taken: newMarks(g.Len()), exposed: make([]uint64, g.Len())}
		racers[i] = r
		return func(i int) {
			r.rng = stream(w.Seed, streamRace|uint64(i))
			runs := min(chunk, w.Runs-i*chunk)
			for i := 0; i < runs && ctx.Err() == nil; i++ {
				r.exposed[r.run()]++
			}
			if w.Progress != nil {
				w.Progress(runs)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return finish(racers, w.Runs), nil
}

func finish(racers []*racer, runs int) *Watched {
	sum := racers[0]
	for _, r := range racers[1:] {
		for i, n := range r.exposed {
			sum.exposed[i] += n
		}
		for i, n := range r.at {
			sum.at[i] += n
		}
	}
	w := &Watched{Exposed: *distribution(sum.exposed), Curve: make([]float64, curveSteps)}
	total := uint64(0)
	for i, n := range sum.at {
		total += n
		w.Curve[i] = float64(total) / float64(runs)
	}
	return w
}

// racer is one goroutine's.
type racer struct {
	w        Watch
	g        Graph
	noticing cell.Noticing
	rng      *rand.Rand
	taken    marks
	coming   []arrest // a heap, the earliest first
	buf      []int32
	exposed  []uint64
	at       [curveSteps]uint64 // others by the step of Within in which they are taken
}

type arrest struct {
	at     float64 // nanoseconds
	member int32
}

// run draws one capture and returns how many others were exposed.
func (r *racer) run() (others int) {
	r.taken.clear()
	r.coming = append(r.coming[:0], arrest{0, int32(r.rng.IntN(r.g.Len()))})
	within, first, began := float64(r.w.Within), true, 0.0
	if r.w.When.HasHours() { // else it is all one when
		began = r.rng.Float64() * float64(24*time.Hour)
	}
	for len(r.coming) > 0 {
		a := r.pop()
		if r.taken.has(a.member) {
			continue
		}
		r.taken.set(a.member)
		if !first {
			others++
			r.at[min(int(a.at/within*curveSteps), curveSteps-1)]++
		}
		first = false
		noticed := float64(r.noticing.After(time.Duration(began+a.at), r.rng.Float64()))
		r.buf = r.g.Neighbours(a.member, r.buf)
		for _, u := range r.buf {
			if r.taken.has(u) || r.rng.Float64() >= r.w.P {
				continue
			}
			after := r.rng.ExpFloat64() * float64(r.w.Mean)
			if (after < noticed || r.w.Mean == 0) && a.at+after < within {
				r.push(arrest{a.at + after, u})
			}
		}
	}
	return others
}

func (r *racer) push(a arrest) {
	h := append(r.coming, a)
	i := len(h) - 1
	for i > 0 && h[(i-1)/2].at > h[i].at {
		h[i], h[(i-1)/2] = h[(i-1)/2], h[i]
		i = (i - 1) / 2
	}
	r.coming = h
}

func (r *racer) pop() arrest {
	h := r.coming
	first, last := h[0], len(h)-1
	h[0] = h[last]
	h = h[:last]
	for i := 0; ; {
		least := i
		for _, c := range [2]int{2*i + 1, 2*i + 2} {
			if c < len(h) && h[c].at < h[least].at {
				least = c
			}
		}
		if least == i {
			break
		}
		h[i], h[least] = h[least], h[i]
		i = least
	}
	r.coming = h
	return first
}
