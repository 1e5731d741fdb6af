package link

// rooms is erased memory for the next short messages and cells, which come and go
// in every round. The zero value is ready.
type rooms [][]byte

const (
	roomSize = cellPayload // of each, in bytes
	maxRooms = 64          // that wait: 82 kB
)

// take returns no bytes, with room for n.
func (r *rooms) take(n int) []byte {
	last := len(*r) - 1
	if n > roomSize {
		return make([]byte, 0, n)
	}
	if last < 0 {
		return make([]byte, 0, roomSize)
	}
	b := (*r)[last]
	*r = (*r)[:last]
	return b[:0]
}

// give erases memory that nobody else has, and keeps it for the next.
func (r *rooms) give(b []byte) {
	clear(b)
	if cap(b) == roomSize && len(*r) < maxRooms {
		*r = append(*r, b)
	}
}
