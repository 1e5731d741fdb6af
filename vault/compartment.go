package vault

import (
	"crypto/subtle"
	"encoding/binary"
	"errors"

	"bulkhead/keys"
)

const (
	version = 2

	lockVersion = 0
	lockRegion  = 16 // the region key

	headVersion = 0
	headRole    = 1
	headZero    = 2
	headPayload = 4
	headReady   = 8
	headZero2   = 12
	headBodyKey = 32
)

type (
	regionUse struct{}
	bodyUse   struct{}

	regionKey = keys.Key[regionUse]
	bodyKey   = keys.Key[bodyUse]
)

var (
	// ErrVersion is the error of a compartment that opened but that another
	// version of the program wrote.
	ErrVersion = errors.New("the vault was written by another version of the program")

	// ErrDamaged is the error of a compartment that the passphrase opens and
	// whose content does not: the file was changed or has decayed. Of those that
	// it leads to [Vault.Damaged] tells.
	ErrDamaged = errors.New("the vault is damaged")
)

// compartment is one that is known: opened, or led to by one that was.
type compartment struct {
	number  int
	role    Role
	region  regionKey
	content Content
	damaged bool // led to, and not to be read: there is no content
	shared  bool // led to by the one whose passphrase opens it as well

	master *master                           // nil if its passphrase is not known: then
	lock   [freshLen + lockLen + tagLen]byte // fresh A and lock stay these
}

func (c *compartment) erase() {
	c.region.Erase()
	c.content.erase()
	if c.master != nil {
		c.master.Erase()
	}
}

// head is the opened head of a compartment.
type head struct {
	role           Role
	payload, ready int // lengths in bytes
}

func marshalLock(region *regionKey) *[lockLen]byte {
	var b [lockLen]byte
	b[lockVersion] = version
	copy(b[lockRegion:], region.Bytes())
	return &b
}

// parseLock returns the region key.
func parseLock(b *[lockLen]byte) (regionKey, error) {
	if b[lockVersion] != version || !allZero(b[lockVersion+1:lockRegion]) {
		return regionKey{}, ErrVersion
	}
	return keys.Of[regionUse](b[lockRegion:])
}

func (h head) marshal(body *bodyKey) *[headLen]byte {
	var b [headLen]byte
	b[headVersion], b[headRole] = version, byte(h.role)
	binary.BigEndian.PutUint32(b[headPayload:], uint32(h.payload))
	binary.BigEndian.PutUint32(b[headReady:], uint32(h.ready))
	copy(b[headBodyKey:], body.Bytes())
	return &b
}

// parseHead reads a head that opened; its body key is used before this is
// asked. ErrVersion if no program of this version writes such a head.
func parseHead(b *[headLen]byte, capacity int) (head, error) {
	h := head{role: Role(b[headRole])}
	payload, ready := binary.BigEndian.Uint32(b[headPayload:]), binary.BigEndian.Uint32(b[headReady:])
	zero := allZero(b[headZero:headPayload]) && allZero(b[headZero2:headBodyKey])
	if b[headVersion] != version || h.role >= roles || !zero || uint64(payload)+uint64(ready) > uint64(capacity) {
		return head{}, ErrVersion
	}
	h.payload, h.ready = int(payload), int(ready)
	return h, nil
}

func allZero(b []byte) bool {
	return subtle.ConstantTimeCompare(b, make([]byte, len(b))) == 1
}
