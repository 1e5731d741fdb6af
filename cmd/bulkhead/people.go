package main

import (
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
	cut      map[cell.TieID]bool // severed, with the alias kept or not
	calendar round.Calendar
	now      time.Time
	say      phrase.Say
}

func (a *app) peopleOf(d *device.Device) people {
	p := people{
		alias: map[cell.TieID]string{}, lifeline: map[cell.TieID]bool{}, cut: map[cell.TieID]bool{}, calendar: d.Calendar(), now: a.now(),
		say: a.saying(),
	}
	for _, t := range d.Status().Ties {
		p.alias[t.ID], p.cut[t.ID] = t.Alias, t.Phase == cell.Severed
	}
	for _, l := range d.Lifelines() {
		p.lifeline[l.Tie] = true
	}
	return p
}

// name returns an alias as it is; words in its place, if there is none.
func (p people) name(id cell.TieID) string {
	if a := p.alias[id]; a != "" {
		return a
	}
	return p.unnamed(id)
}

// said is name as a sentence has it.
func (p people) said(id cell.TieID) string {
	if a := p.alias[id]; a != "" {
		return p.say.Text(a)
	}
	return p.unnamed(id)
}

// unnamed is what stands in the place of an alias: a lifeline has none, and a
// severed link has none unless it was kept.
func (p people) unnamed(id cell.TieID) string {
	if p.lifeline[id] {
		return p.say.CircleLifelineNumber(uint32(id))
	}
	return p.say.CircleSomebodyCut()
}

// about says whom something received concerns or came from.
func (p people) about(r device.Received) phrase.About {
	about := phrase.About{Who: p.said(r.Tie), Alias: p.alias[r.Tie], By: p.said(r.By)}
	if _, there := p.alias[r.Tie]; r.Tie != 0 && (p.cut[r.Tie] || !there && !p.lifeline[r.Tie]) {
		about.Alias, about.Cut = "", true // no command finds it
	}
	if r.Rel == cell.Lifeline {
		about.Who, about.Alias = p.say.CircleLifelineNumber(uint32(r.Tie)), ""
	}
	return about
}

// start returns when a round began.
func (p people) start(r box.Round) time.Time { return p.calendar.Start(r) }

// since returns how long ago a round began.
func (p people) since(r box.Round) time.Duration { return p.now.Sub(p.start(r)) }
