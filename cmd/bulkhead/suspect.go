package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

type suspectCmd struct {
	Alias    string `arg:"" help:"suspect_alias"`
	TakeBack bool   `help:"suspect_take_back"`
	Yes      bool   `help:"suspect_yes"`
}

// Run gives or takes back a word.
func (c *suspectCmd) Run(a *app) error {
	var r tell.Suspicion
	return openAndShow(a, &r, term.Suspicion, visit{wish: func(d *device.Device) error {
		t, err := find(d, c.Alias)
		if err != nil {
			return err
		}
		r = tell.SuspicionOf(d, t, c.TakeBack)
		if err := c.say(a, d, t); err != nil {
			return err
		}
		r.Stands(d, t)
		return nil
	}})
}

// say gives the word or takes it back. The one that cuts is asked about.
func (c *suspectCmd) say(a *app, d *device.Device, t cell.Tie) error {
	if c.TakeBack {
		return d.TakeBack(t.ID)
	}
	if t.Relation == cell.Lead && t.Told != 0 {
		if err := a.agreed(a.saying().SuspectAgree(t.Alias), c.Yes); err != nil {
			return err
		}
	}
	return d.Suspect(t.ID)
}
