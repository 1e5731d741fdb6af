package round

import (
	"encoding/binary"

	"bulkhead/box"
)

const (
	// DiarySize is the length in bytes of a Diary's binary form.
	DiarySize = 4 + diaryRounds/8

	// diaryRounds is how many rounds a diary goes back. What a header tells may be
	// a pouch old when it is read, and is read a pouch later by a device that is
	// seldom opened; and it tells of PresenceMap rounds before that.
	diaryRounds = 512
)

// A diary goes back as far as headers can, in the longest pouches.
const _ = uint(diaryRounds - 2*MaxPouchRounds - 1 - PresenceMap)

// Diary is what a device knows of itself: in which of the last 512 rounds its
// worker attempted all its writes. The zero value is an empty one.
type Diary struct {
	last box.Round
	ran  [diaryRounds / 64]uint64 // round r is bit r mod 64 of word r/64 mod 8
}

func diaryBit(r box.Round) (word int, bit uint64) {
	return int(r / 64 % (diaryRounds / 64)), 1 << (r % 64)
}

// Ran reports whether the device ran in round r.
func (d *Diary) Ran(r box.Round) bool {
	word, bit := diaryBit(r)
	return r != 0 && r <= d.last && d.last-r < diaryRounds && d.ran[word]&bit != 0
}

// Note notes that the device ran in round r. What is too old is passed over.
func (d *Diary) Note(r box.Round) {
	switch {
	case r == 0 || r <= d.last && d.last-r >= diaryRounds:
		return
	case r > d.last && r-d.last >= diaryRounds:
		d.ran = [diaryRounds / 64]uint64{}
	default:
		for gone := d.last; gone < r; gone++ { // the places of rounds between are those of older ones
			word, bit := diaryBit(gone + 1)
			d.ran[word] &^= bit
		}
	}
	word, bit := diaryBit(r)
	d.ran[word] |= bit
	d.last = max(d.last, r)
}

// NoteAll notes every round in which p says that the device ran.
func (d *Diary) NoteAll(p Presence) {
	for r := p.First(); r < p.last; r++ {
		if p.Ran(r) {
			d.Note(r)
		}
	}
	d.Note(p.last)
}

// Before returns what a sealing that knows of rounds up to sealed tells of them:
// of the round sealed, which may be in progress, nothing.
func (d *Diary) Before(sealed box.Round) Presence {
	r := min(d.last, sealed-min(sealed, 1))
	for ; r > 0 && !d.Ran(r); r-- {
		if d.last-r >= diaryRounds {
			return Presence{}
		}
	}
	p := Presence{last: r}
	for back := range box.Round(PresenceMap) {
		if back+1 < r && d.Ran(r-1-back) {
			p.before |= 1 << back
		}
	}
	return p
}

// Bytes returns d in binary, big-endian:
//
//	0 4  its last round
//	4 64 eight words; round r is bit r mod 64 of word r/64 mod 8
func (d *Diary) Bytes() (b [DiarySize]byte) {
	binary.BigEndian.PutUint32(b[:], uint32(d.last))
	for i, w := range d.ran {
		binary.BigEndian.PutUint64(b[4+8*i:], w)
	}
	return b
}

// DiaryOf reads what [Diary.Bytes] wrote.
func DiaryOf(b [DiarySize]byte) (d Diary) {
	d.last = box.Round(binary.BigEndian.Uint32(b[:]))
	for i := range d.ran {
		d.ran[i] = binary.BigEndian.Uint64(b[4+8*i:])
	}
	return d
}
