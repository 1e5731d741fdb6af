package pouch

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/internal/durable"
	"bulkhead/round"
)

// The file, in bytes; S slots, PL rounds, n = (PL+1)·S entries:
//
//	0            4096    head
//	4096         4096    what is known of the network, a sector for each place: see Use
//	8192         7902    the cards in force and coming (card.Size each; none: zeros), zeros
//	16384        128·n   what is known of each entry, then zeros to the next multiple of 4,096
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
//	8    1   S
//	9    1   PL
//	10   2   with which probability loops are read (round.Rate)
//	12   4   first, the first round that this file holds whole
//	16   8   tag of the sealing
//	24   4   number, the first round that the sealing filled
//	28   4   the first round in which the coming card counts; 0 without
//	32   32  SHA-256 of the two cards' bytes
//	64   32  the device's Ed25519 key for plans
//	96   64  its signature of the plan: see head.plan
//	160  8   SHA-256 of bytes 0–159, its first 8 bytes
//	sector 1, changed in place
//	512  4   floor, the highest round ever begun
//	516  10  in which rounds all writes were attempted since the sealing (round.Presence)
//	528  128 for each of 16 slots when its write is made in round floor, 4, and its
//	         read, 4: moments of their windows; zero from slot S on
//	656  8   SHA-256 of "round", tag and bytes 512–655, its first 8 bytes
//
// What changes in place together lies in one sector, which a disk writes whole
// or not at all; the checks are for disks that break that rule.
const (
	headSize  = 4096
	headUsed  = 2 * durable.Sector
	checkSize = 8

	slotsAt     = 8
	rateAt      = 10
	firstAt     = 12
	tagAt       = 16
	numberAt    = 24
	fromAt      = 28
	cardsSumAt  = 32
	signerAt    = 64
	signatureAt = signerAt + ed25519.PublicKeySize
	planUsed    = signatureAt + ed25519.SignatureSize

	roundAt   = 1 * durable.Sector // and in this sector:
	ranAt     = 4
	ranEnds   = ranAt + round.PresenceSize
	momentsAt = 16
	roundUsed = momentsAt + round.MaxSlots*2*round.MomentSize

	usesAt    = headSize
	usesSize  = card.MaxPairPlaces * durable.Sector
	cardsAt   = usesAt + usesSize
	cardsSize = 2 * card.Size
	metaStart = (cardsAt + cardsSize + box.Size - 1) / box.Size * box.Size

	version = 5
)

// All that is known of the round fits into its sector, and the sectors of places into
// a page.
const (
	_ = uint(durable.Sector - roundUsed - checkSize)
	_ = uint(box.Size - usesSize)
)

var magic = [7]byte{'b', 'h', 'p', 'o', 'u', 'c', 'h'}

// head is the head's bytes, as far as they are used.
type head [headUsed]byte

var (
	// ErrFormat is the error of a file that is not a whole, sound pouch.
	ErrFormat = errors.New("not a sound pouch")

	// ErrNewer is the error of a pouch of a newer program's. It matches ErrFormat too.
	ErrNewer = fmt.Errorf("%w: it was made by a newer program", ErrFormat)
)

// newHead returns the head of a sealing that was finished. Without a key the plan is
// signed under that of zeros, which everybody has.
func (f *Fill) newHead(tag [TagSize]byte) *head {
	h := new(head)
	copy(h[0:], magic[:])
	h[len(magic)] = version
	h[slotsAt], h[slotsAt+1] = byte(f.plan.Slots()), byte(f.plan.Rounds())
	rate := f.rate.Bytes()
	copy(h[rateAt:], rate[:])
	copy(h[tagAt:], tag[:])
	binary.BigEndian.PutUint32(h[numberAt:], uint32(f.first))
	binary.BigEndian.PutUint32(h[fromAt:], uint32(f.plan.Cards.From))
	sum := sha256.Sum256(f.image[cardsAt:][:cardsSize])
	copy(h[cardsSumAt:], sum[:])
	signer := signerOf(f.key)
	copy(h[signerAt:], signer.Public().(ed25519.PublicKey))
	copy(h[signatureAt:], ed25519.Sign(signer, h.plan()))
	clear(signer)
	h.setFirst(f.first)
	h.setFloor(f.first - 1)
	return h
}

// putCards writes both cards to where they lie in a file.
func (p *Plan) putCards(image []byte) {
	inForce, coming := p.Cards.InForce.Bytes(), p.Cards.Coming.Bytes()
	copy(image[cardsAt:], inForce[:])
	copy(image[cardsAt+card.Size:], coming[:])
}

// plan is what the device signs: everything that it seals but the entries.
func (h *head) plan() []byte {
	b := append([]byte("bulkhead/pouch/5 plan"), h[slotsAt:firstAt]...)
	return append(b, h[tagAt:signerAt]...)
}

