package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/device"
)

// capture has a member's device seized, opened, searched, cut off and run on
// by its captor, while the others go on.
func (w *world) capture(ctx context.Context, n int) error {
	s := &Seizure{Role: string(w.Seize), Name: w.name(n)}
	w.report.Seizures = append(w.report.Seizures, s)
	w.page.act(fmt.Sprintf("%s is seized, and made to tell the passphrase", w.name(n)),
		"The captor copies the device while it is in use, and holds the drop's full log as well.")
	erased, err := w.eraseOne(ctx, n)
	if err != nil {
		return err
	}
	late, err := w.send(w.ties(n)[0], n) // on its way when the device is taken
	if err != nil {
		return err
	}
	c, err := w.seize(w.people[n])
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
// lifetime does by itself after a week.
func (w *world) eraseOne(ctx context.Context, n int) (*letter, error) {
	t, err := w.send(w.ties(n)[0], n)
	if err != nil {
		return nil, err
	}
	if err := w.await(ctx, "a message", t); err != nil {
		return nil, err
	}
	err = w.people[n].do(func(d *device.Device) error {
		for _, r := range d.Inbox() {
			if markOf(r.Text) == t.mark {
				d.Delete(r.Number)
			}
		}
		return d.Turn()
	})
	return t, err
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

// sever has everybody whom the device names cut it off. It returns the first
// round in which nobody writes to it any more.
func (w *world) sever(ctx context.Context, n int, late *letter) (box.Round, error) {
	w.page.act("The others cut it off", "They have learnt of it: by a word, or because it is overdue. Each severs only its own link.")
	for _, m := range w.ties(n) {
		p := w.people[m]
		err := p.do(func(d *device.Device) error { return errors.Join(d.Sever(p.ties[n], false), d.Turn()) })
		if err != nil {
			return 0, fmt.Errorf("severing: %w", err)
		}
	}
	severed := w.now() + 1 // the pouches of the coming rounds are replaced
	if err := w.settle(); err != nil {
		return 0, err
	}
	w.page.say("%s severed their links with %s", w.names(w.ties(n)), w.name(n))
	if reason := late.undelivered[n]; reason != "" {
		w.page.say("%s sees that its last message was not delivered: %s", w.name(late.from), reason)
	}
	return severed, w.sleep(ctx, 1)
}

// goOn has those who are left write to each other in every way, and a founder
// who is left send a notice to all it still reaches.
func (w *world) goOn(ctx context.Context) error {
	w.page.act("The others go on", "The captor switches the copied device on meanwhile, and listens.")
	from := 0
	if w.gone[from] {
		from = 1
	}
	t, err := w.notice(from)
	if err != nil {
		return err
	}
	letters, err := w.chatter(ctx, w.allWays(), chatterRounds)
	if err != nil {
		return err
	}
	if err := w.await(ctx, "the others' messages", append(letters, t)...); err != nil {
		return err
	}
	w.page.say("%d messages over the %d links that are left, all shown, each once", len(letters), len(letters)/2)
	w.page.say("%s's new notice was shown to all %d whom it can reach", w.name(from), len(t.hops))
	if cut := w.cutOff(from, t); len(cut) > 0 {
		w.page.say("%s are still linked among each other and to nobody above: joining orphans to the rest again is a later capability",
			w.names(cut))
	}
	return nil
}

// cutOff lists the living whom a founder's notice does not reach.
func (w *world) cutOff(from int, t *letter) (cut []int) {
	for _, p := range w.alive() {
		if _, reached := t.hops[p.number]; !reached && p.number != from {
			cut = append(cut, p.number)
		}
	}
	return cut
}

// afterwards counts what the copy has learnt since it was severed.
func (w *world) afterwards(ctx context.Context, c *captor, s *Seizure, severed box.Round) error {
	w.page.act("What the captor has in the end", "")
	if err := w.sleep(ctx, 1.2); err != nil { // what was read last is taken in
		return err
	}
	c.clone.off()
	s.NewShown = c.shownTo
	r, err := c.replayLog(w.server.log.each, severed)
	if err != nil {
		return err
	}
	s.LogBoxes, s.LogOpened, s.LogAgain, s.LogAfter = r.boxes, r.opened, r.again, r.after
	for _, m := range r.messages {
		if w.shownBefore(c, m) {
			s.ErasedFound++
		}
	}
	w.page.say("the copied device ran on for %d rounds and was shown %d new messages", int(w.now()-severed), s.NewShown)
	w.page.say("of all %d boxes that the drop ever held, the device's keys open %d: those under way to it when it was taken", r.boxes, r.opened)
	w.page.say("of what it had read before, they open %d; of what was written after the severing, %d", r.again, r.after)
	return nil
}

// shownBefore reports whether a message out of the log is one that the device
// had shown before it was seized.
func (w *world) shownBefore(c *captor, message []byte) bool {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	for _, t := range w.ledger.letters {
		if len(t.seen[c.number]) > 0 && bytes.Contains(message, []byte("["+t.mark+"]")) {
			return true
		}
	}
	return false
}
