package device

import (
	"context"
	"errors"
	"time"

	"bulkhead/pouch"
	"bulkhead/vault"
)

// Session is what a passphrase opened: a [*Device] or a [*Notebook].
type Session interface {
	Tick() error
	Refill() error
	Close() error
	Abandon()
	nextTick(now time.Time) time.Time
}

func (d *Device) nextTick(now time.Time) time.Time   { return d.env.nextTime(now, d.saved) }
func (n *Notebook) nextTick(now time.Time) time.Time { return n.env.nextTime(now, n.saved) }

// Loop is the event loop of an open device or notebook: the one goroutine that
// owns it. It refills the pouch and saves by the clock, whatever the person does, and
// carries out wishes one after the other. When ctx ends, or wishes is closed,
// it closes the session and returns what that gave. If the vault was wiped
// meanwhile, it forgets everything at once and returns vault.ErrNotVault.
//
// Any other error of a Tick does not end the loop: report, if not nil, is told
// of it, and the next Tick tries again. report is called from the loop's
// goroutine.
func Loop[S Session](ctx context.Context, d S, clock pouch.Clock, wishes <-chan func(S), report func(error)) error {
	next := d.nextTick(clock.Now())
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
			err := d.Tick()
			if errors.Is(err, vault.ErrNotVault) {
				d.Abandon()
				return err
			}
			if err != nil && report != nil {
				report(err)
			}
			next = d.nextTick(clock.Now())
		}
	}
}

// untilNext is how long it is from now until last + period: at least a
// fraction of the period, so that a failing disk is not hammered; at most the
// period, also after the clock was set back.
func untilNext(now, last time.Time, period time.Duration) time.Duration {
	return min(max(last.Add(period).Sub(now), period/4), period)
}

// ErrStopped is for the owner of a loop that has ended.
var ErrStopped = errors.New("the device is closed")
