package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type sendCmd struct {
	Alias string   `arg:"" help:"To whom: your partner, your lead, or somebody you lead."`
	Text  []string `arg:"" optional:"" hidden:"" help:"Refused: a command line is seen by others."`

	Anyway bool `help:"Write although the link is in quarantine: whoever reads it may not be the person you mean."`
}

// Help implements kong's HelpProvider.
func (sendCmd) Help() string {
	return `Writes a message of up to 64 KiB. The text is asked for, or read from standard input; it is not taken from the command line, where every program could see it. It travels with 'bulkhead run' and is repeated until the other device has confirmed it, for 7 days at most; 'bulkhead status' tells the truth about how far it is.

    bulkhead send Heron
    bulkhead send Heron < file` + exitHelp
}

// Run sends a message.
func (c *sendCmd) Run(a *app) error {
	if err := noText(c.Text); err != nil {
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
