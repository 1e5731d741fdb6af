package vault

import (
	"encoding/binary"
	"errors"
	"fmt"

	"bulkhead/keys"
)

const (
	// DefaultSize is the length of a vault file in bytes (docs/design.md, "Vault").
	// More costs flash wear at every save: 4 MiB once a minute is 240 MiB an hour.
	DefaultSize = 4 << 20

	// DefaultCompartments is how many passphrases a vault can have.
	DefaultCompartments = 8

	tagLen = 16

	// The parts of a region, in bytes from its beginning.
	prefixAt  = 0 // salt, nonce or check of the whole file: see the next block
	prefixLen = 32
	freshAAt  = prefixAt + prefixLen
	freshLen  = 32
	lockAt    = freshAAt + freshLen
	lockLen   = 48
	freshBAt  = lockAt + lockLen + tagLen
	headAt    = freshBAt + freshLen
	headLen   = 64
	bodyAt    = headAt + headLen + tagLen

	// The regions whose prefix means something.
	saltRegion  = 0
	nonceRegion = 1
	checkRegion = 2

	slotLen = 1 + keys.Size // of the keyring, one a compartment

	minRegion       = 4096
	maxSize         = 1 << 30
	maxCompartments = 64
)

// Options is the shape of a vault file. A zero field stands for its default.
// It is not in the file: see the package comment.
type Options struct {
	Size         int // bytes of the whole file; default [DefaultSize]; a multiple of Compartments
	Compartments int // 2 to 64, with a [Keystore] 3 to 64; default [DefaultCompartments]
}

// Capacity returns how many bytes of payload and ready bytes together a
// compartment of this shape holds.
func (o Options) Capacity() int {
	o = o.withDefaults()
	return o.bodyLen() - o.keyringLen()
}

// ErrOptions is the error of a shape that no vault can have.
var ErrOptions = errors.New("no vault can have this shape")

func (o Options) withDefaults() Options {
	if o.Size == 0 {
		o.Size = DefaultSize
	}
	if o.Compartments == 0 {
		o.Compartments = DefaultCompartments
	}
	return o
}

// check wants defaults filled in.
func (o Options) check() error {
	switch {
	case o.Compartments < 2 || o.Compartments > maxCompartments:
		return fmt.Errorf("%w: %d compartments, not 2 to %d", ErrOptions, o.Compartments, maxCompartments)
	case o.Size < o.Compartments*minRegion || o.Size > maxSize:
		return fmt.Errorf("%w: %d bytes, not %d to %d", ErrOptions, o.Size, o.Compartments*minRegion, maxSize)
	case o.Size%o.Compartments != 0:
		return fmt.Errorf("%w: %d bytes do not cut into %d equal parts", ErrOptions, o.Size, o.Compartments)
	}
	return nil
}

func (o Options) region() int     { return o.Size / o.Compartments }
func (o Options) bodyLen() int    { return o.region() - bodyAt - tagLen } // of the plaintext
func (o Options) keyringLen() int { return o.Compartments * slotLen }

// in returns region n of a whole file; it shares the file's memory.
func (o Options) in(file []byte, n int) []byte {
	r := o.region()
	return file[n*r : (n+1)*r : (n+1)*r]
}

// prefix returns the first bytes of region n; they share the file's memory.
func (o Options) prefix(file []byte, n int) []byte { return o.in(file, n)[:prefixLen] }

// The parts of a region; they share its memory.
func freshAOf(region []byte) []byte { return region[freshAAt:lockAt] }
func lockOf(region []byte) []byte   { return region[lockAt:freshBAt] }
func freshBOf(region []byte) []byte { return region[freshBAt:headAt] }
func headOf(region []byte) []byte   { return region[headAt:bodyAt] }
func bodyOf(region []byte) []byte   { return region[bodyAt:] }

// bound returns the associated data of one part of compartment n: it opens in
// no other place, no other file and no other shape.
func (o Options) bound(part string, salt []byte, n int) []byte {
	b := append([]byte(label), part...)
	b = append(b, salt...)
	b = append(b, byte(n))
	b = binary.BigEndian.AppendUint32(b, uint32(o.Size))
	return append(b, byte(o.Compartments))
}

// label begins every derivation and every associated data of version 2.
const label = "bulkhead/vault/2 "
