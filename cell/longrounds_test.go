package cell

import (
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// everyLength calls f for groups with rounds from a minute to the longest, each with
// the shortest pouch, a usual one and the longest.
func everyLength(t *testing.T, f func(t *testing.T, g Group)) {
	for _, length := range []time.Duration{
		time.Minute, 2 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, round.MaxLength,
	} {
		for _, pouch := range []uint8{round.MinPouchRounds, 48, round.MaxPouchRounds} {
			g := group()
			g.Calendar.Length, g.PouchRounds = length, pouch
			t.Run(length.String(), func(t *testing.T) { f(t, g) })
		}
	}
}

// orphanOf is a member of a group that has lost its lead, and has so many lifelines.
func orphanOf(t *testing.T, w *world, g Group, lifelines int, now box.Round) *State {
	t.Helper()
	s := &State{standing: Member, group: g}
	for i := range lifelines {
		inv := &Invitation{Base: now - 1, Card: cardOf(g).Hash()}
		w.rand.Read(inv.Secret.Bytes())
		tie := TieID(i + 1)
		p, err := newPace(tie, inv, &g, lifelineBlock)
		w.must(err)
		s.ties = append(s.ties, Tie{ID: tie, Relation: Lifeline, Phase: Unconfirmed})
		s.lifelines = append(s.lifelines, lifeline{tie: tie, rank: uint8(1 + i%lastRank)})
		s.paces = append(s.paces, p)
	}
	return s
}

// TestAnOrphanIsHeardWhateverARoundIs: what it asks over a lifeline travels in twelve
// boxes of it, one block cut short, and nothing else is asked there meanwhile: what has
// ended holds up what comes after it until one box more has come through. All lifelines
// have been asked after a day for each.
func TestAnOrphanIsHeardWhateverARoundIs(t *testing.T) {
	everyLength(t, func(t *testing.T, g Group) {
		for lifelines := 1; lifelines <= maxOwn; lifelines++ {
			const begun = box.Round(70_000)
			w := newWorld(t, 91)
			s := orphanOf(t, w, g, lifelines, begun)
			asked, until := map[TieID]int{}, map[TieID]box.Round{}
			first, all := box.Round(0), box.Round(0)
			for now := begun; asked[1] < 3; now++ {
				effects, err := s.tickOrphan(now, w.rand)
				w.must(err)
				for _, e := range effects {
					ask, is := e.(Send)
					if !is {
						continue
					}
					if asked[ask.Tie]++; len(asked) == lifelines && all == 0 {
						all = now
					}
					if first == 0 {
						first = now
					}
					if now <= until[ask.Tie] {
						t.Errorf("PL %d, %d lifelines: asks again over %d while the last ask has %d rounds left", g.PouchRounds, lifelines, ask.Tie, until[ask.Tie]-now)
					}
					until[ask.Tie] = ask.Expires
					p := s.Pace(ask.Tie)
					if boxes := p.Latest(ask.Expires) - p.Latest(now); boxes < lifelineBoxes-1 {
						t.Errorf("PL %d, %d lifelines: an ask travels in %d boxes, want %d", g.PouchRounds, lifelines, boxes, lifelineBoxes-1)
					}
				}
			}
			if want := g.rounds(wakeNext) * box.Round(lifelines-1); all-first != want {
				t.Errorf("PL %d: the last of %d lifelines is asked %d rounds after the first, want %d", g.PouchRounds, lifelines, all-first, want)
			}
		}
	})
}

// TestALifelineHasTheBoxesItNeedsWhateverARoundIs: what is said in days about a lifeline,
// or the tie that an adoption makes, is so many of its boxes at least, a lifeline just
// made or an old one.
func TestALifelineHasTheBoxesItNeedsWhateverARoundIs(t *testing.T) {
	everyLength(t, func(t *testing.T, g Group) {
		for name, c := range map[string]struct {
			rounds box.Round
			boxes  int
			block  uint8
			young  bool
		}{
			"before it is secured":                  {g.unsecuredRounds(), 2*minQuick/quickBlock + lifelineBoxes, lifelineBlock, true},
			"until another is asked for":            {g.quietRounds(), lifelineBoxes, lifelineBlock, false},
			"until it is given up for silence":      {g.silentRounds(), 2 * lifelineBoxes, lifelineBlock, false},
			"an adoption on its way":                {g.adoptionRounds(), lifelineBoxes / 4 * 3, lifelineBlock, false},
			"what speaks for an adoption":           {max(g.wordRounds(), 2*g.unheardRounds()), 2 * lifelineBoxes, lifelineBlock, false},
			"until an adopted tie goes for silence": {g.unheardRounds(), 48, adoptedBlock, true},
			"until a new lead must have proven":     {g.provenRounds(), 24, adoptedBlock, true},
			"a stamp on its way":                    {7 * g.stampRounds(), 14, adoptedBlock, true},
		} {
			inv := &Invitation{Base: 70_000, Card: cardOf(g).Hash()}
			newWorld(t, 92).rand.Read(inv.Secret.Bytes())
			p, err := newPace(1, inv, &g, c.block)
			if err != nil {
				t.Fatal(err)
			}
			from := p.base
			if !c.young {
				from += g.quickRounds() + 5
			}
			if got := int(p.Latest(from+c.rounds) - p.Latest(from)); got < c.boxes-1 { // the last block may be cut short
				t.Errorf("PL %d, %s: %d rounds are %d boxes, want %d", g.PouchRounds, name, c.rounds, got, c.boxes)
			}
		}
	})
}

// TestAnAskForALifelineIsNotOvertaken: the next one, which takes away the way of its
// answer, comes no sooner than both have had 16 rounds for each of six links, a pace's
// four boxes; who heard that there is none asks sooner.
func TestAnAskForALifelineIsNotOvertaken(t *testing.T) {
	everyLength(t, func(t *testing.T, g Group) {
		if got := g.askRounds(); got < 6*4*adoptedBlock || got < g.rounds(askAgain) {
			t.Errorf("asks again after %d rounds", got)
		}
		s := &State{group: g, asks: []ask{{id: ID{1}, over: 1, sent: 70_000}}}
		s.onNone(&Tie{ID: 1}, &lifelineLost{id: ID{1}, whom: lostNone}, 70_000)
		if got, want := since(70_000+g.rounds(noneAgain), s.asks[0].sent), uint64(g.askRounds()); got != want {
			t.Errorf("who heard that there is none asks again %d rounds early", int(want)-int(got))
		}
	})
}
