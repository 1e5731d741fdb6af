package sim

// walk is a breadth-first search in any graph; one goroutine's.
type walk struct {
	g     Graph
	seen  marks
	queue []int32 // everybody found, the nearest first
	far   int     // hops of the last of them
	buf   []int32
}

func newWalk(g Graph) *walk { return &walk{g: g, seen: newMarks(g.Len())} }

// from counts the members within a number of hops of v, itself included, and
// adds up their distances.
func (w *walk) from(v int32, hops int) (members int, sum int64) {
	w.begin()
	w.find(v)
	return w.spread(hops)
}

func (w *walk) begin() {
	w.seen.clear()
	w.queue, w.far = w.queue[:0], 0
}

func (w *walk) find(v int32) {
	w.seen.set(v)
	w.queue = append(w.queue, v)
}

func (w *walk) spread(hops int) (members int, sum int64) {
	for from, hop := 0, 1; hop <= hops; hop++ {
		end := len(w.queue)
		for ; from < end; from++ {
			for _, u := range w.contacts(w.queue[from]) {
				if !w.seen.has(u) {
					w.find(u)
					sum += int64(hop)
				}
			}
		}
		if len(w.queue) == end {
			break
		}
		w.far = hop
	}
	return len(w.queue), sum
}

func (w *walk) contacts(v int32) []int32 {
	if a, ok := w.g.(*Adjacency); ok {
		return a.of(v)
	}
	w.buf = w.g.Neighbours(v, w.buf)
	return w.buf
}
