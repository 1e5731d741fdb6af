package tell

import (
	"fmt"
	"strconv"
	"time"
)

// SimResult is a result of the simulator that has rows, for a spreadsheet.
type SimResult interface {
	Rows() [][]string // the first is the heading; names and numbers that stay as they are in every language

	// Asked returns the group that the result is about, nil if it is about none, and
	// the chance that it was reckoned with.
	Asked() (*SimGroup, float64)
}

func (r *SimCascade) Asked() (*SimGroup, float64) { return &r.SimGroup, r.P }
func (r *SimHours) Asked() (*SimGroup, float64)   { return &r.SimGroup, r.P }
func (r *SimShapes) Asked() (*SimGroup, float64)  { return &r.Shapes[0].SimGroup, r.P }
func (r *SimMonths) Asked() (*SimGroup, float64)  { return &r.SimGroup, r.P }
func (r *SimCheckIn) Asked() (*SimGroup, float64) { return nil, r.P }
func (r *SimAdvice) Asked() (*SimGroup, float64)  { return nil, r.P }

// Rows are the answers.
func (r *SimCascade) Rows() [][]string {
	rows := [][]string{{"hops", "expected_exposed", "stderr", "exact", "p50", "p95", "worst", "worst_possible"}}
	for _, h := range r.Answers() {
		possible := ""
		if h.Possible != nil {
			possible = strconv.Itoa(*h.Possible)
		}
		rows = append(rows, []string{strconv.Itoa(h.Hops), figure(h.Mean), figure(h.StdErr), figureOf(h.Exact),
			strconv.Itoa(h.P50), strconv.Itoa(h.P95), strconv.Itoa(h.Worst), possible})
	}
	return rows
}

// Rows are the curve.
func (r *SimHours) Rows() [][]string {
	rows := [][]string{{"hours", "expected_exposed"}}
	for i, v := range r.Curve {
		rows = append(rows, []string{strconv.FormatFloat(r.At(i).Hours(), 'f', 2, 64), figure(v)})
	}
	return rows
}

// Rows are the shapes.
func (r *SimShapes) Rows() [][]string {
	rows := [][]string{{"shape", "members", "links", "expected_exposed", "stderr", "exact", "p95", "worst", "worst_confession",
		"cut_off_by_worst_loss", "cut_off_by_mean_loss", "healed", "hops_to_top", "hops_to_desk", "hours_to_desk_at_best", "hours_to_desk"}}
	for _, s := range r.Shapes {
		worst, mean, healed := "", "", ""
		if s.Loss != nil {
			worst, mean = figure(s.Loss.Worst), figure(s.Loss.Mean)
		}
		if s.Heal.Orphans > 0 {
			healed = figure(s.Heal.Healed)
		}
		rows = append(rows, []string{s.name(), strconv.Itoa(s.Members), strconv.FormatInt(s.Links, 10), figure(s.Mean), figure(s.StdErr), figureOf(s.Exact),
			strconv.Itoa(s.P95), strconv.Itoa(s.Worst), strconv.Itoa(s.Confession), worst, mean, healed,
			strconv.Itoa(s.Facts.Top.Worst), strconv.Itoa(s.Desk.Worst), hours(s.AtBest, 2), hours(s.Usual, 2)})
	}
	return rows
}

// name names a shape: file, star, flat, cells, cells2, cells3; of cells of which one
// of a pair is linked, cells-one-linked.
func (g SimGroup) name() string {
	name := string(g.Shape)
	if g.Pairs > 1 {
		name += strconv.Itoa(g.Pairs)
	}
	if g.Linked == LinkedOne {
		name += "-one-linked"
	}
	return name
}

// Rows are the months.
func (r *SimMonths) Rows() [][]string {
	rows := [][]string{{"month", "members", "members_stderr", "taken", "taken_stderr", "cut_off", "cut_off_stderr", "healed", "recruited", "levels", "worst_confession", "extinct", "worst_month", "exposed_by_one_capture"}}
	for _, m := range r.Months {
		rows = append(rows, []string{strconv.Itoa(m.Month), figure(m.Members), figure(m.MembersErr), figure(m.Taken), figure(m.TakenErr), figure(m.CutOff), figure(m.CutOffErr),
			figure(m.Healed), figure(m.Recruited), figure(m.Levels), figure(m.Confession), figure(m.Extinct), strconv.Itoa(m.WorstMonth), figureOf(m.Exposed)})
	}
	return rows
}

// Rows are the trees of cells.
func (r *SimCheckIn) Rows() [][]string {
	rows := [][]string{{"pairs", "critical_p", "p_eff", "below_critical", "expected_exposed"}}
	for _, c := range r.Cells {
		rows = append(rows, []string{strconv.Itoa(c.Pairs), figure(c.Critical), figure(r.PEff), map[bool]string{true: "yes", false: "no"}[c.Below], figure(c.Exposed)})
	}
	return rows
}

// Rows are the plans, the advised one first.
func (r *SimAdvice) Rows() [][]string {
	rows := [][]string{{"pairs", "top", "every_hours", "grace_hours", "unlocks_a_day", "p_eff", "critical_p", "expected_exposed", "worst_confession", "cut_off_by_worst_loss", "hops_to_desk", "hours_to_desk", "slots"}}
	for _, p := range append([]SimPlan{r.SimPlan}, r.Looked...) {
		rows = append(rows, []string{strconv.Itoa(p.Pairs), string(p.Top), hours(p.Every, -1), hours(p.Grace, -1), fmt.Sprintf("%.3g", p.PerDay), figure(p.PEff), figure(p.Critical), figure(p.Exposed),
			strconv.Itoa(p.Confession), figure(p.CutOff), strconv.Itoa(p.Hops), hours(p.Usual, -1), strconv.Itoa(p.Slots)})
	}
	return rows
}

// figure writes a number.
func figure(v float64) string { return strconv.FormatFloat(v, 'f', 4, 64) }

// figureOf is figure; "" where it is not known.
func figureOf(v *float64) string {
	if v == nil {
		return ""
	}
	return figure(*v)
}

// hours writes a time in hours, with so many digits after the point; −1: as many as
// it takes.
func hours(s Span, digits int) string {
	return strconv.FormatFloat(time.Duration(s).Hours(), 'f', digits, 64)
}
