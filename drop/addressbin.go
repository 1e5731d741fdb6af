package drop

import (
	"golang.org/x/crypto/cryptobyte"
)

// MaxAddressSize is the length of the longest binary form of an address, in
// bytes.
const MaxAddressSize = 1 + 1 + MaxHostSize + PrefixSize + PinSize

// The kinds of an address's binary form.
const (
	kindPlain  = 0 // http, loopback
	kindSystem = 1 // https, the system's authorities
	kindPinned = 2 // https, a pinned key
)

// MarshalBinary returns the compact form that an invitation holds. It never
// fails for an address that was made or parsed here.
//
//	0  1  kind: 0 http on loopback, 1 https, 2 https with a pin
//	1  1  n, length of host and port
//	2  n  host and port, as text
//	. 16  prefix
//	. 32  pin, for kind 2 only
func (a Address) MarshalBinary() ([]byte, error) {
	if a.host == "" {
		return nil, ErrAddress
	}
	var b cryptobyte.Builder
	kind := uint8(kindSystem)
	switch {
	case a.plain:
		kind = kindPlain
	case a.pinned:
		kind = kindPinned
	}
	b.AddUint8(kind)
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes([]byte(a.host)) })
	b.AddBytes(a.prefix[:])
	if a.pinned {
		b.AddBytes(a.pin[:])
	}
	return b.Bytes()
}

// UnmarshalBinary reads the form that [Address.MarshalBinary] writes, and no
// other, into a. On an error it leaves a alone.
func (a *Address) UnmarshalBinary(data []byte) error {
	s := cryptobyte.String(data)
	var kind uint8
	var text cryptobyte.String
	var n Address
	if !s.ReadUint8(&kind) || kind > kindPinned || !s.ReadUint8LengthPrefixed(&text) || !s.CopyBytes(n.prefix[:]) {
		return ErrAddress
	}
	host, err := cleanHost(string(text))
	if err != nil || host != string(text) {
		return ErrAddress
	}
	n.host, n.plain, n.pinned = host, kind == kindPlain, kind == kindPinned
	if n.pinned && !s.CopyBytes(n.pin[:]) || !s.Empty() || n.plain && !isLoopback(host) {
		return ErrAddress
	}
	*a = n
	return nil
}
