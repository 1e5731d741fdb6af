package home

import (
	"errors"

	"bulkhead/device"
	"bulkhead/internal/durable"
)

// Visit is one opening of a device, for one thing.
type Visit struct {
	Wish  func(*device.Device) error // the thing
	Reads bool                       // it changes nothing: a disk that keeps nothing is no reason not to show it

	TakeIn  func(*device.Device) error // takes in what was read; nil: [device.Device.TakeIn] does
	Tell    func(*device.Device)       // after everything was saved, and sealed unless the error is ErrOnlySaved; may be nil
	Alarms  func(*device.Device)       // at the end, whatever became of the wish
	Unsaved func(error)                // a visit that reads was not saved, by fault of the disk
}

// Visit carries out a visit to an open device: it takes in what was read, does
// its thing, and refills once. A wish that is refused refills too: from outside, all
// openings look alike. The panic key pressed meanwhile counts at its end:
// ErrErased, and the device is closed.
func (h *Home) Visit(d *device.Device, key *PanicKey, v Visit) error {
	defer key.Heed()()
	err := h.visit(d, v)
	if key.Down() && !errors.Is(err, ErrErased) {
		h.Coerced(d)
		return ErrErased
	}
	return err
}

// Visit carries out a visit to the device of an open session. What changes something is
// saved and sealed, as [Home.Visit] does, before anything is told. What only reads leaves
// that to the clock; Unsaved is told if the disk did not take the last save.
// [ErrTriesAgain] if it did not take this one.
func (h *Held) Visit(v Visit) error {
	d := h.Session.(*device.Device)
	err := v.takeIn(d)
	if err == nil {
		err = v.Wish(d)
	}
	if err != nil {
		return err
	}
	if v.Reads {
		if durable.OfDisk(h.failed) {
			v.Unsaved(h.failed)
		}
	} else if err = h.Refill(); err != nil && !errors.Is(err, device.ErrOnlySaved) {
		return err
	}
	if v.Tell != nil {
		v.Tell(d)
	}
	v.Alarms(d)
	return err
}

func (v *Visit) takeIn(d *device.Device) error {
	if v.TakeIn != nil {
		return v.TakeIn(d)
	}
	return d.TakeIn()
}

func (h *Home) visit(d *device.Device, v Visit) error {
	refused := v.takeIn(d)
	if refused == nil {
		refused = v.Wish(d)
	}
	if errors.Is(refused, ErrPanicKey) {
		h.Coerced(d)
		return ErrErased
	}
	err := d.Refill()
	switch {
	case err == nil:
	case v.Reads && refused == nil && durable.OfDisk(err):
		v.Unsaved(err)
		err = nil
	case errors.Is(err, device.ErrOnlySaved):
	case v.Reads && errors.Is(err, device.ErrClockJump): // shown as it was by the clock before
	case errors.Is(refused, device.ErrNotSaved) && errors.Is(err, device.ErrNotSaved):
		return refused // said once
	default:
		return errors.Join(refused, err)
	}
	if refused == nil && v.Tell != nil {
		v.Tell(d)
	}
	v.Alarms(d)
	if err != nil {
		return errors.Join(refused, err)
	}
	return refused
}
