package pouch

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/round"
)

// The file, in bytes; S slots, PL rounds, n = (PL+1)·S entries:
//
//	0            4096    head
//	4096         128·n   what is known of each entry, then zeros to the next multiple of 4,096
//	M            4096·n  what each entry writes
//	M + 4096·n   4096·n  what each entry has read; zeros until then
//	M + 8192·n   266240  kept boxes
//
// Entry i·S + s is slot s of round first − 1 + i. Round first − 1 is the one in
// progress when the file was sealed: it is carried over from the file before.
//
// The head; all integers big-endian, what is not named is zero:
//
//	sector 0, unchanged until the file is replaced
//	0    8   "bhpouch" and the version, 4
//	8    4   T, in milliseconds
//	12   4   round origin, in seconds since 1970
//	16   1   S
//	17   1   PL
//	18   2   length of the drop's address
//	20   160 the drop's address, then zeros
//	180  4   first, the first round that this sealing filled
//	184  8   tag of the sealing
//	192  8   SHA-256 of bytes 0–191, its first 8 bytes
//	sector 1, changed in place
//	512  4   floor, the highest round ever begun
//	516  8   SHA-256 of "floor", tag and floor, its first 8 bytes
//	sector 2, changed in place
//	1024 232 what is known of the network: see Use
//
// What changes in place together lies in one sector, which a disk writes whole
// or not at all; the checks are for disks that break that rule.
const (
	headSize  = 4096
	headUsed  = 3 * durable.Sector
	checkSize = 8

	floorAt = 1 * durable.Sector
	useAt   = 2 * durable.Sector
)

var magic = [8]byte{'b', 'h', 'p', 'o', 'u', 'c', 'h', 4}

// head is the head's bytes, as far as they are used.
type head [headUsed]byte

// ErrFormat is the error of a file that is not a whole, sound pouch.
var ErrFormat = errors.New("not a sound pouch")

func newHead(p Plan, first, floor box.Round, tag [TagSize]byte) *head {
	h := new(head)
	copy(h[0:], magic[:])
	binary.BigEndian.PutUint32(h[8:], uint32(p.Calendar.Length.Milliseconds()))
	binary.BigEndian.PutUint32(h[12:], uint32(p.Calendar.Origin.Unix()))
	h[16], h[17] = byte(p.Slots), byte(p.Rounds)
	binary.BigEndian.PutUint16(h[18:], uint16(len(p.Address)))
	copy(h[20:20+AddressRoom], p.Address)
	binary.BigEndian.PutUint32(h[180:], uint32(first))
	copy(h[184:], tag[:])
	copy(h[192:], h.planCheck())
	h.setFloor(floor)
	return h
}

// parse checks everything in h and returns its plan.
func (h *head) parse() (Plan, error) {
	if !bytes.Equal(h[:8], magic[:]) {
		return Plan{}, fmt.Errorf("%w: it does not begin as one", ErrFormat)
	}
	if !bytes.Equal(h[192:200], h.planCheck()) || !bytes.Equal(h.floorSector()[4:12], h.floorCheck()) {
		return Plan{}, fmt.Errorf("%w: its head is damaged", ErrFormat)
	}
	addr := int(binary.BigEndian.Uint16(h[18:]))
	if addr > AddressRoom || !zero(h[20+addr:180]) || !zero(h[200:floorAt]) ||
		!zero(h[floorAt+12:useAt]) || !zero(h[useAt+useSize:]) {
		return Plan{}, fmt.Errorf("%w: its head holds what it should not", ErrFormat)
	}
	p := Plan{
		Calendar: round.Calendar{
			Origin: time.Unix(int64(binary.BigEndian.Uint32(h[12:])), 0).UTC(),
			Length: time.Duration(binary.BigEndian.Uint32(h[8:])) * time.Millisecond,
		},
		Slots:   int(h[16]),
		Rounds:  int(h[17]),
		Address: bytes.Clone(h[20 : 20+addr]),
	}
	if err := p.Check(); err != nil {
		return Plan{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if h.first() == 0 || uint64(h.first())+uint64(p.Rounds) > 1<<32 || h.floor() > h.first()+box.Round(p.Rounds)-1 {
		return Plan{}, fmt.Errorf("%w: its rounds are out of reach", ErrFormat)
	}
	return p, nil
}

func (h *head) first() box.Round      { return box.Round(binary.BigEndian.Uint32(h[180:])) }
func (h *head) tag() [TagSize]byte    { return [TagSize]byte(h[184:192]) }
func (h *head) planCheck() []byte     { return check(h[:192]) }
func (h *head) floorSector() []byte   { return h[floorAt : floorAt+durable.Sector] }
func (h *head) floor() box.Round      { return box.Round(binary.BigEndian.Uint32(h.floorSector())) }
func (h *head) floorCheck() []byte    { return check([]byte("floor"), h[184:192], h.floorSector()[:4]) }
func (h *head) useSector() []byte     { return h[useAt : useAt+durable.Sector] }
func (h *head) samePlan(o *head) bool { return bytes.Equal(h[:180], o[:180]) }

func (h *head) setFloor(r box.Round) {
	binary.BigEndian.PutUint32(h.floorSector(), uint32(r))
	copy(h.floorSector()[4:], h.floorCheck())
}

func check(parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
	}
	return h.Sum(nil)[:checkSize]
}

// zero reports whether b, at most a box long, is all zeros.
func zero(b []byte) bool { return bytes.Equal(b, zeros[:len(b)]) }

// zeros is never written.
var zeros [box.Size]byte
