package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type noteCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"Refused: a command line is seen by others."`

	Anyway bool `help:"Send it although the link with your lead is in quarantine: whoever reads it there may not be your lead."`
}

// Help implements kong's HelpProvider.
func (noteCmd) Help() string {
	return `Sends a note of up to 4,096 bytes up to the founders, from lead to lead. Each device on the way could read it and remembers only which link it came from, so that an answer finds its way back. The text is asked for, or read from standard input.

    bulkhead note < file` + exitHelp
}

// Run sends a note.
func (c *noteCmd) Run(a *app) error {
	if err := noText(c.Text); err != nil {
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
