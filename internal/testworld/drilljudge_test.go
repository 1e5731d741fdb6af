package testworld

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/mail"
)

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// observe is what the referee notes of what a device has shown.
func (d *drill) observe(m *Member) {
	c := d.taken[m.Number]
	for _, r := range m.shown {
		switch {
		case c != nil:
			if !d.fromSeized(m, r.Tie) && c.hear(r) && c.lastCut != 0 && r.Came > c.lastCut {
				d.late = append(d.late, d.told(m, r))
			}
		case r.What == cell.NoticeArrived:
			if d.heard[r.Text] == nil {
				d.heard[r.Text] = map[int]bool{}
			}
			d.heard[r.Text][m.Number] = true
		case r.What == cell.Refused, r.What == cell.IntroductionRefused:
			d.refused[fmt.Sprintf("kind %d: %v", r.Kind, r.Why)]++
		case r.What == cell.LeadUnproven:
			d.unproven[end{m.Number, r.Tie}] = true
		}
	}
	m.shown = nil
	if c != nil {
		d.watchCovers(m, c)
	}
}

// watchCovers notes whether the captor's device still finds boxes that open on
// links which their other ends have cut: until the cover ends, they are to look
// alive.
func (d *drill) watchCovers(m *Member, c *capture) {
	const settle, longest = 6, 8 // rounds: until what was under way is read; without a box, for all the losses
	cover := box.Round(2 * d.calendar.PouchRounds())
	for tie, t := range m.seen {
		other, back, known := d.Other(m.Number, tie)
		if !known || d.taken[other] != nil || t.relation == cell.Lifeline {
			continue
		}
		cut, now := d.Members[other].seen[back].severed, d.round()
		if cut == 0 || now <= cut+settle || now >= cut+cover {
			continue
		}
		c.covered++
		if now-t.heard <= longest {
			c.alive++
		}
	}
}

// fromSeized reports whether the other end of a member's tie is a captor's too:
// what passes between two phones in the same hands tells nobody anything.
func (d *drill) fromSeized(m *Member, tie cell.TieID) bool {
	other, _, known := d.Other(m.Number, tie)
	return known && d.taken[other] != nil
}

// hear notes what a seized phone showed its captor: whatever others wrote or
// said, and nothing that the device says of itself.
// It reports whether it was such.
func (c *capture) hear(r mail.Received) bool {
	switch r.What {
	case cell.OrphanAsks:
		c.asked++
	case cell.TextArrived, cell.NoteArrived, cell.ReplyArrived, cell.NoticeArrived, cell.NoticeRevoked,
		cell.PartnerIntroduced, cell.SaidTaken, cell.TookBack, cell.SaidLeadLost:
		c.news++
		c.lastNews = max(c.lastNews, r.Came)
		return true
	}
	return false
}

// told says what a captor was told too late, and by whom.
func (d *drill) told(m *Member, r mail.Received) string {
	t, c := m.seen[r.Tie], d.taken[m.Number]
	other, back, known := d.Other(m.Number, r.Tie)
	text := fmt.Sprintf("round %d, member %d, seized in %d at hop %d, all cut by %d: was shown %d over tie %d, %v, adopted %v",
		r.Came-d.begun, m.Number, c.round-d.begun, c.hop, c.lastCut-d.begun, r.What, r.Tie, t.relation, t.adopted)
	if known {
		text += fmt.Sprintf("; other end: member %d, seized %v, cut in %d", other, d.taken[other] != nil, d.Members[other].seen[back].severed)
	}
	return text
}

// judgeCuts notes which of the honest who know a seized member have cut it.
func (d *drill) judgeCuts() {
	for _, m := range d.Members {
		if d.taken[m.Number] != nil {
			continue
		}
		for tie, t := range m.seen {
			if other, _, known := d.Other(m.Number, tie); known && d.taken[other] != nil && t.relation != cell.Lifeline {
				d.taken[other].knew[end{m.Number, tie}] = t.severed
			}
		}
	}
	for _, c := range d.taken {
		c.lastCut = d.noticed
		for by, cut := range c.knew {
			if d.taken[by.member] != nil {
				continue // seized since
			}
			if cut == 0 {
				c.lastCut = 0
				break
			}
			c.lastCut = max(c.lastCut, cut)
		}
		if d.round() < d.noticed {
			c.lastCut = 0
		}
	}
}

// judgeOrphans notes who of the honest has cut its lead, and who has a new one:
// a link secured on both sides, to somebody honest.
func (d *drill) judgeOrphans(now box.Round) {
	for _, m := range d.Members[2:] {
		if d.taken[m.Number] != nil {
			continue
		}
		o := d.orphans[m.Number]
		for _, tie := range sortedKeys(m.seen) {
			t := m.seen[tie]
			if t.relation != cell.Lead {
				continue
			}
			if t.severed != 0 && o == nil {
				o = &orphan{since: t.severed, by: -1}
				d.orphans[m.Number] = o
			}
			if t.severed != 0 || o == nil {
				continue
			}
			if o.adopted == 0 {
				o.adopted = now
			}
			if o.healed == 0 && t.secured {
				d.judgeLead(m, tie, o, now)
			}
		}
	}
}

func (d *drill) judgeLead(m *Member, tie cell.TieID, o *orphan, now box.Round) {
	other, back, known := d.Other(m.Number, tie)
	switch {
	case !known:
	case d.taken[other] != nil:
		if o.by != other {
			o.by = other
			o.wrongly++
		}
	case d.Members[other].seen[back].secured:
		o.healed, o.by = now, other
	}
}

// settled reports whether all that a drill sets going has come to its end.
func (d *drill) settled() bool {
	for _, c := range d.taken {
		if c.lastCut == 0 {
			return false
		}
	}
	for n, o := range d.orphans {
		if o.healed == 0 && d.hope(n) {
			return false
		}
	}
	return d.round() > d.noticed
}

// hope reports whether one of a member's lifelines ends at somebody honest.
func (d *drill) hope(n int) bool {
	return slices.ContainsFunc(lifelinesOf(n), func(end int) bool { return d.taken[end] == nil })
}

// honest reports whether neither of a message's two was ever seized.
func (d *drill) honest(m *message) bool { return d.taken[m.from] == nil && d.taken[m.to] == nil }

// underWay counts the messages among the honest of which nobody knows yet
// whether they arrive.
func (d *drill) underWay() (n int) {
	for _, m := range d.messages {
		if d.honest(m) && m.number != 0 && m.arrivals == 0 && !m.given {
			n++
		}
	}
	return n
}

// wayFrom returns the honest members to whom there is a way, over links of
// the honest that are secured on both sides, from one of them.
func (d *drill) wayFrom(from int) map[int]bool {
	in := map[int]bool{from: true}
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for tie, t := range d.Members[queue[0]].seen {
			other, back, known := d.Other(queue[0], tie)
			if known && t.secured && t.relation != cell.Lifeline && d.taken[other] == nil && !in[other] && d.Members[other].seen[back].secured {
				in[other] = true
				queue = append(queue, other)
			}
		}
	}
	return in
}
