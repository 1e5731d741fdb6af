package linktest

import (
	"bulkhead/box"
	"bulkhead/link"
)

// writeHalf is the worker's first half of a round: the floor is saved, then
// the boxes of the round are put, in random order.
func (d *device) writeHalf() error {
	e := d.due()
	if e == nil || e.round <= d.pouch.floor {
		return nil // before its time, or done
	}
	if d.w.power(d, roundDue) {
		return nil
	}
	d.pouch.floor = e.round
	e.begun = true
	if d.w.power(d, floorSaved) && d.w.c.hit(.5) {
		e.over = true // the phone is back too late; the round's boxes are skipped
		return nil
	}
	d.w.c.Shuffle(len(e.writes), func(i, j int) { e.writes[i], e.writes[j] = e.writes[j], e.writes[i] })
	return d.putAll(e, d.w.c.hit(d.w.plan.Split))
}

// writeRest is what is left of the first half, if the member unlocked in it.
func (d *device) writeRest() error {
	e := d.due()
	if e == nil || !e.begun || e.over || e.round != d.pouch.floor {
		return nil
	}
	return d.putAll(e, false)
}

// putAll puts the boxes of a round that were not put yet; if partly, not all.
func (d *device) putAll(e *entry, partly bool) error {
	for i := range e.writes {
		if e.writes[i].tries > 0 || partly && d.w.c.hit(.5) {
			continue
		}
		on, err := d.put(e.round, &e.writes[i])
		if err != nil || !on {
			e.over = true
			return err
		}
	}
	return nil
}

// due is the round that the device's clock shows, if the pouch has it.
func (d *device) due() *entry {
	if !d.on || d.pouch == nil {
		return nil
	}
	return d.pouch.at(d.now())
}

// put writes one box and reports whether the phone is still on. A failed PUT
// is repeated once, same bytes; so is one whose result a crash swallowed.
func (d *device) put(r box.Round, wr *write) (on bool, err error) {
	for wr.tries < 2 {
		if err := d.maybeRelid(); err != nil {
			return false, err
		}
		wr.tries++ // durable before the PUT
		wr.result = link.WriteUnknown
		if d.w.power(d, attempted) && d.w.c.hit(.5) {
			return false, nil
		}
		res, err := d.w.carryPut(d, box.Ref{Round: r, ID: wr.ID}, wr)
		if err != nil {
			return false, err
		}
		if d.w.power(d, putDone) {
			if d.w.c.hit(.5) {
				return false, nil
			}
			continue // in doubt: the same bytes once more
		}
		wr.result = res
		if res != link.WriteUnknown {
			break
		}
	}
	return true, nil
}

// readHalf is the worker's second half: every id of the round is read once.
func (d *device) readHalf() error {
	e := d.due()
	if e == nil || !e.begun {
		return nil // only whole rounds
	}
	if err := d.w.checkRead(d, e); err != nil {
		return err
	}
	partly := d.w.c.hit(d.w.plan.Split)
	for i := range e.reads {
		r := &e.reads[i]
		if r.idle || r.tried || partly && d.w.c.hit(.5) {
			continue
		}
		r.tried = true
		r.content = d.w.carryGet(box.Ref{Round: e.round, ID: r.ID})
	}
	return nil
}

// readRest is what is left of the second half, if the member unlocked in it;
// and every box that was refused is read back.
func (d *device) readRest() error {
	e := d.due()
	if e == nil || !e.begun {
		return nil
	}
	for i := range e.reads {
		if r := &e.reads[i]; !r.idle && !r.tried {
			r.tried = true
			r.content = d.w.carryGet(box.Ref{Round: e.round, ID: r.ID})
		}
	}
	for i := range e.writes {
		if wr := &e.writes[i]; wr.result == link.WriteConflict && wr.readback == nil {
			wr.readback = d.w.carryGet(box.Ref{Round: e.round, ID: wr.ID})
		}
	}
	return nil
}

// carryPut takes a box to the drop, perhaps.
func (w *World) carryPut(d *device, ref box.Ref, wr *write) (link.Result, error) {
	w.tally.Puts++
	if err := w.checkPut(d, ref, wr); err != nil {
		return 0, err
	}
	if w.lose(w.plan.LosePut) {
		return link.WriteUnknown, nil
	}
	switch w.drop.put(w.now, ref, wr.Content) {
	case conflict:
		return link.WriteConflict, w.conflicted()
	case refused:
		return link.WriteUnknown, nil
	}
	if w.lose(w.plan.LoseAnswer) {
		return link.WriteUnknown, nil
	}
	return link.WriteStored, nil
}

// carryGet brings a box, all zero where there is none, or nil if both tries
// fail.
func (w *World) carryGet(ref box.Ref) *box.Content {
	w.tally.Gets++
	if w.lose(w.plan.LoseGet) {
		return nil
	}
	return w.drop.get(ref)
}

// lose draws one loss; nothing is lost in the quiet rounds.
func (w *World) lose(p float64) bool { return !w.quiet && (w.c.hit(p) || w.dark()) }
