package link

import (
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// place is where a box travels: what its two seals are bound to.
type place struct {
	round     box.Round
	slot      uint8
	direction uint8
	id        box.ID
}

// bind returns id ‖ u32 r ‖ d ‖ q, in m's memory.
func (m *mac) bind(p *place) []byte {
	b := &m.aad
	copy(b[:], p.id[:])
	binary.BigEndian.PutUint32(b[box.IDSize:], uint32(p.round))
	b[box.IDSize+4], b[box.IDSize+5] = p.direction, p.slot
	return b[:]
}

// The nonce is zero: every key is used once, since it mixes fresh bytes.
var zeroNonce [chacha20poly1305.NonceSize]byte

// sealHead seals the header's plaintext into c's first 148 bytes. Its first 32
// bytes must hold the fresh bytes.
func (m *mac) sealHead(c []byte, p *place, k *contentKey, plain *[headerSize]byte) {
	var key aeadKey
	m.sealKey(&key, k, infoHead, p.slot, c[:freshSize])
	a, _ := chacha20poly1305.New(key.Bytes()) // a key has the right length
	a.Seal(c[headAt:headAt], zeroNonce[:], plain[:], m.bind(p))
	key.Erase()
}

// sealBody seals the body in place: its plaintext and fresh bytes lie in c.
func (m *mac) sealBody(c *box.Content, p *place, k *contentKey) {
	var key aeadKey
	m.sealKey(&key, k, infoBody, p.slot, c[bodyTop:bodyAt])
	a, _ := chacha20poly1305.New(key.Bytes())
	a.Seal(c[bodyAt:bodyAt], zeroNonce[:], c[bodyAt:bodyAt+bodySize], m.bind(p))
	key.Erase()
}

// openHead opens the header into plain; false, and plain is zero, if it does
// not open.
func (m *mac) openHead(plain *[headerSize]byte, c *box.Content, p *place, k *contentKey) bool {
	var key aeadKey
	m.sealKey(&key, k, infoHead, p.slot, c[:freshSize])
	a, _ := chacha20poly1305.New(key.Bytes())
	_, err := a.Open(plain[:0], zeroNonce[:], c[headAt:bodyTop], m.bind(p))
	key.Erase()
	return err == nil
}

// openBody opens the body into plain.
func (m *mac) openBody(plain *[bodySize]byte, c *box.Content, p *place, k *contentKey) bool {
	var key aeadKey
	m.sealKey(&key, k, infoBody, p.slot, c[bodyTop:bodyAt])
	a, _ := chacha20poly1305.New(key.Bytes())
	_, err := a.Open(plain[:0], zeroNonce[:], c[bodyAt:], m.bind(p))
	key.Erase()
	return err == nil
}
