package bench

import (
	"crypto/hpke"
	"crypto/sha256"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// floor is what one box costs both ends if nothing but its cryptography is
// done: two chains stepped, an id and two keys derived (HMAC-SHA-256 each, with
// nothing allocated), header and body sealed and opened.
type floor struct {
	tb      testing.TB
	keys    [5][32]byte
	content box.Content
}

// The two sealed parts of a box, fresh bytes before each left out
// (docs/protocol/link.md).
var sealedParts = [][2]int{{32, 116}, {180, 3916}}

const aeadTag = 16

func newFloor(tb testing.TB) *floor { return &floor{tb: tb} }

func (f *floor) box(int) {
	var nonce [chacha20poly1305.NonceSize]byte
	for end := range 2 {
		for i := range f.keys {
			f.keys[i] = hmac32(&f.keys[i], byte(i))
		}
		for n, part := range sealedParts {
			a, err := chacha20poly1305.New(f.keys[n][:])
			must(f.tb, err)
			at := f.content[part[0] : part[0]+part[1]]
			if end == 0 {
				a.Seal(at[:0], nonce[:], at[:len(at)-aeadTag], nil)
			} else if _, err := a.Open(at[:0], nonce[:], at, nil); err != nil {
				f.tb.Fatal(err)
			}
		}
		if end == 0 {
			f.keys = [5][32]byte{} // the other end derives the same
		}
	}
	f.keys = [5][32]byte{}
}

// hmac32 is HMAC-SHA-256 of a 32-byte message under a 32-byte key.
func hmac32(key *[32]byte, message byte) [32]byte {
	var inner, outer [96]byte
	for i := range 64 {
		k := byte(0)
		if i < len(key) {
			k = key[i]
		}
		inner[i], outer[i] = k^0x36, k^0x5c
	}
	inner[64] = message
	digest := sha256.Sum256(inner[:])
	copy(outer[64:], digest[:])
	return sha256.Sum256(outer[:])
}

// floorStep is one hybrid key pair, encapsulation and decapsulation, and
// nothing else.
func floorStep(tb testing.TB) {
	kem := hpke.MLKEM768X25519()
	k, err := kem.GenerateKey()
	must(tb, err)
	enc, _, err := hpke.NewSender(k.PublicKey(), hpke.HKDFSHA256(), hpke.ExportOnly(), nil)
	must(tb, err)
	_, err = hpke.NewRecipient(enc, k, hpke.HKDFSHA256(), hpke.ExportOnly(), nil)
	must(tb, err)
}
