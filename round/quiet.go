package round

import "encoding/binary"

const (
	// QuietSize is the length in bytes of a Quiet's binary form.
	QuietSize = 6

	// leastLevel is the level from which a silence can be judged, in 65,536ths:
	// finds in one round of seven. Below it, long silences are the rule.
	leastLevel = 1 << 16 * 15 / 100

	// perFind is how many vain rounds one with a find makes up for. So a silence in
	// which less than one round in eleven finds something goes on.
	perFind = 10

	// part is the unit in which the longest silence is kept, in a round: each find
	// shortens it by one part, so that some months forget what once was.
	part     = 64
	mostVain = 1<<16/part - 1

	timesUsual = 2 // how much longer than the longest before it a silence must be
)

// Quiet watches whether the links of a device find anything at all in a round,
// to tell a silence that is not like those before it: [Quiet.Silent]. Its zero
// value has seen nothing.
//
// Phones are off for hours at a time, at night all of them; so no silence is
// judged by how likely each vain round is, but by the silences before it.
type Quiet struct {
	level   uint16 // how often a round found a box, in 65,536ths
	vain    uint16 // vain rounds of the present silence, less ten for each find
	longest uint16 // the longest silence before it, in 64ths of a round
}

// Learn returns q after one more round in which the links' regular reads were
// answered; found says whether one of them found a box. The level is averaged
// over 8/3 pouches: it must hold for longer than a silence that is judged by it.
func (q Quiet) Learn(found bool, pouchRounds int) Quiet {
	over := uint16(min(max(pouchRounds*8/3, 1), 1<<15))
	if !found {
		q.level -= q.level / over
		q.vain = min(q.vain+1, mostVain)
		return q
	}
	q.level += (1<<16 - 1 - q.level) / over
	q.longest = max(q.longest, 1) - 1
	q.longest = max(q.longest, q.vain*part)
	q.vain = max(q.vain, perFind) - perFind
	return q
}

// Silent reports whether the present silence is not like those before it, for a
// pouch of so many rounds and so many links: longer than twice the longest and
// than a quarter of a pouch, or, where several are silent at once, an eighth;
// or longer than three quarters. Of pouches of two days that is 12, 6 and 36
// hours in which the device runs.
func (q Quiet) Silent(pouchRounds, links int) bool {
	usual, least := timesUsual*int(q.longest)/part, pouchRounds/4
	if links > 1 {
		least = pouchRounds / 8
	}
	return q.level >= leastLevel && int(q.vain) >= min(max(usual, least), pouchRounds*3/4)
}

// Bytes returns q in binary, big-endian:
//
//	0 2 how often a round found a box, in 65,536ths
//	2 2 vain rounds of the present silence
//	4 2 the longest before it, in 64ths
func (q Quiet) Bytes() (b [QuietSize]byte) {
	binary.BigEndian.PutUint16(b[:2], q.level)
	binary.BigEndian.PutUint16(b[2:], q.vain)
	binary.BigEndian.PutUint16(b[4:], q.longest)
	return b
}

// QuietOf reads what [Quiet.Bytes] wrote.
func QuietOf(b [QuietSize]byte) Quiet {
	return Quiet{binary.BigEndian.Uint16(b[:2]), min(binary.BigEndian.Uint16(b[2:]), mostVain), binary.BigEndian.Uint16(b[4:])}
}
