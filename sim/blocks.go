package sim

// blocks finds the blocks of g (Hopcroft and Tarjan, Algorithm 447, 1973): the
// single links and the parts that no single member's loss takes apart. each is
// called for every block once its members' other blocks below have been; its
// first member is the one through which the block hangs on what is above. Both
// slices are each's only until it returns. It stops where each returns false,
// and reports whether it went through.
func blocks(g *Adjacency, each func(members []int32, links [][2]int32) bool) bool {
	w := &blockWalk{g: g, each: each, order: make([]int32, g.Len()), low: make([]int32, g.Len()), in: newMarks(g.Len())}
	for v := range int32(g.Len()) {
		if w.order[v] == 0 && !w.from(v) {
			return false
		}
	}
	return true
}

type blockWalk struct {
	g       *Adjacency
	each    func([]int32, [][2]int32) bool
	order   []int32 // by member: when it was found, from 1
	low     []int32 // the earliest that it or anybody below is linked to
	found   int32
	stack   []step
	links   [][2]int32 // not in a block yet
	in      marks
	members []int32
}

// step is one member on the way down.
type step struct {
	v, above int32
	next     int32 // place of the contact to look at, in g.to
	mark     int   // links that were there before the one to v
}

func (w *blockWalk) from(root int32) bool {
	w.enter(root, -1, 0)
	for len(w.stack) > 0 {
		s := &w.stack[len(w.stack)-1]
		if s.next == w.g.start[s.v+1] {
			if !w.leave() {
				return false
			}
			continue
		}
		u := w.g.to[s.next]
		s.next++
		switch {
		case u == s.above:
		case w.order[u] == 0:
			w.links = append(w.links, [2]int32{s.v, u})
			w.enter(u, s.v, len(w.links)-1)
		case w.order[u] < w.order[s.v]:
			w.links = append(w.links, [2]int32{s.v, u})
			w.low[s.v] = min(w.low[s.v], w.order[u])
		}
	}
	return true
}

func (w *blockWalk) enter(v, above int32, mark int) {
	w.found++
	w.order[v], w.low[v] = w.found, w.found
	w.stack = append(w.stack, step{v, above, w.g.start[v], mark})
}

// leave goes up from the last member; a block ends where nobody below is linked
// above.
func (w *blockWalk) leave() bool {
	s := w.stack[len(w.stack)-1]
	w.stack = w.stack[:len(w.stack)-1]
	if s.above < 0 {
		return true
	}
	w.low[s.above] = min(w.low[s.above], w.low[s.v])
	if w.low[s.v] < w.order[s.above] {
		return true
	}
	links := w.links[s.mark:]
	w.in.clear()
	w.in.set(s.above)
	w.members = append(w.members[:0], s.above)
	for _, l := range links {
		for _, v := range l {
			if !w.in.has(v) {
				w.in.set(v)
				w.members = append(w.members, v)
			}
		}
	}
	ok := w.each(w.members, links)
	w.links = w.links[:s.mark]
	return ok
}
