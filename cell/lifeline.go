package cell

import (
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/keys"
)

// A lifeline is a link that an orphan uses to find a new lead. Each member has
// two: rank 1 to its lead's lead's partner, and rank 2 to its lead's lead's
// lead, neither of whom its lead knows by more than a relation. Who founders
// lead have one, to the other founder. It is asked for, and answered, by way of
// the lead, sealed end to end, and names nobody: there is no alias.
const (
	rankPartner = 0 // asked over the partner: the partner's new lead
	lastRank    = 2

	// MaxLifelines is how many lifelines a device has and keeps for others, at
	// most: twelve for the shape's own, two of its owner's, two to spare.
	MaxLifelines = 16

	// maxOwn is how many of them are the owner's own: those of an earlier lead
	// stay until newer ones are secured.
	maxOwn = 4

	// maxOver is how many are held for those behind one tie.
	maxOver = 8

	// maxPassed is how many asks a hop remembers the way of, for each tie.
	maxPassed = 12

	// askAgain is after how long a device asks again for a lifeline that it has
	// not got; noneAgain the same, where it heard that there is none.
	askAgain  = 7 * 24 * time.Hour
	noneAgain = 2 * 24 * time.Hour

	// minAskAgain is askAgain in rounds at least: an ask and its answer pass six
	// links, of which one may be paced. The lead gives up the way of an ask when the
	// next one comes; so who asks sooner than answers come has no lifeline ever.
	minAskAgain = 6 * 16

	// askPause is how long a lead lets go by between two asks of one rank by the
	// same member.
	askPause = 36 * time.Hour

	// unsecuredFor and silentFor are how long a lifeline may be without a key
	// exchange, or without a box that opens, before it is given up; quietFor how
	// long its owner waits before asking for another. Where rounds are long: see
	// unsecuredRounds, silentRounds, quietRounds.
	unsecuredFor = 14 * 24 * time.Hour
	silentFor    = 90 * 24 * time.Hour
	quietFor     = 30 * 24 * time.Hour

	// ripeAfter is how old a lifeline must be for the cut of the tie that brought
	// it to be a witness: who is about to be cut can plant one, but hardly so
	// long before.
	ripeAfter = 7 * 24 * time.Hour
)

// askRounds is askAgain in rounds.
func (g *Group) askRounds() box.Round { return max(g.rounds(askAgain), minAskAgain) }

// unsecuredRounds is unsecuredFor in rounds: at least until it begins, the quick
// blocks, and as many boxes of the usual ones.
func (g *Group) unsecuredRounds() box.Round {
	return max(g.rounds(unsecuredFor), g.answerTravels()+g.quickRounds()+lifelineBoxes*lifelineBlock)
}

// quietRounds is quietFor in rounds.
func (g *Group) quietRounds() box.Round { return g.lifelineRounds(quietFor) }

// silentRounds is silentFor in rounds: at least twice the fewest of quietRounds.
func (g *Group) silentRounds() box.Round { return 2 * g.lifelineRounds(silentFor/2) }

// Steps of an ask.
const (
	stepAsker    = iota + 1 // from the one who asks
	stepLead                // from its lead
	stepAnswerer            // to the one who answers
)

// whomLost says who on the way of an ask was cut off.
type whomLost uint8

const (
	lostNone     whomLost = iota // no lifeline is to be had this way
	lostAsker                    // the one who asked
	lostLead                     // its lead: the witness of an orphan
	lostAnswerer                 // the one who keeps the lifeline
	lostSaid                     // the asker says so of its lead: goes to the lead's lead, who may not know
)

type askUse struct{}

// ask is a lifeline asked for and not answered yet.
type ask struct {
	id   ID
	rank uint8
	over TieID            // whom it was given to
	seed keys.Key[askUse] // of the private key that the answer is sealed to
	sent box.Round
}

// passed is what a hop keeps of somebody else's ask: where it came from and
// where it went.
type passed struct {
	id   ID
	from TieID
	to   TieID
	rank uint8
	step uint8     // with which it came
	at   box.Round // when
	gone box.Round // when somebody further down said that the one who asked was cut off; 0: nobody did
	told box.Round // when a word from further up about the one who answered, or about the asker's lead, last went on or was shown; 0: never
}

