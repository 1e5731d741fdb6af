package linktest

import (
	"encoding/binary"
	"math/rand/v2"
)

// chance is one stream of a seed's randomness. It is an [io.Reader] too, which
// is what a link is handed. One goroutine's.
type chance struct{ *rand.Rand }

// newChance returns the stream'th stream of a seed. The schedule and the
// link's own randomness are two streams, so that a change in how many bytes a
// sealing draws leaves the schedule of a seed as it was.
func newChance(seed, stream uint64) chance {
	p := rand.NewPCG(seed, stream)
	for range 8 {
		p.Uint64() // neighbouring seeds begin alike
	}
	return chance{rand.New(p)}
}

// hit reports true with probability p.
func (c chance) hit(p float64) bool { return p > 0 && c.Float64() < p }

// between draws a whole number from low to high, both included.
func (c chance) between(low, high int) int { return low + c.IntN(high-low+1) }

// Read implements [io.Reader]. It never fails.
func (c chance) Read(b []byte) (int, error) {
	n := len(b)
	for len(b) >= 8 {
		binary.LittleEndian.PutUint64(b, c.Uint64())
		b = b[8:]
	}
	if len(b) > 0 {
		var last [8]byte
		binary.LittleEndian.PutUint64(last[:], c.Uint64())
		copy(b, last[:])
	}
	return n, nil
}
