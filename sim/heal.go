package sim

import "math"

// HealTally says what lifelines are worth in the captures drawn. An orphan is a
// member who is not taken and whose lead is. It wakes its lifelines in turn: to
// the lead's lead's partner, then to the lead's lead's lead. Where the lead is a
// founder, to the other founder, then to the desk; where there is no lead's
// lead's lead, the desk stands in its place. An orphan is healed if the other
// side of one of them is not taken.
type HealTally struct {
	Orphans   float64 `json:"orphans"`                // on average in a capture
	Healed    float64 `json:"healed"`                 // share of the orphans
	StdErr    float64 `json:"stderr"`                 // of healed
	First     float64 `json:"by_leads_leads_partner"` // share healed by the first lifeline
	Second    float64 `json:"by_leads_leads_lead"`    // share healed by the second, to a member
	Desk      float64 `json:"by_desk"`                // share healed by the desk alone
	LeadsLead float64 `json:"leads_lead_alone"`       // share whose lead's lead is not taken: what a lifeline there alone would heal
}

// healing counts orphans; see HealTally.
type healing struct {
	orphans, first, second, desk, leadsLead uint64
	healed                                  uint64 // by any of the three
	oo, oh, hh                              uint64 // sums over runs of orphans², orphans × healed, healed²
}

// heal counts the orphans of one capture.
func (h *healing) heal(c *Cells, taken []int32, is *marks) {
	orphans, healed := uint64(0), uint64(0)
	for _, lead := range taken {
		first, n := c.led(lead)
		lines := c.lifelines(lead)
		for u := first; u < first+n; u++ {
			if is.has(u) {
				continue
			}
			orphans++
			if l := c.Lead(lead); l >= 0 && !is.has(l) {
				h.leadsLead++
			}
			switch lines.wake(is) {
			case lines.first:
				h.first++
			case lines.second:
				h.second++
			case desk:
				h.desk++
			default:
				continue
			}
			healed++
		}
	}
	h.orphans += orphans
	h.healed += healed
	h.oo += orphans * orphans
	h.oh += orphans * healed
	h.hh += healed * healed
}

// Where a lifeline ends that does not end at a member.
const (
	nobody = -1
	desk   = -2
)

// Lifelines returns the members to whom v's own lifelines lead, in the order in
// which v wakes them; those to the desk are not among them.
func (c Cells) Lifelines(v int32) (to []int32) {
	lead := c.Lead(v)
	if lead < 0 {
		return nil
	}
	l := c.lifelines(lead)
	for _, u := range [2]int32{l.first, l.second} {
		if u >= 0 {
			to = append(to, u)
		}
	}
	return to
}

// lifelines are those of whom lead leads: members, nobody or desk.
type lifelines struct{ first, second int32 }

func (c *Cells) lifelines(lead int32) lifelines {
	up := c.Lead(lead)
	if up < 0 {
		return lifelines{c.Partner(lead), desk}
	}
	l := lifelines{c.Partner(up), c.Lead(up)}
	if l.second < 0 {
		l.second = desk
	}
	return l
}

// wake returns whom an orphan reaches: the first lifeline that is not taken.
func (l lifelines) wake(is *marks) int32 {
	for _, to := range [2]int32{l.first, l.second} {
		if to == desk || to >= 0 && !is.has(to) {
			return to
		}
	}
	return math.MinInt32
}

func (h *healing) add(o *healing) {
	h.orphans += o.orphans
	h.first += o.first
	h.second += o.second
	h.desk += o.desk
	h.leadsLead += o.leadsLead
	h.healed += o.healed
	h.oo += o.oo
	h.oh += o.oh
	h.hh += o.hh
}

// result makes shares of the counts. Captures that orphan many weigh as many:
// the standard error is that of a ratio of sums.
func (h *healing) result(runs int) HealTally {
	if h.orphans == 0 {
		return HealTally{}
	}
	o := float64(h.orphans)
	share := func(n uint64) float64 { return float64(n) / o }
	r := share(h.healed)
	spread := float64(h.hh) - 2*r*float64(h.oh) + r*r*float64(h.oo)
	return HealTally{
		Orphans: o / float64(runs), Healed: r, StdErr: math.Sqrt(max(spread, 0)) / o,
		First: share(h.first), Second: share(h.second), Desk: share(h.desk), LeadsLead: share(h.leadsLead),
	}
}
