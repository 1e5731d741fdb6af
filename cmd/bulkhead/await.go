package main

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/term"
)

// await keeps the device open until a new link is ready, then calls ready, once.
func (a *app) await(hand hand, tie cell.TieID, ready func() error) error {
	var steps *term.Steps
	end := func() {
		if steps != nil {
			steps.End()
		}
	}
	defer end()
	var length time.Duration
	step := func(s home.Step) {
		if steps == nil {
			fmt.Fprintln(a.err, a.say.StartWaiting(length))
			steps = term.NewSteps(a.err, int(home.StepReady))
		}
		steps.Show(int(s), a.say.Step(s))
	}
	then := func() error {
		end()
		return ready()
	}
	if hand.own == nil {
		look := func() (s home.Step, err error) {
			err = hand.on(func(d *device.Device) error {
				length = d.Calendar().Length
				s, _ = home.StepOf(d.Status(), tie)
				return nil
			})
			return s, err
		}
		if err := a.awaitInSession(step, look); err != nil {
			return err
		}
		return then()
	}
	h, err := a.home()
	if err != nil {
		return err
	}
	length = hand.own.Calendar().Length
	err = h.Await(a.ctx, a.panic, hand.dir, hand.own, tie, home.Wait{
		Own: a.warnOfWay, Step: step, Ready: then,
		On: func() {
			fmt.Fprintln(a.err, a.say.StartGoingOn())
		},
	})
	if errors.Is(err, home.ErrWaitEnded) {
		return stillWaiting(a.say)
	}
	return err
}

// startWorker lets the folder's boxes travel.
func (a *app) startWorker(dir durable.Dir, report func(pouch.Report)) (*home.Worker, error) {
	h, err := a.home()
	if err != nil {
		return nil, err
	}
	return h.StartWorker(a.ctx, dir, report)
}
