package main

import (
	"errors"
	"fmt"

	"bulkhead/device"
	"bulkhead/term"
)

// sentResult is what every verb that writes something tells.
type sentResult struct {
	Number uint32 `json:"number"` // this device's own, as 'bulkhead status' shows it
	Kind   string `json:"kind"`
	To     string `json:"to,omitempty"`
	Stage  string `json:"stage"`
	Reason string `json:"reason,omitempty"`
}

func (r sentResult) lines(p *term.Page) {
	to := ""
	if r.To != "" {
		to = " to " + r.To
	}
	p.Line("%s %d%s: %s.", r.Kind, r.Number, to, r.Stage)
	switch {
	case r.Reason != "":
		p.Bad("  %s", r.Reason)
	case r.Stage == device.Kept.String():
		p.Line("  It waits: the link is not secured yet, or others go before it. 'bulkhead status' shows how far it is.")
	default:
		p.Line("  It travels while 'bulkhead run' runs. 'bulkhead status' shows how far it is.")
	}
}

// writes is the visit of a verb that writes one thing: limit is the longest
// text in bytes, 0 if there is none to read.
func (a *app) writes(kind device.Kind, limit int, write func(d *device.Device, text string) (number uint32, to string, err error)) error {
	var text string
	res := sentResult{Kind: kind.String()}
	err := a.open(visit{
		prepare: func() (err error) {
			if limit > 0 {
				text, err = a.readText(kind.String(), limit)
			}
			return err
		},
		wish: func(d *device.Device) (err error) {
			res.Number, res.To, err = write(d, text)
			if err != nil {
				return fmt.Errorf("sending a %s: %w", kind, err)
			}
			return nil
		},
		tell: func(d *device.Device) {
			for _, s := range d.Sent() {
				if s.Number == res.Number {
					stage, reason := s.Stage()
					res.Stage, res.Reason = stage.String(), reason
				}
			}
		},
	})
	if err != nil && !(errors.Is(err, device.ErrKept) && res.Stage != "") {
		return err
	}
	return errors.Join(a.show(res), err)
}
