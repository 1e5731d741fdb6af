package main

import (
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

type inboxCmd struct {
	All bool `help:"inbox_all"`
}

// Run shows the inbox. What is shown counts as read once that is kept.
func (c *inboxCmd) Run(a *app) error {
	var r tell.Inbox
	err := a.open(visit{reads: true, wish: func(d *device.Device) error {
		r = tell.InboxOf(d, c.All)
		for _, i := range r.Items {
			d.MarkRead(i.Number)
		}
		return nil
	}})
	// What was taken in is shown even if it could not be kept: it comes again.
	if err != nil && len(r.Items) == 0 || err != nil && a.JSON {
		return err
	}
	if shown := show(a, &r, term.Inbox); err == nil {
		err = shown
	}
	return err
}
