package sim

import (
	"context"
	"slices"
)

// History is a group that lives on: captures come again and again, orphans are
// healed, and people are recruited.
type History struct {
	Start    Cells   // at the beginning; OneLink is refused
	Months   int     // 1 to 600
	Captures float64 // a month, on average, whatever the size
	P        float64 // as in Capture
	Hops     int     // as in Capture; captures come one after the other, each after the last was healed
	Growth   float64 // recruits a month, as a share of those who are joined to the top
	Runs     int
	Seed     uint64

	Workers  int // as in Capture
	Progress func(runs int)
}

// Month is what a History comes to at a month's end, on average over the runs;
// each StdErr is of the number before it. Month 0 is the beginning.
type Month struct {
	Month      int      `json:"month"`
	Members    float64  `json:"members"` // neither taken nor cut off
	MembersErr float64  `json:"members_stderr"`
	Taken      float64  `json:"taken"` // all who were, since the beginning
	TakenErr   float64  `json:"taken_stderr"`
	CutOff     float64  `json:"cut_off"` // free, but with no way to the top: their lifelines led to people taken
	CutOffErr  float64  `json:"cut_off_stderr"`
	Healed     float64  `json:"healed"`    // share of all orphans since the beginning
	Recruited  float64  `json:"recruited"` // since the beginning
	Levels     float64  `json:"levels"`
	Confession float64  `json:"worst_confession"`       // people whom the device that names most names, its owner included
	Extinct    float64  `json:"extinct"`                // share of the runs in which nobody is left
	WorstMonth int      `json:"worst_month"`            // most taken in this month in any run
	Exposed    *float64 `json:"exposed_by_one_capture"` // others, in this month; null in a month without any capture
}

const maxHistory = 100_000 // members at any time; beyond, nobody is recruited

func (h History) check() error {
	if err := h.Start.check(); err != nil {
		return err
	}
	switch {
	case h.Start.OneLink:
		return &Fault{Kind: ErrQuestion, Why: WhyUnhealable}
	case h.Start.Members > maxHistory:
		return &Fault{Kind: ErrQuestion, Why: WhyMonthsOf, Most: maxHistory}
	case h.Months < 1 || h.Months > 600:
		return &Fault{Kind: ErrQuestion, Why: WhyMonths, Value: float64(h.Months), Least: 1, Most: 600}
	case !(h.Captures >= 0 && h.Captures <= 1000):
		return &Fault{Kind: ErrQuestion, Why: WhyCaptures, Value: h.Captures, Most: 1000}
	case !(h.Growth >= 0 && h.Growth <= 10):
		return &Fault{Kind: ErrQuestion, Why: WhyGrowth, Value: h.Growth, Most: 10}
	}
	return Capture{P: h.P, Hops: h.Hops, Runs: h.Runs}.check()
}

// Months draws h.Runs histories and returns months 0 to h.Months. ErrShape,
// ErrQuestion, or ctx's error if that ends first.
func Months(ctx context.Context, h History) ([]Month, error) {
	if err := h.check(); err != nil {
		return nil, err
	}
	runs := make([][]monthEnd, h.Runs)
	err := inParallel(ctx, workersFor(h.Workers, h.Runs), h.Runs, func(int) func(int) {
		return func(i int) {
			runs[i] = h.live(stream(h.Seed, streamMonths|uint64(i)))
			if h.Progress != nil {
				h.Progress(1)
			}
		}
	})
	if err != nil {
		return nil, err
	}
	months := make([]Month, h.Months+1)
	for m := range months {
		months[m] = meanMonth(runs, m)
	}
	return months, nil
}

// monthEnd is one run's month, in members; taken to recruited since the beginning.
type monthEnd struct {
	members, taken, cutOff, recruited int
	orphans, healed                   int
	levels, confession                int
	captures, lost                    int // in this month
}

// meanMonth adds up in the order of the runs, so that no number depends on
// which goroutine was first.
func meanMonth(runs [][]monthEnd, m int) Month {
	of := func(value func(monthEnd) int) *Exposed {
		count := map[int]uint64{}
		for _, r := range runs {
			count[value(r[m])]++
		}
		top := slices.Max(sortedKeys(count))
		all := make([]uint64, top+1)
		for k, n := range count {
			all[k] = n
		}
		return distribution(all)
	}
	members, taken := of(func(e monthEnd) int { return e.members }), of(func(e monthEnd) int { return e.taken })
	cut := of(func(e monthEnd) int { return e.cutOff })
	lost, captures := of(func(e monthEnd) int { return e.lost }), of(func(e monthEnd) int { return e.captures })
	healed, orphans := of(func(e monthEnd) int { return e.healed }), of(func(e monthEnd) int { return e.orphans })
	month := Month{
		Month: m, Members: members.Mean, MembersErr: members.StdErr, Taken: taken.Mean, TakenErr: taken.StdErr,
		CutOff: cut.Mean, CutOffErr: cut.StdErr,
		Healed:     healed.Mean / max(orphans.Mean, 1e-300),
		Recruited:  of(func(e monthEnd) int { return e.recruited }).Mean,
		Levels:     of(func(e monthEnd) int { return e.levels }).Mean,
		Confession: of(func(e monthEnd) int { return e.confession }).Mean,
		Extinct:    float64(members.Count[0]) / float64(len(runs)),
		WorstMonth: lost.Worst,
	}
	if captures.Mean > 0 {
		exposed := lost.Mean/captures.Mean - 1
		month.Exposed = &exposed
	}
	if orphans.Mean == 0 {
		month.Healed = 1
	}
	return month
}
