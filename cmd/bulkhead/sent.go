package main

import (
	"errors"
	"fmt"

	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

// writes is the visit of a verb that writes one thing: limit is the longest
// text in bytes, 0 if there is none to read.
func (a *app) writes(kind device.Kind, limit int, write func(d *device.Device, text string) (number uint32, to string, err error)) error {
	var text string
	res, known := tell.Sent{Kind: kind}, false
	err := a.open(visit{
		prepare: func() (err error) {
			if limit > 0 {
				text, err = a.readText(a.say.Kind(kind), limit)
			}
			return err
		},
		wish: func(d *device.Device) (err error) {
			res.Number, res.To, err = write(d, text)
			if longest := d.Longest(); errors.Is(err, device.ErrNoRoom) && len(text) > longest {
				return refuse(said(a.say.WriteNoRoom(longest, len(text))), a.say.WriteNoRoomHint())
			}
			if err != nil {
				return fmt.Errorf("sending a %s: %w", kind, err)
			}
			return nil
		},
		tell: func(d *device.Device) {
			for _, s := range d.Sent() {
				if s.Number == res.Number {
					res.Stage, res.Reason = s.Stage()
					known = true
				}
			}
		},
	})
	if err != nil && !(errors.Is(err, device.ErrKept) && known) {
		return err
	}
	return errors.Join(show(a, &res, term.Sent), err)
}
