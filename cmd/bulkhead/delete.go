package main

import (
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

type deleteCmd struct {
	Number []uint32 `arg:"" help:"delete_number"`
}

// Run deletes messages.
func (c *deleteCmd) Run(a *app) error {
	r := tell.Deleted{Deleted: []uint32{}}
	return openAndShow(a, &r, term.Deleted, visit{wish: func(d *device.Device) error {
		for _, n := range c.Number {
			if d.Delete(n) {
				r.Deleted = append(r.Deleted, n)
			}
		}
		if len(r.Deleted) == 0 {
			return refuse(said(a.say.PairNoNumber()), a.say.PairNoNumberHint())
		}
		return nil
	}})
}
