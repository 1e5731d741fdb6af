package card

import (
	"fmt"
	"io"

	"golang.org/x/crypto/cryptobyte"
)

// Kind says in which way a place is reached.
type Kind uint8

const (
	Direct Kind = iota + 1 // the drop itself, by HTTPS
	Relay                  // a relay, which hands sealed requests to the drop (RFC 9458)
	Onion                  // the drop itself, as an onion service
)

// String returns the kind's code. It is no word for a person.
func (k Kind) String() string {
	switch k {
	case Direct:
		return "direct"
	case Relay:
		return "relay"
	case Onion:
		return "onion"
	}
	return "unknown"
}

// MarshalText returns the code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// maxGateway is the longest list of a gateway's keys, in bytes: two configurations
// (RFC 9458, section 3) with a hybrid key of 1,216 bytes each, at a change of keys.
const maxGateway = 2500

// Place is where boxes are: a drop, and the relay by which it is reached, if there is
// one. Places compare with ==. A Place formats as a fixed word.
//
//	0 1 1 a drop, 2 a drop by way of a relay
//	    the drop: see [Server]
//	    for 2: the relay: see [Server]
//	  1 for 2: which of the card's gateways, from 0
type Place struct {
	Drop    Server
	Relay   Server // zero: there is none
	Gateway uint8  // with a relay: the drop's keys are Card.Gateways[Gateway], a list of configurations (RFC 9458, section 3)
}

// Kind returns in which way the place is reached.
func (p *Place) Kind() Kind {
	switch {
	case p.Relay != (Server{}):
		return Relay
	case p.Drop.IsOnion():
		return Onion
	}
	return Direct
}

// First returns what a device connects to: the relay, or else the drop.
func (p *Place) First() Server {
	if p.Relay != (Server{}) {
		return p.Relay
	}
	return p.Drop
}

const (
	placeDirect = 1
	placeRelay  = 2
)

func (p *Place) check(gateways int) error {
	switch {
	case p.Drop.Check() != nil:
		return p.Drop.Check()
	case p.Relay == (Server{}) && p.Gateway != 0, p.Relay != (Server{}) && int(p.Gateway) >= gateways:
		return fmt.Errorf("%w: a place names keys that are not there", ErrCard)
	case p.Relay != (Server{}):
		return p.Relay.Check()
	}
	return nil
}

func (p *Place) add(b *cryptobyte.Builder) {
	if p.Relay == (Server{}) {
		b.AddUint8(placeDirect)
		p.Drop.add(b)
		return
	}
	b.AddUint8(placeRelay)
	p.Drop.add(b)
	p.Relay.add(b)
	b.AddUint8(p.Gateway)
}

func (p *Place) read(s *cryptobyte.String) bool {
	var form uint8
	if !s.ReadUint8(&form) || form != placeDirect && form != placeRelay || !p.Drop.read(s) {
		return false
	}
	return form == placeDirect || p.Relay.read(s) && p.Relay != (Server{}) && s.ReadUint8(&p.Gateway)
}

// Format implements [fmt.Formatter] and prints no part of the place.
func (Place) Format(f fmt.State, _ rune) { io.WriteString(f, "card.Place(hidden)") }
