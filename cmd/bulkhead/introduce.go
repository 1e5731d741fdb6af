package main

import (
	"bulkhead/device"
	"bulkhead/term"
)

type introduceCmd struct {
	First  string `arg:"" help:"introduce_first"`
	Second string `arg:"" help:"introduce_second"`
}

type introduceResult struct {
	First  string `json:"first"`
	Second string `json:"second"`
}

func (r introduceResult) lines(p *term.Page) {
	p.Line("%s", p.Say.PairIntroduced(p.Say.Text(r.First), p.Say.Text(r.Second)))
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
