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
//	0 … T/16                    lead: nothing is sent
//	T/16 … T/2 − 2·time-out     the window: first attempts, drawn uniformly
//	… T/2 − time-out            last moment at which a repeat may begin
//	T/2                         every request of this half has ended
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

// Window is when the requests of one half of a round may begin.
type Window struct {
	Open time.Time // first attempts begin from here …
	Shut time.Time // … to here, uniformly
	Last time.Time // and a repeat no later than this
}

// Writes returns round r's window for writes, in its first half.
func (c Calendar) Writes(r box.Round) Window { return c.window(c.Start(r)) }

// Reads returns round r's window for reads, in its second half.
func (c Calendar) Reads(r box.Round) Window { return c.window(c.Half(r)) }

func (c Calendar) window(half time.Time) Window {
	end := half.Add(c.Length / 2)
	return Window{
		Open: half.Add(c.Length / leadPart),
		Shut: end.Add(-2 * c.Timeout()),
		Last: end.Add(-c.Timeout()),
	}
}

// Times draws when round r's requests begin: slots times for writes in its
// first half and slots for reads in its second, each uniform in its window,
// independent of all others, in no order.
func (c Calendar) Times(r box.Round, slots int, rand io.Reader) (writes, reads []time.Time, err error) {
	if writes, err = c.Writes(r).draw(slots, rand); err != nil {
		return nil, nil, err
	}
	if reads, err = c.Reads(r).draw(slots, rand); err != nil {
		return nil, nil, err
	}
	return writes, reads, nil
}

func (w Window) draw(n int, rand io.Reader) ([]time.Time, error) {
	times := make([]time.Time, n)
	for i := range times {
		t, err := Between(w.Open, w.Shut, rand)
		if err != nil {
			return nil, err
		}
		times[i] = t
	}
	return times, nil
}

// Between draws a time uniformly from from to to, or returns from if to is not
// after it.
func Between(from, to time.Time, rand io.Reader) (time.Time, error) {
	if !to.After(from) {
		return from, nil
	}
	d, err := Below(uint64(to.Sub(from)), rand)
	return from.Add(time.Duration(d)), err
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
