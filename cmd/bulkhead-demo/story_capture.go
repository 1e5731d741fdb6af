package main

import (
	"context"
	"fmt"
	"time"

	"bulkhead/device"
)

// capture has a member's device seized, opened, searched, cut off and run on
// by its captor, while the others go on.
func (w *world) capture(ctx context.Context, n int) error {
	s := &Seizure{Role: string(w.Seize), Name: w.name(n)}
	w.report.Seizures = append(w.report.Seizures, s)
	w.page.act(fmt.Sprintf("%s is seized, and made to tell the passphrase", w.name(n)),
		"The captor copies the device while it is in use, and holds the drop's full log as well.")
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
	if err := w.look(c, s); err != nil {
		return err
	}
	w.search(c, s, erased)
	severed, err := w.sever(ctx, n, late)
	if err != nil {
		return err
	}
	if err := w.runOn(ctx, c); err != nil {
		return err
	}
	defer func() { c.clone.off() }()
	if err := w.goOn(ctx); err != nil {
		return err
	}
	return w.afterwards(ctx, c, s, severed)
}

// eraseOne has somebody write to n, who reads and deletes it: what a message's
// lifetime does by itself after a week. It also returns a time before which
// whatever n's worker had read was surely taken in and saved: a round before
// the Turn that keeps the deletion.
func (w *world) eraseOne(ctx context.Context, n int) (t *letter, taken time.Time, err error) {
	if t, err = w.send(w.ties(n)[0], n); err != nil {
		return nil, taken, err
	}
	if err := w.await(ctx, "a message", t); err != nil {
		return nil, taken, err
	}
	err = w.people[n].do(func(d *device.Device) error {
		taken = time.Now().Add(-w.Round)
		for _, r := range d.Inbox() {
			if markOf(r.Text) == t.mark {
				d.Delete(r.Number)
			}
		}
		return d.Turn()
	})
	return t, taken, err
}

// look shows what the captor sees, first of the locked device, then of the
// opened one.
func (w *world) look(c *captor, s *Seizure) error {
	l, err := c.lookAtLocked()
	if err != nil {
		return err
	}
	s.LockedLinks = l.links
	w.page.locked(l, len(c.files[device.VaultFile]))
	for _, p := range w.people {
		if c.inFiles(p.canary) {
			s.LockedCanaries++
		}
	}
	if err := c.open(); err != nil {
		return err
	}
	s.Exposed = len(c.status.Exposes)
	s.Allowed = 1 + len(w.ties(c.number))
	w.page.opened(c)
	return nil
}

// search looks in all that the captor has for what must not be there.
func (w *world) search(c *captor, s *Seizure, erased *letter) {
	n := c.number
	tied := map[int]bool{n: true}
	for _, m := range w.ties(n) {
		tied[m] = true
	}
	var strangers []int
	for _, p := range w.people {
		if tied[p.number] && c.inPlain(p.canary) {
			s.TiedCanaries++
		}
		if !tied[p.number] {
			strangers = append(strangers, p.number)
			if c.inPlain(p.canary) || c.inFiles(p.canary) {
				s.ForeignCanaries++
			}
		}
	}
	for _, t := range w.passed {
		_, reader := t.hops[n]
		if t.from != n && !reader && (c.inPlain(t.mark) || c.inFiles(t.mark)) {
			s.PassedOnKept++
		}
	}
	if c.inPlain(erased.mark) {
		s.ErasedFound++
	}
	w.page.say("exposed: %s and those it names, %s: %d people", w.name(n), w.names(w.ties(n)), s.Exposed)
	w.page.say("not exposed: %s: none of their canaries is anywhere on it", orNobody(w.names(strangers)))
}

func orNobody(names string) string {
	if names == "" {
		return "nobody is left"
	}
	return names
}
