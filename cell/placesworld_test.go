package cell

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
	"bulkhead/card"
)

// presence says in which rounds of a day a phone runs, and how often it is opened.
type presence struct {
	name   string
	perDay int                                    // rounds of a day
	runs   func(r *rand.Rand, round int) (on int) // for how many rounds a phone is on from now, or, if negative, off
	opens  int                                    // openings a day, each at a drawn round in which the phone runs
}

// presences are those of SCIENCE's observer, at T = 15 min, and hours of 2 h a day at
// T = 2 min, to which four in five come.
var presences = []presence{
	{"always on", 96, func(*rand.Rand, int) int { return 96 }, 2},
	{"on for an hour, off for two", 96, func(r *rand.Rand, round int) int {
		if round%2 == 0 {
			return 1 + int(r.ExpFloat64()*4)
		}
		return -1 - int(r.ExpFloat64()*8)
	}, 2},
	{"by day", 96, func(r *rand.Rand, round int) int { // all by the same day, one sooner than another
		if round == 0 {
			return -28 - r.IntN(8)
		}
		return []int{-48, 48}[round%2]
	}, 2},
	{"hours", 60, func(r *rand.Rand, _ int) int { return []int{60, -60}[min(r.IntN(5), 4)/4] }, 1},
}

// member is a person whose phone runs and is opened by a presence.
type member struct {
	*person
	on       []bool // by round from the world's beginning
	opening  []bool
	opened   box.Round // last; the pouch lasts for PL rounds from there
	pair     card.Pair // as sealed then
	said     CardSaid
	deaf     bool // a captor's: carries out no rule
	moved    bool // to the captor's place
	reacts   bool // a founder who revokes what the other signs alone, at the opening after it saw so
	reacting bool
}

// way is one direction of a link.
type way struct {
	from, to *member
	fromTie  TieID
	toTie    TieID
	slow     bool     // a lifeline: one box in 16 rounds, one message in it
	waits    [][]byte // sealed by from, in order
	arrived  [][]byte // at the phone of to, which has not been opened since
	heard    bool     // a box arrived since the last opening
	said     CardSaid // in the newest one
	unlocked box.Round
	claims   *card.Card // a captor's: what its header says here; nil: of its own
	crossed  box.Round
}

// placesWorld is a group whose boxes are at places: a box crosses if both phones run, it
// is not lost, and both look for it at one place.
type placesWorld struct {
	*world
	t       testing.TB
	seed    uint64
	members []*member
	ways    []*way
	begin   box.Round
	loss    float64
	lost    float64    // of packets about cards, for good
	dead    card.Place // carries nothing any more; zero: none
	captor  card.Place // who looks there was moved
}

// newPlacesWorld makes a group of n, level by level, that has lifelines if slow says so.
func newPlacesWorld(t testing.TB, seed uint64, n int, lifelines bool) *placesWorld {
	w := newWorld(t, seed)
	a := w.found("A", group())
	b := w.join(a, Partner, "B")
	w.run()
	level := []*person{a, b}
	for len(w.people) < n {
		var next []*person
		for _, lead := range level {
			if len(w.people)+2 > n {
				break
			}
			x, y := w.join(lead, Led, fmt.Sprint("m", len(w.people))), w.join(lead, Led, fmt.Sprint("m", len(w.people)+1))
			w.introduce(lead, x, y)
			next = append(next, x, y)
		}
		level = next
	}
	if lifelines {
		w.later(1)
		w.later(1)
	}
	return &placesWorld{world: w, t: t, seed: seed, loss: .1, begin: w.now}
}

// live gives everybody a presence for so many rounds.
func (w *placesWorld) live(rounds int, of func(n int) presence) {
	by := map[*person]*member{}
	for n, p := range w.people {
		m := &member{person: p, on: make([]bool, rounds), opening: make([]bool, rounds), pair: p.s.Cards(w.now), opened: w.now}
		r := rand.New(rand.NewPCG(w.seed, uint64(n)))
		is := of(n)
		for at, k := 0, 0; at < rounds; k++ {
			d := is.runs(r, k)
			for end := at + max(d, -d); at < min(end, rounds); at++ {
				m.on[at] = d > 0
			}
		}
		for day := 0; day+is.perDay <= rounds; day += is.perDay {
			for part := range is.opens {
				from, length := day+part*is.perDay/is.opens, is.perDay/is.opens
				for range 200 { // people open a phone that is on
					if at := from + r.IntN(length); m.on[at] {
						m.opening[at] = true
						break
					}
				}
			}
		}
		w.members, by[p] = append(w.members, m), m
	}
	for _, m := range w.members {
		for tie, to := range m.peers {
			if to.p != nil {
				w.ways = append(w.ways, &way{from: m, to: by[to.p], fromTie: tie, toTie: to.tie, slow: m.s.Pace(tie) != nil})
			}
		}
	}
}

