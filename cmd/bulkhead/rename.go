package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type renameCmd struct {
	Alias string `arg:"" help:"The alias now."`
	New   string `arg:"" help:"The new one: 1 to 24 bytes, made up, never a real name."`
}

// Help implements kong's HelpProvider.
func (renameCmd) Help() string {
	return `Gives somebody another alias on this device. Nobody else sees it. Whoever opens this device sees it: don't choose what leads to a person.

    bulkhead rename Heron Kettle` + exitHelp
}

type renameResult struct {
	Was   string `json:"was"`
	Alias string `json:"alias"`
}

func (r renameResult) lines(p *term.Page) { p.Line("%s is called %s now.", r.Was, r.Alias) }

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
