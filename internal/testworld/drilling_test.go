package testworld

import (
	"errors"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
)

// A drill is a capture in a world where everybody has met and has lifelines,
// and what comes of it:
//
//   - Members are seized: their phones are copied and opened with their
//     passphrases. The copies run on and are opened in every round, so that all
//     others see phones that are on and unlocked.
//   - Each seized member is asked for as long as questioning lasts and gives up
//     each person that the open phone names with probability p. Whom it gives up
//     is seized then, hop by hop.
//   - After the given hops those who know a seized member notice: at their next
//     unlock their owners confirm it (device.Drill). From here on nobody does
//     anything but unlock, read and write: cuts after their delays, covers,
//     orphans, lifelines, adoptions are the devices' own.
type drill struct {
	*World
	p      float64
	hops   int
	chance *rand.Rand
	habits habits

	taken   map[int]*capture
	due     map[box.Round][]int // who is seized when
	begun   box.Round
	noticed box.Round
	orphans map[int]*orphan
	heard   map[string]map[int]bool // by notice: who of the honest was shown it

	reached, connected int      // by the notice at the end
	late               []string // what captors were told after all who knew the seized member had cut it

	unproven map[end]bool   // new leads of which a device said that they have not proven themselves
	refused  map[string]int // what devices of the honest refused to take in
}

// habits are how people live in a drill.
type habits struct {
	every       int       // rounds between two unlocks of a member
	questioning box.Round // rounds between two hops
	captures    int       // members seized at once, far apart
	lead        bool      // only members who lead a pair are seized first
	day         bool      // phones are on a third of the time, an hour on average
}

// capture is one seized member.
type capture struct {
	hop, first     int // hop 0 is who was seized first
	round          box.Round
	knew           map[end]box.Round // honest ties to it, and when each was cut; 0: not yet
	lastCut        box.Round         // once all are
	lastNews       box.Round         // when the last box came that told the captor anything
	news           int               // how many things
	asked          int               // orphans that asked here
	covered, alive int               // looks at links that others had cut and cover; of these, at ones that seemed alive
}

// orphan is an honest member who has cut its lead.
type orphan struct {
	since   box.Round
	adopted box.Round // when it first had a new one; 0: never
	healed  box.Round // 0: not
	by      int       // the new lead
	wrongly int       // how often a seized member's device was the new lead
}

func newDrill(w *World, p float64, hops int, h habits) *drill {
	w.Drilling = true
	if h.day {
		w.On, w.Off = time.Hour, 2*time.Hour
		for _, m := range w.Members {
			m.startHabits()
		}
	}
	return &drill{
		World: w, p: p, hops: hops, habits: h, chance: rand.New(source(w.Seed, 1<<41)),
		taken: map[int]*capture{}, due: map[box.Round][]int{}, orphans: map[int]*orphan{},
		heard: map[string]map[int]bool{}, unproven: map[end]bool{}, refused: map[string]int{},
	}
}

func (d *drill) round() box.Round { return d.calendar.At(d.now) }

// begin seizes the first members. They are far enough from each other that the
// captures, those whom they orphan, and the other ends of their lifelines do
// not meet.
func (d *drill) begin() error {
	d.begun = d.round()
	d.noticed = d.begun + box.Round(d.hops)*d.habits.questioning
	shape := shapeOf(len(d.Members))
	var first []int
	for tries := 0; tries < 1000 && len(first) < d.habits.captures; tries++ {
		n := d.chance.IntN(len(d.Members))
		distances := shape.distances(n)
		near := slices.ContainsFunc(first, func(f int) bool { return distances[f] < 2*d.hops+3 })
		if leads := 2*n+2 < len(d.Members); near || d.habits.lead && !leads {
			continue
		}
		first = append(first, n)
		if err := d.seize(n, capture{first: n}); err != nil {
			return err
		}
	}
	return nil
}

// seize takes a member, who gives up contacts if there is time for it.
func (d *drill) seize(n int, c capture) error {
	if d.taken[n] != nil {
		return nil
	}
	m := d.Members[n]
	if err := m.Seize(); err != nil {
		return err
	}
	if err := m.Unlock(); err != nil {
		return err
	}
	known, err := m.names()
	m.Device.Abandon()
	m.Device = nil
	if err != nil {
		return err
	}
	c.round, c.knew = d.round(), map[end]box.Round{}
	d.taken[n] = &c
	m.drafts, m.wishes = nil, nil
	for _, other := range known {
		if c.hop < d.hops && d.chance.Float64() < d.p {
			at := c.round + d.habits.questioning
			d.due[at] = append(d.due[at], n, other)
		}
	}
	return nil
}

// live lets one round go by: a quarter into it, those whose time it is unlock.
func (d *drill) live(writing bool) error {
	d.NextRound()
	d.Advance(d.RoundLength / 4)
	now := d.round()
	for pair := d.due[now]; len(pair) > 0; pair = pair[2:] {
		by := d.taken[pair[0]]
		if err := d.seize(pair[1], capture{hop: by.hop + 1, first: by.first}); err != nil {
			return err
		}
	}
	delete(d.due, now)
	var visitors []*Member
	for _, m := range d.Members {
		if d.opens(m, now) {
			visitors = append(visitors, m)
			d.prepare(m, writing)
		}
	}
	failed := make([]error, len(d.Members))
	sideBySide(visitors, func(m *Member) { failed[m.Number] = m.SitDown() })
	for _, m := range visitors {
		d.collect(m)
	}
	for _, m := range visitors {
		d.observe(m)
	}
	d.judgeCuts()
	d.judgeOrphans(now)
	return errors.Join(failed...)
}

