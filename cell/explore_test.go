package cell

import (
	"fmt"
	"hash/maphash"
)

// explorer searches everything that can happen to a group, under the model of
// cutting and under that of healing. N is one state of the whole group, D what
// leads from one state to the next. It goes through each state once and keeps the
// way to where it is; the first promise that is broken ends the search.
type explorer[N comparable, D any] struct {
	expand func(*N)       // judges a state and visits every one that follows
	told   func(D) string // says what happened, when a promise is broken

	seeds  [2]maphash.Seed
	seen   map[[2]uint64]struct{} // by two hashes, 128 bits: no two states of a search fall together
	trace  []D                    // the way there
	moves  int
	broken string // the first promise broken, with the way there
}

func newExplorer[N comparable, D any](expand func(*N), told func(D) string) explorer[N, D] {
	return explorer[N, D]{
		expand: expand, told: told,
		seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, seen: map[[2]uint64]struct{}{},
	}
}

// hash64 is a state's hash, for what else is remembered of it.
func (x *explorer[N, D]) hash64(n *N) uint64 { return maphash.Comparable(x.seeds[0], *n) }

// search goes everywhere from a state.
func (x *explorer[N, D]) search(n *N) {
	key := [2]uint64{x.hash64(n), maphash.Comparable(x.seeds[1], *n)}
	if _, ok := x.seen[key]; ok || x.broken != "" {
		return
	}
	x.seen[key] = struct{}{}
	x.expand(n)
}

// visit goes everywhere from a state that something led to.
func (x *explorer[N, D]) visit(n *N, d D) {
	x.moves++
	x.during(d, func() { x.search(n) })
}

// during has d in the trace while something is done.
func (x *explorer[N, D]) during(d D, do func()) {
	x.trace = append(x.trace, d)
	do()
	x.trace = x.trace[:len(x.trace)-1]
}

// fail notes a broken promise, if it is the first, and the way there.
func (x *explorer[N, D]) fail(format string, args ...any) {
	if x.broken != "" {
		return
	}
	x.broken = fmt.Sprintf(format, args...)
	for _, d := range x.trace {
		x.broken += "\n  after " + x.told(d)
	}
}
