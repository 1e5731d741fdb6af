package link

// maxPlaced bounds the records of which box carries which cells: a pouch's
// length of rounds behind, and one ahead.
const maxPlaced = 2 * MaxPouch

// MaxSaved is the length that no saved link exceeds, in bytes. Nearly all of
// it is a full outbox: with an empty one, a saved link is below
// MaxSaved − MaxOutbox.
const MaxSaved = 18 + // version to reason
	4 + 4 + 4*32 + 24 + 1 + seedSize + pkPayload + 1 + ctPayload + // ladder
	2*(9+1+maxEpochs*(1+8+8+2*(4+32))+2+MaxPouch*(4+2+4*32)) + // directions
	5 + ownTags*8 + (1+peerSealings)*20 + 1 + 4 + 1 + // sealings
	8 + 4 + 16 + 4 + 8 + 2 + // outbox
	MaxOutbox + (MaxOutboxMessages+window)*(8+4+1+3+1+4+2*16) + (window+maxCells)*5 +
	2 + maxPlaced*(4+1+boxCells*2) +
	4 + 16 + 1 + 1 + window*(4+1+8+2+cellPayload) + // inbox
	1 + HandCost +
	MaxParcelState

// MaxParcelState is what a saved link knows of parcels at most, in bytes: one that takes
// none (see [ParcelRoom]) and sends none saves all but 14 of it.
const MaxParcelState = 4 + 4 + 1 + MaxParcels*(8+4+3*4+32+1+1+1+2) + 2*((MaxParcelsChunks+7*MaxParcels)/8) +
	4 + 1 + (MaxParcels+maxSettled)*(3*4+32+1+4) + (MaxParcelsChunks+7*MaxParcels)/8

// MaxBare returns what a saved link of this length of a pouch takes at most besides
// its messages: those that it sends (MessageCost each), the cells that it holds
// (HeldCost) and, if it carries boxes by hand, HandCost.
func MaxBare(pouch int) int {
	epochs := min(maxEpochs, 2*(pouch/stepRounds)+4) // no two bases within stepRounds
	return 18 +
		4 + 4 + 4*32 + 24 + 1 + seedSize + max(pkPayload, ctPayload) + 1 + // ladder
		2*(9+1+2) + 2*epochs*(1+8+8+2*(4+32)) + pouch*(5+2*32) + pouch*(6+4*32) + // directions: only the reader doubts
		5 + ownTags*8 + (1+peerSealings)*20 + 1 + 4 + 1 + // sealings
		8 + 4 + 16 + 4 + 8 + 2 + 2 + // outbox
		window*(8+4+1+3+1+4+2*16+5) + // what expired and keeps its place
		2*pouch*(4+1+boxCells*2) + // which box has which cells
		4 + 16 + 1 + 1 + // inbox
		1 + // that nothing is carried
		MaxParcelState
}

// MessageCost returns what a message of n bytes takes in a saved link.
func MessageCost(n int) int { return 8 + 4 + 1 + 3 + 1 + 4 + 2*16 + 5*cellsOf(n) + n }

// Cells returns how many cells a message of n bytes takes.
func Cells(n int) int { return cellsOf(n) }

// HeldCost is what a cell takes that waits for the rest of its message.
const HeldCost = heldOverhead + cellPayload
