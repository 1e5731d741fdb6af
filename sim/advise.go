package sim

import (
	"math"
	"slices"
	"time"

	"bulkhead/cell"
	"bulkhead/round"
)

// Needs is what a group asks advice for.
type Needs struct {
	Members int
	Notice  time.Duration  // the longest time after which somebody taken must be missed: check-in and grace together
	Mean    time.Duration  // from being given up to being taken, on average
	P       float64        // that somebody taken gives up one contact
	Accept  float64        // expected others exposed by one capture that are still accepted; 0: 4, as many as one device names
	Word    time.Duration  // the longest that word may usually need from the farthest member to the desk; 0: any time
	Round   time.Duration  // length of a round
	When    round.Calendar // of the group; zero: without hours
	Hop     time.Duration  // how long word usually needs for one hop
}

// Plan is one shape with check-in times, and what it costs.
type Plan struct {
	Shape      Cells
	Every      time.Duration // between two check-ins
	Grace      time.Duration
	Unnoticed  time.Duration // the longest that somebody who was taken is not missed
	Late       time.Duration // how late somebody may check in without being missed
	PEff       float64       // of these times
	CriticalP  float64       // cell.CriticalP of the shape
	Exposed    float64       // others expected, without a limit of hops, at PEff (exact)
	Never      float64       // the same if nobody ever noticed: at P
	Confession int           // people named by one device, its owner included
	CutOff     float64       // share cut off by the worst single loss until it is healed
	Hops       int           // from the farthest member to the desk
	Usual      time.Duration
	PerDay     float64 // unlocks a day
	Slots      int     // that the group must be founded with
}

// Advice is what [Advise] recommends, with the plans that were given up for it.
type Advice struct {
	Plan
	Accepted bool   // Exposed is within what was accepted, and PEff below CriticalP
	InTime   bool   // word comes within what was asked for
	Safer    *Plan  // the same shape, exposing less for more unlocks; nil if there are no such times
	Lighter  *Plan  // the same shape, for fewer unlocks; nil if there are no such times
	Quicker  *Plan  // another shape, bringing word sooner; nil if none does
	Looked   []Plan // the best times of each shape, by Exposed
}

// everyHours and graceHours are times that people can keep, in hours.
var (
	everyHours = []int{1, 2, 3, 4, 6, 8, 12, 24, 48}
	graceHours = []int{1, 2, 3, 4, 6, 8, 12, 24}
)

// graceInHours are more of them, where spans are short.
var graceInHours = []time.Duration{10 * time.Minute, 15 * time.Minute, 30 * time.Minute}

// Times returns pairs of check-in and grace that people can keep, no grace longer than
// the check-in. In a group with hours there are the times from one span to the next
// among the check-ins, and graces of some minutes.
func Times(c round.Calendar) (all [][2]time.Duration) {
	every, grace := c.Waits(), []time.Duration(nil)
	for _, h := range everyHours {
		every = append(every, time.Duration(h)*time.Hour)
	}
	slices.Sort(every)
	if c.HasHours() {
		grace = append(grace, graceInHours...)
	}
	for _, h := range graceHours {
		grace = append(grace, time.Duration(h)*time.Hour)
	}
	for _, e := range slices.Compact(every) {
		for _, g := range grace {
			if g <= e {
				all = append(all, [2]time.Duration{e, g})
			}
		}
	}
	return all
}

// Soonest returns the shortest of the longest times, of all [Times], that somebody who
// was taken is not missed.
func Soonest(c round.Calendar) time.Duration {
	least := time.Duration(math.MaxInt64)
	for _, t := range Times(c) {
		least = min(least, cell.NoticingOf(c, t[0], t[1]).Longest())
	}
	return least
}

func (n Needs) check() error {
	switch {
	case n.Members < 2 || n.Members > MaxMembers:
		return &Fault{Kind: ErrQuestion, Why: WhyMembers, Value: float64(n.Members), Least: 2, Most: MaxMembers}
	case n.When.HasHours() && n.Notice < Soonest(n.When):
		return &Fault{Kind: ErrQuestion, Why: WhyNoticeHours, Span: Soonest(n.When)}
	case !n.When.HasHours() && n.Notice < 2*time.Hour:
		return &Fault{Kind: ErrQuestion, Why: WhyNotice, Span: n.Notice}
	case n.Mean <= 0 || n.Round <= 0 || n.Hop <= 0:
		return &Fault{Kind: ErrQuestion, Why: WhyTimes}
	case !(n.P >= 0 && n.P <= 1) || !(n.Accept >= 0):
		return &Fault{Kind: ErrQuestion, Why: WhyNeeds}
	}
	return nil
}

