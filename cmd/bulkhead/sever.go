package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type severCmd struct {
	Alias     string `arg:"" help:"sever_alias"`
	KeepAlias bool   `help:"sever_keep_alias"`
	Yes       bool   `help:"sever_yes"`
}

type severResult struct {
	Severed bool   `json:"severed"`
	Alias   string `json:"alias"`
}

func (r severResult) lines(p *term.Page) { p.Line("%s", p.Say.SeverDone(r.Alias)) }

// Run severs a link.
func (c *severCmd) Run(a *app) error {
	var t cell.Tie
	err := a.open(visit{wish: func(d *device.Device) (err error) {
		if t, err = find(d, c.Alias); err != nil {
			return err
		}
		if err := a.agreed(a.saying().SeverAgree(t.Alias), c.Yes); err != nil {
			return err
		}
		return d.Sever(t.ID, c.KeepAlias)
	}})
	if err != nil {
		return err
	}
	return a.show(severResult{true, t.Alias})
}
