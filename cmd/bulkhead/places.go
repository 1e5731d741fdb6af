package main

import (
	"slices"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/tell"
	"bulkhead/term"
)

type placesCmd struct {
	Show    placesShow    `cmd:"" default:"withargs" help:"places_show"`
	Add     placesAdd     `cmd:"" help:"places_add"`
	Remove  placesRemove  `cmd:"" help:"places_remove"`
	Replace placesReplace `cmd:"" help:"places_replace"`
	Sign    placesSign    `cmd:"" help:"places_sign"`
	Revoke  placesRevoke  `cmd:"" help:"places_revoke"`
}

type placesShow struct{}

// Run shows where the group's boxes are.
func (*placesShow) Run(a *app) error {
	var r tell.Places
	return openAndShow(a, &r, term.Places, visit{reads: true, wish: func(d *device.Device) error {
		r = tell.PlacesOf(d)
		return nil
	}})
}

// placesHow says whose signatures a change is to have.
type placesHow struct {
	Alone bool `help:"places_alone"`
}

// change makes a card with other places.
func (h *placesHow) change(a *app, to func([]card.Place) ([]card.Place, error)) error {
	r := tell.PlacesChanged{Deed: tell.PlacesProposed}
	if h.Alone {
		r.Deed = tell.PlacesAlone
	}
	return openAndShow(a, &r, term.PlacesChanged, visit{wish: func(d *device.Device) error {
		c := d.Cards().InForce
		places, err := to(c.Places[:c.Count()])
		if err != nil {
			return err
		}
		gateways := slices.DeleteFunc(slices.Clone(c.Gateways[:]), func(g string) bool { return g == "" })
		if h.Alone {
			err = d.ChangePlaces(places, gateways, 0)
		} else {
			// Two lengths of a pouch for the other founder to open the device and sign.
			err = d.ProposeCard(places, gateways, d.Round()+c.Change()+2*c.Change()/card.ChangePouches)
		}
		r.Places = tell.PlacesOf(d)
		return err
	}})
}

// dropAt reads a drop's address.
func (a *app) dropAt(address string) (card.Place, error) {
	at, err := drop.ParseAddress(address)
	if err != nil {
		return card.Place{}, usage(said(a.say.ErrorsAddress()), a.say.SetupAddressHint())
	}
	return card.Place{Drop: at.Server()}, nil
}

// nth reads the number of a place.
func (a *app) nth(places []card.Place, n int) (int, error) {
	if n < 1 || n > len(places) {
		return 0, usage(said(a.say.PlacesNoSuch(uint32(max(n, 0)))), "")
	}
	return n - 1, nil
}

type placesAdd struct {
	placesHow
	Address string `arg:"" placeholder:"ADDRESS" help:"places_address"`
}

// Run adds a place.
func (c *placesAdd) Run(a *app) error {
	at, err := a.dropAt(c.Address)
	if err != nil {
		return err
	}
	return c.change(a, func(places []card.Place) ([]card.Place, error) { return append(slices.Clone(places), at), nil })
}

type placesRemove struct {
	placesHow
	Number int `arg:"" placeholder:"N" help:"places_number"`
}

// Run takes a place away.
func (c *placesRemove) Run(a *app) error {
	return c.change(a, func(places []card.Place) ([]card.Place, error) {
		n, err := a.nth(places, c.Number)
		if err != nil {
			return nil, err
		}
		return slices.Delete(slices.Clone(places), n, n+1), nil
	})
}

type placesReplace struct {
	placesHow
	Number  int    `arg:"" placeholder:"N" help:"places_number"`
	Address string `arg:"" placeholder:"ADDRESS" help:"places_address"`
}

// Run puts one place where another was.
func (c *placesReplace) Run(a *app) error {
	at, err := a.dropAt(c.Address)
	if err != nil {
		return err
	}
	return c.change(a, func(places []card.Place) ([]card.Place, error) {
		n, err := a.nth(places, c.Number)
		if err != nil {
			return nil, err
		}
		after := slices.Clone(places)
		after[n] = at
		return after, nil
	})
}

type placesSign struct {
	Code string `arg:"" placeholder:"CODE" help:"places_code"`
}

// Run signs what the other founder proposed, as it was shown with this code, and has the
// new places keep the card.
func (c *placesSign) Run(a *app) error {
	code, err := cell.ParseProposalCode(c.Code)
	if err != nil {
		return usage(said(a.say.PlacesNoCode()), "")
	}
	r := tell.PlacesChanged{Deed: tell.PlacesSigned}
	var signed card.Signed
	err = a.open(visit{wish: func(d *device.Device) (err error) {
		signed, err = d.SignCard(code)
		r.Places = tell.PlacesOf(d)
		return err
	}})
	if err != nil {
		return err
	}
	a.storeCard(&signed)
	return show(a, &r, term.PlacesChanged)
}

// storeCard has every place that can be reached keep a card, and says where none does.
func (a *app) storeCard(c *card.Signed) {
	for _, p := range c.Card.Places[:c.Card.Count()] {
		if p.Kind() != card.Direct {
			continue
		}
		if err := a.home.StoreCard(a.ctx, p.Drop, c); err != nil {
			why, _ := a.say.Error(err)
			a.warn("%s", a.say.PlacesNotKept(why))
		}
	}
}

type placesRevoke struct{}

// Run takes back what the other founder signed alone.
func (*placesRevoke) Run(a *app) error {
	r := tell.PlacesChanged{Deed: tell.PlacesRevoked}
	return openAndShow(a, &r, term.PlacesChanged, visit{wish: func(d *device.Device) error {
		err := d.RevokeCard()
		r.Places = tell.PlacesOf(d)
		return err
	}})
}
