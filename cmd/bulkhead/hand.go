package main

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

// hand is an open device in the hand of one verb: its own, or that of the open
// session.
type hand struct {
	a   *app
	dir durable.Dir
	own *device.Device // nil: the session's
}

// take asks for the passphrase and opens the device, unless it is open.
func (a *app) take() (hand, error) {
	dir, err := a.home.Device()
	if err != nil {
		return hand{}, err
	}
	if a.session != nil {
		_, err := a.deviceSession()
		return hand{a: a, dir: dir}, err
	}
	d, err := a.unlock(dir, nil, nil)
	return hand{a, dir, d}, err
}

// end forgets the verb's own device: every Refill saved and sealed everything.
func (h hand) end() {
	if h.own != nil {
		h.own.Abandon()
	}
}

func (h hand) on(wish func(*device.Device) error) error {
	if h.own != nil {
		return wish(h.own)
	}
	return h.a.onDevice(wish)
}

// coerced is [app.orCoerced]; the session sees to its own device.
func (h hand) coerced(err error) error {
	if h.own != nil {
		return h.a.orCoerced(h.own, err)
	}
	return err
}

// visit carries out a visit.
func (h hand) visit(v visit) error {
	if h.own != nil {
		return h.a.visitOpen(h.own, v)
	}
	return h.a.sessionVisit(v)
}

// wordsWhenReady waits until a new link is ready, and calls ready with its words.
func (h hand) wordsWhenReady(tie cell.Tie, ready func(tell.Words) error) error {
	a := h.a
	var calendar round.Calendar
	err := h.on(func(d *device.Device) error {
		calendar = d.Calendar()
		return nil
	})
	if err != nil {
		return err
	}
	var steps *term.Steps
	defer func() { steps.End() }()
	w := home.Wait{
		Own: a.warnOfWay, On: func() { fmt.Fprintln(a.err, a.say.SetupGoingOn()) },
		Step: func(s home.Step) {
			if steps == nil {
				fmt.Fprintln(a.err, a.say.SetupWaiting(calendar.Length))
				if hours := tell.HoursOf(calendar, a.now(), time.Local); hours != nil && !hours.Now {
					fmt.Fprintln(a.err, a.saying().HoursOutside(a.saying().Stretch(hours.Next)))
				}
				steps = term.NewSteps(a.err, int(home.StepReady))
			}
			steps.Show(int(s), a.say.Step(s))
		},
		Ready: func() error {
			steps.End()
			var words tell.Words
			err := h.on(func(d *device.Device) (err error) {
				words, err = tell.WordsOf(d, tie)
				return err
			})
			if err != nil {
				return err
			}
			return ready(words)
		},
	}
	if h.own != nil {
		err = a.home.Await(a.ctx, a.panic, h.dir, h.own, tie.ID, w)
	} else {
		err = a.session.Await(a.ctx, a.panic, tie.ID, w)
	}
	if errors.Is(err, home.ErrWaitEnded) {
		return stillWaiting(a.say)
	}
	return err
}
