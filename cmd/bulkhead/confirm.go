package main

import (
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type confirmCmd struct {
	Alias string `arg:"" help:"Whose link."`
	Yes   bool   `help:"You have compared the words already: do not show and ask."`
}

// Help implements kong's HelpProvider.
func (confirmCmd) Help() string {
	return `Shows the six words of a link and records your word that they were compared in person and are equal on both devices. From then on messages over this link are shown as coming from that person for sure.

    bulkhead confirm Heron` + exitHelp
}

type confirmResult struct {
	Alias     string `json:"alias"`
	Confirmed bool   `json:"confirmed"`
}

func (r confirmResult) lines(p *term.Page) { p.Line("The link with %s is confirmed.", r.Alias) }

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
		if err := a.agreed("Does the other device show the same number and the same six words?", c.Yes); err != nil {
			return err
		}
		return d.Confirm(t.ID)
	}})
	if err != nil {
		return err
	}
	return a.show(confirmResult{t.Alias, true})
}
