package round

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
	"slices"
	"time"

	"bulkhead/box"
)

// How one half of a round is divided, in time from the half's beginning:
//
//	0 … T/16                lead: nothing is sent
//	T/16 … T/2 − time-out   the window: first attempts, drawn uniformly, and repeats
//	T/2                     every request of this half has ended
//
// The lead serves twice. In the first half it is how late a worker may wake
// and still run the round whole; a worker that wakes later waits for the next
// round, because a round begun in the middle looks different. In the second
// half it is how far a writer's clock may lag behind a reader's.
const (
	leadPart    = 16 // the lead is T/16: 56 s of 15 min
	timeoutPart = 8  // the time-out is T/8 …
	maxTimeout  = 30 * time.Second
)

// Timeout returns how long one request may take: T/8, at most 30 s. It is the
// same for every request, or the lengths of failed ones would tell them apart.
func (c Calendar) Timeout() time.Duration { return min(c.Length/timeoutPart, maxTimeout) }

// Window is when the requests of one half of a round may begin: first attempts
// uniformly in all of it, so that no part of a half has repeats alone.
type Window struct{ Open, Last time.Time }

// Writes returns round r's window for writes, in its first half.
func (c Calendar) Writes(r box.Round) Window { return c.window(c.Start(r)) }

// Reads returns round r's window for reads, in its second half.
func (c Calendar) Reads(r box.Round) Window { return c.window(c.Half(r)) }

func (c Calendar) window(half time.Time) Window {
	return Window{Open: half.Add(c.Length / leadPart), Last: half.Add(c.Length/2 - c.Timeout())}
}

// Moment is a time within a window, as a fraction of it in 2³² parts. Every
// value is one, and a random one is a time drawn uniformly.
type Moment uint32

// MomentSize is the length in bytes of a Moment.
const MomentSize = 4

// At returns when m is in w.
func (w Window) At(m Moment) time.Time {
	whole, _ := bits.Mul64(uint64(w.Last.Sub(w.Open)), uint64(m)<<32)
	return w.Open.Add(time.Duration(whole))
}

// DrawAfter draws a moment uniformly from what is left of w at now; false if
// nothing is.
func (w Window) DrawAfter(now time.Time, rand io.Reader) (Moment, bool, error) {
	if !now.Before(w.Last) {
		return 0, false, nil
	}
	from, length := max(0, now.Sub(w.Open)), uint64(w.Last.Sub(w.Open))
	gone, _ := bits.Div64(uint64(from)>>32, uint64(from)<<32, length) // of 2³² parts, those that are over
	more, err := Below(1<<32-gone, rand)
	return Moment(gone + more), true, err
}

// Below draws a number uniformly from 0 to n−1; n must not be 0. It rejects
// what would favour some numbers (Lemire, "Fast random integer generation in
// an interval", 2019).
func Below(n uint64, rand io.Reader) (uint64, error) {
	for {
		var b [8]byte
		if _, err := io.ReadFull(rand, b[:]); err != nil {
			return 0, fmt.Errorf("drawing randomness: %w", err)
		}
		high, low := bits.Mul64(binary.LittleEndian.Uint64(b[:]), n)
		if low >= -n%n {
			return high, nil
		}
	}
}

// Shuffled draws one of the orders of 0 … n−1, each as likely as any other.
func Shuffled(n int, rand io.Reader) ([]int, error) {
	order := slices.Collect(func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	})
	for i := n - 1; i > 0; i-- {
		j, err := Below(uint64(i+1), rand)
		if err != nil {
			return nil, err
		}
		order[i], order[j] = order[j], order[i]
	}
	return order, nil
}
