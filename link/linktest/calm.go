package linktest

import (
	"fmt"
)

// calm is the quiet end of a history: nothing is lost, both members unlock in
// every round, after its boxes were read. What was sent and kept has to arrive
// within half as many rounds as it fills cells, and four, and two more for
// every run of expired messages in between: a base passes such a run only once
// everything before it is known to have arrived.
func (w *World) calm() error {
	w.quiet = true
	w.plan.SaveOnly, w.plan.Late, w.plan.Short, w.plan.NoSpare, w.plan.Repeat, w.plan.Split = 0, 0, 0, 0, 0, 0
	for _, d := range w.devices {
		d.on, d.away, d.skew = true, 0, 0
		d.crash()
	}
	if err := w.settle(); err != nil {
		return err
	}
	if w.plan.Theft != honest {
		return w.reckoning()
	}
	gaps := w.gaps()
	bound := (w.backlog()+w.manifests())/2 + 4 + 2*gaps
	for n := 0; ; n++ {
		if w.backlog() == 0 {
			w.tally.drained(n, bound, gaps)
			if err := w.calmParcels(); err != nil {
				return err
			}
			return w.checkAll()
		}
		if n > bound {
			return w.broken("a backlog is gone within cells/2 + 4 quiet rounds", fmt.Sprintf("%d cells after %d rounds", w.backlog(), n))
		}
		if err := w.quietRound(); err != nil {
			return err
		}
	}
}

// settle waits until both have a pouch that covers the next round, and both
// have begun an epoch: only then is a backlog one of cells alone.
func (w *World) settle() error {
	for range 3*w.plan.PL + 40 {
		if err := w.quietRound(); err != nil {
			return err
		}
		ready := true
		for _, d := range w.devices {
			p := d.pouch
			ready = ready && p != nil && p.gen > 0 && p.floor <= w.now && p.at(w.now+1) != nil && !d.securing()
		}
		if ready {
			return nil
		}
	}
	if w.plan.Theft != honest {
		return nil
	}
	return w.broken("a link recovers once nothing is lost", "no epoch, or no pouch")
}

// gaps is the number of runs of expired messages between those that have no
// last word, of the member who has more of them.
func (w *World) gaps() int {
	most := 0
	for _, d := range w.devices {
		ended := map[int]bool{}
		for _, e := range d.vault.ended {
			ended[int(e.id)] = true
		}
		n, gap, begun := 0, false, false
		for i := range d.vault.sent {
			switch {
			case ended[i+1]:
				gap = begun
			case gap:
				n, gap = n+1, false
			default:
				begun = true
			}
		}
		most = max(most, n)
	}
	return most
}

// quietRound is a round without trouble.
func (w *World) quietRound() error {
	w.now++
	w.tally.Rounds++
	w.drop.expire(w.now)
	w.forgetMeetings()
	for _, step := range []func(*device) error{(*device).writeHalf, (*device).readHalf, (*device).readRest} {
		for _, d := range w.devices {
			if err := step(d); err != nil {
				return err
			}
		}
	}
	for _, d := range w.shuffled() {
		if err := d.unlock(); err != nil {
			return err
		}
	}
	return nil
}

// securing reports whether the device's messages still wait for epoch 1.
func (d *device) securing() bool {
	return d.session == nil || d.session.link.Status().Securing
}

// manifests is how many announcements and withdrawals of parcels are in an outbox, each of
// one cell, of the member who has more of them.
func (w *World) manifests() int {
	most := 0
	for _, d := range w.devices {
		if d.session == nil {
			continue
		}
		n := d.session.link.Status().Outstanding
		for _, o := range d.session.link.Outbox() {
			if !o.Parcel {
				n--
			}
		}
		most = max(most, n)
	}
	return most
}

// backlog is the cells of all messages that have no last word yet, of the
// member who has more of them.
func (w *World) backlog() int {
	most := 0
	for _, d := range w.devices {
		cells, done := 0, map[int]bool{}
		for _, e := range d.vault.ended {
			done[int(e.id)] = true
		}
		for i, m := range d.vault.sent {
			if !done[i+1] && !m.parcel {
				cells += m.cells()
			}
		}
		most = max(most, cells)
	}
	return most
}
