package cell

import (
	"bulkhead/card"
	"bulkhead/report/seal"
	"bulkhead/round"
)

// How long a state can get. Every list in it is bounded, each by the tie that
// makes it grow (docs/protocol/cell.md, "Who can make what grow").

const (
	// SavedTie and so on are the lengths of records in bytes, at most.
	savedTie      = 2 + 6 + 14*4 + 2*4 + 2 + refLen + 1 + MaxAliasBytes
	savedRoute    = idLen + 2 + 4 + 2*2
	savedSeen     = idLen + 3 + 2 + 2*4
	savedPace     = 2 + 32 + 2*4 + 3 + 4
	savedLifeline = 2 + 2 + idLen + 2 + 3*4 + refLen + 2
	savedAsk      = idLen + 1 + 2 + 32 + 4
	savedPassed   = idLen + 2*2 + 2 + 3*4
	savedReach    = 2 + 8 + 4
	savedWay      = seal.WaySize + 3*2

	// savedDesks is what is known of desks, without the ties over which they are reached.
	savedDesks = 4*2 + 1 + seal.MaxDesks + maxServed*8 + maxWays*savedWay + 2*maxDeskNames*(1+32+4) + 4

	// maxPaces is how many paces there are: of lifelines, of adopted ties, of an
	// adopting lead, and of those under cover.
	maxPaces = MaxLifelines + MaxAdopted + 1 + maxDeadPaces

	// savedCards is the base, what was in force before it or is signed by one (never
	// both), and a founder's proposal; with names and revocations.
	savedCards = 3*(1+2) + 3*(card.MaxBytes+2*sigLen) + 2*4 + savedProposal + 2 + maxNames*(1+2+card.DigestSize+sigLen) + 2 + maxRevokedCards*(1+2+sigLen)

	// usualCards is the same of two cards with four drops each of long names. Cards with
	// the keys of gateways, and a proposal, take up to 10 KB more of what is lent.
	usualCards = savedCards - 3*card.MaxBytes + 2*usualCard
	usualCard  = 800

	// savedRest is what is not in a list: keys.
	savedRest = 256

	// MaxState is the length that no state of any group exceeds, in bytes.
	MaxState = savedRest + savedCards + (round.MaxSlots+2*MaxAdopted+MaxLifelines+maxSevered)*savedTie +
		(round.MaxSlots+2*MaxAdopted)*maxRoutes*savedRoute + 4*maxSeen*savedSeen + maxPaces*savedPace +
		MaxLifelines*savedLifeline + 2*(lastRank+1)*savedAsk + (round.MaxSlots+2*MaxAdopted)*maxPassed*savedPassed +
		savedDesks + (round.MaxSlots+2*MaxAdopted)*maxReached*savedReach
)

// MaxState returns the length that no state of this group exceeds as long as its cards
// name drops alone, in bytes.
func (g *Group) MaxState() int {
	ties := int(g.Slots) - round.SpareSlots + MaxAdopted + 1 // named ones
	return savedRest + usualCards + (ties+MaxLifelines+maxSevered)*savedTie + (ties+1)*maxRoutes*savedRoute + 4*maxSeen*savedSeen +
		maxPaces*savedPace + MaxLifelines*savedLifeline + 2*(lastRank+1)*savedAsk + ties*maxPassed*savedPassed +
		savedDesks + ties*maxReached*savedReach
}
