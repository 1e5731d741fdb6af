package tell

import (
	"context"
	"time"

	"bulkhead/cell"
	"bulkhead/round"
	"bulkhead/sim"
)

// SimGroup is the group that a question of the simulator is about.
type SimGroup struct {
	Shape   sim.Kind    `json:"shape"`          // cells, star or flat; file for a file
	File    *sim.Source `json:"file,omitempty"` // what it was understood as
	Members int         `json:"members"`
	Links   int64       `json:"links"`
	Pairs   int         `json:"pairs,omitempty"`   // of cells: that a lead leads
	Top     SimTop      `json:"top,omitempty"`     // of cells: pair or one
	Linked  SimLinked   `json:"linked,omitempty"`  // of cells: both or one
	Slots   int         `json:"slots,omitempty"`   // of cells: that a group needs for it
	ByRules bool        `json:"possible_by_rules"` // a group of this program can be so
}

// SimTop says who is on top of a tree of cells.
type SimTop string

const (
	TopPair SimTop = "pair" // the founders
	TopOne  SimTop = "one"
)

// topOf is the top of a tree of cells.
func topOf(c sim.Cells) SimTop {
	if c.OneTop {
		return TopOne
	}
	return TopPair
}

// SimLinked says who of a pair is linked to its lead.
type SimLinked string

const (
	LinkedBoth SimLinked = "both"
	LinkedOne  SimLinked = "one"
)

// KindFile stands for the shape of a file.
const KindFile sim.Kind = "file"

// SimGroupOf tells of a graph; file is what it was read from, nil if it was not.
func SimGroupOf(g sim.Graph, file *sim.Source) SimGroup {
	d := SimGroup{Shape: KindFile, File: file, Members: g.Len(), Links: g.Links()}
	switch g := g.(type) {
	case sim.Star:
		d.Shape = sim.KindStar
	case sim.Flat:
		d.Shape = sim.KindFlat
	case sim.Cells:
		d.Shape, d.Pairs, d.Slots, d.ByRules = sim.KindCells, g.Pairs, g.Slots(), g.ByRules()
		d.Top, d.Linked = topOf(g), LinkedBoth
		if g.OneLink {
			d.Linked = LinkedOne
		}
	}
	return d
}

// SimCascade is what a capture leads to, hop by hop. What is exposed are others,
// besides the one taken.
type SimCascade struct {
	SimGroup
	P        float64  `json:"p"`          // that somebody taken gives up a contact, as asked
	PEff     float64  `json:"p_eff"`      // as reckoned with: p, or less with check-in times
	Critical *float64 `json:"critical_p"` // p_eff from which on a capture can walk through everybody; null if it is no tree of cells
	Runs     int      `json:"runs"`
	Seed     uint64   `json:"seed"`
	sim.Answer
	Confession int          `json:"worst_confession"` // people whom the device that names most names, its owner included
	Curve      []sim.Answer `json:"curve,omitempty"`  // for 1, 2, … hops, and last without a limit
}

// Cascade draws q.Runs captures for q.Hops, and, if curve is not 0, for 1 to curve
// hops. p is the chance as asked, where q.P was lowered by check-in times. Errors of
// [sim.Cascade].
func Cascade(ctx context.Context, g sim.Graph, file *sim.Source, p float64, q sim.Capture, curve int) (*SimCascade, error) {
	r := &SimCascade{SimGroup: SimGroupOf(g, file), P: p, PEff: q.P, Runs: q.Runs, Seed: q.Seed}
	var err error
	if r.Answer, err = sim.After(ctx, g, q); err != nil {
		return nil, err
	}
	if curve > 0 {
		if r.Curve, err = sim.Curve(ctx, g, q, curve); err != nil {
			return nil, err
		}
	}
	r.Confession, _ = sim.Confession(g)
	if t, ok := g.(sim.Cells); ok {
		critical := cell.CriticalP(t.Pairs)
		r.Critical = &critical
	}
	return r, nil
}

// Answers are those of the curve, or the one if there is none.
func (r *SimCascade) Answers() []sim.Answer {
	if len(r.Curve) == 0 {
		return []sim.Answer{r.Answer}
	}
	return r.Curve
}

// SimHours is what a capture leads to, hour by hour. What is exposed are others,
// besides the one taken.
type SimHours struct {
	SimGroup
	P      float64 `json:"p"`              // that somebody taken gives up a contact
	PEff   float64 `json:"p_eff"`          // that a contact is taken before anybody notices
	Every  Span    `json:"every_seconds"`  // a check-in is due
	Grace  Span    `json:"grace_seconds"`  // after that, until others see somebody overdue
	Mean   Span    `json:"mean_seconds"`   // from naming to capture, on average
	Within Span    `json:"within_seconds"` // what is counted ends then
	SimSpans
	Runs int    `json:"runs"`
	Seed uint64 `json:"seed"`
	sim.Watched
}

