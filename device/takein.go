package device

import (
	"errors"
	"io/fs"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/internal/durable"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
	"bulkhead/round"
)

// TakeIn takes in what the worker has read and written so far. Nothing of it
// is saved, and no receipt leaves, before the next Refill.
func (d *Device) TakeIn() error {
	_, err := d.takeIn()
	return err
}

// takeIn returns the pouch it took in, nil if there is none that is believed.
// Whatever is in its place, and whoever put it there: only a failing disk makes
// this fail.
func (d *Device) takeIn() (*pouch.Pouch, error) {
	p, err := pouch.LoadProven(d.env.Dir, PouchFile, &d.proof)
	if err == nil {
		d.makeSure(p)
	}
	if d.readClock(); d.jumped {
		return nil, nil // nothing is judged, forgotten or said to be late by this clock
	}
	if d.unlocked == 0 {
		d.unlocked = d.known // what the clock said at the opening was not sure then
	}
	d.checkClock()
	d.foreign = false
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.noPouch()
		p = nil
	case errors.Is(err, pouch.ErrFormat), errors.Is(err, durable.ErrNotFile), errors.Is(err, fs.ErrPermission):
		d.distrust(mail.AlarmPouchDamaged)
		p = nil
	case err != nil:
		return nil, err // the disk's
	case !d.believe(p):
		p = nil
	default:
		d.uses = p.Uses()
		d.use, d.sealed = pouch.Together(d.uses), min(p.Last(), max(d.known, d.floor)+box.Round(d.group.PouchRounds))
		d.apply(p)
		d.tellOtherKey()
	}
	d.follow(0, d.cell.Tick(d.known), nil)
	effects, err := d.cell.Upkeep(d.known, d.env.Rand)
	d.follow(0, effects, err)
	d.mail.Forget(d.known, d.lifetime())
	d.forgetAttachments()
	d.turnReports()
	return p, nil
}

// readClock moves the known round forward; it never goes back. A clock that jumps
// changes nothing before the owner says that it is right: whoever set it would
// otherwise have messages forgotten, everybody overdue, and a device that is silent
// until that day comes, since what is saved of the clock is for good.
//
// It jumps if it is more than maxAhead rounds later than the last round that is
// known or sure, or more than sevenDays later than the last that is sure: a clock
// that is a little farther ahead at each opening would else be believed each time.
func (d *Device) readClock() {
	now := d.calendar.At(d.env.Now())
	jumps := now > max(d.known, d.sure)+maxAhead(d.calendar) || now > max(d.known, d.sure+sevenDays(d.calendar))
	d.jumped = len(d.filled) > 0 && !d.clockOK && jumps
	if !d.jumped {
		d.known = max(d.known, now)
	}
}

// believedAhead is how far a clock may jump from one opening to the next, or from
// the last box that the drop took, without the owner's word: as long as a pouch
// lasts, in hours or without. So one opening with the clock ahead silences the device
// for no longer, and who opens it before its pouch has been dry for as long is not
// asked.
const (
	believedAhead        = 48 * time.Hour
	believedAheadInHours = 72 * time.Hour
)

// maxAhead is believedAhead in rounds: at least a short pouch's.
func maxAhead(c round.Calendar) box.Round {
	d := believedAhead
	if c.HasHours() {
		d = believedAheadInHours
	}
	return max(c.Rounds(d), round.MinPouchRounds)
}

// sevenDays is how far a clock may come ahead of what is sure without the owner's
// word, however slowly.
func sevenDays(c round.Calendar) box.Round {
	return max(c.Rounds(7*24*time.Hour), round.MinPouchRounds)
}

// makeSure notes the last round in which the drop took a box: that round has come
// by the drop's clock too, which takes none of a round to come.
func (d *Device) makeSure(p *pouch.Pouch) {
	now := d.calendar.At(d.env.Now())
	for res := range p.Results(now) {
		if s := res.Write.State; res.Proven && (s == pouch.WriteStored || s == pouch.WriteSame) {
			d.sure = max(d.sure, min(res.Round, now))
		}
	}
}

