package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"
	"bulkhead/round"
)

// Loops are read as often as the others run in the rounds in which this device
// runs (docs/decisions/presence.md). What of that is known stands here: the
// device's own diary, a count for each link, and what the inviter told. All of it
// comes from the worker and from headers that opened. No answer of a drop enters.

// presence is part of what is saved of a device.
type presence struct {
	diary   round.Diary
	common  map[cell.TieID]*round.Common // of every live link; of a paced one nothing is counted
	inviter round.Rate                   // π of whoever invited this device; 0: nobody knew one
}

func newPresence(inviter round.Rate) presence {
	return presence{common: map[cell.TieID]*round.Common{}, inviter: inviter}
}

// noteRun notes in which rounds the worker of a pouch ran.
func (p *presence) noteRun(pouch *pouch.Pouch) {
	for _, r := range pouch.Ran() {
		p.diary.Note(r)
	}
}

// began begins a link's count: what was before says nothing of how the two meet.
func (p *presence) began(tie cell.TieID, now box.Round) {
	c := round.NewCommon(now)
	p.common[tie] = &c
}

// hear counts what a link's header tells of the other end.
func (p *presence) hear(tie cell.TieID, h link.Heard) {
	if c := p.common[tie]; c != nil {
		c.Hear(&p.diary, round.HeaderPresence(h.Presence, h.Sealed), h.Sealed)
	}
}

// told is what the headers of a sealing tell of this device.
func (d *Device) told() link.Presence {
	sealed := d.sealFrom() - 1
	return d.presence.diary.Before(sealed).Header(sealed)
}

// rate is π: of all live links that have a slot of their own. Paced ones tell
// nothing, since a map would name who is behind a lifeline.
func (d *Device) rate() round.Rate {
	var counts []round.Common
	for _, tie := range d.ties() {
		if !d.paces.paced[tie] {
			counts = append(counts, *d.presence.common[tie])
		}
	}
	return round.MeanRate(counts, d.presence.inviter)
}
