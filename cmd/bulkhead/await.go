package main

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"bulkhead/carrier/direct"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// The steps of a new link, as a person sees them.
const (
	stepFirstBox = iota
	stepKeys
	stepWelcome
	stepReady
)

var stepWords = [...]string{
	stepFirstBox: "waiting for the other device's first box",
	stepKeys:     "boxes arrive; exchanging keys",
	stepWelcome:  "secured; waiting for the welcome",
	stepReady:    "ready",
}

// stepOf tells how far a new link is, and how many messages the other side has
// not confirmed.
func stepOf(s device.Status, tie cell.TieID) (step, outstanding int) {
	i := slices.IndexFunc(s.Ties, func(t device.TieStatus) bool { return t.ID == tie })
	if i < 0 {
		return stepFirstBox, 0
	}
	switch t := s.Ties[i]; {
	case t.Heard == 0:
		return stepFirstBox, t.Outstanding
	case t.Securing || t.Phase < cell.Unconfirmed:
		return stepKeys, t.Outstanding
	case s.Standing == cell.Joining, t.Relation == cell.Unknown:
		return stepWelcome, t.Outstanding
	default:
		return stepReady, t.Outstanding
	}
}

// A device that runs its own worker, which ends with the wait, goes on for
// some rounds when its link is ready: the other side may wait for a receipt.
const (
	lingerLeast = 2 // rounds
	lingerMost  = 8 // rounds, while something is not confirmed
)

// await keeps the device open, with a worker of its own unless another program
// runs one, and turns it towards the end of every round. Once the link is
// ready it calls ready, once. errStillWaiting if a signal ended it before.
func (a *app) await(dir durable.Dir, d *device.Device, tie cell.TieID, ready func() error) error {
	defer a.panic.heed()()
	return a.orCoerced(d, a.awaitReady(dir, d, tie, ready))
}

func (a *app) awaitReady(dir durable.Dir, d *device.Device, tie cell.TieID, ready func() error) error {
	w, err := a.startWorker(dir, func(pouch.Report) {})
	own := err == nil
	if own {
		a.warn("%s", direct.Warning)
		defer w.stop()
	} else if !errors.Is(err, durable.ErrLocked) {
		return err
	}
	if err := a.untilReady(d, tie); err != nil {
		return err
	}
	if err := ready(); err != nil || !own {
		return err
	}
	fmt.Fprintln(a.err, "Going on for some rounds, so that the other device learns it too. Ctrl-C ends that; 'bulkhead run' does the same.")
	for n := range lingerMost {
		if _, outstanding := stepOf(d.Status(), tie); n >= lingerLeast && outstanding == 0 {
			return nil
		}
		if err := a.nextTurn(d); errors.Is(err, errStillWaiting) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) untilReady(d *device.Device, tie cell.TieID) error {
	steps := a.newSteps(d.Calendar().Length)
	defer steps.end()
	for {
		step, _ := stepOf(d.Status(), tie)
		steps.show(step)
		if step == stepReady {
			return nil
		}
		if err := a.nextTurn(d); err != nil {
			return err
		}
	}
}

// nextTurn waits for a round's turn and makes it.
func (a *app) nextTurn(d *device.Device) error {
	select {
	case <-a.ctx.Done():
		return errStillWaiting
	case <-a.panic.pressed:
		return errPanicKey
	case <-time.After(a.untilTurn(d)):
	}
	if err := d.Turn(); err != nil && !errors.Is(err, device.ErrBusy) {
		return err
	}
	return nil
}

// untilTurn is how long it is until nearly all reads of a round have their
// answers, so that what is sealed then answers them in the very next round.
func (a *app) untilTurn(d *device.Device) time.Duration {
	cal, now := d.Calendar(), a.now()
	r := cal.At(now)
	at := cal.Reads(r).Shut.Add(cal.Timeout() / 2)
	if !at.After(now) {
		at = cal.Reads(r + 1).Shut.Add(cal.Timeout() / 2)
	}
	return at.Sub(now)
}

// steps shows how far a wait is: a bar on a terminal, else a line a step.
type steps struct {
	a    *app
	last int
	bar  interface {
		Describe(string)
		Set(int) error
		Finish() error
	}
}

func (a *app) newSteps(round time.Duration) *steps {
	s := &steps{a: a, last: -1}
	fmt.Fprintf(a.err, "Waiting until the link is ready on both sides: some rounds of %v. Ctrl-C ends the wait and loses nothing.\n", round)
	if isTerminal(a.err) {
		s.bar = a.bar(stepReady, "")
	}
	return s
}

func (s *steps) show(step int) {
	if step == s.last {
		return
	}
	s.last = step
	if s.bar == nil {
		fmt.Fprintln(s.a.err, stepWords[step])
		return
	}
	s.bar.Describe(stepWords[step])
	s.bar.Set(step)
}

func (s *steps) end() {
	if s.bar != nil {
		s.bar.Finish()
	}
}