// checkClock tells the owner of a clock that was ahead before, or is behind now:
// the device says nothing until it has come to the round that was known.
func (d *Device) checkClock() {
	if at := d.calendar.At(d.env.Now()); at < d.known && d.known-at > clockSlack {
		d.tellOnce(mail.AlarmClockBehind)
	}
}

// clockSlack is by how many rounds a clock may be set back unnoticed.
const clockSlack = 2

// apply hands every result to the link it belongs to. Those of loops belong to
// none, and what is not proven is passed over. A box kept by an opening proves
// itself: it opens under its id, or says nothing.
func (d *Device) apply(p *pouch.Pouch) {
	in := intake{d, d.mail.Intake(d.room()), newListening()}
	d.presence.noteRun(p) // before what others tell of those rounds
	for res := range p.Results(d.known) {
		if !res.Proven && res.Slot < pouch.KeptSlot {
			continue
		}
		write := takenKey{p.Tag(), res.Round, res.Slot, true}
		if res.Write.State != pouch.WriteWaiting && !d.taken[write] {
			d.taken[write] = true
			in.wrote(res.Round, res.Write)
			d.wroteOne(res.Round, res.Write)
		}
		read := takenKey{p.Tag(), res.Round, res.Slot, false}
		if res.Read.State != pouch.ReadWaiting && !d.taken[read] {
			d.taken[read] = true
			in.read(res.Round, res.Read, res.Slot < pouch.KeptSlot)
		}
	}
	in.judge()
}

// takenKey names a result that was taken in already in this session: results
// come again until the pouch is replaced.
type takenKey struct {
	tag   [pouch.TagSize]byte
	round box.Round
	slot  int
	write bool
}

// wroteOne tells the link whose box it was what became of a write.
func (d *Device) wroteOne(r box.Round, w pouch.WriteResult) {
	result := link.WriteUnknown
	switch w.State {
	case pouch.WriteStored, pouch.WriteSame:
		result = link.WriteStored
	case pouch.WriteConflict:
		result = link.WriteConflict
	case pouch.WriteSkipped, pouch.WriteRefused:
		result = link.WriteSkipped
	}
	for _, l := range d.lines() {
		events, err := d.wrote(&l, r, w.ID, result, w.ReadBack)
		if errors.Is(err, link.ErrNotMine) {
			continue
		}
		if !l.dead {
			d.happened(l.tie, events)
		}
		return
	}
}

// happened carries a link's events to the cell's rules and to the mail.
func (d *Device) happened(tie cell.TieID, events []link.Event) {
	d.parcelEvents(tie, events)
	for _, e := range events {
		switch e := e.(type) {
		case *link.Delivered:
			effects, err := d.cell.Receive(tie, e.Message, d.known, d.env.Rand)
			d.follow(tie, effects, err)
		case *link.Heard:
			if !d.paces.paced[tie] {
				d.presence.hear(tie, *e)
			}
			effects, err := d.cell.Heard(tie, e.Round, e.Unlocked, d.known)
			d.follow(tie, effects, err)
			effects, err = d.cell.CardHeard(tie, cell.CardSaid(e.Card), e.Unlocked, d.known)
			d.follow(tie, effects, err)
			effects, err = d.cell.Alarmed(tie, e.Duress, e.Clone)
			d.follow(tie, effects, err)
		case link.EpochBegun:
			d.must(d.cell.Secured(tie))
		case link.Confirmed:
			d.mail.Confirmed(tie, e.ID)
			d.sentParcel(tie, e.ID)
		case link.Refused:
			d.mail.Lost(post{d}, tie, e.ID, mail.ReasonRefused)
			d.sentParcel(tie, e.ID)
		case link.Expired:
			d.mail.Expired(post{d}, tie, e.ID)
			d.sentParcel(tie, e.ID)
		case link.Frozen:
			d.alarm(tie, mail.AlarmFrozen, uint8(e.Reason))
			d.mail.Froze(post{d}, tie)
		case link.Warning:
			d.alarm(tie, warned(e.Kind), 0)
		}
	}
}
