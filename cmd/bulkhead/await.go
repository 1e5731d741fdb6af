package main

import (
	"errors"
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/term"
)

// stepWords are the steps of a new link, as a person sees them.
var stepWords = [...]string{
	home.StepFirstBox: "waiting for the other device's first box",
	home.StepKeys:     "boxes arrive; exchanging keys",
	home.StepWelcome:  "secured; waiting for the welcome",
	home.StepReady:    "ready",
}

// await keeps the device open until a new link is ready, then calls ready, once.
func (a *app) await(dir durable.Dir, d *device.Device, tie cell.TieID, ready func() error) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	var steps *term.Steps
	end := func() {
		if steps != nil {
			steps.End()
		}
	}
	defer end()
	err = h.Await(a.ctx, a.panic, dir, d, tie, home.Wait{
		Own: a.warnOfWay,
		Step: func(s home.Step) {
			if steps == nil {
				fmt.Fprintf(a.err, "Waiting until the link is ready on both sides: some rounds of %v. Ctrl-C ends the wait and loses nothing.\n", d.Calendar().Length)
				steps = term.NewSteps(a.err, int(home.StepReady))
			}
			steps.Show(int(s), stepWords[s])
		},
		Ready: func() error {
			end()
			return ready()
		},
		On: func() {
			fmt.Fprintln(a.err, "Going on for some rounds, so that the other device learns it too. Ctrl-C ends that; 'bulkhead run' does the same.")
		},
	})
	if errors.Is(err, home.ErrWaitEnded) {
		return errStillWaiting
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
