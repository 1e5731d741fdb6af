package link

import (
	"crypto/cipher"
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// place is where a box travels: what its two seals are bound to.
type place struct {
	round     box.Round
	direction uint8
	id        box.ID
}

// The parts of a box, sealed apart.
const (
	partHead = iota
	partBody
)

// A part's fresh bytes are its nonce, and eight more, which are bound to it.
const nonceSize = chacha20poly1305.NonceSizeX

// boxCipher returns the cipher of a round's boxes. It holds a copy of the key
// that nobody can erase: let go of it with the call.
func boxCipher(k *contentKey) cipher.AEAD {
	a, err := chacha20poly1305.NewX(k.Bytes())
	if err != nil {
		panic("link: a box's key is not 32 bytes") // it is a keys.Key
	}
	return a
}

// bind returns what a part is bound to, in d's memory.
func (d *kdf) bind(fresh []byte, part uint8, p *place) []byte {
	b := append(d.aad[:0], fresh[nonceSize:freshSize]...)
	b = append(b, part)
	b = append(b, p.id[:]...)
	b = binary.BigEndian.AppendUint32(b, uint32(p.round))
	return append(b, p.direction)
}

// sealHead seals the header's plaintext into c's first 148 bytes. Its first 32
// bytes must hold the fresh bytes.
func (d *kdf) sealHead(c []byte, p *place, a cipher.AEAD, plain *[headerSize]byte) {
	a.Seal(c[headAt:headAt], c[:nonceSize], plain[:], d.bind(c, partHead, p))
}

// sealBody seals the body in place: its plaintext and fresh bytes lie in c.
func (d *kdf) sealBody(c *box.Content, p *place, a cipher.AEAD) {
	fresh := c[bodyTop:bodyAt]
	a.Seal(c[bodyAt:bodyAt], fresh[:nonceSize], c[bodyAt:bodyAt+bodySize], d.bind(fresh, partBody, p))
}

// openHead opens the header into plain; false, and plain is zero, if it does
// not open.
func (d *kdf) openHead(plain *[headerSize]byte, c *box.Content, p *place, a cipher.AEAD) bool {
	_, err := a.Open(plain[:0], c[:nonceSize], c[headAt:bodyTop], d.bind(c[:], partHead, p))
	return err == nil
}

// openBody opens the body into plain.
func (d *kdf) openBody(plain *[bodySize]byte, c *box.Content, p *place, a cipher.AEAD) bool {
	fresh := c[bodyTop:bodyAt]
	_, err := a.Open(plain[:0], fresh[:nonceSize], c[bodyAt:], d.bind(fresh, partBody, p))
	return err == nil
}
