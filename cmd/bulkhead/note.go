package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type noteCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"note_text"`

	Anyway bool `help:"note_anyway"`
}

// Run sends a note.
func (c *noteCmd) Run(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	return a.writes(device.Note, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		send := d.Note
		if c.Anyway {
			send = d.NoteAnyway
		}
		n, err := send(text)
		return n, "", err
	})
}
