package media

import (
	"bytes"
	"encoding/binary"
)

// An entry is what a track's samples are, in numbers.
type entry struct {
	width, height  int
	aspect         [2]uint32 // of a pixel, 0 if it is square
	parameters     avc
	lengthBytes    int // before each unit of a sample
	rate, channels int
	frequency      byte // AAC's number of it
}

// avc holds H.264's parameters as avcC has them.
type avc struct {
	profile, compatible, level byte
	sequence, picture          [][]byte // parameter sets
	high                       []byte   // chroma and depths, of the high profiles
}

// readEntry reads stsd, which must have one entry.
func (t *track) readEntry(stsd box, v *video) error {
	_, _, body, err := stsd.full()
	if err != nil || len(body) < 4 {
		return refuse(Damaged)
	}
	entries, err := v.inside(body[4:])
	if err != nil {
		return err
	}
	if len(entries) != 1 {
		return refuse(NotDecoded)
	}
	e := entries[0]
	switch {
	case e.name == "encv" || e.name == "enca":
		return refuse(Encrypted)
	case t.handler == "vide" && e.name == "avc1":
		return t.pictures(e.body, v)
	case t.handler == "vide":
		return refuse(VideoCodec)
	case t.handler == "soun" && e.name == "mp4a":
		return t.sounds(e.body, v)
	case t.handler == "soun":
		return refuse(SoundCodec)
	}
	return nil
}

// pictures reads a visual entry of ISO 14496-12: 78 bytes, then boxes.
func (t *track) pictures(body []byte, v *video) error {
	if len(body) < 78 {
		return refuse(Damaged)
	}
	e := &t.entry
	e.width, e.height = int(binary.BigEndian.Uint16(body[24:])), int(binary.BigEndian.Uint16(body[26:]))
	if e.width == 0 || e.height == 0 {
		return refuse(Damaged)
	}
	if anyNonZero(body[12:16]) || anyNonZero(body[43:74]) { // vendor, compressor's name
		v.add(Software, 4+31)
	}
	inside, err := v.inside(body[78:])
	if err != nil {
		return err
	}
	for _, b := range inside {
		switch b.name {
		case "avcC":
			if err := e.configuration(b.body); err != nil {
				return err
			}
		case "pasp":
			if len(b.body) >= 8 {
				across, down := binary.BigEndian.Uint32(b.body), binary.BigEndian.Uint32(b.body[4:])
				if across != down && across-1 < 10_000 && down-1 < 10_000 {
					e.aspect = [2]uint32{across, down}
				}
			}
		case "colr", "btrt", "fiel", "clap", "gama", "chrm":
		default:
			v.extra(b)
		}
	}
	if len(e.parameters.sequence) == 0 || len(e.parameters.picture) == 0 {
		return refuse(Damaged)
	}
	return nil
}

// configuration reads avcC of ISO 14496-15, 5.3.3.1.
func (e *entry) configuration(b []byte) error {
	if len(b) < 6 || b[0] != 1 {
		return refuse(Damaged)
	}
	a := avc{profile: b[1], compatible: b[2], level: b[3]}
	e.lengthBytes = int(b[4]&3) + 1
	sequences := int(b[5] & 31)
	rest := b[6:]
	sets := func(count int, kind byte) (all [][]byte, err error) {
		for range count {
			if len(rest) < 2 {
				return nil, refuse(Damaged)
			}
			n := int(binary.BigEndian.Uint16(rest))
			if n < 2 || n > len(rest)-2 || rest[2]&0x1f != kind {
				return nil, refuse(Damaged)
			}
			all, rest = append(all, rest[2:2+n]), rest[2+n:]
		}
		return all, nil
	}
	var err error
	if a.sequence, err = sets(sequences, unitSequence); err != nil {
		return err
	}
	if len(rest) < 1 {
		return refuse(Damaged)
	}
	pictures := int(rest[0])
	rest = rest[1:]
	if a.picture, err = sets(pictures, unitPicture); err != nil {
		return err
	}
	if a.profile >= 100 && len(rest) >= 4 {
		a.high = []byte{0xfc | rest[0]&3, 0xf8 | rest[1]&7, 0xf8 | rest[2]&7, 0}
	}
	if a.length() > maxParameters {
		return refuse(TooMany)
	}
	e.parameters = a
	return nil
}

// maxParameters is how many bytes all parameter sets of a track may have: some forty times what
// encoders write.
const maxParameters = 4096

// length is what the parameter sets take in avcC.
func (a avc) length() (sum int) {
	for _, sets := range [][][]byte{a.sequence, a.picture} {
		for _, s := range sets {
			sum += 2 + len(s)
		}
	}
	return sum
}

// frequencies are AAC's, by number.
var frequencies = []int{96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350}

// sounds reads an audio entry: 28 bytes, or QuickTime's longer ones, then boxes.
func (t *track) sounds(body []byte, v *video) error {
	if len(body) < 28 {
		return refuse(Damaged)
	}
	head := map[uint16]int{0: 28, 1: 44, 2: 64}[binary.BigEndian.Uint16(body[8:])]
	if head == 0 || len(body) < head {
		return refuse(Damaged)
	}
	inside, err := v.inside(body[head:])
	if err != nil {
		return err
	}
	for _, b := range inside {
		if b.name == "wave" {
			if inside, err = v.inside(b.body); err != nil {
				return err
			}
		}
	}
	for _, b := range inside {
		if b.name == "esds" {
			return t.entry.aac(b)
		}
	}
	return refuse(SoundCodec)
}

// aac reads esds: descriptors in descriptors, of which the innermost has 5 bits of kind, 4 of
// frequency and 4 of channels.
func (e *entry) aac(b box) error {
	_, _, body, err := b.full()
	if err != nil {
		return err
	}
	for {
		tag, inside, rest, ok := descriptor(body)
		switch {
		case !ok:
			return refuse(SoundCodec)
		case tag == 3 && len(inside) >= 3 && inside[2]&0xe0 == 0:
			body = inside[3:]
		case tag == 4 && len(inside) >= 13 && inside[0] == 0x40:
			body = inside[13:]
		case tag == 5 && len(inside) >= 2:
			bits := binary.BigEndian.Uint16(inside)
			kind, frequency, channels := bits>>11, bits>>7&15, bits>>3&15
			if kind != 2 || int(frequency) >= len(frequencies) || channels < 1 || channels > 7 {
				return refuse(SoundCodec)
			}
			e.frequency, e.rate, e.channels = byte(frequency), frequencies[frequency], int(channels)
			return nil
		default:
			body = rest
		}
	}
}

// descriptor splits one of ISO 14496-1: a tag, a length in sevens of bits, a body.
func descriptor(b []byte) (tag byte, inside, rest []byte, ok bool) {
	if len(b) < 2 {
		return 0, nil, nil, false
	}
	tag, b = b[0], b[1:]
	length := 0
	for range 4 {
		if len(b) == 0 {
			return 0, nil, nil, false
		}
		c := b[0]
		length, b = length<<7|int(c&0x7f), b[1:]
		if c < 0x80 {
			break
		}
	}
	if length > len(b) {
		return 0, nil, nil, false
	}
	return tag, b[:length], b[length:], true
}

// known reports whether a parameter set in a frame is one of those in front.
func (a avc) known(unit []byte) bool {
	for _, sets := range [][][]byte{a.sequence, a.picture} {
		for _, s := range sets {
			if bytes.Equal(s, unit) {
				return true
			}
		}
	}
	return false
}
