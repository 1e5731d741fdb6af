package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type noticeCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"Refused: a command line is seen by others."`
}

// Help implements kong's HelpProvider.
func (noticeCmd) Help() string {
	return `Sends a notice of up to 4,096 bytes down to everybody, signed with this founder's key and passed on from lead to led. Everybody sees which founder signed. The other founder can take it back with 'bulkhead revoke'. The text is asked for, or read from standard input.

    bulkhead notice < file` + exitHelp
}

// Run sends a notice.
func (c *noticeCmd) Run(a *app) error {
	if err := noText(c.Text); err != nil {
		return err
	}
	return a.writes(device.Notice, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		n, err := d.Notice(text)
		return n, "", err
	})
}
