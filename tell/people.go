package tell

import (
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/round"
)

// people tells how a person calls the others, and when rounds are.
type people struct {
	alias    map[cell.TieID]string // "" of a severed link, unless it was kept, and of a lifeline
	lifeline map[cell.TieID]bool
	cut      map[cell.TieID]bool // severed, with the alias kept or not
	calendar round.Calendar
}

func peopleOf(d *device.Device) people {
	p := people{alias: map[cell.TieID]string{}, lifeline: map[cell.TieID]bool{}, cut: map[cell.TieID]bool{}, calendar: d.Calendar()}
	for _, t := range d.Status().Ties {
		p.alias[t.ID], p.cut[t.ID] = t.Alias, t.Phase == cell.Severed
	}
	for _, l := range d.Lifelines() {
		p.lifeline[l.Tie] = true
	}
	return p
}

// outside returns until when something may have happened that is noted in a round: zero
// if in it. What happens outside a group's hours is noted in the last round before.
func (p people) outside(r box.Round) time.Time {
	if next := p.calendar.Start(r + 1); r != 0 && p.calendar.HasHours() && next.After(p.calendar.End(r)) {
		return next
	}
	return time.Time{}
}

// start returns when a round began; the zero time of round 0, which is never.
func (p people) start(r box.Round) time.Time {
	if r == 0 {
		return time.Time{}
	}
	return p.calendar.Start(r)
}
