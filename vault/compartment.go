package vault

import (
	"crypto/hkdf"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"bulkhead/keys"

	"golang.org/x/crypto/chacha20poly1305"
)

const (
	version    = 1
	roleNormal = 0

	headVersion    = 0
	headRole       = 1
	headZero       = 2
	headLength     = 4
	headGeneration = 8
	headBodyKey    = 16
	headReserve    = headBodyKey + keys.Size
)

type bodyUse struct{}

// header is the sealed part of a compartment that a passphrase opens.
type header struct {
	length     int    // bytes of payload
	generation uint64 // saves of this compartment, from 1
	body       keys.Key[bodyUse]
}

func (h *header) marshal() *[headLen]byte {
	var b [headLen]byte
	b[headVersion] = version
	b[headRole] = roleNormal
	binary.BigEndian.PutUint32(b[headLength:], uint32(h.length))
	binary.BigEndian.PutUint64(b[headGeneration:], h.generation)
	copy(b[headBodyKey:], h.body.Bytes())
	return &b
}

var (
	// ErrVersion is the error of a compartment that opened but that another
	// version of the program wrote.
	ErrVersion = errors.New("the vault was written by another version of the program")

	// ErrDamaged is the error of a compartment whose header opened and whose
	// body did not: the file was changed or has decayed.
	ErrDamaged = errors.New("the vault is damaged")
)

func parseHeader(b *[headLen]byte, capacity int) (*header, error) {
	if b[headVersion] != version || b[headRole] != roleNormal {
		return nil, ErrVersion
	}
	or := b[headZero] | b[headZero+1]
	for _, c := range b[headReserve:] {
		or |= c
	}
	length := binary.BigEndian.Uint32(b[headLength:])
	if or != 0 || uint64(length) > uint64(capacity) {
		return nil, ErrVersion
	}
	body, err := keys.Of[bodyUse](b[headBodyKey:headReserve])
	if err != nil {
		return nil, err
	}
	return &header{int(length), binary.BigEndian.Uint64(b[headGeneration:]), body}, nil
}

// headerKey derives the key that seals the header of compartment n this once.
func headerKey(m *master, n int, fresh []byte) ([]byte, error) {
	info := label + "header\x00" + string(byte(n)) + string(fresh)
	return hkdf.Expand(sha256.New, m.Bytes(), info, keys.Size)
}

// zeroNonce is safe because every key here seals exactly once.
func zeroNonce() []byte { return make([]byte, chacha20poly1305.NonceSize) }

// sealInto fills region n of file from its fresh random to its last byte. The
// payload must fit; h.body is drawn anew.
func (o Options) sealInto(file []byte, n int, m *master, h *header, payload []byte, rand io.Reader) error {
	region, salt := o.in(file, n), saltOf(file)
	var err error
	if h.body, err = keys.Read[bodyUse](rand); err != nil {
		return err
	}
	h.length = len(payload)
	fresh := region[freshAt:headAt]
	if _, err := io.ReadFull(rand, fresh); err != nil {
		return fmt.Errorf("drawing fresh bytes: %w", err)
	}
	key, err := headerKey(m, n, fresh)
	if err != nil {
		return err
	}
	defer clear(key)
	plain := h.marshal()
	defer clear(plain[:])
	head, err := chacha20poly1305.New(key)
	if err != nil {
		return err
	}
	head.Seal(region[headAt:headAt], zeroNonce(), plain[:], o.bound("head", salt, n))

	body, err := chacha20poly1305.New(h.body.Bytes())
	if err != nil {
		return err
	}
	room := region[bodyAt : len(region)-tagLen]
	clear(room[copy(room, payload):])
	body.Seal(room[:0], zeroNonce(), room, o.bound("body", salt, n))
	return nil
}

// found is the outcome of trying every header: the number of the compartment
// that opened and its header's bytes, both chosen without a branch.
type found struct {
	ok     int // 1 or 0
	number int
	head   [headLen]byte
}

// tryHeaders tries every header of the file and stops at none.
func (o Options) tryHeaders(file []byte, m *master, t *probe) (*found, error) {
	f := new(found)
	salt := saltOf(file)
	for n := range o.Compartments {
		t.tried()
		region := o.in(file, n)
		key, err := headerKey(m, n, region[freshAt:headAt])
		if err != nil {
			return nil, err
		}
		aead, err := chacha20poly1305.New(key)
		clear(key)
		if err != nil {
			return nil, err
		}
		var plain [headLen]byte
		_, err = aead.Open(plain[:0], zeroNonce(), region[headAt:bodyAt], o.bound("head", salt, n))
		ok := 0
		if err == nil {
			ok = 1
		}
		subtle.ConstantTimeCopy(ok, f.head[:], plain[:])
		f.number = subtle.ConstantTimeSelect(ok, n, f.number)
		f.ok |= ok
		clear(plain[:])
	}
	return f, nil
}

// openBody opens the body of compartment n in place; file is changed.
func (o Options) openBody(file []byte, n int, h *header, t *probe) ([]byte, error) {
	t.opened()
	region := o.in(file, n)
	aead, err := chacha20poly1305.New(h.body.Bytes())
	if err != nil {
		return nil, err
	}
	sealed := region[bodyAt:]
	plain, err := aead.Open(sealed[:0], zeroNonce(), sealed, o.bound("body", saltOf(file), n))
	if err != nil {
		return nil, ErrDamaged
	}
	payload := append([]byte(nil), plain[:h.length]...)
	clear(plain)
	return payload, nil
}

// passOver does to a body that nobody asked for what openBody does to one that
// somebody did: one cipher pass, one authenticator pass, in place.
func (o Options) passOver(file []byte, m *master, t *probe) error {
	t.opened()
	n := int(m.Bytes()[0]) % o.Compartments
	region := o.in(file, n)
	aead, err := chacha20poly1305.New(m.Bytes())
	if err != nil {
		return err
	}
	room := region[bodyAt : len(region)-tagLen]
	aead.Seal(room[:0], zeroNonce(), room, o.bound("body", saltOf(file), n))
	clear(room)
	return nil
}

// probe counts the work of an attempt for the tests; nil outside them.
type probe struct{ stretches, headers, bodies int }

func (t *probe) stretched() {
	if t != nil {
		t.stretches++
	}
}

func (t *probe) tried() {
	if t != nil {
		t.headers++
	}
}

func (t *probe) opened() {
	if t != nil {
		t.bodies++
	}
}