// opens reports whether somebody opens a member's device in this round: a
// captor always, until some rounds after the last who knew the member has cut
// it, and then as its owner would.
func (d *drill) opens(m *Member, now box.Round) bool {
	if c := d.taken[m.Number]; c != nil && (c.lastCut == 0 || now <= c.lastCut+4) {
		return true
	}
	return (int(now)+m.Number*7)%d.habits.every == 0
}

// prepare has an honest owner decide what to do with the open device.
func (d *drill) prepare(m *Member, writing bool) {
	if m.worker == nil {
		m.goOn()
	}
	if d.taken[m.Number] != nil {
		return
	}
	if d.round() >= d.noticed {
		d.confirm(m)
	}
	if writing && len(m.Ties) > 0 {
		m.draft()
	}
}

// confirm has the owner confirm that those whom it knows were taken. A new lead
// is known by what it cannot show: it is confirmed once the device says that it
// has not proven itself.
func (d *drill) confirm(m *Member) {
	for _, other := range sortedKeys(m.Ties) {
		tie := m.Ties[other]
		t := m.seen[tie]
		if d.taken[other] == nil || t.adopted && t.relation == cell.Lead && !d.unproven[end{m.Number, tie}] {
			continue
		}
		m.wishes = append(m.wishes, func(open *device.Device) error {
			_, err := open.Drill(tie)
			if errors.Is(err, cell.ErrConfirmed) || errors.Is(err, cell.ErrNoTie) {
				return nil // confirmed before, or both words were there
			}
			return err
		})
	}
}

// lifelinesOf returns at whom a member's own lifelines end in a group filled in
// level by level: at its lead's lead's partner and lead; those whom founders
// lead have one to the other founder, and those below them none to a lead that
// founders have not.
func lifelinesOf(n int) (ends []int) {
	lead := LeadOf(n)
	switch {
	case lead < 0:
		return nil
	case LeadOf(lead) < 0:
		return []int{partnerOf(lead)}
	}
	ends = []int{partnerOf(LeadOf(lead))}
	if above := LeadOf(LeadOf(lead)); above >= 0 {
		ends = append(ends, above)
	}
	return ends
}

// lifelines counts a member's own lifelines that are secured and lead to where
// they should, on both sides; wrong ones are those that lead elsewhere.
func (w *World) lifelines(m *Member) (right, wrong int) {
	for tie, t := range m.seen {
		if t.relation != cell.Lifeline || t.rank == 0 || !t.secured {
			continue
		}
		other, back, known := w.Other(m.Number, tie)
		want := lifelinesOf(m.Number)
		switch {
		case !known || !w.Members[other].seen[back].secured:
		case t.rank <= len(want) && want[t.rank-1] == other:
			right++
		default:
			wrong++
		}
	}
	return right, wrong
}

// ripen lets the world live for the week after which a lifeline's witnesses count
// (docs/protocol/cell.md), and a day: everybody unlocks twice a day.
func (w *World) ripen(t *testing.T) {
	t.Helper()
	every := int(12 * time.Hour / w.RoundLength) // rounds between two unlocks of a member
	for range 8 * 24 * time.Hour / w.RoundLength {
		w.NextRound()
		if err := w.visit(w.whoUnlocks(every)); err != nil {
			t.Fatal(err)
		}
	}
}

// whoUnlocks returns the members whose turn it is to unlock in this round.
func (w *World) whoUnlocks(every int) (all []*Member) {
	for _, m := range w.Members {
		if (int(w.calendar.At(w.now))+m.Number)%every == 0 {
			all = append(all, m)
		}
	}
	return all
}

// setUpLifelines lets the world live until everybody has its lifelines.
func (w *World) setUpLifelines(t *testing.T) {
	t.Helper()
	const every = 5 // rounds between two unlocks of a member
	begun, most, shares := w.calendar.At(w.now), 0, []int{50, 95}
	for range 2 * limitRounds {
		w.NextRound()
		now := w.calendar.At(w.now)
		if err := w.visit(w.whoUnlocks(every)); err != nil {
			t.Fatal(err)
		}
		all := 0
		for _, m := range w.Members {
			right, wrong := w.lifelines(m)
			if wrong > 0 {
				t.Fatalf("a lifeline of member %d ends at the wrong member", m.Number)
			}
			if right == len(lifelinesOf(m.Number)) {
				all++
			}
		}
		for len(shares) > 0 && 100*all >= shares[0]*len(w.Members) {
			t.Logf("%d of %d have all their lifelines after %d rounds", all, len(w.Members), now-begun)
			shares = shares[1:]
		}
		if most = max(most, all); all == len(w.Members) {
			t.Logf("all have all their lifelines after %d rounds", now-begun)
			return
		}
	}
	t.Fatalf("after %d rounds %d of %d have their lifelines", 2*limitRounds, most, len(w.Members))
}
