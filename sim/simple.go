package sim

// The shapes beside cells, which need no memory. Member 0 is the middle of a star
// and the top of both.
type (
	Star int // 0 knows all, all know 0
	Flat int // everybody knows everybody
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
func (n Flat) Len() int { return int(n) }

// Links implements [Graph].
func (n Flat) Links() int64 { return int64(n) * (int64(n) - 1) / 2 }

// Neighbours implements [Graph].
func (n Flat) Neighbours(v int32, buf []int32) []int32 { return allBut(v, int32(n), buf) }

func allBut(v, n int32, buf []int32) []int32 {
	buf = buf[:0]
	for u := range n {
		if u != v {
			buf = append(buf, u)
		}
	}
	return buf
}
