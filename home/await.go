package home

import (
	"context"
	"errors"
	"slices"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// Step is how far a new link is.
type Step int

// The steps, in their order.
const (
	StepFirstBox Step = iota // the other device has not been heard
	StepKeys                 // boxes arrive, keys are being exchanged
	StepWelcome              // secured; the welcome has not come
	StepReady
)

// StepOf tells how far a new link is, and how many messages the other side has
// not confirmed.
func StepOf(s device.Status, tie cell.TieID) (step Step, outstanding int) {
	i := slices.IndexFunc(s.Ties, func(t device.TieStatus) bool { return t.ID == tie })
	if i < 0 {
		return StepFirstBox, 0
	}
	switch t := s.Ties[i]; {
	case t.Heard == 0:
		return StepFirstBox, t.Outstanding
	case t.Securing || t.Phase < cell.Unconfirmed:
		return StepKeys, t.Outstanding
	case s.Standing == cell.Joining, t.Relation == cell.Unknown:
		return StepWelcome, t.Outstanding
	default:
		return StepReady, t.Outstanding
	}
}

// ErrWaitEnded is the end of a wait by its context; everything so far is saved.
var ErrWaitEnded = errors.New("the wait was ended before the link was ready; everything so far is saved")

// A device that runs its own worker, which ends with the wait, goes on for
// some rounds when its link is ready: the other side may wait for a receipt.
const (
	lingerLeast = 2 // rounds
	lingerMost  = 8 // rounds, or lingerTime if that is longer, while something is not confirmed
	lingerTime  = time.Minute
)

// Wait is what happens while a new link gets ready. Each function is called
// from the waiting goroutine.
type Wait struct {
	Own   func(proxy string) // this device lets its boxes travel itself; see [Worker.Proxy]
	Step  func(Step)         // before every round, also if it is the same
	Ready func() error       // once, when the link is ready; its error ends the wait
	On    func()             // it goes on for some rounds
}

// Await keeps the device open, with a worker of its own unless another program
// runs one, and refills its pouch towards the end of every round until the link is ready.
// ErrWaitEnded if ctx ended before; ErrErased after the panic key.
func (h *Home) Await(ctx context.Context, key *PanicKey, dir durable.Dir, d *device.Device, tie cell.TieID, w Wait) error {
	defer key.Heed()()
	err := h.await(ctx, key, dir, d, tie, w)
	if errors.Is(err, ErrPanicKey) {
		h.Coerced(d)
		return ErrErased
	}
	return err
}

func (h *Home) await(ctx context.Context, key *PanicKey, dir durable.Dir, d *device.Device, tie cell.TieID, w Wait) error {
	clock := h.Pace.session(h.Now)
	defer clock.Leave()
	worker, err := h.StartWorker(ctx, dir, func(pouch.Report) {})
	own := err == nil
	if own {
		w.Own(worker.Proxy())
		defer worker.Stop()
	} else if !errors.Is(err, durable.ErrLocked) {
		return err
	}
	for {
		step, _ := StepOf(d.Status(), tie)
		w.Step(step)
		if step == StepReady {
			break
		}
		if err := h.nextRefill(ctx, key, clock, d); err != nil {
			return err
		}
	}
	if err := w.Ready(); err != nil || !own {
		return err
	}
	w.On()
	for n, began := 0, h.Now(); n < lingerMost || h.Now().Sub(began) < lingerTime; n++ {
		if _, outstanding := StepOf(d.Status(), tie); n >= lingerLeast && outstanding == 0 {
			return nil
		}
		if err := h.nextRefill(ctx, key, clock, d); errors.Is(err, ErrWaitEnded) {
			return nil
		} else if err != nil {
			return err
		}
	}
	return nil
}

// Await waits until a new link of an open session's device is ready. The session refills
// by itself: nothing is said of a worker, and it does not go on. ErrWaitEnded if ctx
// ended before; ErrPanicKey, which the session sees to; device.ErrStopped.
func (s *Session) Await(ctx context.Context, key *PanicKey, tie cell.TieID, w Wait) error {
	for {
		var step Step
		err := s.OnDevice(func(d *device.Device) error {
			step, _ = StepOf(d.Status(), tie)
			return nil
		})
		if err != nil {
			return err
		}
		w.Step(step)
		if step == StepReady {
			return w.Ready()
		}
		select {
		case <-ctx.Done():
			return ErrWaitEnded
		case <-key.Pressed():
			return ErrPanicKey
		case <-s.Done():
			return device.ErrStopped
		case <-time.After(sessionLook):
		}
	}
}

// sessionLook is how often a wait looks at the open session.
const sessionLook = time.Second

// nextRefill waits until a round's results are in, and refills the pouch.
func (h *Home) nextRefill(ctx context.Context, key *PanicKey, clock Clock, d *device.Device) error {
	select {
	case <-ctx.Done():
		return ErrWaitEnded
	case <-key.Pressed():
		return ErrPanicKey
	case <-clock.After(h.untilRefill(d)):
	}
	if err := d.Refill(); err != nil && !errors.Is(err, device.ErrBusy) {
		return err
	}
	return nil
}

// untilRefill is how long it is until nearly all reads of a round have their
// answers, so that what is sealed then answers them in the very next round.
func (h *Home) untilRefill(d *device.Device) time.Duration {
	cal, now := d.Calendar(), h.Now()
	r := cal.At(now)
	at := cal.Reads(r).Last.Add(cal.Timeout() / 2)
	if !at.After(now) {
		at = cal.Reads(r + 1).Last.Add(cal.Timeout() / 2)
	}
	return at.Sub(now)
}
