package vault

import "errors"

// Role is what a passphrase does.
type Role uint8

// A vault has at most one compartment of each role.
const (
	Normal Role = iota // opens its content, and leads to the other two
	Decoy              // opens its content and leads nowhere
	Duress             // destroys the normal compartment and opens as a decoy
	roles
)

// String names the role.
func (r Role) String() string {
	switch r {
	case Normal:
		return "normal"
	case Decoy:
		return "decoy"
	case Duress:
		return "duress"
	}
	return "unknown role"
}

// MarshalText returns String.
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// Content is what a compartment holds. Both are opaque here and together as
// long as [Vault.Capacity] at most.
type Content struct {
	Payload []byte
	Ready   []byte // what is kept ready for the moment of opening
}

func (c Content) len() int { return len(c.Payload) + len(c.Ready) }

// clone copies the content.
func (c Content) clone() Content {
	return Content{append([]byte(nil), c.Payload...), append([]byte(nil), c.Ready...)}
}

// erase overwrites the content's memory.
func (c *Content) erase() {
	clear(c.Payload)
	clear(c.Ready)
	*c = Content{}
}

// ErrRole is the error of a role that is not to be had here: there is one
// already or there is none, a duress compartment without a decoy, a decoy that
// a duress compartment still needs, or a vault that was not opened by the
// normal passphrase.
var ErrRole = errors.New("this vault has no place for that")
