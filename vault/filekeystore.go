package vault

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"

	"bulkhead/internal/durable"
)

// The file of a file-backed keystore: two slots, each in a sector of its own,
// which a device writes whole or not at all; the rest is random.
//
//	slot offset  length  content
//	          0       8  serial number from 1, big-endian: the newer key has the higher
//	          8      32  key
//	         40      32  SHA-256 of the 40 bytes before; any other value: an empty slot
const (
	storeLen   = 4096
	storeSlots = 2
	storeKeyAt = 8
	storeSumAt = storeKeyAt + 32
	storeEnd   = storeSumAt + sha256.Size
)

// ErrKeystore is the error of a keystore's file that no keystore has written.
var ErrKeystore = errors.New("the keystore's file is damaged")

// fileKeystore is what [NewFileKeystore] returns.
type fileKeystore struct {
	dir  durable.Dir
	name string
	rand io.Reader
}

// NewFileKeystore returns a keystore in the file name of dir, for tests and for
// devices that have no better one. It overwrites keys in place and syncs. What
// it does not give, and a hardware key store does: whoever copies the vault
// copies this file as well, and an older copy of both opens; and flash chips and
// file systems that write elsewhere keep the key that was overwritten.
func NewFileKeystore(dir durable.Dir, name string, rand io.Reader) Keystore {
	return &fileKeystore{dir, name, rand}
}

// storeSlot is a slot that holds a key.
type storeSlot struct {
	at     int // which
	serial uint64
	key    []byte // of the memory that was read
}

// load returns the slots that hold a key, newest first, and the memory they lie
// in.
func (s *fileKeystore) load() ([]storeSlot, []byte, error) {
	b, err := s.dir.ReadFile(s.name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	var found []storeSlot
	if len(b) == storeLen {
		found = parseStore(b)
	}
	if len(found) == 0 {
		clear(b)
		return nil, nil, ErrKeystore
	}
	return found, b, nil
}

func parseStore(b []byte) (found []storeSlot) {
	for i := range storeSlots {
		slot := b[i*durable.Sector:][:storeEnd]
		sum := sha256.Sum256(slot[:storeSumAt])
		serial := binary.BigEndian.Uint64(slot)
		if serial != 0 && subtle.ConstantTimeCompare(sum[:], slot[storeSumAt:]) == 1 {
			found = append(found, storeSlot{i, serial, slot[storeKeyAt:storeSumAt]})
		}
	}
	if len(found) == 2 && found[0].serial < found[1].serial {
		found[0], found[1] = found[1], found[0]
	}
	return found
}

// Keys implements [Keystore].
func (s *fileKeystore) Keys() ([]Key, error) {
	slots, b, err := s.load()
	defer clear(b)
	if err != nil {
		return nil, fmt.Errorf("reading the keystore: %w", err)
	}
	all := make([]Key, len(slots))
	for i, slot := range slots {
		copy(all[i].Bytes(), slot.key)
	}
	return all, nil
}

// Next implements [Keystore].
func (s *fileKeystore) Next() (Key, error) {
	var k Key
	if err := s.next(&k); err != nil {
		k.Erase()
		return Key{}, fmt.Errorf("making the next key: %w", err)
	}
	return k, nil
}

func (s *fileKeystore) next(k *Key) error {
	slots, b, err := s.load()
	defer clear(b)
	if err != nil {
		return err
	}
	if len(slots) == storeSlots {
		return ErrUnsettled
	}
	if _, err := io.ReadFull(s.rand, k.Bytes()); err != nil {
		return err
	}
	if len(slots) == 0 {
		file := make([]byte, storeLen)
		defer clear(file)
		if _, err := io.ReadFull(s.rand, file); err != nil {
			return err
		}
		putSlot(file, 1, k)
		return s.dir.Replace(s.name, file)
	}
	var sector [durable.Sector]byte
	defer clear(sector[:])
	if _, err := io.ReadFull(s.rand, sector[:]); err != nil {
		return err
	}
	putSlot(sector[:], slots[0].serial+1, k)
	return s.overwrite(1-slots[0].at, sector[:])
}

func putSlot(slot []byte, serial uint64, k *Key) {
	binary.BigEndian.PutUint64(slot, serial)
	copy(slot[storeKeyAt:], k.Bytes())
	sum := sha256.Sum256(slot[:storeSumAt])
	copy(slot[storeSumAt:], sum[:])
}

// overwrite puts a sector over a slot in place, durably.
func (s *fileKeystore) overwrite(slot int, sector []byte) error {
	h, err := s.dir.OpenFile(s.name)
	if err != nil {
		return err
	}
	defer h.Close()
	if _, err := h.WriteAt(sector, int64(slot*durable.Sector)); err != nil {
		return err
	}
	return h.Sync()
}

// Settle implements [Keystore].
func (s *fileKeystore) Settle() error {
	if err := s.settle(); err != nil {
		return fmt.Errorf("destroying the old key: %w", err)
	}
	return nil
}

func (s *fileKeystore) settle() error {
	slots, b, err := s.load()
	defer clear(b)
	if err != nil || len(slots) < storeSlots {
		return err
	}
	var sector [durable.Sector]byte
	if _, err := io.ReadFull(s.rand, sector[:]); err != nil {
		return err
	}
	return s.overwrite(slots[1].at, sector[:])
}