// parse checks everything in h but the signature and the cards.
func (h *head) parse() error {
	if !bytes.Equal(h[:len(magic)], magic[:]) {
		return fmt.Errorf("%w: it does not begin as one", ErrFormat)
	}
	if v := h[len(magic)]; v > version {
		return ErrNewer
	} else if v != version {
		return fmt.Errorf("%w: it was made by an earlier program", ErrFormat)
	}
	if !bytes.Equal(h[planUsed:planUsed+checkSize], h.check()) || !bytes.Equal(h.roundSector()[roundUsed:roundUsed+checkSize], h.roundCheck()) {
		return fmt.Errorf("%w: its head is damaged", ErrFormat)
	}
	if !zero(h[planUsed+checkSize:roundAt]) || !zero(h[roundAt+roundUsed+checkSize:]) {
		return fmt.Errorf("%w: its head holds what it should not", ErrFormat)
	}
	s := h.shape()
	if s.slots < round.MinSlots || s.slots > round.MaxSlots || s.rounds < round.MinPouchRounds || s.rounds > round.MaxPouchRounds {
		return fmt.Errorf("%w: no group has such a one", ErrFormat)
	}
	if rate := h.rate().Bytes(); !bytes.Equal(rate[:], h[rateAt:firstAt]) {
		return fmt.Errorf("%w: no loops are read so often", ErrFormat)
	}
	if h.number() == 0 || h.first() < h.number() || uint64(h.first())+uint64(s.rounds) > 1<<32 || h.floor() > h.first()+box.Round(s.rounds)-1 {
		return fmt.Errorf("%w: its rounds are out of reach", ErrFormat)
	}
	return h.checkRound(s.slots)
}

// readPlan reads the cards and checks that they are those of the head.
func (h *head) readPlan(file io.ReaderAt) (*Plan, error) {
	var area [metaStart - cardsAt]byte
	if _, err := file.ReadAt(area[:], cardsAt); err != nil {
		return nil, cutShort(err)
	}
	if sum := sha256.Sum256(area[:cardsSize]); !bytes.Equal(sum[:], h[cardsSumAt:signerAt]) || !zero(area[cardsSize:]) {
		return nil, fmt.Errorf("%w: its cards are not those that were sealed", ErrFormat)
	}
	p, err := new(Plan), error(nil)
	p.Cards.From = box.Round(binary.BigEndian.Uint32(h[fromAt:]))
	if p.Cards.InForce, err = card.Of((*[card.Size]byte)(area[:])); err == nil {
		p.Cards.Coming, err = card.Of((*[card.Size]byte)(area[card.Size:]))
	}
	if err == nil {
		err = p.Check()
	}
	if err == nil && p.shape() != h.shape() {
		err = ErrPlan
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrFormat, err)
	}
	return p, nil
}

func (h *head) shape() shape       { return shape{int(h[slotsAt]), int(h[slotsAt+1])} }
func (h *head) first() box.Round   { return box.Round(binary.BigEndian.Uint32(h[firstAt:])) }
func (h *head) tag() [TagSize]byte { return [TagSize]byte(h[tagAt:]) }
func (h *head) number() box.Round  { return box.Round(binary.BigEndian.Uint32(h[numberAt:])) }
func (h *head) check() []byte      { return check(h[:planUsed]) }

// rate is with which probability loops are read.
func (h *head) rate() round.Rate {
	return round.RateOfBytes([round.RateSize]byte(h[rateAt:firstAt]))
}

// samePlan reports whether both are of one sealing.
func (h *head) samePlan(o *head) bool {
	return bytes.Equal(h[:firstAt], o[:firstAt]) && bytes.Equal(h[tagAt:planUsed], o[tagAt:planUsed])
}

// follows reports whether h's plan may come after o's: the same device signed both,
// and h is not the earlier one.
func (h *head) follows(o *head) bool {
	return bytes.Equal(h[signerAt:signatureAt], o[signerAt:signatureAt]) && h.number() >= o.number() && h.isSigned()
}

// isSigned reports whether the signature holds under the head's own key.
func (h *head) isSigned() bool {
	return ed25519.Verify(h[signerAt:signatureAt], h.plan(), h[signatureAt:planUsed])
}

func (h *head) setFirst(r box.Round) {
	binary.BigEndian.PutUint32(h[firstAt:], uint32(r))
	copy(h[planUsed:], h.check())
}

func (h *head) roundSector() []byte { return h[roundAt : roundAt+durable.Sector] }
func (h *head) floor() box.Round    { return box.Round(binary.BigEndian.Uint32(h.roundSector())) }
func (h *head) roundCheck() []byte {
	tag := h.tag()
	return check([]byte("round"), tag[:], h.roundSector()[:roundUsed])
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
