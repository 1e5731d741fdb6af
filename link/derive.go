package link

import (
	"crypto/sha256"
	"encoding/binary"

	"golang.org/x/crypto/chacha20"

	"bulkhead/box"
	"bulkhead/keys"
)

// Uses of keys. Each is a type of its own, so that none stands in for another.
type (
	shownUse    struct{}
	rootUse     struct{}
	stepUse     struct{}
	sharedUse   struct{}
	contentUse  struct{}
	idUse       struct{}
	contentWalk struct{} // c, the tip of a content chain
	idWalk      struct{} // i, the tip of an id chain
	kemUse      struct{}
	extractUse  struct{} // what Ex gives
	lidUse      struct{}
)

type (
	rootKey    = keys.Key[rootUse]    // R(e)
	stepKey    = keys.Key[stepUse]    // S(e)
	sharedKey  = keys.Key[sharedUse]  // ss
	contentKey = keys.Key[contentUse] // m(r), the key of a round's boxes
	idKey      = keys.Key[idUse]      // g(r)
)

// prefix begins every label. It is of a link's start, and stays when the
// version of headers rises.
const prefix = "bulkhead/link/2 "

// A name tells one use of a block from another: it is the block's nonce.
type name = [chacha20.NonceSize]byte

var (
	nameContent = name([]byte("content step"))
	nameID      = name([]byte("id step\x00\x00\x00\x00\x00"))
	nameBox     = name([]byte("box\x00\x00\x00\x00\x00\x00\x00\x00\x00"))
)

// expandKey is X(k, label, ctx, 32).
func expandKey[U any](d *kdf, k []byte, label string, ctx []byte) (key keys.Key[U]) {
	d.expand(key.Bytes(), k, label, ctx)
	return key
}

const (
	hashBlock = 64  // of SHA-256, in bytes
	macRoom   = 144 // of the longest message: an output before, a label, and T(e)
)

// kdf derives: HMAC-SHA-256 with a 32-byte key over short messages, and blocks
// of ChaCha20. It holds its buffers, so that nothing is allocated; the zero
// value is ready, and wipe forgets the last key.
type kdf struct {
	inner [hashBlock + macRoom]byte
	outer [hashBlock + sha256.Size]byte
	end   int // of the message, in inner
	out   [2 * keys.Size]byte
	aad   [aadSize]byte
}

// The pads of HMAC (RFC 2104, section 2), eight bytes at a time.
const (
	innerPad = 0x3636363636363636
	outerPad = 0x5c5c5c5c5c5c5c5c
)

// key sets HMAC's key, at most 64 bytes, and empties the message.
func (d *kdf) key(k []byte) {
	var block [hashBlock]byte
	if copy(block[:], k) < len(k) {
		panic("link: a key longer than a block") // all are ours
	}
	le := binary.LittleEndian
	for i := 0; i < hashBlock; i += 8 {
		w := le.Uint64(block[i:])
		le.PutUint64(d.inner[i:], w^innerPad)
		le.PutUint64(d.outer[i:], w^outerPad)
	}
	clear(block[:])
	d.end = hashBlock
}

func (d *kdf) add(b []byte)       { d.end += copy(d.inner[d.end:], b) }
func (d *kdf) addString(s string) { d.end += copy(d.inner[d.end:], s) }
func (d *kdf) addByte(b byte)     { d.inner[d.end] = b; d.end++ }
func (d *kdf) wipe()              { *d = kdf{} }

// sum writes the tag of the message, or as much of it as dst holds.
func (d *kdf) sum(dst []byte) {
	h := sha256.Sum256(d.inner[:d.end])
	copy(d.outer[hashBlock:], h[:])
	h = sha256.Sum256(d.outer[:])
	copy(dst, h[:])
}

// expand writes X(k, label, ctx, len(dst)); label and ctx are together at most
// 92 bytes.
func (d *kdf) expand(dst, k []byte, label string, ctx []byte) {
	d.key(k)
	for n := byte(1); ; n++ {
		d.addString(prefix)
		d.addString(label)
		d.addByte(0)
		d.add(ctx)
		d.addByte(n)
		d.sum(dst)
		if len(dst) <= keys.Size {
			return
		}
		d.end = hashBlock
		d.add(dst[:keys.Size])
		dst = dst[keys.Size:]
	}
}

// extract writes Ex(salt, ikm): HMAC of ikm, 32 bytes, with the salt as key.
func (d *kdf) extract(dst *keys.Key[extractUse], salt, ikm []byte) {
	d.key(salt)
	d.add(ikm)
	d.sum(dst.Bytes())
}

// block leaves B(k, use) in d.out.
func (d *kdf) block(k []byte, use *name) {
	c, err := chacha20.NewUnauthenticatedCipher(k, use[:])
	if err != nil {
		panic("link: a block's key is not 32 bytes") // all are keys.Key
	}
	clear(d.out[:])
	c.XORKeyStream(d.out[:], d.out[:])
}

// step replaces a chain's tip by the next one, and writes the round's secret to
// out if that is not nil.
func (d *kdf) step(tip []byte, use *name, out []byte) {
	d.block(tip, use)
	copy(tip, d.out[:keys.Size])
	copy(out, d.out[keys.Size:])
}

// boxID writes id(r).
func (d *kdf) boxID(dst []byte, g *idKey) {
	d.block(g.Bytes(), &nameBox)
	copy(dst, d.out[:box.IDSize])
}
