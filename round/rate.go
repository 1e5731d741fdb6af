package round

import (
	"encoding/binary"
	"io"
	"math"
	"math/bits"

	"bulkhead/box"
)

const (
	// RateSize is the length in bytes of a Rate's binary form.
	RateSize = 2

	// rateOne is 1 in the fixed-point numbers of a Rate.
	rateOne = 1 << 15

	// rateParts bounds a rate to [1/48, 47/48]: phones fail now and then, and
	// nobody is never there.
	rateParts = 48
	minRate   = rateOne/rateParts + 1
	maxRate   = rateOne - minRate

	// startRate is the rate where nothing is known: that of phones that are on a
	// third of the time (docs/design.md, "Rounds").
	startRate = rateOne / 3
)

// Rate is π: with which probability a loop's box is read. It imitates how often
// the others run in rounds in which this device runs. The zero value is "not
// known" and is drawn as 4 of 12. Nothing that a drop answers changes it:
// docs/decisions/presence.md.
type Rate uint16 // in 32,768ths, within minRate and maxRate; 0: not known

// RateOf returns the rate nearest to p.
func RateOf(p float64) Rate {
	return Rate(min(max(math.Round(p*rateOne), minRate), maxRate))
}

// Value returns π.
func (r Rate) Value() float64 { return float64(r.known()) / rateOne }

func (r Rate) known() Rate {
	if r == 0 {
		return startRate
	}
	return min(max(r, minRate), maxRate)
}

// Draw is true with probability π.
func (r Rate) Draw(rand io.Reader) (bool, error) {
	n, err := Below(rateOne, rand)
	return n < uint64(r.known()), err
}

// Bytes returns r in binary, big-endian, in 32,768ths.
func (r Rate) Bytes() (b [RateSize]byte) {
	binary.BigEndian.PutUint16(b[:], uint16(r))
	return b
}

// RateOfBytes reads what [Rate.Bytes] wrote, and takes any bytes: what is no
// rate is the nearest one.
func RateOfBytes(b [RateSize]byte) Rate {
	if r := Rate(binary.BigEndian.Uint16(b[:])); r != 0 {
		return r.known()
	}
	return 0
}

// Parts returns r in 48ths, 1 to 47, as an inviter tells it; 0 if not known.
func (r Rate) Parts() uint8 {
	if r == 0 {
		return 0
	}
	return uint8(min(max((int(r)*rateParts+rateOne/2)/rateOne, 1), rateParts-1))
}

// RateOfParts reads what [Rate.Parts] gave, and takes any number.
func RateOfParts(parts uint8) Rate {
	if parts == 0 {
		return 0
	}
	return RateOf(float64(parts) / rateParts)
}

const (
	// CommonSize is the length in bytes of a Common's binary form.
	CommonSize = 4 + 1 + wantCommon/8

	// wantCommon is over how many rounds a link's count goes, once there are so many:
	// the last ones. They are a day of rounds of a quarter of an hour: over half a day
	// the rate would follow the hour, over more it would lag longer behind habits that
	// change.
	wantCommon = 96

	// priorWeight is for how many rounds the inviter's rate stands where a link's count
	// is empty, guessWeight for how many 4 of 12 does where nobody told one. Both fade
	// until the count has fadedAt.
	priorWeight = 12
	guessWeight = .5
	fadedAt     = 48
)

// Common knows, for one link, of the last 96 rounds in which this device ran and of
// which the other's header told, in which the other ran. Each round counts once:
// upTo is the last one that is over. A new link's begins with [NewCommon].
type Common struct {
	upTo box.Round
	n    uint8     // how many rounds there are, at most 96
	both [2]uint64 // bit k of the 128, the lowest in both[1]: the other ran in the last but k
}

// NewCommon returns the count of a link that begins after round base: what either
// device did before says nothing of how the two meet.
func NewCommon(base box.Round) Common { return Common{upTo: base} }

// Hear counts what a header tells: p, of a sealing that knew of rounds up to
// sealed. A header that tells of none, or of what was counted before, counts
// nothing. own is this device's diary.
func (c *Common) Hear(own *Diary, p Presence, sealed box.Round) {
	if sealed == 0 || sealed-1 <= c.upTo {
		return
	}
	if !p.None() {
		first := max(c.upTo+1, p.First(), 1)
		if own.last > diaryRounds {
			first = max(first, own.last-diaryRounds)
		}
		for r := first; r < sealed && r <= own.last; r++ {
			if own.Ran(r) {
				c.add(p.Ran(r))
			}
		}
	}
	c.upTo = sealed - 1
}

func (c *Common) add(both bool) {
	c.n = min(c.n+1, wantCommon)
	c.both = [2]uint64{(c.both[0]<<1 | c.both[1]>>63) & (1<<(wantCommon-64) - 1), c.both[1] << 1}
	if both {
		c.both[1] |= 1
	}
}

// Heard reports whether anything was counted.
func (c *Common) Heard() bool { return c.n > 0 }

// rate is how often the other ran, with what was known before where little was
// counted.
func (c *Common) rate(before Rate) float64 {
	n, weight := float64(c.n), float64(priorWeight)
	if before == 0 {
		weight = guessWeight
	}
	weight *= max(0, 1-n/fadedAt)
	return (float64(bits.OnesCount64(c.both[0])+bits.OnesCount64(c.both[1])) + weight*before.Value()) / (n + weight)
}

// MeanRate is π of a device: the mean over all links of which anything was
// counted; before, what its inviter told, where that is none. See
// docs/decisions/presence.md.
func MeanRate(links []Common, before Rate) Rate {
	sum, n := 0.0, 0
	for i := range links {
		if links[i].Heard() {
			sum, n = sum+links[i].rate(before), n+1
		}
	}
	if n == 0 {
		return before
	}
	return RateOf(sum / float64(n))
}

// Bytes returns c in binary, big-endian:
//
//	0 4 the last round that is over
//	4 1 how many rounds there are
//	5 12 those in which the other ran, the lowest bit the last of them
func (c *Common) Bytes() (b [CommonSize]byte) {
	binary.BigEndian.PutUint32(b[:], uint32(c.upTo))
	b[4] = c.n
	binary.BigEndian.PutUint32(b[5:], uint32(c.both[0]))
	binary.BigEndian.PutUint64(b[9:], c.both[1])
	return b
}

// CommonOf reads what [Common.Bytes] wrote; false if it is no count.
func CommonOf(b [CommonSize]byte) (c Common, ok bool) {
	c.upTo, c.n = box.Round(binary.BigEndian.Uint32(b[:])), b[4]
	c.both = [2]uint64{uint64(binary.BigEndian.Uint32(b[5:])), binary.BigEndian.Uint64(b[9:])}
	beyond := c.both[0]>>(max(c.n, 64)-64) | c.both[1]>>c.n
	return c, c.n <= wantCommon && beyond == 0
}
