package media

import (
	"encoding/binary"
	"math"
)

const (
	// maxSamples of all tracks: a quarter of an hour at 60 frames a second, with sound.
	maxSamples = 100_000
	// perSample is how many bytes each takes, in memory and in the tables that leave.
	perSample = 100
)

// A sample is one frame, or one stretch of sound.
type sample struct {
	at, size int
	lasts    uint32 // in units of the track's scale
	shift    int32  // from when it is decoded to when it is shown
	key      bool   // whether the file says that it stands alone
}

// How a track is turned.
const (
	upright = iota
	quarter // clockwise
	half
	threeQuarters
)

// A track is what is known of one. Nothing of its boxes is kept but these numbers and its codec's
// parameters.
type track struct {
	handler string
	turned  int
	times
	entry   entry
	samples []sample
	edit    edit
	wrong   error // why it cannot be used; a track that is left out may be whatever it is
}

// An edit is which part of the track is shown, from when on.
type edit struct {
	wait  int64 // units of the movie's scale before it begins
	from  int64 // unit of the track's scale at which it begins
	lasts int64 // units of the movie's scale, 0 to the end
}

func (t *track) bytes() (sum int64) {
	for _, s := range t.samples {
		sum += int64(s.size)
	}
	return sum
}

// readTrack reads trak.
func (v *video) readTrack(trak box) (*track, error) {
	t := &track{}
	inside, err := v.inside(trak.body)
	if err != nil {
		return nil, err
	}
	for _, b := range inside {
		switch b.name {
		case "tkhd":
			err = t.header(b, v)
		case "edts":
			err = t.edits(b, v)
		case "mdia":
			err = t.media(b, v)
		case "udta":
			err = v.userData(&v.boxReader, b)
		case "tref":
		default:
			v.extra(b)
		}
		if err != nil {
			return nil, err
		}
	}
	if t.handler == "" || t.scale == 0 {
		return nil, refuse(Damaged)
	}
	return t, nil
}

// header reads tkhd, of which only the matrix matters.
func (t *track) header(b box, v *video) error {
	version, _, body, err := b.full()
	if err != nil {
		return err
	}
	at := 20 // creation, change, number, reserved, duration
	if version == 1 {
		at = 32
	}
	at += 16 // reserved, layer, group, volume, reserved
	if len(body) < at+36+8 {
		return refuse(Damaged)
	}
	made := binary.BigEndian.Uint32(body)
	v.dated(times{made: uint64(made)})
	m := [4]int32{}
	for i, word := range []int{0, 1, 3, 4} {
		m[i] = int32(binary.BigEndian.Uint32(body[at+4*word:]))
	}
	const one = 1 << 16
	switch m {
	case [4]int32{0, one, -one, 0}:
		t.turned = quarter
	case [4]int32{-one, 0, 0, -one}:
		t.turned = half
	case [4]int32{0, -one, one, 0}:
		t.turned = threeQuarters
	}
	return nil
}

// edits reads elst: perhaps a wait, and one part of the track.
func (t *track) edits(edts box, v *video) error {
	inside, err := v.inside(edts.body)
	if err != nil {
		return err
	}
	for _, b := range inside {
		if b.name != "elst" {
			continue
		}
		version, _, body, err := b.full()
		if err != nil || len(body) < 4 {
			return refuse(Damaged)
		}
		count, width := int64(binary.BigEndian.Uint32(body)), 12
		if version == 1 {
			width = 20
		}
		body = body[4:]
		if count > maxParts || count*int64(width) > int64(len(body)) {
			return refuse(Damaged)
		}
		parts := 0
		for ; count > 0; count-- {
			lasts, from := int64(binary.BigEndian.Uint32(body)), int64(int32(binary.BigEndian.Uint32(body[4:])))
			if version == 1 {
				lasts, from = int64(binary.BigEndian.Uint64(body)), int64(binary.BigEndian.Uint64(body[8:]))
			}
			rate := binary.BigEndian.Uint32(body[width-4:])
			body = body[width:]
			switch {
			case lasts < 0 || lasts > math.MaxUint32 || from < -1 || from > math.MaxUint32:
				return refuse(Damaged)
			case from == -1 && parts == 0:
				t.edit.wait += lasts
			case from == -1: // a wait at the end shows nothing
			case parts > 0 || rate != 1<<16:
				t.wrong = refuse(NotDecoded) // shown in pieces, or not at its own speed
			default:
				parts++
				t.edit.from, t.edit.lasts = from, lasts
			}
		}
	}
	return nil
}

// media reads mdia: a clock, what the track is, and its tables.
func (t *track) media(mdia box, v *video) error {
	inside, err := v.inside(mdia.body)
	if err != nil {
		return err
	}
	var tables []byte
	for _, b := range inside {
		switch b.name {
		case "mdhd":
			if t.times, err = readTimes(b); err != nil {
				return err
			}
			v.dated(t.times)
		case "hdlr":
			if len(b.body) < 12 {
				return refuse(Damaged)
			}
			t.handler = string(b.body[8:12])
			if name := b.body[min(24, len(b.body)):]; anyNonZero(name) {
				v.add(Names, len(name))
			}
		case "minf":
			tables = b.body
		default:
			v.extra(b)
		}
	}
	err = t.information(tables, v)
	if isTooMany(err) {
		return err
	}
	if t.wrong == nil {
		t.wrong = err
	}
	return nil
}

func anyNonZero(b []byte) bool {
	for _, c := range b {
		if c != 0 {
			return true
		}
	}
	return false
}

// information reads minf.
func (t *track) information(minf []byte, v *video) error {
	inside, err := v.inside(minf)
	if err != nil {
		return err
	}
	read := false
	for _, b := range inside {
		switch b.name {
		case "dinf":
			err = t.sameFile(b, v)
		case "stbl":
			read = true
			err = t.tables(b, v)
		}
		if err != nil {
			return err
		}
	}
	if !read {
		return refuse(Damaged)
	}
	return nil
}

// sameFile reads dinf: frames in another file are not there.
func (t *track) sameFile(dinf box, v *video) error {
	inside, err := v.inside(dinf.body)
	if err != nil {
		return err
	}
	for _, b := range inside {
		if b.name != "dref" {
			continue
		}
		_, _, body, err := b.full()
		if err != nil || len(body) < 4 {
			return refuse(Damaged)
		}
		places, err := v.inside(body[4:])
		if err != nil {
			return err
		}
		for _, p := range places {
			if _, flags, _, err := p.full(); err != nil || flags&1 == 0 {
				return refuse(ElsewhereToo)
			}
		}
	}
	return nil
}
