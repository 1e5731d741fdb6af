package main

import (
	"bulkhead/device"
	"bulkhead/term"
)

type introduceCmd struct {
	First  string `arg:"" help:"One of the two, by your alias for them."`
	Second string `arg:"" help:"The other."`
}

// Help implements kong's HelpProvider.
func (introduceCmd) Help() string {
	return `Makes two whom you lead a pair: each gets, sealed, one side of a link to the other. Neither learns your alias for the other; each device draws its own. Afterwards they compare six words in person: until they have, you could stand in between. If it came to nothing on one side (a quarantine, a device that had no room), introduce them again.

    bulkhead introduce Heron Wren` + exitHelp
}

type introduceResult struct {
	First  string `json:"first"`
	Second string `json:"second"`
}

func (r introduceResult) lines(p *term.Page) {
	p.Line("%s and %s will hear of each other in the coming rounds; 'bulkhead inbox' tells when both have.", r.First, r.Second)
}

// Run introduces two.
func (c *introduceCmd) Run(a *app) error {
	var res introduceResult
	err := a.open(visit{wish: func(d *device.Device) error {
		first, err := find(d, c.First)
		if err != nil {
			return err
		}
		second, err := find(d, c.Second)
		if err != nil {
			return err
		}
		res = introduceResult{first.Alias, second.Alias}
		return d.Introduce(first.ID, second.ID)
	}})
	if err != nil {
		return err
	}
	return a.show(res)
}