// SimSpans is what the hours of a group come to. Without hours it is empty but for the
// times, which are those of the check-in.
type SimSpans struct {
	Hours   string `json:"hours,omitempty"`         // in UTC, as 05:00-05:30,18:00-20:00
	Round   Span   `json:"round_seconds,omitempty"` // with hours: how long a round is
	Longest Span   `json:"unnoticed_seconds"`       // the longest that somebody who was taken is not missed
	Late    Span   `json:"late_seconds"`            // how late somebody may check in without being missed
}

func spansOf(c round.Calendar, longest, late time.Duration) SimSpans {
	s := SimSpans{Longest: Span(longest), Late: Span(late)}
	if c.HasHours() {
		s.Hours, s.Round = c.HoursText(), Span(c.Length)
	}
	return s
}

// Hours draws w.Runs captures with their hours. Errors of [sim.Race].
func Hours(ctx context.Context, g sim.Graph, file *sim.Source, w sim.Watch) (*SimHours, error) {
	watched, err := sim.Race(ctx, g, w)
	if err != nil {
		return nil, err
	}
	n := cell.NoticingOf(w.When, w.Every, w.Grace)
	return &SimHours{SimGroup: SimGroupOf(g, file), P: w.P, PEff: n.PEff(w.P, w.Mean), Every: Span(w.Every), Grace: Span(w.Grace),
		Mean: Span(w.Mean), Within: Span(w.Within), SimSpans: spansOf(w.When, n.Longest(), n.Late()), Runs: w.Runs, Seed: w.Seed, Watched: *watched}, nil
}

// At returns the time of the i-th value of the curve.
func (r *SimHours) At(i int) time.Duration {
	return time.Duration(float64(r.Within) * float64(i+1) / float64(len(r.Curve)))
}

// SimShapes are shapes side by side, the one that was asked about first.
type SimShapes struct {
	P      float64    `json:"p"` // that somebody taken gives up a contact
	Runs   int        `json:"runs"`
	Seed   uint64     `json:"seed"`
	Shapes []SimShape `json:"shapes"`
}

// SimShape is what one of them costs and gives. What is exposed are others, besides
// the one taken.
type SimShape struct {
	SimGroup
	sim.Facts
	AtBest Span `json:"to_desk_at_best_seconds"` // word from the farthest member, one round a hop
	Usual  Span `json:"to_desk_seconds"`         // as it usually goes
}

// ShapeOf asks everything about one shape, where word needs a round a hop at best,
// and hop as it usually goes. Errors of [sim.FactsOf].
func ShapeOf(ctx context.Context, g sim.Graph, file *sim.Source, q sim.Capture, round, hop time.Duration) (SimShape, error) {
	facts, err := sim.FactsOf(ctx, g, q)
	if err != nil {
		return SimShape{}, err
	}
	best, usual := sim.Time(float64(facts.Desk.Worst), round, hop)
	return SimShape{SimGroupOf(g, file), facts, Span(best), Span(usual)}, nil
}

// SimMonths is a group over months of captures, healing and recruits.
type SimMonths struct {
	SimGroup             // at the beginning
	P        float64     `json:"p"` // that somebody taken gives up a contact
	Hops     int         `json:"hops"`
	Captures float64     `json:"captures_a_month"`
	Growth   float64     `json:"growth_a_month"` // recruits for each member
	Runs     int         `json:"runs"`
	Seed     uint64      `json:"seed"`
	Months   []sim.Month `json:"months"` // the first is the beginning
}

// Months draws h.Runs histories. Errors of [sim.Months].
func Months(ctx context.Context, h sim.History) (*SimMonths, error) {
	months, err := sim.Months(ctx, h)
	if err != nil {
		return nil, err
	}
	return &SimMonths{SimGroupOf(h.Start, nil), h.P, h.Hops, h.Captures, h.Growth, h.Runs, h.Seed, months}, nil
}

// SimCheckIn is what check-in times are worth in trees of cells.
type SimCheckIn struct {
	Every   Span    `json:"every_seconds"` // a check-in is due
	Grace   Span    `json:"grace_seconds"` // after that, until others see somebody overdue
	Mean    Span    `json:"mean_seconds"`  // from naming to capture, on average
	P       float64 `json:"p"`             // that somebody taken gives up a contact
	PEff    float64 `json:"p_eff"`         // that a contact is taken before anybody notices
	Members int     `json:"members"`
	SimSpans
	Cells []SimCritical `json:"cells"`
}

