package main

import (
	"context"
	"errors"
	"fmt"

	"bulkhead/box"
	"bulkhead/device"
)

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
func (w *world) afterwards(ctx context.Context, c *captor, q quarry, s *Seizure, severed box.Round) error {
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
	q.past = append(q.past, w.shownTo(c.number)...)
	c.searchLog(q, r, s)
	w.page.say("the copied device ran on for %d rounds and was shown %d new messages", int(w.now()-severed), s.NewShown)
	w.page.say("of all %d boxes that the drop ever held, keys on the device open %d", r.boxes, r.opened)
	w.page.say("of what it had read before, they open %d; of what was written after the severing, %d, with %d messages", r.again, r.after, r.messagesAfter)
	return nil
}

// shownTo lists the marks of what a device had shown before it was seized.
func (w *world) shownTo(n int) (marks []string) {
	w.ledger.mu.Lock()
	defer w.ledger.mu.Unlock()
	for _, t := range w.ledger.letters {
		if len(t.seen[n]) > 0 {
			marks = append(marks, "["+t.mark+"]")
		}
	}
	return marks
}
