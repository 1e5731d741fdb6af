package link

import "errors"

// Errors that a caller must tell apart. None says anything of a key or an id.
var (
	// ErrParams: a role, pouch length or round that no link can have.
	ErrParams = errors.New("a link's role, pouch length or base round is out of its range")
	// ErrClockJump: the round moved farther than MaxJump without the owner's
	// word. Nothing changed.
	ErrClockJump = errors.New("the clock jumped by more than a week of rounds")
	// ErrTooFar: the round moved farther than MaxWalk. The link cannot follow;
	// a new secret in person can.
	ErrTooFar = errors.New("the link was left alone for too long to go on")
	// ErrEnded: a counter of the link is near its end.
	ErrEnded = errors.New("the link has reached its end")
	// ErrNewer: a saved link is of a version that only a newer program reads.
	ErrNewer = errors.New("the link was saved by a newer version of this program")
	// ErrRounds: a sealing of fewer than one or more than PL rounds.
	ErrRounds = errors.New("a sealing covers from one round to a pouch's length")
	// ErrNotMine: the id is none that this link waits for in that round: never
	// its own, or done with already.
	ErrNotMine = errors.New("this box is none that the link waits for")
	// ErrTooLong: a message longer than MaxMessage.
	ErrTooLong = errors.New("a message has at most 65,536 bytes")
	// ErrOutboxFull: MaxOutbox bytes or MaxOutboxMessages messages wait already.
	ErrOutboxFull = errors.New("too much is waiting to be confirmed")
	// ErrFrozen: the link is frozen; see Status.Frozen for the reason.
	ErrFrozen = errors.New("the link is frozen")
	// ErrErased: the link was erased.
	ErrErased = errors.New("the link was erased")
	// ErrState: bytes that no Marshal wrote.
	ErrState = errors.New("this is no saved link")
)
