package link

import "bulkhead/box"

// Limits of the specification's section 10. Both ends rely on the window and
// the message length; the rest bound what one end keeps.
const (
	// MinPouch and MaxPouch bound PL, the length of a pouch, in rounds.
	MinPouch = 16
	MaxPouch = 192

	// MaxMessage is the length of the longest message, in bytes: 52 cells.
	MaxMessage = 65536

	// MaxOutbox bounds the messages not yet confirmed, in bytes and in number.
	MaxOutbox         = 1 << 20
	MaxOutboxMessages = 256

	// MaxJump is the farthest that the known round moves without the owner's
	// word, in rounds, where the caller names none: a week of 15-minute rounds.
	MaxJump = 672

	// MaxWalk is the farthest that a chain is stepped at once, in rounds: a
	// year of 15-minute rounds.
	MaxWalk = 35040

	window       = 128 // cells in flight, and cells held
	maxEpochs    = 32  // scheduled turns of a direction
	ownTags      = 256 // own sealings whose tags are remembered
	peerSealings = 32  // the peer's sealings whose tags and rounds are remembered
	stepRounds   = 8   // rounds between two bases, at least
	warnAfter    = 3   // successive boxes that do not open
	pruneAfter   = 24  // erased rounds that stay listed in memory; a matter of speed alone

	maxCells = (chainSize + MaxMessage + cellPayload - 1) / cellPayload // of one message: 52

	lastCell  = 1<<32 - 1<<16            // the stream of cells ends before its number wraps
	lastRound = box.Round(1<<32 - 1<<17) // and the link before its rounds do
	lastGen   = 1<<32 - 1<<8             // and before its sealings do
)
