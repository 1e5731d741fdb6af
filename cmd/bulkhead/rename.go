package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type renameCmd struct {
	Alias string `arg:"" help:"rename_alias"`
	New   string `arg:"" help:"rename_new"`
}

type renameResult struct {
	Was   string `json:"was"`
	Alias string `json:"alias"`
}

func (r renameResult) lines(p *term.Page) {
	p.Line("%s", p.Say.PairRenamed(p.Say.Text(r.Was), p.Say.Text(r.Alias)))
}

// Run renames a link.
func (c *renameCmd) Run(a *app) error {
	var t cell.Tie
	err := a.open(visit{wish: func(d *device.Device) (err error) {
		if t, err = find(d, c.Alias); err != nil {
			return err
		}
		if err := d.Rename(t.ID, c.New); err != nil {
			return fmt.Errorf("calling %q %q: %w", t.Alias, c.New, err)
		}
		return nil
	}})
	if err != nil {
		return err
	}
	return a.show(renameResult{t.Alias, c.New})
}
