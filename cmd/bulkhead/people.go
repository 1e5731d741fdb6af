package main

import (
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/round"
)

// people tells how a person calls the others, and when rounds are.
type people struct {
	alias    map[cell.TieID]string
	lifeline map[cell.TieID]bool
	calendar round.Calendar
	now      time.Time
	say      phrase.Say
}

func peopleOf(d *device.Device, now time.Time) people {
	p := people{
		alias: map[cell.TieID]string{}, lifeline: map[cell.TieID]bool{}, calendar: d.Calendar(), now: now,
		say: phrase.New("en", time.Local).On(now),
	}
	for _, t := range d.Status().Ties {
		p.alias[t.ID] = t.Alias
	}
	for _, l := range d.Lifelines() {
		p.lifeline[l.Tie] = true
	}
	return p
}

// name returns an alias; severed links have none, unless it was kept.
func (p people) name(id cell.TieID) string {
	if a := p.alias[id]; a != "" {
		return a
	}
	if p.lifeline[id] {
		return lifelineName(id)
	}
	return "somebody whose link was cut"
}

// of says whom something received concerns or came from.
func (p people) of(r device.Received) string {
	if r.Rel == cell.Lifeline {
		return lifelineName(r.Tie)
	}
	return p.name(r.Tie)
}

// lifelineName names a lifeline, which has no alias, by the device's own number.
func lifelineName(id cell.TieID) string { return fmt.Sprintf("lifeline %d", id) }

// start returns when a round began.
func (p people) start(r box.Round) time.Time { return p.calendar.Start(r) }

// clock says when something was: without the day if that is today.
func (p people) clock(t time.Time) string {
	t = t.Local()
	if t.Format(time.DateOnly) == p.now.Local().Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("Mon 2 Jan 15:04")
}

// ago says how long ago a round was.
func (p people) ago(r box.Round) string {
	d := p.now.Sub(p.start(r))
	switch {
	case d < 2*time.Minute:
		return "just now"
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min ago", int(d.Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h ago", int(d.Hours()))
	}
	return fmt.Sprintf("%d days ago", int(d.Hours()/24))
}
