package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type sendCmd struct {
	Alias string   `arg:"" help:"send_alias"`
	Text  []string `arg:"" optional:"" hidden:"" help:"send_text"`

	Anyway bool `help:"send_anyway"`
}

// Run sends a message.
func (c *sendCmd) Run(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	return a.writes(device.Text, cell.MaxText, func(d *device.Device, text string) (uint32, string, error) {
		t, err := find(d, c.Alias)
		if err != nil {
			return 0, "", err
		}
		send := d.Send
		if c.Anyway {
			send = d.SendAnyway
		}
		n, err := send(t.ID, text)
		return n, t.Alias, err
	})
}
