package cell

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// invitationVersion begins every invitation.
	invitationVersion = 1

	// fixedLen is an invitation without the two addresses, in bytes.
	fixedLen = 1 + keys.Size + 4 + 4 + 1 + 1 + 4 + 1 + 1

	// maxInvitation is the longest invitation, in bytes: with the check of its
	// text 150, which are 240 characters of base32 (docs/design.md, "Link").
	maxInvitation = maxText240 - checkLen
)

type secretUse struct{}

// Secret is the 32 bytes in which one link is rooted. Whoever sees them can be
// that link's other side.
type Secret = keys.Key[secretUse]

// Invitation is what one person shows another in person, or a lead sends to the
// two it introduces: everything a link needs to begin.
//
//	offset  length  field
//	     0       1  version, 1
//	     1      32  secret
//	    33       4  b(0), the link's base round
//	    37       4  T in milliseconds
//	    41       1  S
//	    42       1  PL
//	    43       4  round origin, seconds of Unix time
//	    47     1+n  drop address: length, bytes
//	  48+n     1+m  relay address: length, bytes
//
// Integers are big-endian. At most 147 bytes.
type Invitation struct {
	Secret Secret
	Base   box.Round
	Group  Group
}

// ErrInvitation is the error of bytes or text that are no invitation.
var ErrInvitation = errors.New("not an invitation")

// MarshalBinary returns the invitation's bytes, the secret among them.
func (i *Invitation) MarshalBinary() ([]byte, error) {
	if err := i.Group.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, maxInvitation))
	i.add(b, true)
	return b.Bytes()
}

// Context returns all bytes of the invitation except the secret: what both
// sides of the link hash at its start (docs/protocol/link.md).
func (i *Invitation) Context() ([]byte, error) {
	if err := i.Group.check(); err != nil {
		return nil, err
	}
	b := cryptobyte.NewFixedBuilder(make([]byte, 0, maxInvitation))
	i.add(b, false)
	return b.Bytes()
}

func (i *Invitation) add(b *cryptobyte.Builder, secret bool) {
	b.AddUint8(invitationVersion)
	if secret {
		b.AddBytes(i.Secret.Bytes())
	}
	b.AddUint32(uint32(i.Base))
	i.Group.add(b)
}

func (g *Group) add(b *cryptobyte.Builder) {
	b.AddUint32(g.Period)
	b.AddUint8(g.Slots)
	b.AddUint8(g.PouchRounds)
	b.AddUint32(g.Origin)
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(g.Drop) })
	b.AddUint8LengthPrefixed(func(b *cryptobyte.Builder) { b.AddBytes(g.Relay) })
}

func (g *Group) read(s *cryptobyte.String) bool {
	var drop, relay cryptobyte.String
	if !s.ReadUint32(&g.Period) || !s.ReadUint8(&g.Slots) || !s.ReadUint8(&g.PouchRounds) ||
		!s.ReadUint32(&g.Origin) || !s.ReadUint8LengthPrefixed(&drop) || !s.ReadUint8LengthPrefixed(&relay) {
		return false
	}
	g.Drop, g.Relay = append([]byte(nil), drop...), append([]byte(nil), relay...)
	return g.check() == nil
}

// UnmarshalBinary reads what MarshalBinary wrote and nothing else. The bytes
// stay the caller's, to be erased by the caller.
func (i *Invitation) UnmarshalBinary(data []byte) error {
	s := cryptobyte.String(data)
	var version uint8
	var secret []byte
	var base uint32
	var g Group
	if !s.ReadUint8(&version) {
		return ErrInvitation
	}
	if version != invitationVersion {
		return fmt.Errorf("%w of a version this program knows", ErrInvitation)
	}
	if !s.ReadBytes(&secret, keys.Size) || !s.ReadUint32(&base) || !g.read(&s) || !s.Empty() {
		return ErrInvitation
	}
	k, err := keys.Of[secretUse](secret)
	if err != nil {
		return err
	}
	*i = Invitation{k, box.Round(base), g}
	return nil
}

// fairBase reports whether a link can begin at a base that came in a packet: not
// after now, but for clocks that differ, nor so long before that its chains
// could not be walked.
func fairBase(base, now box.Round) bool {
	const clocks, margin = 2, 1000
	return since(base, now) <= clocks && since(now, base) < MaxNoticeRounds-margin
}

// Format implements [fmt.Formatter] and prints neither secret nor address.
func (Invitation) Format(f fmt.State, _ rune) { io.WriteString(f, "cell.Invitation(hidden)") }
