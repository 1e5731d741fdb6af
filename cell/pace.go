package cell

import (
	"cmp"
	"crypto/hkdf"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"io"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/keys"
	"bulkhead/round"
)

const (
	// lifelineBlock is in how many rounds a lifeline has one box, once it is set
	// up: as many as a device has lifelines at most, so that one slot carries all.
	lifelineBlock = MaxLifelines

	// quickBlock is the same while it is being set up. With fewer, many that are being
	// set up at once want more than the spare slots, and what one end writes the
	// other does not read: an observer of the drop sees that
	// (docs/decisions/presence.md). A pouch of fewer rounds than minQuick has rounds
	// that are longer than an hour: there a key exchange would take weeks, and a
	// block has shortQuickBlock.
	quickBlock      = 8
	shortQuickBlock = 2

	// minQuick is half of how many rounds that lasts at least, where pouches are
	// short: the first key exchange takes some ten boxes each way.
	minQuick = 48

	// lifelineBoxes is how many boxes of a lifeline there are at least in whatever
	// has to pass over one. Where it is crowded, others take the spare slot at either
	// end, and one box in three comes through: of twelve none does once in 130 times.
	lifelineBoxes = 12

	// adoptedBlock is the same for the link to an adopted member, or to the lead
	// that adopted, which has no slot of its own.
	adoptedBlock = 4

	// maxDeadPaces is how many paces of cut ties go on.
	maxDeadPaces = 8

	// minPaced is the shortest pouch of a paced link, in its own rounds: a link's
	// pouch is never shorter.
	minPaced = round.MinPouchRounds
)

// lifelineRounds is a stretch of time in rounds, in which something passes over a
// lifeline: where rounds are long, as many as lifelineBoxes take.
func (g *Group) lifelineRounds(d time.Duration) box.Round {
	return max(g.rounds(d), lifelineBoxes*lifelineBlock)
}

// quickRounds is for how many rounds a lifeline's blocks are quick: four days of
// rounds of a quarter of an hour.
func (g *Group) quickRounds() box.Round { return 2 * box.Round(max(g.PouchRounds, minQuick)) }

// quickBlock is how many rounds a quick block has.
func (g *Group) quickBlock() uint8 {
	if g.PouchRounds < minQuick {
		return shortQuickBlock
	}
	return quickBlock
}

// answerTravels is how long after its answer was made a lifeline begins, in rounds:
// a day of rounds of a quarter of an hour. Nobody reads what its holder would write
// before the answer has come to who asked.
func (g *Group) answerTravels() box.Round { return box.Round(g.PouchRounds / 2) }

type paceUse struct{}

// Pace is the slower count of rounds of a link that has no slot of its own.
// Such a link counts its boxes instead: number base + i lies in one round of
// block i, which both ends know from the link's secret. The link's protocol is
// the usual one, with these numbers for rounds. The blocks are quick while the link
// is young, and of their usual length after that.
type Pace struct {
	tie   TieID
	seed  keys.Key[paceUse]
	base  box.Round // the round in which block 0 begins, and the number of its box
	quick uint32    // how many blocks are quick
	young uint8     // rounds of a quick block
	block uint8     // rounds of every later block, a power of two
	pouch uint8     // PL of the link, in its own rounds
	cover box.Round // of a tie that was cut: until when it goes on; 0: the tie is live
}

// newPace makes the pace of a link from its invitation.
func newPace(tie TieID, inv *Invitation, g *Group, block uint8) (Pace, error) {
	p := Pace{tie: tie, base: max(inv.Base, 1), young: block, block: block, pouch: max(g.PouchRounds/block, minPaced)}
	if block == lifelineBlock {
		p.young = g.quickBlock()
		p.quick = uint32(g.quickRounds()) / uint32(p.young)
	}
	seed, err := hkdf.Key(sha256.New, inv.Secret.Bytes(), nil, "bulkhead/cell/1 pace", keys.Size)
	if err != nil {
		return Pace{}, fmt.Errorf("deriving a pace: %w", err)
	}
	defer clear(seed)
	p.seed, err = keys.Of[paceUse](seed)
	return p, err
}

// PacedPouch returns the longest PL of a paced link of this group, in its own
// rounds.
func (g *Group) PacedPouch() int { return int(max(g.PouchRounds/adoptedBlock, minPaced)) }

