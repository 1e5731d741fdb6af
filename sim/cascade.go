package sim

import (
	"context"
	"math"
	"math/rand/v2"
)

// Capture is the question: one member is taken, anybody with the same chance.
type Capture struct {
	P    float64 // that somebody taken gives up one contact, 0 to 1
	Hops int     // after how many the group has cut; 0: never
	Runs int     // captures drawn, at least 2
	Seed uint64

	Workers  int            // goroutines; 0: one a processor. Changes no number
	Progress func(runs int) // told how many more runs are done, from any goroutine; may be nil
}

const maxRuns = 1_000_000_000

func (c Capture) check() error {
	switch {
	case !(c.P >= 0 && c.P <= 1):
		return &Fault{Kind: ErrQuestion, Why: WhyChance, Value: c.P}
	case c.Hops < 0:
		return &Fault{Kind: ErrQuestion, Why: WhyHops, Value: float64(c.Hops)}
	case c.Runs < 2 || c.Runs > maxRuns:
		return &Fault{Kind: ErrQuestion, Why: WhyRuns, Value: float64(c.Runs), Least: 2, Most: maxRuns}
	}
	return nil
}

// Exposed is the answer of [Cascade]: the others whom a capture reaches, besides
// the one taken.
type Exposed struct {
	Mean   float64        `json:"expected_exposed"` // others, besides the one taken
	StdErr float64        `json:"stderr"`           // of expected_exposed
	SD     float64        `json:"sd"`               // of one capture
	P50    int            `json:"p50"`              // half of the captures reach at most so many
	P95    int            `json:"p95"`              // 95 of 100
	Worst  int            `json:"worst"`            // of all runs
	Count  map[int]uint64 `json:"-"`                // runs by how many others were reached
	Heal   HealTally      `json:"healing,omitzero"` // of a tree of cells in which somebody lost a lead
}

// chunk is how many runs share a stream: a multiple of what a goroutine takes
// at a time.
const chunk = 256

// Cascade draws q.Runs captures in g. The numbers depend on g, P, Hops, Runs
// and Seed alone. ErrQuestion, or ctx's error if that ends first.
func Cascade(ctx context.Context, g Graph, q Capture) (*Exposed, error) {
	if err := q.check(); err != nil {
		return nil, err
	}
	chunks := (q.Runs + chunk - 1) / chunk
	workers := workersFor(q.Workers, chunks)
	tallies := make([]*tally, workers)
	err := inParallel(ctx, workers, chunks, func(w int) func(int) {
		d := newDrawer(g, q)
		tallies[w] = &d.tally
		return func(i int) {
			d.rng = stream(q.Seed, streamCascade|uint64(i))
			runs := min(chunk, q.Runs-i*chunk)
			for i := 0; i < runs && ctx.Err() == nil; i++ {
				d.run()
			}
			if q.Progress != nil {
				q.Progress(runs)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return sumUp(tallies, q.Runs), nil
}

// drawer is one goroutine's.
type drawer struct {
	tally
	g     Graph
	cells *Cells // g, if it is one
	adj   *Adjacency
	q     Capture
	rng   *rand.Rand
	taken marks
	queue []int32
	buf   []int32
}

func newDrawer(g Graph, q Capture) *drawer {
	d := &drawer{g: g, q: q, tally: newTally(g.Len())}
	switch g := g.(type) {
	case Cells:
		d.cells = &g
	case *Adjacency:
		d.adj = g
	case Star, Flat:
		return d // drawn by counts
	}
	d.taken = newMarks(g.Len())
	return d
}

// run draws one capture and counts it.
func (d *drawer) run() {
	switch g := d.g.(type) {
	case Star:
		d.exposed[d.star(int(g))-1]++
		return
	case Flat:
		d.exposed[d.flat(int(g))-1]++
		return
	}
	d.spread(int32(d.rng.IntN(d.g.Len())))
	d.exposed[len(d.queue)-1]++
	if d.cells != nil {
		d.heal(d.cells, d.queue, &d.taken)
	}
}

// spread fills queue with everybody taken, in order of hops.
func (d *drawer) spread(seed int32) {
	d.taken.clear()
	d.taken.set(seed)
	d.queue = append(d.queue[:0], seed)
	hops := d.q.Hops
	if hops == 0 {
		hops = math.MaxInt
	}
	for from := 0; from < len(d.queue) && hops > 0; hops-- {
		for end := len(d.queue); from < end; from++ {
			for _, u := range d.contacts(d.queue[from]) {
				if !d.taken.has(u) && d.rng.Float64() < d.q.P {
					d.taken.set(u)
					d.queue = append(d.queue, u)
				}
			}
		}
	}
}

// contacts returns v's, valid until the next call.
func (d *drawer) contacts(v int32) []int32 {
	if d.adj != nil {
		return d.adj.of(v)
	}
	if d.cells != nil {
		d.buf = d.cells.Neighbours(v, d.buf)
	} else {
		d.buf = d.g.Neighbours(v, d.buf)
	}
	return d.buf
}

// star draws a capture in a star by its counts, and returns how many are taken,
// the first among them.
func (d *drawer) star(n int) int {
	middle := d.rng.IntN(n) == 0
	switch {
	case middle:
		return 1 + binomial(d.rng, n-1, d.q.P)
	case d.rng.Float64() >= d.q.P:
		return 1
	case d.q.Hops == 1:
		return 2
	}
	return 2 + binomial(d.rng, n-2, d.q.P)
}

// flat draws a capture where everybody knows everybody, hop by hop (Reed and
// Frost's chain of binomials), and returns how many are taken.
func (d *drawer) flat(n int) int {
	left, last := n-1, 1
	for hop := 0; last > 0 && left > 0 && (d.q.Hops == 0 || hop < d.q.Hops); hop++ {
		last = binomial(d.rng, left, -math.Expm1(float64(last)*math.Log1p(-d.q.P)))
		left -= last
	}
	return n - left
}

// marks is a set of members that is emptied at no cost.
type marks struct {
	at  []uint32
	now uint32
}

func newMarks(n int) marks { return marks{at: make([]uint32, n)} }

func (m *marks) clear() {
	if m.now++; m.now == 0 { // every 2³² runs
		clear(m.at)
		m.now = 1
	}
}

func (m *marks) set(v int32)      { m.at[v] = m.now }
func (m *marks) has(v int32) bool { return m.at[v] == m.now }
