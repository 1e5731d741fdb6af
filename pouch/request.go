package pouch

import (
	"time"

	"bulkhead/box"
	"bulkhead/card"
)

// Kind is what a request is for, as far as the worker can know.
type Kind uint8

const (
	// Write puts an entry's box.
	Write Kind = iota + 1
	// Read gets an entry's box.
	Read
	// ReadBack gets a box of this pouch's own that the drop refused because it
	// keeps other bytes, in place of a read.
	ReadBack
)

// Request is one request that is due. Whoever receives it opens it at once,
// gives it up after Timeout, and calls [Worker.Done] once in any case.
type Request struct {
	Round   box.Round
	Slot    int
	Kind    Kind
	ID      box.ID
	Place   card.Place    // where the box is, by the cards
	Gateway string        // the place's keys, if it has a relay
	Content *box.Content  // with Write: the bytes; the caller's own
	Attempt int           // 1, or 2 for the one repeat
	Timeout time.Duration // the same for every request of a plan
}

// Ref returns the drop's key for the box.
func (q Request) Ref() box.Ref { return box.Ref{Round: q.Round, ID: q.ID} }
