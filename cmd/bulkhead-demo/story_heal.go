package main

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"bulkhead/cell"
	"bulkhead/device"
)

// healRounds is how long it may take until everybody has a lead again. An orphan
// waits up to 32 rounds; a lifeline has a box in 16, unless it is young, and the
// link that comes of it one in 4.
const healRounds = 240

// heal waits until all who lost their lead have a new one.
func (w *world) heal(ctx context.Context, n int) error {
	orphans := w.led(n)
	w.report.Orphans = len(orphans)
	if len(orphans) == 0 {
		w.page.say("nobody lost a lead")
		return nil
	}
	w.page.act("Orphans find a new lead", "Each waits a while that it drew, and asks over its lifeline: somebody whom it does not know, and who does not know it.")
	began := w.clock.Now()
	var left []int
	err := w.wait(ctx, "orphans", healRounds, func() (int, int, error) {
		left = left[:0]
		if err := w.vouch(); err != nil {
			return 0, 0, err
		}
		for _, o := range orphans {
			found, err := w.findLead(o)
			if err != nil {
				return 0, 0, err
			}
			if !found {
				left = append(left, o)
			}
		}
		w.report.Healed = len(orphans) - len(left)
		return w.report.Healed, len(orphans), nil
	})
	if err != nil {
		for _, o := range left {
			err = errors.Join(err, w.orphanIs(o))
		}
		return err
	}
	w.report.HealRounds = w.since(began)
	for to, all := range w.adopted {
		w.page.say("%s leads %s now, on probation: texts and notices alone", w.name(to), w.names(all))
	}
	return nil
}

// vouch has whoever is asked take in, on the owner's own word, those who ask: in
// a group this young no device is a second witness, since asks and lifelines are
// less than a week old.
func (w *world) vouch() error {
	for _, p := range w.alive() {
		asked := 0
		err := p.do(func(d *device.Device) error {
			for _, l := range d.Lifelines() {
				if !l.Asks {
					continue
				}
				if err := d.Adopt(l.Tie); err != nil && !errors.Is(err, cell.ErrNotAsking) {
					return err
				}
				asked++
			}
			return nil
		})
		if err != nil {
			return fmt.Errorf("taking in an orphan: %w", err)
		}
		if asked > 0 && !w.vouched {
			w.vouched = true
			w.page.say("%s asks around, and takes in who asks on its owner's own word: lifelines less than a week old are no second witness", p.name)
		}
	}
	return nil
}

// findLead looks whether an orphan's new lead is there, and who it is: the one
// with the same six words.
func (w *world) findLead(orphan int) (bool, error) {
	for _, all := range w.adopted {
		if slices.Contains(all, orphan) {
			return true, nil
		}
	}
	o := w.people[orphan]
	own, err := o.adoptedTies(cell.Lead)
	if err != nil || len(own) != 1 {
		return false, err
	}
	for _, p := range w.alive() {
		theirs, err := p.adoptedTies(cell.Led)
		if err != nil {
			return false, err
		}
		for _, t := range theirs {
			if t.epoch == own[0].epoch && slices.Equal(t.words, own[0].words) {
				o.ties[p.number], p.ties[orphan] = own[0].tie, t.tie
				w.adopted[p.number] = append(w.adopted[p.number], orphan)
				w.page.say("%s was taken in; both ends show the same six words", w.name(orphan))
				return true, w.renamed(o, p.number, p, orphan)
			}
		}
	}
	return false, nil
}

// renamed has both call the other by an alias with their canary.
func (w *world) renamed(a *person, b int, c *person, d int) error {
	return errors.Join(
		a.do(func(dev *device.Device) error { return a.callByCanary(dev, a.ties[b]) }),
		c.do(func(dev *device.Device) error { return c.callByCanary(dev, c.ties[d]) }))
}

// adoptedTie is a secured tie that was made over a lifeline.
type adoptedTie struct {
	tie cell.TieID
	sixWords
}

func (p *person) adoptedTies(r cell.Relation) (all []adoptedTie, err error) {
	err = p.do(func(d *device.Device) error {
		for _, t := range d.Status().Ties {
			if !t.Adopted || t.Relation != r || t.Phase == cell.Severed {
				continue
			}
			if epoch, words, err := d.Words(t.ID); err == nil {
				all = append(all, adoptedTie{t.ID, sixWords{epoch, words}})
			}
		}
		return nil
	})
	return all, err
}

// orphanIs says, as an error, how far an orphan is.
func (w *world) orphanIs(n int) error {
	var said error
	err := w.people[n].do(func(d *device.Device) error {
		s := d.Status()
		said = fmt.Errorf("%s: orphan %v, without a lifeline %v, lifelines %+v", w.name(n), s.Orphan, s.NoLifeline, d.Lifelines())
		return nil
	})
	return errors.Join(said, err)
}
