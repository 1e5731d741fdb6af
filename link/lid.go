package link

import (
	"crypto/cipher"
	"errors"
	"io"

	"bulkhead/box"
	"bulkhead/keys"
)

// A lid is what a box begins with: 32 fresh bytes, and the header sealed
// under a key that mixes them. Another lid may take its place, with no key,
// as long as the box has not left. So that a set of lids takes little room,
// the fresh bytes of all of them follow from one seed and the boxes' ids.
const (
	// LidLen is the length of a box's lid, in bytes.
	LidLen = bodyTop
	// HeadLen is the length of its sealed header, in bytes: what is to be kept
	// of a lid beside the set's seed.
	HeadLen = headerSize + tagSize
	// SeedSize is the length of a seed, in bytes.
	SeedSize = keys.Size

	maxSets = 8 // sets of lids of one kind in one sealing

	infoLid = prefix + "start"
)

// A lid is all that lies before the body.
var _ [0]struct{} = [freshSize + HeadLen - LidLen]struct{}{}

// Seed gives the fresh bytes of one set of lids, for all links of a device.
// It must be drawn anew for every sealing and for every set of it: a seed used
// twice for one box would use one nonce for two headers.
type Seed = keys.Key[lidUse]

// ReadSeed draws a seed.
func ReadSeed(rand io.Reader) (Seed, error) { return keys.Read[lidUse](rand) }

// SeedOf copies a seed that was kept; b must be 32 bytes.
func SeedOf(b []byte) (Seed, error) { return keys.Of[lidUse](b) }

// ErrSeeds: a sealing's seeds are not all different and set, or too many.
var ErrSeeds = errors.New("a sealing takes at most 8 seeds of a kind, all different and none of them empty")

// LidOf puts a lid together from its set's seed, the id of its box, and
// the head that was sealed for that box with that seed.
func LidOf(seed *Seed, id box.ID, head *[HeadLen]byte) (lid [LidLen]byte) {
	var x kdf
	x.lidFresh(lid[:], seed, &id)
	copy(lid[headAt:], head[:])
	x.wipe()
	return lid
}

// lidFresh writes HMAC(seed, "bulkhead/link/1 start" ‖ id).
func (x *kdf) lidFresh(dst []byte, seed *Seed, id *box.ID) {
	x.key(seed.Bytes())
	x.addString(infoLid)
	x.add(id[:])
	x.sum(dst[:freshSize])
}

// checkSeeds returns ErrSeeds if a head's nonce could come twice.
func (m *Moment) checkSeeds() error {
	if len(m.Plain) > maxSets || len(m.Duress) > maxSets {
		return ErrSeeds
	}
	all := make([]*Seed, 0, 2*maxSets)
	for _, kind := range [][]Seed{m.Plain, m.Duress} {
		for i := range kind {
			if kind[i].IsZero() {
				return ErrSeeds
			}
			for _, other := range all {
				if other.Equal(&kind[i]) {
					return ErrSeeds
				}
			}
			all = append(all, &kind[i])
		}
	}
	return nil
}

// Alternatives returns the heads of one kind, in the order of the seeds.
func (w *Write) Alternatives(duress bool) [][HeadLen]byte {
	if duress {
		return w.Duress
	}
	return w.Plain
}

// heads seals a box's heads for other lids.
func (j *sealJob) heads(w *Write, p *place, a cipher.AEAD) {
	w.Plain = j.headsOf(p, a, j.seeds[0], &j.plain)
	w.Duress = j.headsOf(p, a, j.seeds[1], &j.duress)
}

func (j *sealJob) headsOf(p *place, a cipher.AEAD, seeds []Seed, header *[headerSize]byte) [][HeadLen]byte {
	if len(seeds) == 0 {
		return nil
	}
	x := &j.l.kdf
	heads := j.room[:len(seeds):len(seeds)]
	j.room = j.room[len(seeds):]
	for i := range seeds {
		x.lidFresh(j.lid[:], &seeds[i], &p.id)
		x.sealHead(j.lid[:], p, a, header)
		heads[i] = [HeadLen]byte(j.lid[headAt:])
	}
	return heads
}