// Advise recommends a shape that the program can make, and check-in times.
// ErrQuestion.
//
// For each shape it looks at the times that notice soon enough, whose
// expected exposure is accepted, and whose PEff is below the shape's
// critical value. It takes those with the fewest unlocks a day; of equals
// those by which people may be latest, without hours by the longest grace: they call
// the fewest people missing who are not. If
// none is accepted, it takes the times that expose least.
//
// Then it looks at the shapes that are accepted and bring word in time. It
// takes the one whose devices name fewest people; then one with a founders'
// pair, who can stand in for each other; then the one that one loss cuts
// least; then the one that exposes least. If word is late with all of them,
// it takes the quickest.
func Advise(n Needs) (*Advice, error) {
	if err := n.check(); err != nil {
		return nil, err
	}
	if n.Accept == 0 {
		n.Accept = 4
	}
	a := &Advice{}
	for pairs := 1; pairs <= MaxPairs; pairs++ {
		for _, oneTop := range []bool{false, true} {
			plan, _ := n.best(Cells{Members: n.Members, Pairs: pairs, OneTop: oneTop})
			a.Looked = append(a.Looked, plan)
		}
	}
	slices.SortStableFunc(a.Looked, func(x, y Plan) int { return order(x.Exposed, y.Exposed) })
	a.Plan = slices.MinFunc(a.Looked, n.compare)
	a.Accepted, a.InTime = n.accepts(a.Plan), n.inTime(a.Plan)
	a.trade(n)
	return a, nil
}

func (n Needs) accepts(p Plan) bool { return p.Exposed <= n.Accept && p.PEff < p.CriticalP }

func (n Needs) inTime(p Plan) bool { return n.Word == 0 || p.Usual <= n.Word }

// compare is below 0 if x is to be preferred.
func (n Needs) compare(x, y Plan) int {
	yes := map[bool]float64{true: 0, false: 1}
	if c := order(yes[n.accepts(x)], yes[n.accepts(y)]); c != 0 {
		return c
	}
	if !n.accepts(x) {
		return order(x.Exposed, y.Exposed)
	}
	if c := order(yes[n.inTime(x)], yes[n.inTime(y)]); c != 0 {
		return c
	}
	if c := order(float64(x.Hops), float64(y.Hops)); !n.inTime(x) && c != 0 {
		return c
	}
	if c := order(float64(x.Confession), float64(y.Confession)); c != 0 {
		return c
	}
	if c := order(yes[!x.Shape.OneTop], yes[!y.Shape.OneTop]); c != 0 {
		return c
	}
	if c := order(x.CutOff, y.CutOff); c != 0 {
		return c
	}
	return order(x.Exposed, y.Exposed)
}

func order(x, y float64) int {
	switch {
	case x < y:
		return -1
	case x > y:
		return 1
	}
	return 0
}

// best returns a shape's best times, and whether they are accepted.
func (n Needs) best(c Cells) (best Plan, accepted bool) {
	shape := n.costs(c)
	for _, t := range n.times() {
		p := n.at(shape, t)
		switch ok := n.accepts(p); {
		case ok && (!accepted || p.PerDay < best.PerDay || p.PerDay == best.PerDay && (p.Late > best.Late || p.Late == best.Late && p.Every > best.Every)):
			best, accepted = p, true
		case !accepted && (best.Every == 0 || p.Exposed < best.Exposed):
			best = p
		}
	}
	return best, accepted
}

// times returns all pairs of check-in and grace that notice soon enough.
func (n Needs) times() (all [][2]time.Duration) {
	for _, t := range Times(n.When) {
		if cell.NoticingOf(n.When, t[0], t[1]).Longest() <= n.Notice {
			all = append(all, t)
		}
	}
	return all
}

// at fills in what the times of a plan come to.
func (n Needs) at(p Plan, t [2]time.Duration) Plan {
	p.Every, p.Grace = t[0], t[1]
	w := cell.NoticingOf(n.When, p.Every, p.Grace)
	p.PerDay, p.Unnoticed, p.Late, p.PEff = w.PerDay(), w.Longest(), w.Late(), w.PEff(n.P, n.Mean)
	p.Exposed, _ = Exact(p.Shape, p.PEff, 0)
	return p
}

// costs fills in what does not depend on the times.
func (n Needs) costs(c Cells) Plan {
	p := Plan{Shape: c, CriticalP: cell.CriticalP(c.Pairs), Slots: c.Slots()}
	p.Never, _ = Exact(c, n.P, 0)
	p.Confession, _ = Confession(c)
	loss, _ := CutOff(c)
	p.CutOff = loss.Worst
	p.Hops = ToDesk(c).Worst
	_, p.Usual = Time(float64(p.Hops), n.Round, n.Hop)
	return p
}

// trade finds what was given up: for each good the next other plan.
func (a *Advice) trade(n Needs) {
	for _, p := range a.Looked {
		if p.Hops < a.Hops && (a.Quicker == nil || p.Hops < a.Quicker.Hops || p.Hops == a.Quicker.Hops && p.Exposed < a.Quicker.Exposed) {
			a.Quicker = &p
		}
	}
	shape := n.costs(a.Shape)
	for _, t := range n.times() {
		p := n.at(shape, t)
		if p.PerDay > a.PerDay && p.Exposed < a.Exposed && nearer(a.Safer, p, -1) {
			a.Safer = &p
		}
		if p.PerDay < a.PerDay && nearer(a.Lighter, p, 1) {
			a.Lighter = &p
		}
	}
}

// nearer reports whether p is a smaller step than old: fewer unlocks more (by −1)
// or less (by 1), then less exposed.
func nearer(old *Plan, p Plan, by float64) bool {
	if old == nil || p.PerDay*by > old.PerDay*by {
		return true
	}
	return p.PerDay == old.PerDay && p.Exposed < old.Exposed
}
