package pouch

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"

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
//	0    8   "bhpouch" and the version, 5
//	8    4   the calendar's T, in milliseconds
//	16   1   S
//	17   1   PL
//	18   2   length of the drop's address
//	20   160 the drop's address, then zeros
//	180  4   first, the first round that this sealing filled
//	184  8   tag of the sealing
//	192  8   SHA-256 of bytes 0–191 and 200–231, its first 8 bytes
//	200  32  the calendar's spans (docs/protocol/calendar.md)
//	sector 1, changed in place
//	512  4   floor, the highest round ever begun
//	516  10  in which rounds all writes were attempted since the sealing (round.Presence)
//	528  128 for each of 16 slots when its write is made in round floor, 4, and its
//	         read, 4: moments of their windows; zero from slot S on
//	656  8   SHA-256 of "round", tag and bytes 512–655, its first 8 bytes
//	sector 2, changed in place
//	1024 232 what is known of the network: see Use
//
// What changes in place together lies in one sector, which a disk writes whole
// or not at all; the checks are for disks that break that rule.
const (
	headSize  = 4096
	headUsed  = 3 * durable.Sector
	checkSize = 8

	roundAt = 1 * durable.Sector
	useAt   = 2 * durable.Sector

	// in the round's sector
	ranAt     = 4
	ranEnds   = ranAt + round.PresenceSize
	momentsAt = 16
	roundUsed = momentsAt + round.MaxSlots*2*round.MomentSize
)

// All that is known of the round fits into its sector.
const _ = uint(durable.Sector - roundUsed - checkSize)

var magic = [8]byte{'b', 'h', 'p', 'o', 'u', 'c', 'h', 5}

// head is the head's bytes, as far as they are used.
type head [headUsed]byte

// ErrFormat is the error of a file that is not a whole, sound pouch.
var ErrFormat = errors.New("not a sound pouch")

func newHead(p Plan, first, floor box.Round, tag [TagSize]byte) *head {
	h := new(head)
	copy(h[0:], magic[:])
	calendar := p.Calendar.Bytes()
	copy(h[8:12], calendar[:4])
	copy(h.spans(), calendar[4:])
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
	if !bytes.Equal(h[192:200], h.planCheck()) || !bytes.Equal(h.roundSector()[roundUsed:roundUsed+checkSize], h.roundCheck()) {
		return Plan{}, fmt.Errorf("%w: its head is damaged", ErrFormat)
	}
	addr := int(binary.BigEndian.Uint16(h[18:]))
	if addr > AddressRoom || !zero(h[12:16]) || !zero(h[20+addr:180]) || !zero(h[200+len(h.spans()):roundAt]) ||
		!zero(h[roundAt+roundUsed+checkSize:useAt]) || !zero(h[useAt+useSize:]) {
		return Plan{}, fmt.Errorf("%w: its head holds what it should not", ErrFormat)
	}
	calendar, err := round.CalendarOf([round.CalendarSize]byte(slices.Concat(h[8:12], h.spans())))
	if err != nil {
		return Plan{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	p := Plan{Calendar: calendar, Slots: int(h[16]), Rounds: int(h[17]), Address: bytes.Clone(h[20 : 20+addr])}
	if err := p.Check(); err != nil {
		return Plan{}, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	if h.first() == 0 || uint64(h.first())+uint64(p.Rounds) > 1<<32 || h.floor() > h.first()+box.Round(p.Rounds)-1 {
		return Plan{}, fmt.Errorf("%w: its rounds are out of reach", ErrFormat)
	}
	return p, h.checkRound(p.Slots)
}

func (h *head) first() box.Round    { return box.Round(binary.BigEndian.Uint32(h[180:])) }
func (h *head) tag() [TagSize]byte  { return [TagSize]byte(h[184:192]) }
func (h *head) spans() []byte       { return h[200:232] }
func (h *head) planCheck() []byte   { return check(h[:192], h.spans()) }
func (h *head) roundSector() []byte { return h[roundAt : roundAt+durable.Sector] }
func (h *head) floor() box.Round    { return box.Round(binary.BigEndian.Uint32(h.roundSector())) }
func (h *head) roundCheck() []byte {
	return check([]byte("round"), h[184:192], h.roundSector()[:roundUsed])
}
func (h *head) useSector() []byte { return h[useAt : useAt+durable.Sector] }
func (h *head) samePlan(o *head) bool {
	return bytes.Equal(h[:180], o[:180]) && bytes.Equal(h.spans(), o.spans())
}

// setFloor notes that r was begun, by a worker whose times are not known.
func (h *head) setFloor(r box.Round) {
	clear(h.roundSector()[momentsAt:roundUsed])
	binary.BigEndian.PutUint32(h.roundSector(), uint32(r))
	h.sumRound()
}

// sumRound puts the round's sum right after a change.
func (h *head) sumRound() { copy(h.roundSector()[roundUsed:], h.roundCheck()) }

// ran says in which rounds all writes were attempted.
func (h *head) ran() round.Presence {
	return round.PresenceOf([round.PresenceSize]byte(h.roundSector()[ranAt:ranEnds]))
}

func (h *head) setRan(p round.Presence) {
	b := p.Bytes()
	copy(h.roundSector()[ranAt:], b[:])
	h.sumRound()
}

// moment is the place of the time at which a slot of round floor writes or reads.
func (h *head) moment(slot int, read bool) []byte {
	at := momentsAt + 2*slot*round.MomentSize
	if read {
		at += round.MomentSize
	}
	return h.roundSector()[at:][:round.MomentSize]
}

// checkRound returns an error matching ErrFormat unless a worker can have left
// what the head says of rounds.
func (h *head) checkRound(slots int) error {
	s, ran := h.roundSector(), h.ran()
	b := ran.Bytes()
	if !bytes.Equal(s[ranAt:ranEnds], b[:]) || ran.Last() > h.floor() || !zero(s[ranEnds:momentsAt]) || !zero(s[momentsAt+2*slots*round.MomentSize:roundUsed]) {
		return fmt.Errorf("%w: what it says of its rounds", ErrFormat)
	}
	return nil
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