// SimCritical is a tree of cells in which a lead leads so many pairs.
type SimCritical struct {
	Pairs    int     `json:"pairs"`
	Critical float64 `json:"critical_p"` // p_eff from which on a capture can walk through everybody
	Below    bool    `json:"below_critical"`
	Exposed  float64 `json:"expected_exposed"` // others, besides the one taken; exact, without a limit of hops
}

// CheckIn weighs times for groups of so many members, of a calendar, or without hours if
// that is zero. ErrShape.
func CheckIn(c round.Calendar, p float64, every, grace, mean time.Duration, members int) (*SimCheckIn, error) {
	n := cell.NoticingOf(c, every, grace)
	r := &SimCheckIn{Every: Span(every), Grace: Span(grace), Mean: Span(mean), P: p, PEff: n.PEff(p, mean), Members: members, SimSpans: spansOf(c, n.Longest(), n.Late())}
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		g, err := (sim.Shape{Kind: sim.KindCells, Members: members, Pairs: pairs}).Graph()
		if err != nil {
			return nil, err
		}
		row := SimCritical{Pairs: pairs, Critical: cell.CriticalP(pairs)}
		row.Below = r.PEff < row.Critical
		row.Exposed, _ = sim.Exact(g, r.PEff, 0)
		r.Cells = append(r.Cells, row)
	}
	return r, nil
}

// SimPlan is a shape with check-in times, and what it costs.
type SimPlan struct {
	Pairs      int     `json:"pairs"` // that a lead leads
	Top        SimTop  `json:"top"`   // pair or one
	Every      Span    `json:"every_seconds"`
	Grace      Span    `json:"grace_seconds"`
	PerDay     float64 `json:"unlocks_a_day"`
	Longest    Span    `json:"unnoticed_seconds"`          // the longest that somebody who was taken is not missed
	Late       Span    `json:"late_seconds"`               // how late somebody may check in without being missed
	PEff       float64 `json:"p_eff"`                      // that a contact is taken before anybody notices
	Critical   float64 `json:"critical_p"`                 // p_eff from which on a capture can walk through everybody
	Exposed    float64 `json:"expected_exposed"`           // others, besides the one taken
	Never      float64 `json:"expected_exposed_unnoticed"` // the same if nobody ever noticed
	Confession int     `json:"worst_confession"`           // people whom one device names, its owner included
	CutOff     float64 `json:"cut_off_by_worst_loss"`      // share of the others
	Hops       int     `json:"hops_to_desk"`
	Usual      Span    `json:"to_desk_seconds"` // as it usually goes
	Slots      int     `json:"slots"`           // that the group must be founded with
}

func planOf(p *sim.Plan) *SimPlan {
	if p == nil {
		return nil
	}
	return &SimPlan{p.Shape.Pairs, topOf(p.Shape), Span(p.Every), Span(p.Grace), p.PerDay, Span(p.Unnoticed), Span(p.Late), p.PEff, p.CriticalP, p.Exposed, p.Never, p.Confession, p.CutOff, p.Hops, Span(p.Usual), p.Slots}
}

// SimAdvice is what a group is advised to be, and what was given up for it.
type SimAdvice struct {
	Members int     `json:"members"`
	P       float64 `json:"p"`                       // that somebody taken gives up a contact
	Hours   string  `json:"hours,omitempty"`         // the group's, in UTC, as 05:00-05:30,18:00-20:00
	Round   Span    `json:"round_seconds,omitempty"` // with hours: how long a round is
	SimPlan
	Accepted bool      `json:"accepted"`          // the exposure is within what was accepted, and p_eff below the critical value
	InTime   bool      `json:"in_time"`           // word comes within what was asked for
	Safer    *SimPlan  `json:"safer,omitempty"`   // the same shape, exposing less for more unlocks
	Quicker  *SimPlan  `json:"quicker,omitempty"` // another shape, bringing word sooner
	Lighter  *SimPlan  `json:"lighter,omitempty"` // the same shape, for fewer unlocks
	Looked   []SimPlan `json:"looked_at"`         // the best times of each shape, by exposure
}

// Advice advises. ErrQuestion.
func Advice(n sim.Needs) (*SimAdvice, error) {
	a, err := sim.Advise(n)
	if err != nil {
		return nil, err
	}
	r := &SimAdvice{Members: n.Members, P: n.P, Hours: n.When.HoursText(), SimPlan: *planOf(&a.Plan), Accepted: a.Accepted, InTime: a.InTime,
		Safer: planOf(a.Safer), Quicker: planOf(a.Quicker), Lighter: planOf(a.Lighter)}
	if n.When.HasHours() {
		r.Round = Span(n.When.Length)
	}
	for _, p := range a.Looked {
		r.Looked = append(r.Looked, *planOf(&p))
	}
	return r, nil
}

// SimPage says where a page was written.
type SimPage struct {
	File  string `json:"file"`
	Bytes int    `json:"bytes"`
}
