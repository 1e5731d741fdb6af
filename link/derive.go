package link

import (
	"crypto/hkdf"
	"crypto/sha256"
	"encoding/binary"

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
	aeadUse     struct{}
	lidUse      struct{}
)

type (
	rootKey    = keys.Key[rootUse]    // R(e)
	stepKey    = keys.Key[stepUse]    // S(e)
	sharedKey  = keys.Key[sharedUse]  // ss
	contentKey = keys.Key[contentUse] // m(r)
	idKey      = keys.Key[idUse]      // g(r)
	aeadKey    = keys.Key[aeadUse]
)

// Every info string of an expansion is prefix ‖ label ‖ 00 ‖ context.
const (
	prefix      = "bulkhead/link/1 "
	infoContent = prefix + "content step\x00"
	infoID      = prefix + "id step\x00"
	infoBox     = prefix + "box\x00"
	infoHead    = prefix + "head\x00"
	infoBody    = prefix + "body\x00"
)

// expand is X(k, label, ctx, n). The short ones that every round needs are
// spelled out below, without allocation.
func expand(k []byte, label string, ctx []byte, n int) []byte {
	out, err := hkdf.Expand(sha256.New, k, prefix+label+"\x00"+string(ctx), n)
	if err != nil {
		panic("link: expanding at most 64 bytes failed: " + err.Error()) // n is ours
	}
	return out
}

// expandKey is X(k, label, ctx, 32).
func expandKey[U any](k []byte, label string, ctx []byte) keys.Key[U] {
	out := expand(k, label, ctx, keys.Size)
	defer clear(out)
	key, _ := keys.Of[U](out)
	return key
}

// extract is Ex(salt, ikm).
func extract(salt, ikm []byte) []byte {
	out, err := hkdf.Extract(sha256.New, ikm, salt)
	if err != nil {
		panic("link: extracting failed: " + err.Error()) // has no cause but a broken build
	}
	return out
}

const (
	hashBlock = 64 // of SHA-256, in bytes
	maxInfo   = 64 // of the infos hashed here; the longest is 54 + 1
	macRoom   = 32 + maxInfo + 1
)

// mac is HMAC-SHA-256 with a 32-byte key over short messages. It holds its
// buffers, so that the walk of a chain allocates nothing; the zero value is
// ready, and wipe forgets the last key.
type mac struct {
	inner  [hashBlock + macRoom]byte
	outer  [hashBlock + sha256.Size]byte
	end    int  // of the message, in inner
	padded bool // the pads behind the key's place are set
	aad    [aadSize]byte
}

// The pads of HMAC (RFC 2104, section 2), eight bytes at a time.
const (
	innerPad = 0x3636363636363636
	outerPad = 0x5c5c5c5c5c5c5c5c
)

// key sets the key, 32 bytes, and empties the message.
func (m *mac) key(k []byte) {
	le, k := binary.LittleEndian, k[:keys.Size]
	if !m.padded {
		for i := keys.Size; i < hashBlock; i += 8 {
			le.PutUint64(m.inner[i:], innerPad)
			le.PutUint64(m.outer[i:], outerPad)
		}
		m.padded = true
	}
	for i := 0; i < keys.Size; i += 8 {
		w := le.Uint64(k[i:])
		le.PutUint64(m.inner[i:], w^innerPad)
		le.PutUint64(m.outer[i:], w^outerPad)
	}
	m.end = hashBlock
}

func (m *mac) reset()             { m.end = hashBlock }
func (m *mac) add(b []byte)       { m.end += copy(m.inner[m.end:], b) }
func (m *mac) addString(s string) { m.end += copy(m.inner[m.end:], s) }
func (m *mac) addByte(b byte)     { m.inner[m.end] = b; m.end++ }
func (m *mac) wipe()              { *m = mac{} }

// sum writes the tag of the message to dst.
func (m *mac) sum(dst []byte) {
	h := sha256.Sum256(m.inner[:m.end])
	copy(m.outer[hashBlock:], h[:])
	h = sha256.Sum256(m.outer[:])
	copy(dst, h[:])
}

// step replaces a chain's tip by the next one: the first half of
// X(tip, label, "", 64). If out is not nil, the second half goes there.
func (m *mac) step(tip []byte, info string, out []byte) {
	m.key(tip)
	m.addString(info)
	m.addByte(1)
	m.sum(tip)
	if out == nil {
		return
	}
	m.reset()
	m.add(tip)
	m.addString(info)
	m.addByte(2)
	m.sum(out)
}

// boxID writes X(g(r), "box", q).
func (m *mac) boxID(dst []byte, g *idKey, slot uint8) {
	m.key(g.Bytes())
	m.addString(infoBox)
	m.addByte(slot)
	m.addByte(1)
	m.sum(dst)
}

// sealKey writes X(m(r), label, q ‖ fresh).
func (m *mac) sealKey(dst *aeadKey, k *contentKey, info string, slot uint8, fresh []byte) {
	m.key(k.Bytes())
	m.addString(info)
	m.addByte(slot)
	m.add(fresh)
	m.addByte(1)
	m.sum(dst.Bytes())
}
