package main

import (
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type confirmCmd struct {
	Alias string `arg:"" help:"confirm_alias"`
	Yes   bool   `help:"confirm_yes"`
}

type confirmResult struct {
	Alias     string `json:"alias"`
	Confirmed bool   `json:"confirmed"`
}

func (r confirmResult) lines(p *term.Page) { p.Line("%s", p.Say.PairConfirmed(r.Alias)) }

// Run confirms a link.
func (c *confirmCmd) Run(a *app) error {
	var t cell.Tie
	err := a.open(visit{wish: func(d *device.Device) (err error) {
		if t, err = find(d, c.Alias); err != nil {
			return err
		}
		words, err := wordsOf(d, t)
		if err != nil {
			return err
		}
		if !c.Yes {
			p := a.aside()
			p.Head("    %d:  %s", words.Epoch, strings.Join(words.Words, "  "))
		}
		if err := a.agreed(a.say.PairConfirmQuestion(), c.Yes); err != nil {
			return err
		}
		return d.Confirm(t.ID)
	}})
	if err != nil {
		return err
	}
	return a.show(confirmResult{t.Alias, true})
}
