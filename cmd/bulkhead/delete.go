package main

import (
	"bulkhead/device"
	"bulkhead/term"
)

type deleteCmd struct {
	Number []uint32 `arg:"" help:"delete_number"`
}

type deleteResult struct {
	Deleted []uint32 `json:"deleted"`
}

func (r deleteResult) lines(p *term.Page) { p.Line("%s", p.Say.PairErased(len(r.Deleted))) }

// Run deletes messages.
func (c *deleteCmd) Run(a *app) error {
	res := deleteResult{Deleted: []uint32{}}
	err := a.open(visit{wish: func(d *device.Device) error {
		for _, n := range c.Number {
			if d.Delete(n) {
				res.Deleted = append(res.Deleted, n)
			}
		}
		if len(res.Deleted) == 0 {
			return refuse(said(a.say.PairNoNumber()), a.say.PairNoNumberHint())
		}
		return nil
	}})
	if err != nil {
		return err
	}
	return a.show(res)
}