// open has a member open its device: it takes in what arrived, does its rules, and seals.
func (w *placesWorld) open(m *member) {
	for _, v := range w.ways {
		if v.to != m || m.deaf {
			continue
		}
		for _, message := range v.arrived {
			effects, err := m.s.Receive(v.toTie, message, w.now, w.rand)
			w.must(err)
			w.do(m.person, effects)
		}
		if v.heard {
			effects, err := m.s.CardHeard(v.toTie, v.said, v.unlocked, w.now)
			w.must(err)
			w.do(m.person, effects)
		}
		v.arrived, v.heard = nil, false
	}
	if !m.deaf {
		w.do(m.person, m.s.Tick(w.now))
		if m.reacting {
			if effects, err := m.s.RevokeCard(w.now); err == nil {
				w.do(m.person, effects)
			}
		}
		m.reacting = m.reacts && m.count(PlacesByOne, "")+m.count(PlacesNamed, "") > 0
	}
	w.seal(m)
}

// seal puts what a member has to say into its pouch.
func (w *placesWorld) seal(m *member) {
	for _, v := range w.ways {
		if v.from == m {
			for _, message := range v.to.in[v.toTie] {
				about := message[0] == kindCard || message[0] == kindCardNamed || message[0] == kindCardRevoked
				if !about || w.lost == 0 || w.rng.Float64() >= w.lost {
					v.waits = append(v.waits, message)
				}
			}
			v.to.in[v.toTie] = nil
		}
	}
	m.pair, m.said, m.opened = m.s.Cards(w.now), m.s.CardSaid(w.now), w.now
}

// run lets so many rounds go by.
func (w *placesWorld) runRounds(rounds int) {
	r := rand.New(rand.NewPCG(w.seed, uint64(w.now)))
	pouch := box.Round(group().PouchRounds)
	for range rounds {
		at := int(w.now - w.begin)
		for _, v := range w.ways {
			if !v.from.on[at] || !v.to.on[at] || w.now > v.from.opened+pouch || w.now > v.to.opened+pouch || r.Float64() < w.loss {
				continue
			}
			if v.slow && r.IntN(lifelineBlock) > 0 {
				continue
			}
			var id box.ID
			id[3] = byte(r.IntN(card.Entries))
			here, _, _ := v.from.pair.At(v.from.pair.Place(id, w.now))
			there, _, _ := v.to.pair.At(v.to.pair.Place(id, w.now))
			if here != there || here == w.dead {
				continue
			}
			most := 2
			switch {
			case v.slow:
				most = 1
			case v.from.deaf: // in as many boxes as a link may have in a round
				most = 10
				fallthrough
			default:
				v.heard, v.said, v.unlocked = true, v.from.said, v.from.opened
				if v.claims != nil {
					v.said = said(v.claims, v.unlocked)
				}
			}
			n := min(most, len(v.waits))
			v.arrived, v.waits, v.crossed = append(v.arrived, v.waits[:n]...), v.waits[n:], w.now
		}
		for _, m := range w.members {
			for entry := byte(0); entry < card.Entries && w.captor != (card.Place{}) && m.on[at] && !m.deaf && !m.moved; entry++ {
				place, _, _ := m.pair.At(m.pair.Place(box.ID{3: entry}, w.now))
				m.moved = place == w.captor
			}
			if m.opening[at] {
				w.open(m)
			}
		}
		w.now++
	}
}

// both has the founders sign a card now, which begins as soon as may be.
func (w *placesWorld) both(places ...card.Place) {
	a, b := w.members[0], w.members[1]
	base := a.s.cards.base.Card
	c, err := base.Next(places, nil, false, w.now, w.now+base.Change())
	w.must(err)
	signed := card.Signed{Card: c}
	a.s.signCard(&signed)
	b.s.signCard(&signed)
	for _, m := range []*member{a, b} {
		effects, err := m.s.TakeCard(&signed, w.now)
		w.must(err)
		w.do(m.person, effects)
		w.seal(m)
	}
}
