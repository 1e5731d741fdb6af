package link

// maxPlaced bounds the records of which box carries which cells: a pouch's
// length of rounds behind, and one ahead, with every extra.
const maxPlaced = 2 * MaxPouch * (MaxExtras + 1)

// MaxSaved is the length that no saved link exceeds, in bytes. Nearly all of
// it is a full outbox: with an empty one, a saved link is below
// MaxSaved − MaxOutbox.
const MaxSaved = 18 + // version to reason
	4 + 4 + 4*32 + 24 + 1 + seedSize + pkPayload + 1 + ctPayload + // ladder
	2*(9+2*9+1+maxEpochs*(1+8+8+2*(4+32))+2+MaxPouch*(4+2+2+4*32)) + // directions
	5 + ownTags*8 + (1+peerSealings)*20 + 1 + 9 + 4 + // sealings
	8 + 4 + 16 + 4 + 8 + 2 + // outbox
	MaxOutbox + (MaxOutboxMessages+window)*(8+4+1+3+1+4+2*16) + (window+maxCells)*5 +
	2 + maxPlaced*(4+2+boxCells*4) +
	4 + 16 + 1 + 1 + window*(4+1+8+2+cellPayload) // inbox
