package sim

// The shapes of the literature that need no memory. Member 0 is the middle of a
// star and the top of all.
type (
	Star     int // 0 knows all, all know 0
	Ring     int // v knows v±1, round; at least 3
	Path     int // v knows v±1
	Complete int // everybody knows everybody; a flat chat is this
)

// Len implements [Graph].
func (n Star) Len() int { return int(n) }

// Links implements [Graph].
func (n Star) Links() int64 { return int64(n) - 1 }

// Neighbours implements [Graph].
func (n Star) Neighbours(v int32, buf []int32) []int32 {
	if v != 0 {
		return append(buf[:0], 0)
	}
	return allBut(0, int32(n), buf)
}

// Len implements [Graph].
func (n Ring) Len() int { return int(n) }

// Links implements [Graph].
func (n Ring) Links() int64 { return int64(n) }

// Neighbours implements [Graph].
func (n Ring) Neighbours(v int32, buf []int32) []int32 {
	return append(buf[:0], (v+int32(n)-1)%int32(n), (v+1)%int32(n))
}

// Len implements [Graph].
func (n Path) Len() int { return int(n) }

// Links implements [Graph].
func (n Path) Links() int64 { return int64(n) - 1 }

// Neighbours implements [Graph].
func (n Path) Neighbours(v int32, buf []int32) []int32 {
	buf = buf[:0]
	if v > 0 {
		buf = append(buf, v-1)
	}
	if v+1 < int32(n) {
		buf = append(buf, v+1)
	}
	return buf
}

// Len implements [Graph].
func (n Complete) Len() int { return int(n) }

// Links implements [Graph].
func (n Complete) Links() int64 { return int64(n) * (int64(n) - 1) / 2 }

// Neighbours implements [Graph].
func (n Complete) Neighbours(v int32, buf []int32) []int32 { return allBut(v, int32(n), buf) }

func allBut(v, n int32, buf []int32) []int32 {
	buf = buf[:0]
	for u := range n {
		if u != v {
			buf = append(buf, u)
		}
	}
	return buf
}

// wheel is a ring of n−1 and a middle that knows all of it; n ≥ 4.
func wheel(n int) (*Adjacency, error) {
	links := make([][2]int32, 0, 2*n)
	rim := int32(n) - 1
	for v := int32(1); v <= rim; v++ {
		links = append(links, [2]int32{0, v}, [2]int32{v, v%rim + 1})
	}
	return NewAdjacency(n, links)
}

// windmill is pairs who know each other and one middle; with n even one member
// knows the middle alone.
func windmill(n int) (*Adjacency, error) {
	links := make([][2]int32, 0, 2*n)
	for v := int32(1); v < int32(n); v++ {
		links = append(links, [2]int32{0, v})
		if v%2 == 0 {
			links = append(links, [2]int32{v - 1, v})
		}
	}
	return NewAdjacency(n, links)
}
