package dropserver

import (
	"errors"

	"bulkhead/box"
)

// PutOutcome is what became of a box that a [Store] was given.
type PutOutcome uint8

const (
	_        PutOutcome = iota // with an error: nothing is known of the box
	Created                    // it was not there; it is kept now
	Same                       // these very bytes were kept already
	Conflict                   // other bytes are kept in its place, and stay
)

// ErrFull is the error of a Put for which the disk has no room. The store goes
// on answering Get.
var ErrFull = errors.New("the disk is full")

// ErrDamaged is the error of a box that was acknowledged, or may have been, and
// of which the disk does not hold the bytes any more. Nothing takes its place
// but the same bytes, where the store can tell that they are.
var ErrDamaged = errors.New("a box on the disk is damaged")

// Damage is what a store has lost, in numbers.
type Damage struct {
	Lost   int // boxes that are known and whose bytes are lost
	Rounds int // rounds of which boxes were lost that nothing knows
}

// Store keeps boxes. All methods but Close may be called concurrently. Every
// implementation runs the contract suite in storetest.
//
// Content is the caller's before and after a call; a store keeps no reference
// to it.
type Store interface {
	// Put keeps a box, once: of several concurrent calls with one ref, exactly
	// one is answered Created. After Created and after Same the box is durable:
	// no crash and no loss of power takes it away. With ErrFull the box may
	// or may not be kept, as with any other error.
	//
	// A box that was acknowledged is itself or ErrDamaged from then on,
	// whatever happens to the disk: it is never absent before its round is
	// dropped, and its ref never takes other bytes.
	Put(ref box.Ref, content *box.Content) (PutOutcome, error)
	// Get sets content to the box and returns true, or leaves it alone and
	// returns false if there is none. It may find a box whose Put has not
	// returned yet.
	Get(ref box.Ref, content *box.Content) (found bool, err error)
	// DropBefore forgets every box of the rounds before first, whole rounds at
	// once. It may be called again with the same or an earlier round. A Put of
	// such a round that runs at the same time may leave its box until the next
	// call. After a crash some of what was forgotten may be back until then.
	DropBefore(first box.Round) error
	// Close ends the store. No other call may run or follow.
	Close() error
}
