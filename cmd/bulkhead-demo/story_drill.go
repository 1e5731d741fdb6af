package main

import (
	"context"
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// cutRounds is how long it may take until all who knew a seized member have cut
// it off: those who lead it wait up to 16 rounds, so that nobody sees from the
// time who noticed.
const cutRounds = 24

// drill has everybody who knew n confirm that it was taken. Their devices go on
// answering it with empty boxes: neither drop nor captor sees the cut.
func (w *world) drill(n int, late *letter) error {
	w.page.act("The drill", "Whoever knew the one who was taken confirms it, once, and nothing undoes it. Each cuts only its own link.")
	for _, m := range w.ties(n) {
		p := w.people[m]
		var x cell.Exposure
		err := p.do(func(d *device.Device) (err error) {
			if x, err = d.Exposure(p.ties[n]); errors.Is(err, cell.ErrNoTie) {
				return nil // both words of a pair have cut it
			}
			if err == nil {
				_, err = d.Drill(p.ties[n])
			}
			return errors.Join(err, d.Refill())
		})
		if err != nil {
			return fmt.Errorf("the drill: %w", err)
		}
		w.page.say("%s: %s", w.name(m), w.drilled(p, x))
	}
	if err := w.settle(); err != nil {
		return err
	}
	if reason := late.undelivered[n]; reason != mail.NoReason {
		w.page.say("%s sees that its last message was not delivered: %s", w.name(late.from), english.Reason(reason))
	}
	return nil
}

// drilled says what a drill told one of them.
func (w *world) drilled(p *person, x cell.Exposure) string {
	var names []int
	for _, t := range x.Names {
		names = append(names, p.memberOf(t))
	}
	who := "you"
	if len(names) > 0 {
		who += " and " + w.names(names)
	}
	when := "cut now"
	if x.Delay {
		when = "cut within 16 rounds, at a time of its own"
	}
	return fmt.Sprintf("your %s's device names %s, and at most %d whom you do not know; %s", english.Relation(x.Relation), who, x.Others, when)
}

// cut waits until all of them have cut the link and returns the first round in
// which nobody says anything to n any more.
func (w *world) cut(ctx context.Context, n int) (severed box.Round, err error) {
	err = w.wait(ctx, "cutting", cutRounds, func() (done, of int, err error) {
		for _, m := range w.ties(n) {
			phase, err := w.people[m].phase(n)
			if err != nil {
				return 0, 0, err
			}
			if phase == cell.Severed {
				done++
			}
		}
		return done, len(w.ties(n)), nil
	})
	if err != nil {
		return 0, err
	}
	return w.now() + 1, nil // what the last of them sealed before
}

// phase returns how far a person's tie with another is; severed if it is
// forgotten.
func (p *person) phase(other int) (phase cell.Phase, err error) {
	phase = cell.Severed
	err = p.do(func(d *device.Device) error {
		for _, t := range d.Status().Ties {
			if t.ID == p.ties[other] {
				phase = t.Phase
			}
		}
		return nil
	})
	return phase, err
}
