package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type severCmd struct {
	Alias     string `arg:"" help:"Whose link to cut."`
	KeepAlias bool   `help:"Keep the alias on this device (default: it is erased)."`
	Yes       bool   `help:"Do not ask."`
}

// Help implements kong's HelpProvider.
func (severCmd) Help() string {
	return `Cuts one of your own links for good: its keys, everything that waits in it, and the alias are erased from this device. The other side is not told; it reads and writes nothing here any more. Do it when you hear that they were taken, or when you doubt the link. There is no way back but a new invitation.

    bulkhead sever Heron` + exitHelp
}

type severResult struct {
	Severed bool   `json:"severed"`
	Alias   string `json:"alias"`
}

func (r severResult) lines(p *term.Page) { p.Line("The link with %s is cut for good.", r.Alias) }

// Run severs a link.
func (c *severCmd) Run(a *app) error {
	var t cell.Tie
	err := a.open(visit{wish: func(d *device.Device) (err error) {
		if t, err = find(d, c.Alias); err != nil {
			return err
		}
		if err := a.agreed(fmt.Sprintf("Cut the link with %s for good?", t.Alias), c.Yes); err != nil {
			return err
		}
		return d.Sever(t.ID, c.KeepAlias)
	}})
	if err != nil {
		return err
	}
	return a.show(severResult{true, t.Alias})
}
