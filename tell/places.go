package tell

import (
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
)

// Place is where some of the group's boxes are.
type Place struct {
	Number int       `json:"number"` // on its card, from 1
	Kind   card.Kind `json:"kind"`
	Host   string    `json:"host"`              // what a device connects to
	Twelve int       `json:"share_of_12"`       // how many of twelve boxes are there
	Unused bool      `json:"cannot_be_reached"` // this program cannot carry boxes there yet

	// Fingerprint is 16 letters and digits made of all that is on the card about a place which the
	// card in force has not: another key, prefix, relay or gateway's keys at a host that is
	// known already give others. Empty: the card in force has the place.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Card is a card of places.
type Card struct {
	Serial uint16    `json:"serial"`
	Name   string    `json:"name"` // 26 letters and digits, by which a sealed card is opened
	ByOne  bool      `json:"by_one_founder"`
	Begins time.Time `json:"begins,omitzero"` // when it counts here for the first time; not of the one in force
	Over   time.Time `json:"over,omitzero"`   // from when on it alone counts
	Places []Place   `json:"places"`
}

// Places is where the group's boxes are, and what is about to change.
type Places struct {
	InForce  Card         `json:"in_force"`
	Coming   *Card        `json:"coming,omitempty"`
	Proposed *Card        `json:"proposed,omitempty"` // founders: waits for a second signature
	Code     string       `json:"code,omitempty"`     // 6 letters and digits by which the proposed card is signed here; of another one they are others
	Mine     bool         `json:"proposed_here"`      // the other founder's signature is missing
	ByOne    bool         `json:"by_one_founder"`     // the newest card was signed by one founder
	Named    bool         `json:"named"`              // one founder signed a card that does not stand here: it has not come, or another contradicts it
	Signer   cell.Founder `json:"signer"`             // who signed alone, with by_one_founder and named
	Revoked  bool         `json:"revoked"`            // what one founder signed, or may sign, alone was revoked
}

// CardFile is a sealed card that was written to a file, or taken in from one.
type CardFile struct {
	Taken  bool   `json:"taken"`
	File   string `json:"file"`
	Name   string `json:"name"` // whoever opens the file needs it; an invitation has it in it
	Serial uint16 `json:"serial"`
}

// Deed is what a founder did to the places.
type Deed uint8

const (
	PlacesProposed Deed = iota + 1
	PlacesSigned
	PlacesAlone
	PlacesRevoked
)

// String returns the deed's code. It is no word for a person.
func (d Deed) String() string {
	return [...]string{"none", "proposed", "signed", "signed-alone", "revoked"}[min(d, PlacesRevoked)]
}

// MarshalText returns the code.
func (d Deed) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// PlacesChanged is what came of it.
type PlacesChanged struct {
	Deed   Deed   `json:"done"`
	Places Places `json:"places"`
}

// PlacesOf returns where the group's boxes are.
func PlacesOf(d *device.Device) Places {
	v, calendar := d.Places(), d.Calendar()
	inForce := &v.Pair.InForce
	r := Places{InForce: cardOf(inForce, inForce), Code: v.Code.Text(), Mine: v.Mine, ByOne: v.ByOne, Named: v.Named, Signer: v.Signer, Revoked: v.Revoked}
	with := func(c *card.Card, from box.Round) *Card {
		if c.IsZero() {
			return nil
		}
		is := cardOf(c, inForce)
		is.Begins, is.Over = calendar.Start(from), calendar.Start(from+c.Change())
		return &is
	}
	r.Coming, r.Proposed = with(&v.Pair.Coming, v.Pair.From), with(&v.Proposed, v.Proposed.Begins)
	return r
}

func cardOf(c, inForce *card.Card) Card {
	r := Card{Serial: c.Serial, Name: c.Hash().Text(), ByOne: c.ByOne(), Places: []Place{}}
	for i, p := range c.Places[:c.Count()] {
		first := p.First()
		at := Place{Number: i + 1, Kind: p.Kind(), Host: first.Host, Twelve: c.Table.Share(i), Unused: p.Kind() != card.Direct}
		if !c.Has(inForce, i) {
			at.Fingerprint = c.Fingerprint(i)
		}
		r.Places = append(r.Places, at)
	}
	return r
}
