package home

import (
	"context"
	"errors"
	"time"

	"bulkhead/device"
)

// keepLook is how often an open device is asked whether it is time to save.
const keepLook = time.Second

// KeepOpen keeps the device open, and has it save and refill by the clock, until done says so,
// which is asked after each of these. ErrWaitEnded if ctx ended before; ErrErased after the
// panic key.
func (h *Home) KeepOpen(ctx context.Context, key *PanicKey, d *device.Device, done func() bool) error {
	defer key.Heed()()
	clock := h.Pace.session(h.Now)
	defer clock.Leave()
	for !done() {
		select {
		case <-ctx.Done():
			return ErrWaitEnded
		case <-key.Pressed():
			h.Coerced(d)
			return ErrErased
		case <-clock.After(keepLook):
		}
		if err := d.Tick(); err != nil && !errors.Is(err, device.ErrBusy) {
			return err
		}
	}
	return nil
}
