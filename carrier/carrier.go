package carrier

import (
	"context"
	"time"

	"bulkhead/box"
	"bulkhead/carrier/cause"
)

// Outcome is what became of one request.
type Outcome uint8

const (
	// Failed: no answer, or one that says nothing of the box. It may have been
	// stored all the same. The only outcome that may be repeated.
	Failed Outcome = iota
	// Stored: the drop keeps the box, durably.
	Stored
	// Same: the drop already kept these very bytes.
	Same
	// Conflict: the drop keeps other bytes under this round and id.
	Conflict
	// Refused: the drop would not take or give the box at all: a round out of
	// reach, a full disk, or not a drop.
	Refused
	// Found: 4,096 bytes that are not all zero came.
	Found
	// Absent: 4,096 zero bytes came: no box there.
	Absent
)

// Answer is the result of one request.
type Answer struct {
	Outcome Outcome
	Cause   cause.Cause // why, with Failed and Refused; None with every other outcome
	Bytes   int         // bytes on the wire, both ways, as far as the carrier can count them
	Date    time.Time   // the drop's clock as its answer gave it, to the second; zero if it gave none
}

// Carrier takes single boxes to a drop and brings single boxes back. Each call
// is one request, unlinkable to any other as far as this way of travelling
// allows; a Carrier never repeats a request by itself and never joins two.
// All methods may be called concurrently.
type Carrier interface {
	// Put writes a box. Outcomes: Failed, Stored, Same, Conflict, Refused.
	Put(ctx context.Context, ref box.Ref, content *box.Content) Answer
	// Get reads a box into content, which it sets whole or leaves alone.
	// Outcomes: Failed, Refused, Found, Absent.
	Get(ctx context.Context, ref box.Ref, content *box.Content) Answer
}
