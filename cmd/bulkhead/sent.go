package main

import (
	"errors"
	"fmt"

	"bulkhead/device"
	"bulkhead/term"
)

// sentResult is what every verb that writes something tells: kind, stage and
// reason by their codes.
type sentResult struct {
	Number uint32 `json:"number"` // this device's own, as 'bulkhead status' shows it
	Kind   string `json:"kind"`
	To     string `json:"to,omitempty"`
	Stage  string `json:"stage"`
	Reason string `json:"reason,omitempty"`
	kind   device.Kind
	stage  device.Stage
	reason device.Reason
}

func (r sentResult) lines(p *term.Page) {
	if r.To == "" {
		p.Line("%s", p.Say.InboxSent(r.Number, p.Say.Stage(r.stage), p.Say.Kind(r.kind)))
	} else {
		p.Line("%s", p.Say.InboxSentTo(r.Number, p.Say.Stage(r.stage), p.Say.Kind(r.kind), p.Say.Text(r.To)))
	}
	switch {
	case r.reason != device.NoReason:
		p.Bad("  %s", p.Say.Reason(r.reason))
	case r.stage == device.Kept:
		p.Line("  %s", p.Say.InboxWaits())
	default:
		p.Line("  %s", p.Say.InboxTravels())
	}
}

// writes is the visit of a verb that writes one thing: limit is the longest
// text in bytes, 0 if there is none to read.
func (a *app) writes(kind device.Kind, limit int, write func(d *device.Device, text string) (number uint32, to string, err error)) error {
	var text string
	res := sentResult{Kind: kind.String(), kind: kind}
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
					res.stage, res.reason = s.Stage()
					res.Stage, res.Reason = res.stage.String(), res.reason.String()
				}
			}
		},
	})
	if err != nil && !(errors.Is(err, device.ErrKept) && res.Stage != "") {
		return err
	}
	return errors.Join(a.show(res), err)
}
