package main

import (
	"context"
	"errors"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
)

// goOn has those who are left write to each other in every way.
func (w *world) goOn(ctx context.Context) error {
	w.page.act("The others go on", "The captor has the copied device on, and listens.")
	letters, err := w.chatter(ctx, w.allWays(), chatterRounds)
	if err != nil {
		return err
	}
	if err := w.await(ctx, "the others' messages", letters...); err != nil {
		return err
	}
	w.page.say("%d messages, each way over every link that is left, all shown, each once", len(letters))
	return nil
}

// noticeAgain has a founder who is left send a notice, which must reach
// everybody who is left.
func (w *world) noticeAgain(ctx context.Context) error {
	from := 0
	if w.gone[from] {
		from = 1
	}
	t, err := w.notice(from)
	if err != nil {
		return err
	}
	w.report.NoticeOf = len(w.alive()) - 1
	if err := w.await(ctx, "a notice to all", t); err != nil {
		return err
	}
	w.report.NoticeReached, _ = w.ledger.arrived(t)
	w.page.say("%s's notice was shown to all %d others who are left; the last after %s", w.name(from), w.report.NoticeReached, w.inRounds(w.slowest(t)))
	return nil
}

// afterwards counts what the copy has learnt since it was severed.
func (w *world) afterwards(ctx context.Context, c *captor, q quarry, s *Seizure, severed box.Round) error {
	w.page.act("What the captor has in the end", "")
	if err := w.sleep(ctx, 1.2); err != nil { // what was read last is taken in
		return err
	}
	if w.State == asOpen {
		err := w.wait(ctx, "cover", signalRounds, func() (_, _ int, err error) {
			s.CoverHeard, err = c.hears(severed)
			return s.CoverHeard, s.CutBy, err
		})
		if err != nil && !errors.Is(err, errLate) {
			return err
		}
		w.page.say("for the copied device, %d of the %d who cut it off are as alive as before: it goes on hearing from them", s.CoverHeard, s.CutBy)
	}
	c.clone.off()
	s.NewShown = int(c.shownTo.Load()) - s.shownBefore
	r, err := c.replayLog(w.server.log.each, severed)
	if err != nil {
		return err
	}
	q.past = append(q.past, w.shownTo(c.number)...)
	c.searchLog(q, r, s)
	w.page.say("the copied device ran on for %d rounds after the last had cut it off, and was shown %d new messages", int(w.now()-severed), s.NewShown)
	w.page.say("of all %d boxes that the drop ever held, keys on the device open %d", r.boxes, r.opened)
	w.page.say("of what it had read before, they open %d; of what was written after the severing, %d, with %d messages", r.again, r.after, len(r.messagesAfter))
	return nil
}

// hears counts those from whom the copy has opened boxes since it was cut off.
func (c *captor) hears(severed box.Round) (n int, err error) {
	err = c.clone.do(func(d *device.Device) error {
		for _, t := range d.Status().Ties {
			if t.Phase != cell.Severed && t.Heard >= box.Round(severed) {
				n++
			}
		}
		return nil
	})
	return n, err
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