// Pace returns the pace of a tie's link; nil if it has a slot of its own, and so
// a box in every round. A cut tie's is there until its cover ends. It is to be
// used at once: what changes the state may move it.
func (s *State) Pace(id TieID) *Pace {
	for i := range s.paces {
		if s.paces[i].tie == id {
			return &s.paces[i]
		}
	}
	return nil
}

// Pouch returns PL of the link in its own rounds.
func (p *Pace) Pouch() int { return int(p.pouch) }

// blockOf returns the number of the block that round r ≥ base lies in.
func (p *Pace) blockOf(r box.Round) uint64 {
	at := uint64(r - p.base)
	if young := uint64(p.quick) * uint64(p.young); at >= young {
		return uint64(p.quick) + (at-young)/uint64(p.block)
	}
	return at / uint64(p.young)
}

// begin returns the first round of block i, and how many it has.
func (p *Pace) begin(i uint64) (first, rounds uint64) {
	if i < uint64(p.quick) {
		return uint64(p.base) + i*uint64(p.young), uint64(p.young)
	}
	young := uint64(p.quick)
	return uint64(p.base) + young*uint64(p.young) + (i-young)*uint64(p.block), uint64(p.block)
}

// draw returns what decides of box k: HMAC-SHA-256 of its number.
func (p *Pace) draw(k box.Round) (sum [sha256.Size]byte) {
	mac := hmac.New(sha256.New, p.seed.Bytes())
	var number [4]byte
	binary.BigEndian.PutUint32(number[:], uint32(k))
	mac.Write(number[:])
	mac.Sum(sum[:0])
	return sum
}

// Real returns the round in which box k ≥ base is written and read; the last
// round of all beyond the end of the calendar.
func (p *Pace) Real(k box.Round) box.Round {
	first, rounds := p.begin(uint64(max(k, p.base) - p.base))
	sum := p.draw(k)
	return box.Round(min(first+uint64(sum[0])%rounds, uint64(^box.Round(0))))
}

// Latest returns the number of the last box whose round is not after r; one less
// than base before the first.
func (p *Pace) Latest(r box.Round) box.Round {
	if r < p.base {
		return p.base - 1
	}
	k := p.base + box.Round(p.blockOf(r))
	if p.Real(k) > r {
		return k - 1
	}
	return k
}

// At returns the number of the box whose round is r; false if r is the round of
// none.
func (p *Pace) At(r box.Round) (k box.Round, ok bool) {
	if r < p.base {
		return 0, false
	}
	k = p.base + box.Round(p.blockOf(r))
	return k, p.Real(k) == r
}

// Spare returns the ties whose boxes n spare slots carry in round r: of those with
// a pace and a box in r the ones that the draw prefers, in its order.
func (s *State) Spare(r box.Round, n int) []TieID {
	type drawn struct {
		tie  TieID
		rank uint64
	}
	var all []drawn
	for i := range s.paces {
		p := &s.paces[i]
		if k, ok := p.At(r); ok {
			sum := p.draw(k)
			all = append(all, drawn{p.tie, binary.BigEndian.Uint64(sum[1:])})
		}
	}
	slices.SortStableFunc(all, func(a, b drawn) int { return cmp.Compare(a.rank, b.rank) })
	ties := make([]TieID, min(n, len(all)))
	for i := range ties {
		ties[i] = all[i].tie
	}
	return ties
}

// coverPace lets the pace of a tie that is cut go on until its cover ends. Only so
// many do, those cut last.
func (s *State) coverPace(id TieID, cover box.Round) {
	dead, first := 0, -1
	for i := range s.paces {
		p := &s.paces[i]
		if p.tie == id {
			p.cover = cover
		}
		if p.cover != 0 {
			if dead++; first < 0 || p.cover < s.paces[first].cover {
				first = i
			}
		}
	}
	if dead > maxDeadPaces {
		s.dropPace(first)
	}
}

// tickPaces forgets the paces whose cover is over.
func (s *State) tickPaces(now box.Round) {
	for i := len(s.paces) - 1; i >= 0; i-- {
		if p := &s.paces[i]; p.cover != 0 && p.cover < now {
			s.dropPace(i)
		}
	}
}

func (s *State) dropPace(i int) {
	s.paces[i].seed.Erase()
	s.paces = append(s.paces[:i], s.paces[i+1:]...)
}

// Format implements [fmt.Formatter] and prints nothing of it.
func (Pace) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.Pace(hidden)") }
