package round

import (
	"encoding/binary"
	"errors"
)

const (
	// HitRateSize is the length in bytes of a HitRate's binary form.
	HitRateSize = 4

	// A loop begins by being read 4 times out of 12 (docs/design.md, "Rounds"): the
	// rate of phones that are on a third of the time. Both numbers are halved
	// beyond 48 tries, so that the rate follows the last hours and not the
	// last months; in simulation the drop then could not tell loops (AUC .50).
	startHits, startTries = 4 * one, 12 * one
	maxTries              = 48 * one

	// one try, in the fixed-point numbers kept: 256ths, so that halving
	// neither favours nor slights the rare hit.
	one = 256
)

// HitRate is π: how often a read of the device's own links finds a box, which
// is how often a loop's box is read. The zero value is not a rate; begin with
// [StartHitRate].
type HitRate struct{ hits, tries uint16 } // in 256ths

// StartHitRate returns the rate of a device that has read nothing yet.
func StartHitRate() HitRate { return HitRate{startHits, startTries} }

// Learn returns the rate after one more read by a link in its regular slot,
// which found a box or found none. A read that was never answered teaches
// nothing and is not to be passed here.
func (h HitRate) Learn(found bool) HitRate {
	h.tries += one
	if found {
		h.hits += one
	}
	if h.tries > maxTries {
		h.hits, h.tries = h.hits/2, h.tries/2
	}
	return h
}

// Rate returns π, from 0 to 1.
func (h HitRate) Rate() float64 { return float64(h.hits) / float64(h.tries) }

// ErrHitRate is the error of bytes that are no rate.
var ErrHitRate = errors.New("a hit rate is some hits out of at most 48 tries")

// Bytes returns h in binary:
//
//	0 2 hits in 256ths, big-endian, at most tries
//	2 2 tries in 256ths, big-endian, at most 48
func (h HitRate) Bytes() [HitRateSize]byte {
	var b [HitRateSize]byte
	binary.BigEndian.PutUint16(b[:2], h.hits)
	binary.BigEndian.PutUint16(b[2:], h.tries)
	return b
}

// HitRateOf reads what [HitRate.Bytes] wrote, and nothing else.
func HitRateOf(b [HitRateSize]byte) (HitRate, error) {
	h := HitRate{binary.BigEndian.Uint16(b[:2]), binary.BigEndian.Uint16(b[2:])}
	if h.tries == 0 || h.tries > maxTries || h.hits > h.tries {
		return HitRate{}, ErrHitRate
	}
	return h, nil
}
