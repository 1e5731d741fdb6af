package device

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"
)

// TakeIn takes in what the worker has read and written so far. Nothing of it
// is kept, and no receipt leaves, before the next Turn.
func (d *Device) TakeIn() error {
	_, err := d.takeIn()
	return err
}

// takeIn returns the pouch it took in, nil if there is none.
func (d *Device) takeIn() (*pouch.Pouch, error) {
	p, err := pouch.Load(d.env.Dir, PouchFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		d.noPouch(AlarmPouchGone)
		p = nil
	case errors.Is(err, pouch.ErrFormat):
		d.noPouch(AlarmPouchDamaged)
		if err := d.env.Dir.Remove(PouchFile); err != nil {
			return nil, fmt.Errorf("removing the damaged pouch: %w", err)
		}
		p = nil
	case err != nil:
		return nil, err
	}
	d.readClock()
	if p != nil {
		d.compareTags(p.Tag())
		d.floor = max(d.floor, p.Floor())
		d.use, d.sealed = p.Use(), p.Last()
		d.apply(p)
	}
	d.follow(0, d.cell.Tick(cell.Round(d.known)), nil)
	effects, err := d.cell.Upkeep(cell.Round(d.known), d.env.Rand)
	d.follow(0, effects, err)
	d.mail.forget(cell.Round(d.known), d.lifetime())
	return p, nil
}

// readClock moves the known round forward; it never goes back.
func (d *Device) readClock() {
	d.known = max(d.known, d.calendar.At(d.env.Now()))
}

// noPouch is for a vault without its pouch: a newer state of this device may
// have sealed rounds that this one does not know, so all of them pass first.
func (d *Device) noPouch(kind AlarmKind) {
	if len(d.tags) == 0 || d.pouchless {
		return // a new device, or known already
	}
	d.readClock()
	d.floor = max(d.floor, d.known+box.Round(d.group.PouchRounds))
	d.pouchless = true
	d.alarm(0, kind, 0)
}

// compareTags finds out whether the pouch holds the vault's last sealing.
func (d *Device) compareTags(tag [pouch.TagSize]byte) {
	at := slices.Index(d.tags, tag)
	switch {
	case at == len(d.tags)-1:
	case at >= 0: // older: the last sealing never reached the pouch
		d.tags = d.tags[:at+1]
		for _, l := range d.lines() {
			l.link.SealingLost()
		}
	default: // a newer state of this device has been at the pouch
		d.knowTag(tag)
		for _, l := range d.lines() {
			l.link.Freeze(link.ReasonPouch)
		}
		d.alarm(0, AlarmPouchNewer, 0)
	}
}

// knowTag remembers a tag as the newest, and at most maxTags of them: a vault
// with more would open for nobody.
func (d *Device) knowTag(tag [pouch.TagSize]byte) {
	d.tags = append(d.tags, tag)
	d.tags = d.tags[max(0, len(d.tags)-maxTags):]
}

// apply hands every result to the link it belongs to. Those of loops belong to
// none.
func (d *Device) apply(p *pouch.Pouch) {
	in := intake{d: d, pool: d.pool(), room: d.room(), used: d.used(), listening: newListening()}
	for res := range p.Results(d.known) {
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
	in.learn()
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
	for _, e := range events {
		switch e := e.(type) {
		case link.Delivered:
			effects, err := d.cell.Receive(tie, e.Message, cell.Round(d.known), d.env.Rand)
			d.follow(tie, effects, err)
		case link.Heard:
			effects, err := d.cell.Heard(tie, cell.Round(e.Round), cell.Round(e.Unlocked), cell.Round(d.known))
			d.follow(tie, effects, err)
			effects, err = d.cell.Alarmed(tie, e.Duress, e.Clone)
			d.follow(tie, effects, err)
		case link.EpochBegun:
			d.must(d.cell.Secured(tie))
		case link.Confirmed:
			d.stage(tie, e.ID, ReceivedBy, "")
			d.arrived(tie, e.ID)
		case link.Expired:
			d.stage(tie, e.ID, Undelivered, "its lifetime ended before the other side confirmed it")
			d.gone(tie, e.ID)
		case link.Frozen:
			d.alarm(tie, AlarmFrozen, uint8(e.Reason))
			d.stopCarried(tie)
		case link.Warning:
			d.alarm(tie, warned(e.Kind), 0)
		}
	}
}

func (d *Device) stage(tie cell.TieID, id link.MessageID, s Stage, reason string) {
	if p := d.mail.part(tie, id); p != nil {
		p.Stage, p.Reason = s, reason
	}
}