// lifeline is what is kept of a tie that is one.
type lifeline struct {
	tie  TieID
	rank uint8 // 1, 2, or rankPartner: the owner's own
	held bool  // for somebody below, by the owner
	id   ID    // of the ask
	over TieID // the tie that brought it; 0: cut since

	doubted   bool         // somebody on the way said that its other end was cut off
	witnessed box.Round    // held: when somebody else said that the other end's lead was lost; 0: nobody
	asks      box.Round    // held: when the other end said it; 0: it did not
	ref       [refLen]byte // held: the pair it said it is of
	said      box.Round    // held: when the owner was last told that the other end asks; 0: never
	given     TieID        // the tie that an adoption over it made; 0: none
	byOwner   bool         // held: the owner said that the other end may be adopted
	woken     bool         // own: the owner has asked over it since the lead was lost
	stale     bool         // own: the lead said that its way is broken further up
}

func (s *State) lifeline(tie TieID) *lifeline {
	for i := range s.lifelines {
		if s.lifelines[i].tie == tie {
			return &s.lifelines[i]
		}
	}
	return nil
}

func (s *State) lifelineOf(id ID) *lifeline {
	for i := range s.lifelines {
		if s.lifelines[i].id == id {
			return &s.lifelines[i]
		}
	}
	return nil
}

// LifelineView is what a person may see of a lifeline.
type LifelineView struct {
	Tie     TieID
	Rank    int       // 1, 2: which; 0: see Held
	Held    bool      // for somebody below, whom nobody here knows
	Doubted bool      // somebody on the way said that its other end was cut off
	Asks    bool      // the other end asks for a new lead, and no second witness has said that it lost its own
	Heard   box.Round // highest round of a box that opened; 0: none
	Phase   Phase
}

// Lifelines returns all lifelines, the owner's own first.
func (s *State) Lifelines(now box.Round) (all []LifelineView) {
	for _, l := range s.lifelines {
		t := s.tie(l.tie)
		all = append(all, LifelineView{l.tie, int(l.rank), l.held, l.doubted, s.asking(&l, now), t.Heard, t.Phase})
	}
	slices.SortStableFunc(all, func(a, b LifelineView) int {
		switch {
		case a.Held == b.Held:
			return a.Rank - b.Rank
		case b.Held:
			return -1
		}
		return 1
	})
	return all
}

// newLifeline keeps a tie, its pace and its lifeline, and starts its link.
func (s *State) newLifeline(l lifeline, inv *Invitation, role Role, now box.Round) ([]Effect, error) {
	if s.last >= maxTieID {
		return nil, ErrTooManyTies
	}
	var out []Effect
	if !l.held {
		out = s.spareOwn(now)
	}
	p, err := newPace(s.last+1, inv, &s.group, lifelineBlock)
	if err != nil {
		return nil, err
	}
	s.last++
	l.tie = s.last
	s.ties = append(s.ties, Tie{ID: s.last, Relation: Lifeline, Phase: Securing, Since: now, Unlocked: now})
	s.paces, s.lifelines = append(s.paces, p), append(s.lifelines, l)
	if !l.held {
		out = append(out, Show{What: LifelineMade, Tie: s.last, Rel: Lifeline})
	}
	return append(out, StartLink{s.last, inv, role}), nil
}

// spareOwn makes room for another lifeline of the owner's own: the oldest of an
// earlier lead goes, or else the oldest.
func (s *State) spareOwn(now box.Round) []Effect {
	n, goes := 0, TieID(0)
	lead := s.only(Lead)
	for _, l := range s.lifelines {
		if l.held {
			continue
		}
		n++
		earlier := lead == nil || l.over != lead.ID
		if goes == 0 || earlier && !s.earlier(goes, lead) {
			goes = l.tie
		}
	}
	if n < maxOwn {
		return nil
	}
	return s.cut(s.tie(goes), false, false, now)
}

func (s *State) earlier(tie TieID, lead *Tie) bool {
	return lead == nil || s.lifeline(tie).over != lead.ID
}

// alive reports whether a lifeline can be counted on: it is secured and was
// heard of late, or is still young.
func (s *State) alive(l *lifeline, now box.Round) bool {
	t := s.tie(l.tie)
	if t.Phase < Unconfirmed {
		return since(now, t.Since) <= uint64(s.group.unsecuredRounds())
	}
	return since(now, max(t.Heard, t.Since)) <= uint64(s.group.quietRounds())
}

func (s *State) dropLifeline(tie TieID) {
	s.lifelines = slices.DeleteFunc(s.lifelines, func(l lifeline) bool { return l.tie == tie })
}
