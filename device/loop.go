package device

import (
	"context"
	"errors"
	"time"

	"bulkhead/pouch"
)

// Loop is the event loop of an open device: the one goroutine that owns it. It
// turns and saves by the clock, whatever the person does, and carries out
// wishes one after the other. When ctx ends, or wishes is closed, it closes
// the device and returns what that gave.
//
// An error of a Tick does not end the loop: report, if not nil, is told of it,
// and the next Tick tries again. report is called from the loop's goroutine.
func Loop(ctx context.Context, d *Device, clock pouch.Clock, wishes <-chan func(*Device), report func(error)) error {
	period := min(d.env.SaveEvery, d.env.TurnEvery)
	next := clock.Now().Add(untilNext(clock.Now(), d.saved, period))
	for {
		select {
		case <-ctx.Done():
			return d.Close()
		case wish, open := <-wishes:
			if !open {
				return d.Close()
			}
			wish(d)
		case <-clock.After(max(0, next.Sub(clock.Now()))):
			if err := d.Tick(); err != nil && report != nil {
				report(err)
			}
			next = clock.Now().Add(untilNext(clock.Now(), d.saved, period))
		}
	}
}

// untilNext is how long it is from now until last + period: at least a
// fraction of the period, so that a failing disk is not hammered.
func untilNext(now, last time.Time, period time.Duration) time.Duration {
	return max(last.Add(period).Sub(now), period/4)
}

// ErrStopped is for the owner of a loop that has ended.
var ErrStopped = errors.New("the device is closed")

// Do has a loop carry out a wish and waits for its result. ErrStopped if the
// loop ended, judged by done.
func Do(wishes chan<- func(*Device), done <-chan struct{}, wish func(*Device) error) error {
	result := make(chan error, 1)
	select {
	case wishes <- func(d *Device) { result <- wish(d) }:
	case <-done:
		return ErrStopped
	}
	select {
	case err := <-result:
		return err
	case <-done:
		return ErrStopped
	}
}
