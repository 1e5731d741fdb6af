package device

import (
	"slices"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
)

// The pouch lies in plain sight, and its worker has no key: whoever holds the
// file can write anything there. What of it is believed, and why nothing that
// is sealed in its place repeats a box, is in docs/protocol/pouch.md, "What the
// vault believes".

// noPouch is for a vault without its pouch: a newer state of this device may
// have sealed rounds that this one does not know, and run them elsewhere, so
// all of them pass first.
func (d *Device) noPouch() {
	if len(d.filled) == 0 || d.pouchless {
		return // a new device, or known already
	}
	d.floor = max(d.floor, d.known+box.Round(d.group.PouchRounds))
	d.pouchless = true
	d.doubt()
	d.alarm(0, mail.AlarmPouchGone, 0)
}

// distrust is for what is in the pouch's place and is not believed. It gives way
// to the next sealing, which begins after the current round: boxes leave in
// their rounds only, so none of a coming one has left.
func (d *Device) distrust(alarm mail.AlarmKind) {
	d.foreign = true
	d.sealed = d.known
	d.doubt()
	d.tellOnce(alarm)
}

// doubt tells the links that what they sealed last is not in the pouch, and may
// have been.
func (d *Device) doubt() {
	for _, l := range d.lines() {
		l.link.SealingDoubted()
	}
}

// tellOnce alarms once about the pouch that is there.
func (d *Device) tellOnce(alarm mail.AlarmKind) {
	if !d.toldOf[alarm] {
		d.toldOf[alarm] = true
		d.alarm(0, alarm, 0)
	}
}

// believe finds out what of a sound pouch is believed: false if nothing is.
func (d *Device) believe(p *pouch.Pouch) bool {
	if !p.IsSignedBy(&d.proof) {
		if p.Plan() == (pouch.Plan{Cards: d.Cards()}) {
			d.distrust(mail.AlarmPouchForeign)
		} else {
			d.distrust(mail.AlarmPouchPlan)
		}
		return false
	}
	s, alarm := d.sealingOf(p)
	if alarm == 0 && (p.First() < s.first || p.Number() != s.first) {
		alarm = mail.AlarmPouchEdited
	}
	if alarm != 0 {
		d.distrust(alarm)
		return false
	}
	last := s.first + box.Round(d.group.PouchRounds) - 1
	if proven, all := p.Proven(s.first, last); proven < all {
		d.tellOnce(mail.AlarmPouchEdited)
	}
	ahead := max(d.known+1, d.floor) // the farthest that this clock and the vault have been, and a neighbour's
	floor := p.Floor()
	switch {
	case floor < d.floor, floor > max(last, ahead), floor > max(d.known+box.Round(d.group.PouchRounds), ahead):
		d.tellOnce(mail.AlarmPouchEdited)
		p.Believe(d.floor)
	case floor > ahead:
		d.tellOnce(mail.AlarmPouchAhead)
		d.floor = floor
	default:
		d.floor = floor
	}
	if p.First()-1 > max(ahead, s.first-1) {
		d.tellOnce(mail.AlarmPouchAhead) // an opening without the links' keys, by a clock ahead, or an edit
	}
	return true
}

// sealingOf returns the sealing that the pouch holds, or the alarm if it holds
// none that can be there. A newer one than the vault knows freezes every link:
// its proofs show that it is this device's.
func (d *Device) sealingOf(p *pouch.Pouch) (s sealing, alarm mail.AlarmKind) {
	at := slices.IndexFunc(d.filled, func(s sealing) bool { return s.tag == p.Tag() })
	newest := len(d.filled) - 1
	switch {
	case at < 0:
		return d.unknownSealing(p)
	case at < newest-d.unsure:
		return s, mail.AlarmPouchOld
	case at < newest && d.known < d.filled[at+1].first:
		for _, l := range d.lines() { // no round of it has begun: it never reached the pouch, or nothing of it has left
			l.link.SealingLost()
		}
	case at < newest: // a crash leaves this, and so does whoever puts an earlier pouch back
		d.doubt()
		if !d.unfilled {
			d.tellOnce(mail.AlarmPouchBefore)
		}
	}
	d.unsure = newest - at
	return d.filled[at], 0
}

// unknownSealing tells a pouch of a newer state from one that is older than all
// that the vault remembers, and from one that is not this device's.
func (d *Device) unknownSealing(p *pouch.Pouch) (s sealing, alarm mail.AlarmKind) {
	length := box.Round(d.group.PouchRounds)
	last, proven := p.LastProven()
	switch {
	case !proven:
		return s, mail.AlarmPouchForeign
	case last < d.filled[len(d.filled)-1].first+length-1:
		return s, mail.AlarmPouchOld
	}
	s = sealing{p.Tag(), last - length + 1}
	d.remember(s)
	d.unsure = 0
	for _, l := range d.lines() {
		l.link.Freeze(link.ReasonPouch)
	}
	d.alarm(0, mail.AlarmPouchNewer, 0)
	return s, 0
}
