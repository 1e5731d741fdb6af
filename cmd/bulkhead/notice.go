package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

type noticeCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"notice_text"`
}

// Run sends a notice.
func (c *noticeCmd) Run(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	return a.writes(device.Notice, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		n, err := d.Notice(text)
		return n, "", err
	})
}
