package main

import (
	"context"
	"fmt"
	"slices"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// signalRounds is how long a word, or a silent alarm, may take over one link.
const signalRounds = 30

// noticed has the others learn that n was taken: from its own device, which was
// forced, or from somebody who saw it.
func (w *world) noticed(ctx context.Context, n int) error {
	w.page.act("They notice", "A word, an alarm or silence only puts the link in doubt. Nothing is cut for it.")
	if w.State == asDuress {
		return w.alarmed(ctx, n)
	}
	seer := w.ties(n)[0] // the partner
	if led := w.led(n); n < 2 && len(led) > 0 {
		seer = led[0] // a founder's partner has nobody to tell
	}
	p := w.people[seer]
	var x cell.Exposure
	err := p.do(func(d *device.Device) (err error) {
		if x, err = d.Exposure(p.ties[n]); err != nil {
			return err
		}
		return d.Suspect(p.ties[n])
	})
	if err != nil {
		return fmt.Errorf("giving a word: %w", err)
	}
	var told []int
	for _, t := range x.Tell {
		told = append(told, p.memberOf(t.To))
	}
	w.page.say("%s saw it and says so; the device passes the word to %s, who knows %s too", w.name(seer), orNobody(w.names(told)), w.name(n))
	if err := w.heardOf(ctx, "a word", n, told, cell.SaidTaken); err != nil {
		return err
	}
	w.page.say("the link with %s is in quarantine on %s", w.name(n), w.names(append(told, seer)))
	w.page.say("the rest would see it overdue, after 16 hours of silence; here they hear it from each other")
	return nil
}

// alarmed waits for a silent alarm.
func (w *world) alarmed(ctx context.Context, n int) error {
	if err := w.heardOf(ctx, "the silent alarm", n, w.ties(n), cell.OwnerCoerced); err != nil {
		return err
	}
	w.page.say("%s's own device told %s, in the headers of boxes that look like all others", w.name(n), w.names(w.ties(n)))
	w.report.Seizures[0].Alarmed = len(w.ties(n))
	return nil
}

// heardOf waits until some are shown a thing about n.
func (w *world) heardOf(ctx context.Context, what string, n int, who []int, shown cell.What) error {
	return w.wait(ctx, what, signalRounds, func() (done, of int, err error) {
		for _, m := range who {
			all, err := w.people[m].inbox(shown)
			if err != nil {
				return 0, 0, err
			}
			if slices.ContainsFunc(all, func(r mail.Received) bool { return r.Tie == w.people[m].ties[n] }) {
				done++
			}
		}
		return done, len(who), nil
	})
}

// inbox returns what a device shows of one kind.
func (p *person) inbox(what cell.What) (all []mail.Received, err error) {
	err = p.do(func(d *device.Device) error {
		for _, r := range d.Inbox() {
			if r.What == what {
				all = append(all, r)
			}
		}
		return nil
	})
	return all, err
}

// memberOf returns whose tie it is, -1 if nobody's.
func (p *person) memberOf(tie cell.TieID) int {
	for m, t := range p.ties {
		if t == tie {
			return m
		}
	}
	return -1
}
