package main

import (
	"context"
	"fmt"
	"time"

	"bulkhead/device"
)

// forced says how each state came about.
var forced = map[state]string{
	asLocked: "%s is seized, its device locked",
	asOpen:   "%s is seized, and made to tell the passphrase",
	asDecoy:  "%s is seized, and tells a passphrase: the notebook's",
	asDuress: "%s is seized, and tells a passphrase: the one for duress",
}

// capture has a member's device seized, opened, searched, cut off and run on
// by its captor, while the others go on.
func (w *world) capture(ctx context.Context, n int) error {
	s := &Seizure{Role: string(w.Seize), State: string(w.State), Name: w.name(n)}
	w.report.Seizures = append(w.report.Seizures, s)
	w.page.act(fmt.Sprintf(forced[w.State], w.name(n)),
		"The captor copies the device while it is in use, and holds the drop's full log as well.")
	decoy, err := w.prepare(n)
	if err != nil {
		return err
	}
	erased, taken, err := w.eraseOne(ctx, n)
	if err != nil {
		return err
	}
	w.page.say("before: %s wrote to %s, who read it and deleted it", w.name(erased.from), w.name(n))
	late, err := w.send(w.ties(n)[0], n) // on its way when the device is taken
	if err != nil {
		return err
	}
	c, err := w.seize(w.people[n], taken)
	if err != nil {
		return err
	}
	q := w.quarryOf(n, erased, decoy)
	if err := w.look(c, q, s); err != nil {
		return err
	}
	return w.answer(ctx, c, q, s, late)
}

// answer is what the others do, and what the captor has of it.
func (w *world) answer(ctx context.Context, c *captor, q quarry, s *Seizure, late *letter) error {
	began, n := w.clock.Now(), c.number
	defer func() {
		if c.clone != nil {
			c.clone.off()
		}
	}()
	if w.State != asOpen { // else its copy would take in what is on its way
		if err := w.runOn(ctx, c); err != nil {
			return err
		}
	}
	if err := w.noticed(ctx, n); err != nil {
		return err
	}
	if err := w.drill(n, late); err != nil {
		return err
	}
	if w.State == asOpen {
		if err := w.runOn(ctx, c); err != nil {
			return err
		}
	}
	if err := w.goOn(ctx); err != nil {
		return err
	}
	severed, err := w.cut(ctx, n)
	if err != nil {
		return err
	}
	s.CutBy, s.CutRounds = len(w.ties(n)), w.since(began)
	if err := w.sleep(ctx, 1); err != nil {
		return err
	}
	s.shownBefore = int(c.shownTo.Load())
	if !w.short {
		if err := w.heal(ctx, n); err != nil {
			return err
		}
		if err := w.noticeAgain(ctx); err != nil {
			return err
		}
	}
	return w.afterwards(ctx, c, q, s, severed)
}

// quarryOf is what n's device is searched for.
func (w *world) quarryOf(n int, erased *letter, decoy string) quarry {
	var canaries []string
	for _, p := range w.people {
		canaries = append(canaries, p.canary)
	}
	q := w.newQuarry(n, canaries)
	q.decoy, q.past = decoy, []string{erased.mark}
	for _, t := range w.passed {
		if _, reader := t.hops[n]; t.from != n && !reader {
			q.passed = append(q.passed, t.mark)
		}
	}
	return q
}

// eraseOne has somebody write to n, who reads and deletes it: what a message's
// lifetime does by itself after a week. It also returns a time before which
// whatever n's worker had read was surely taken in and saved: a round before
// the Refill that keeps the deletion.
func (w *world) eraseOne(ctx context.Context, n int) (t *letter, taken time.Time, err error) {
	if t, err = w.send(w.ties(n)[0], n); err != nil {
		return nil, taken, err
	}
	if err := w.await(ctx, "a message", t); err != nil {
		return nil, taken, err
	}
	err = w.people[n].do(func(d *device.Device) error {
		taken = w.clock.Now().Add(-w.length)
		for _, r := range d.Inbox() {
			if markOf(r.Text) == t.mark {
				d.Delete(r.Number)
			}
		}
		return d.Refill()
	})
	return t, taken, err
}

// look shows what the captor sees, first of the locked device, then of what it
// can open, and searches all of it.
func (w *world) look(c *captor, q quarry, s *Seizure) error {
	l, err := c.lookAtLocked()
	if err != nil {
		return err
	}
	s.LockedLinks = l.links
	w.page.locked(l, len(c.files[device.VaultFile]))
	if s.ControlCanaries, err = w.control(c, q); err != nil {
		return err
	}
	if err := c.force(w.State); err != nil {
		return err
	}
	c.search(q, s)
	w.page.opened(w.State, c)
	var strangers []int
	for n := range w.people {
		if w.State != asOpen || !q.tied[n] {
			strangers = append(strangers, n)
		}
	}
	if w.State == asOpen {
		w.page.say("exposed: %s and those it names, %s: %d people", w.name(c.number), w.names(w.ties(c.number)), s.Exposed)
	}
	w.page.say("not exposed: %s: none of their canaries is anywhere on it", orNobody(w.names(strangers)))
	if w.State != asOpen {
		w.page.say("with the owner's passphrase, the same search of the same files finds %d people", s.ControlCanaries)
	}
	return nil
}

func orNobody(names string) string {
	if names == "" {
		return "nobody is left"
	}
	return names
}
