package drop

import (
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"strings"

	"bulkhead/card"
)

// Address is where a drop is and how to know it: what an invitation carries.
//
//	https://host:port/PREFIX#sha256=PIN
//
// Without a pin the certificate must be one that the system trusts. Plain http
// is for loopback alone. Addresses compare with ==. An Address formats as a
// fixed word; [Address.URL] is for people and invitations.
type Address struct {
	plain  bool   // http, not https
	host   string // lower-case host, colon, port
	prefix Prefix
	pinned bool
	pin    Pin
}

// ErrAddress is the error of a text or of bytes that are not a drop's address.
var ErrAddress = errors.New("not a drop's address: https://host:port/prefix#sha256=pin")

// NewAddress makes the address of a drop at host ("name:port" or "ip:port"),
// by TLS.
func NewAddress(host string, prefix Prefix) (Address, error) {
	h, err := cleanHost(host)
	if err != nil {
		return Address{}, err
	}
	return Address{host: h, prefix: prefix}, nil
}

// WithPin returns a with the key that the drop must show.
func (a Address) WithPin(pin Pin) Address {
	a.plain, a.pinned, a.pin = false, true, pin
	return a
}

// WithPrefix returns a with another prefix: another calendar of the same drop.
func (a Address) WithPrefix(p Prefix) Address {
	a.prefix = p
	return a
}

// NewPlainAddress makes the address of a drop without TLS, which must be on
// this very machine.
func NewPlainAddress(host string, prefix Prefix) (Address, error) {
	a, err := NewAddress(host, prefix)
	if err != nil {
		return Address{}, err
	}
	if !isLoopback(a.host) {
		return Address{}, errors.New("plain http is for loopback alone: use https")
	}
	a.plain = true
	return a, nil
}

// ParseAddress reads the form that [Address.URL] writes. It also takes an
// https address without a port, which is then 443.
func ParseAddress(s string) (Address, error) {
	if len(s) > len("https:///#sha256=")+MaxHostSize+PrefixTextSize+64 {
		return Address{}, ErrAddress
	}
	rest, fragment, hasFragment := strings.Cut(s, "#")
	scheme, rest, ok := strings.Cut(rest, "://")
	host, path, ok2 := strings.Cut(rest, "/")
	if !ok || !ok2 {
		return Address{}, ErrAddress
	}
	prefix, err := ParsePrefix(path)
	if err != nil {
		return Address{}, ErrAddress
	}
	if scheme == "https" && portOf(host) == "" {
		host += ":443"
	}
	return assemble(scheme == "http", scheme, host, prefix, fragment, hasFragment)
}

func assemble(plain bool, scheme, host string, prefix Prefix, fragment string, hasFragment bool) (Address, error) {
	if plain {
		if hasFragment {
			return Address{}, ErrAddress
		}
		return NewPlainAddress(host, prefix)
	}
	a, err := NewAddress(host, prefix)
	if err != nil || scheme != "https" {
		return Address{}, ErrAddress
	}
	if !hasFragment {
		return a, nil
	}
	text, ok := strings.CutPrefix(fragment, "sha256=")
	if !ok {
		return Address{}, ErrAddress
	}
	pin, err := ParsePin(text)
	if err != nil {
		return Address{}, ErrAddress
	}
	return a.WithPin(pin), nil
}

// Server returns the address as it stands on a card.
func (a Address) Server() card.Server {
	return card.Server{Plain: a.plain, Host: a.host, Prefix: a.prefix, Pinned: a.pinned, Pin: a.pin}
}

// AddressOf returns the address of a drop on a card. An onion service has none that this
// program can reach: ErrAddress.
func AddressOf(s card.Server) (Address, error) {
	if s.IsOnion() || s.Check() != nil {
		return Address{}, ErrAddress
	}
	return Address{plain: s.Plain, host: s.Host, prefix: s.Prefix, pinned: s.Pinned, pin: s.Pin}, nil
}

// URL returns the address as text. It names the drop: for a person, an
// invitation or a request, never for a log or an error.
func (a Address) URL() string {
	s := a.base() + "/" + a.prefix.Text()
	if a.pinned {
		s += "#sha256=" + a.pin.Text()
	}
	return s
}

// base returns scheme, host and port.
func (a Address) base() string {
	if a.plain {
		return "http://" + a.host
	}
	return "https://" + a.host
}

// Host returns the lower-case host, a colon and the port, as for [net.Dial].
func (a Address) Host() string { return a.host }

// Prefix returns the first part of the drop's paths.
func (a Address) Prefix() Prefix { return a.prefix }

// Pin returns the key that the drop must show, if the address fixes one.
func (a Address) Pin() (Pin, bool) { return a.pin, a.pinned }

// IsPlain reports whether the drop is reached without TLS.
func (a Address) IsPlain() bool { return a.plain }

// IsZero reports whether a is no address at all.
func (a Address) IsZero() bool { return a == Address{} }

// Format implements [fmt.Formatter] and prints no part of the address.
func (Address) Format(f fmt.State, _ rune) { io.WriteString(f, "drop.Address(hidden)") }

// TLS returns a fresh configuration for reaching the drop: TLS 1.3 alone, no
// session resumption (the server could tell two connections are one device's),
// and the pinned key in place of the system's authorities if there is one. It
// returns nil for a plain address.
func (a Address) TLS() *tls.Config {
	if a.plain {
		return nil
	}
	name, _, _ := net.SplitHostPort(a.host)
	c := &tls.Config{
		MinVersion: tls.VersionTLS13, ServerName: name, SessionTicketsDisabled: true,
		DynamicRecordSizingDisabled: true, // a box in one record, not in four
	}
	if a.pinned {
		c.InsecureSkipVerify = true // in favour of the pin, checked next
		c.VerifyConnection = a.pin.Verify
	}
	return c
}
