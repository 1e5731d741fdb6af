package pouch

import (
	"bytes"
	"crypto/ed25519"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"hash"
	"io"

	"bulkhead/box"
	"bulkhead/keys"
)

// A proof says that an entry is as a sealing left it, to whoever has the
// device's key; to everybody else it is 16 random bytes. It is the first 16
// bytes of HMAC-SHA-256(k, round ‖ u8 slot ‖ id to write ‖ id to read ‖ flags ‖
// what is written, from byte 148 on), k = HMAC-SHA-256(key, "bulkhead/pouch/5
// sealing" ‖ plan). So it holds in no other round, slot or sealing, and beside no
// other cards.
//
// It does not cover what a worker notes, which has no key, nor the lid, which
// openings replace. Loops that an opening appends have random bytes there.
const (
	proofAt   = 88
	proofSize = 16
)

// Key is a device's secret for proofs. Only its vault keeps it.
type Key = keys.Key[proofUse]

type proofUse struct{}

// NewKey draws a device's key.
func NewKey(rand io.Reader) (Key, error) { return keys.Read[proofUse](rand) }

// KeyOf copies a key out of b, which must be 32 bytes.
func KeyOf(b []byte) (Key, error) { return keys.Of[proofUse](b) }

func (m *meta) proof() []byte { return m[proofAt : proofAt+proofSize] }

// prover makes and checks the proofs of one sealing.
type prover struct {
	mac hash.Hash
	sum [sha256.Size]byte
}

func newProver(key *Key, h *head) *prover {
	mac := hmac.New(sha256.New, key.Bytes())
	mac.Write([]byte("bulkhead/pouch/5 sealing"))
	mac.Write(h.plan())
	k := mac.Sum(nil)
	defer clear(k)
	return &prover{mac: hmac.New(sha256.New, k)}
}

// of returns the proof of an entry, until the next call.
func (p *prover) of(r box.Round, slot int, m *meta, writes []byte) []byte {
	var place [5]byte
	binary.BigEndian.PutUint32(place[:], uint32(r))
	place[4] = byte(slot)
	p.mac.Reset()
	p.mac.Write(place[:])
	p.mac.Write(m[:65])
	p.mac.Write(writes[LidSize:])
	return p.mac.Sum(p.sum[:0])[:proofSize]
}

func (p *prover) put(r box.Round, slot int, m *meta, writes []byte) {
	copy(m.proof(), p.of(r, slot, m, writes))
}

func (p *prover) holds(r box.Round, slot int, m *meta, writes []byte) bool {
	return hmac.Equal(m.proof(), p.of(r, slot, m, writes))
}

// signerOf derives the key that signs a device's plans; without a key, that of zeros.
func signerOf(key *Key) ed25519.PrivateKey {
	if key == nil {
		return ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	}
	mac := hmac.New(sha256.New, key.Bytes())
	mac.Write([]byte("bulkhead/pouch/5 plan key"))
	seed := mac.Sum(nil)
	defer clear(seed)
	return ed25519.NewKeyFromSeed(seed)
}

// publicOf returns the key under which a device's plans are signed.
func publicOf(key *Key) ed25519.PublicKey {
	signer := signerOf(key)
	defer clear(signer)
	return bytes.Clone(signer.Public().(ed25519.PublicKey))
}

// Prove has Replace and Overwrite prove every entry under key, and sign the plan.
// Without it the entries prove nothing, and anybody could have signed.
func (f *Fill) Prove(key *Key) { f.key = key }

// prove proves the entries from the given one on; the first are those of the
// round that is carried over.
func (f *Fill) prove(h *head, from, to int) {
	if f.key == nil {
		return
	}
	p, s := newProver(f.key, h), f.plan.shape()
	for entry := from; entry < to; entry++ {
		m := (*meta)(f.image[s.metaAt(entry):])
		p.put(f.first-1+box.Round(entry/s.slots), entry%s.slots, m, f.image[s.writeAt(entry):][:box.Size])
	}
}

// check finds out which entries of the file are proven under key.
func (p *Pouch) check(file io.ReaderAt, key *Key) error {
	p.key, p.proven = key, make([]bool, p.shape.entries())
	pr := newProver(key, p.head)
	writes := make([]byte, p.shape.slots*box.Size)
	for entry := range p.proven {
		slot := entry % p.shape.slots
		if slot == 0 {
			if _, err := file.ReadAt(writes, int64(p.shape.writeAt(entry))); err != nil {
				return cutShort(err)
			}
		}
		p.proven[entry] = pr.holds(p.roundOf(entry), slot, p.meta(entry), writes[slot*box.Size:][:box.Size])
	}
	return nil
}

func (p *Pouch) roundOf(entry int) box.Round { return p.First() - 1 + box.Round(entry/p.shape.slots) }

// Proven says how many entries of rounds from one to another, both included,
// the pouch has, and how many of them are proven: 0 without a key.
func (p *Pouch) Proven(from, to box.Round) (proven, all int) {
	for entry := range p.shape.entries() {
		if r := p.roundOf(entry); r < from || r > to {
			continue
		}
		all++
		if p.proven != nil && p.proven[entry] {
			proven++
		}
	}
	return proven, all
}

// LastProven returns the highest round that has a proven entry; false if none
// has. Openings without the key leave that of the last round that was sealed.
func (p *Pouch) LastProven() (r box.Round, ok bool) {
	for entry := len(p.proven) - 1; entry >= 0; entry-- {
		if p.proven[entry] {
			return p.roundOf(entry), true
		}
	}
	return 0, false
}

// Believe says how far the owner of the pouch believes its floor: Results tells
// nothing of rounds beyond that and the current one, and Replace does not take
// the floor over.
func (p *Pouch) Believe(floor box.Round) { p.believed = floor }
