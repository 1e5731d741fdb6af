package report

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"
)

// Outcome is what a letter or a reply is to whoever gets it.
type Outcome uint8

const (
	New           Outcome = iota + 1 // the first of its thread
	Newest                           // above all before: an edit, a withdrawal, an answer; the next reply
	Late                             // below the newest, not seen before
	Repeat                           // seen before
	TooOld                           // so far below the newest that nobody can tell: refused
	Contradiction                    // the newest's number with other content: refused
	Foreign                          // not by the thread's writer: refused
)

// window is how far below the newest a number may be and still be told from a repeat.
const window = 64

// Order counts the numbers that have come, and tells which are missing.
type Order struct {
	newest uint16
	below  uint64 // bit i: the number newest-1-i has come
}

// Take takes a number in. It returns Newest, Late, Repeat or TooOld.
func (o *Order) Take(n uint16) Outcome {
	switch {
	case n == 0:
		return TooOld
	case o.newest == 0:
		o.newest = n
		return Newest
	case n > o.newest:
		step := n - o.newest
		if step <= window {
			o.below = o.below<<step | 1<<(step-1) // a shift by 64 leaves nothing
		} else {
			o.below = 0
		}
		o.newest = n
		return Newest
	case n == o.newest:
		return Repeat
	}
	at := o.newest - 1 - n
	if at >= window {
		return TooOld
	}
	if o.below&(1<<at) != 0 {
		return Repeat
	}
	o.below |= 1 << at
	return Late
}

// Newest returns the highest number that has come, 0 for none.
func (o *Order) Newest() uint16 { return o.newest }

// Missing returns how many of the last 64 numbers below the newest have not come: what
// somebody on the way has kept back, or what is still on its way.
func (o *Order) Missing() int {
	if o.newest == 0 {
		return 0
	}
	return min(window, int(o.newest)-1) - bits.OnesCount64(o.below)
}

// OrderSize is the length of an Order's form, in bytes.
const OrderSize = 2 + 8

// ErrOrder is what UnmarshalBinary of an Order refuses with.
const ErrOrder Refusal = "these bytes are not an order of numbers"

// MarshalBinary returns the one form of o: 2 newest, 8 which of the 64 below it have come.
func (o Order) MarshalBinary() ([]byte, error) {
	b := binary.BigEndian.AppendUint16(make([]byte, 0, OrderSize), o.newest)
	return binary.BigEndian.AppendUint64(b, o.below), nil
}

// UnmarshalBinary reads that form, and refuses everything else with ErrOrder: o is as it was
// then.
func (o *Order) UnmarshalBinary(b []byte) error {
	if len(b) != OrderSize {
		return ErrOrder
	}
	n := Order{binary.BigEndian.Uint16(b), binary.BigEndian.Uint64(b[2:])}
	if below := int(n.newest) - 1; n.below != 0 && (below < 0 || below < window && n.below>>below != 0) {
		return ErrOrder
	}
	*o = n
	return nil
}

// Thread is what a desk knows of one report: all that came with its id. It never knows
// who writes, nor which other threads are the same person's.
type Thread struct {
	ID     ID
	Report *Report // the one with the highest revision, nil if none has come or it is not safe to keep
	Order  Order

	key       ReplyKey
	newest    [sha256.Size]byte // of the newest letter's body
	withdrawn uint16            // the highest revision of a withdrawal
	why       Why
	unsafe    uint16 // the highest revision of a withdrawal by which it is not safe to keep
}

// Format implements [fmt.Formatter] and prints nothing of the thread.
func (Thread) Format(f fmt.State, _ rune) { io.WriteString(f, "thread(hidden)") }

// Begin makes a thread of the first letter with its id.
func Begin(l *Letter) (*Thread, error) {
	t := &Thread{ID: l.ID, key: l.Key}
	if _, err := t.Take(l); err != nil {
		return nil, err
	}
	return t, nil
}

// Key returns the thread's own reply key.
func (t *Thread) Key() *ReplyKey { return &t.key }

// Take takes a letter of the thread's id in, and returns what it is. Contradiction,
// Foreign and TooOld change nothing. What is not safe to keep goes at once, and no earlier
// revision of it is kept that comes later: the caller keeps no such letter either.
func (t *Thread) Take(l *Letter) (Outcome, error) {
	body, err := l.body()
	if err != nil {
		return 0, err
	}
	sum := sha256.Sum256(body)
	switch {
	case l.ID != t.ID || !l.Key.Equal(&t.key):
		return Foreign, nil
	case l.Revision == t.Order.newest && sum != t.newest:
		return Contradiction, nil
	}
	first := t.Order.newest == 0
	outcome := t.Order.Take(l.Revision)
	if outcome != Newest && outcome != Late {
		return outcome, nil
	}
	if outcome == Newest {
		t.newest = sum
	}
	switch {
	case l.What == AReport && l.Revision > t.unsafe && (t.Report == nil || l.Revision > t.Report.Revision):
		r := l.Report
		t.Report = &r
	case l.What == AWithdrawal:
		if l.Revision > t.withdrawn {
			t.withdrawn, t.why = l.Revision, l.Why
		}
		if l.Why == NotSafe {
			t.unsafe = max(t.unsafe, l.Revision)
		}
		if t.Report != nil && t.Report.Revision <= t.unsafe {
			t.Report = nil
		}
	}
	if first {
		outcome = New
	}
	return outcome, nil
}

// Withdrawn returns why the writer has taken the report back, 0 if not: a report with a
// higher revision brings it back.
func (t *Thread) Withdrawn() Why {
	if t.Report != nil && t.Report.Revision > t.withdrawn {
		return 0
	}
	return t.why
}
