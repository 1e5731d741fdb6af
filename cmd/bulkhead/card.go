package main

import (
	"os"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

type cardCmd struct {
	Out  string `type:"path" placeholder:"FILE" xor:"way" required:"" help:"card_out"`
	In   string `type:"path" placeholder:"FILE" xor:"way" required:"" help:"card_in"`
	Name string `placeholder:"NAME" help:"card_name"`
}

// Run writes the sealed card for somebody who joins or was away, or takes one in.
func (c *cardCmd) Run(a *app) error {
	if (c.In == "") != (c.Name == "") {
		return usage(said(a.say.PlacesNameMissing()), "")
	}
	var r tell.CardFile
	if c.In != "" {
		name, err := card.ParseHash(c.Name)
		if err != nil {
			return err
		}
		sealed, err := readSealed(c.In)
		if err != nil {
			return err
		}
		named, err := card.Open(name, sealed)
		if err != nil {
			return err
		}
		r = tell.CardFile{Taken: true, File: c.In, Name: c.Name, Serial: named.Card.Serial}
		return openAndShow(a, &r, term.CardFile, visit{wish: func(d *device.Device) error { return d.TakeCard(named) }})
	}
	return openAndShow(a, &r, term.CardFile, visit{wish: func(d *device.Device) error {
		named := d.CardForJoining()
		sealed := named.Sealed()
		r = tell.CardFile{File: c.Out, Name: named.Card.Hash().Text(), Serial: named.Card.Serial}
		return writeNew(c.Out, sealed[:])
	}})
}

// readSealed reads a file that is to be a sealed card.
func readSealed(name string) (*[card.SealedSize]byte, error) {
	data, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	if len(data) != box.Size {
		return nil, card.ErrSealed
	}
	return (*[card.SealedSize]byte)(data), nil
}
