package sqlitestore

import (
	"crypto/cipher"
	"encoding/binary"
	"fmt"
	"io"
	"math/bits"

	"bulkhead/desk"
	"bulkhead/keys"

	"golang.org/x/crypto/chacha20poly1305"
)

type storeUse struct{}

// storeKey is the key over all rows' keys.
type storeKey = keys.Key[storeUse]

// nameSize is the length of a store's name, which is associated data of all that is sealed.
const nameSize = 16

const (
	labelRow  = "bulkhead/desk/1 row\x00"
	labelKeys = "bulkhead/desk/1 keys\x00"
	labelHead = "bulkhead/desk/1 head\x00"
)

// smallest is the shortest class of a row, in bytes.
const smallest = 256

func aead(key []byte) cipher.AEAD {
	a, err := chacha20poly1305.NewX(key)
	if err != nil {
		panic(err) // only for keys of another length
	}
	return a
}

func (s *Store) data(label string, t desk.Table, number uint64) []byte {
	b := append(append([]byte(label), s.name[:]...), byte(t))
	return binary.BigEndian.AppendUint64(b, number)
}

// seal seals plain, which it may write on, under key.
func (s *Store) seal(key, plain []byte, label string, t desk.Table, number uint64) ([]byte, error) {
	out := make([]byte, chacha20poly1305.NonceSizeX, chacha20poly1305.NonceSizeX+len(plain)+chacha20poly1305.Overhead)
	if _, err := io.ReadFull(s.rand, out); err != nil {
		return nil, fmt.Errorf("drawing a nonce: %w", err)
	}
	return aead(key).Seal(out, out, plain, s.data(label, t, number)), nil
}

// open opens what seal has sealed, in place.
func (s *Store) open(key, sealed []byte, label string, t desk.Table, number uint64) ([]byte, bool) {
	if len(sealed) < chacha20poly1305.NonceSizeX+chacha20poly1305.Overhead {
		return nil, false
	}
	nonce, box := sealed[:chacha20poly1305.NonceSizeX], sealed[chacha20poly1305.NonceSizeX:]
	plain, err := aead(key).Open(box[:0], nonce, box, s.data(label, t, number))
	return plain, err == nil
}

// pad puts a row's length before it and zeros behind it, up to a power of two.
func pad(row []byte) []byte {
	n := max(smallest, 1<<bits.Len(uint(4+len(row)-1)))
	b := binary.BigEndian.AppendUint32(make([]byte, 0, n), uint32(len(row)))
	return append(b, row...)[:n]
}

func unpad(b []byte) ([]byte, bool) {
	if len(b) < 4 {
		return nil, false
	}
	n := binary.BigEndian.Uint32(b)
	if uint64(n) > uint64(len(b)-4) {
		return nil, false
	}
	return b[4 : 4+n : 4+n], true
}

// bucketKeys rows have their keys in one row of keys: 8 + 120·32 + 40 bytes fit one page of
// SQLite's with its own fields.
const bucketKeys = 120

// bucket is one row of keys.
type bucket struct {
	version uint64 // the commit that wrote it
	keys    [bucketKeys][keys.Size]byte
	damaged bool
}

type bucketID struct {
	table  desk.Table
	number uint64
}

func bucketOf(t desk.Table, number uint64) (bucketID, int) {
	return bucketID{t, number / bucketKeys}, int(number % bucketKeys)
}

func (b *bucket) has(i int) bool { return b.keys[i] != [keys.Size]byte{} }

func (b *bucket) empty() bool { return b.keys == [bucketKeys][keys.Size]byte{} }

func (b *bucket) marshal() []byte {
	out := binary.BigEndian.AppendUint64(make([]byte, 0, 8+bucketKeys*keys.Size+64), b.version)
	for i := range b.keys {
		out = append(out, b.keys[i][:]...)
	}
	return out
}

func (b *bucket) unmarshal(in []byte) bool {
	if len(in) != 8+bucketKeys*keys.Size {
		return false
	}
	b.version = binary.BigEndian.Uint64(in)
	for i := range b.keys {
		copy(b.keys[i][:], in[8+i*keys.Size:])
	}
	return true
}
