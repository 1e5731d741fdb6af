package media

import (
	"encoding/binary"
	"math"
)

// movieScale is the clock of the movies that leave, in units a second.
const movieScale = 1000

// A boxWriter makes boxes: begin, what is in it, end.
type boxWriter struct {
	out  []byte
	open []int
}

func (w *boxWriter) begin(name string) {
	w.open = append(w.open, len(w.out))
	w.out = append(append(w.out, 0, 0, 0, 0), name...)
}

// full begins a box with a version and flags.
func (w *boxWriter) full(name string, version byte, flags uint32) {
	w.begin(name)
	w.u32(uint32(version)<<24 | flags)
}

func (w *boxWriter) end() {
	at := w.open[len(w.open)-1]
	w.open = w.open[:len(w.open)-1]
	binary.BigEndian.PutUint32(w.out[at:], uint32(len(w.out)-at))
}

func (w *boxWriter) u8(all ...byte) { w.out = append(w.out, all...) }
func (w *boxWriter) u16(all ...uint16) {
	for _, n := range all {
		w.out = binary.BigEndian.AppendUint16(w.out, n)
	}
}
func (w *boxWriter) u32(all ...uint32) {
	for _, n := range all {
		w.out = binary.BigEndian.AppendUint32(w.out, n)
	}
}
func (w *boxWriter) zeros(n int) { w.out = append(w.out, make([]byte, n)...) }

// write makes the file: ftyp, moov, mdat, each box from numbers. It returns nil if the file that
// came and this one do not fit in memory together: lengths grow from one byte to four.
func (v *video) write(sound *track, version uint32) []byte {
	tracks := []*track{v.picture}
	if sound != nil && len(sound.samples) > 0 {
		tracks = append(tracks, sound)
	}
	sizes, size := v.reckon(tracks)
	if int64(len(v.file))+size+perSample*v.samples > Memory {
		return nil
	}
	w := &boxWriter{out: make([]byte, 0, size)}
	w.begin("ftyp")
	w.u8([]byte("isom")...)
	w.u32(version)
	w.u8([]byte("isomiso2avc1mp41")...)
	w.end()

	w.begin("moov")
	w.full("mvhd", 0, 0)
	lasts := uint32(0)
	for _, t := range tracks {
		lasts = max(lasts, t.shown())
	}
	w.u32(0, 0, movieScale, lasts, 1<<16)
	w.u16(0x100)
	w.zeros(10)
	w.matrix(upright, 0, 0)
	w.zeros(24)
	w.u32(uint32(len(tracks)) + 1)
	w.end()
	var offsets []int // where each track's only chunk is to be told
	for i, t := range tracks {
		offsets = append(offsets, w.track(t, uint32(i)+1, sizes[i]))
	}
	w.end()

	w.begin("mdat")
	for i, t := range tracks {
		binary.BigEndian.PutUint32(w.out[offsets[i]:], uint32(len(w.out)))
		for _, s := range t.samples {
			whole := v.file[s.at : s.at+s.size]
			if t == v.picture {
				w.out = t.entry.picturesOf(w.out, whole)
			} else {
				w.out = append(w.out, whole...)
			}
		}
	}
	w.end()
	return w.out
}

// reckon returns what is kept of each sample, and what the file takes at most.
func (v *video) reckon(tracks []*track) (sizes [][]uint32, size int64) {
	sizes = make([][]uint32, len(tracks))
	size = 4096 // all boxes, without what is counted here
	for i, t := range tracks {
		size += int64(t.entry.parameters.length())
		sizes[i] = v.sizesKept(t)
		for _, n := range sizes[i] {
			size += int64(n) + 40 // in stts, ctts, stss and stsz
		}
	}
	return sizes, size
}

// sizesKept returns how long each sample will be.
func (v *video) sizesKept(t *track) []uint32 {
	sizes := make([]uint32, len(t.samples))
	for i, s := range t.samples {
		sizes[i] = uint32(s.size)
		if t == v.picture {
			sizes[i] = 0
			_ = unitsOf(v.file[s.at:s.at+s.size], t.entry.lengthBytes, func(kind byte, unit []byte) error {
				if kind == unitSlice || kind == unitIDR {
					sizes[i] += uint32(4 + len(unit))
				}
				return nil
			})
		}
	}
	return sizes
}

// shown is how long a track is shown, in the movie's units. Every frame that goes along is:
// behind a cut the last one in the order of decoding may be shown some frames later than it
// is decoded.
func (t *track) shown() uint32 {
	if t.handler == "vide" {
		at, end := int64(0), int64(0)
		for _, s := range t.samples {
			end = max(end, at+int64(s.shift)+int64(max(s.lasts, 1)))
			at += int64(s.lasts)
		}
		units := end - t.edit.from
		up := int64(0)
		if rescaled(rescaled(units, t.scale, movieScale), movieScale, t.scale) < units {
			up = 1 // of a millisecond that has begun
		}
		return uint32(min(rescaled(units, t.scale, movieScale)+up, math.MaxUint32))
	}
	return uint32(min(rescaled(t.lasts()-t.edit.from, t.scale, movieScale)+t.edit.wait, t.edit.lasts))
}

// matrix turns what is shown.
func (w *boxWriter) matrix(turned, width, height int) {
	const one = 1 << 16
	minus := uint32(math.MaxUint32 - one + 1)
	a, b, c, d, x, y := uint32(one), uint32(0), uint32(0), uint32(one), 0, 0
	switch turned {
	case quarter:
		a, b, c, d, x = 0, one, minus, 0, height
	case half:
		a, d, x, y = minus, minus, width, height
	case threeQuarters:
		a, b, c, d, y = 0, minus, one, 0, width
	}
	w.u32(a, b, 0, c, d, 0, uint32(x)<<16, uint32(y)<<16, 1<<30)
}

// track writes trak and returns where its offset stands.
func (w *boxWriter) track(t *track, number uint32, sizes []uint32) (offset int) {
	picture := t.handler == "vide"
	e := t.entry
	w.begin("trak")
	w.full("tkhd", 0, 3) // shown, and part of the movie
	w.u32(0, 0, number, 0, t.shown())
	w.zeros(12)
	if picture {
		w.u16(0, 0)
	} else {
		w.u16(0x100, 0)
	}
	w.matrix(t.turned, e.width, e.height)
	width := uint64(e.width) << 16
	if e.aspect[1] != 0 {
		width = min(width*uint64(e.aspect[0])/uint64(e.aspect[1]), 0xffff<<16)
	}
	w.u32(uint32(width), uint32(e.height)<<16)
	w.end()

	w.begin("edts")
	w.full("elst", 0, 0)
	if t.edit.wait > 0 {
		w.u32(2, uint32(min(t.edit.wait, math.MaxUint32)), math.MaxUint32, 1<<16)
	} else {
		w.u32(1)
	}
	w.u32(t.shown()-uint32(min(t.edit.wait, math.MaxUint32)), uint32(t.edit.from), 1<<16)
	w.end()
	w.end()

	w.begin("mdia")
	w.full("mdhd", 0, 0)
	w.u32(0, 0, t.scale, uint32(min(t.lasts(), math.MaxUint32)))
	w.u16(0x55c4, 0) // no language
	w.end()
	w.full("hdlr", 0, 0)
	w.u32(0)
	w.u8([]byte(t.handler)...)
	w.zeros(12 + 1) // reserved, and an empty name
	w.end()
	w.begin("minf")
	if picture {
		w.full("vmhd", 0, 1)
		w.zeros(8)
	} else {
		w.full("smhd", 0, 0)
		w.zeros(4)
	}
	w.end()
	w.begin("dinf")
	w.full("dref", 0, 0)
	w.u32(1)
	w.full("url ", 0, 1) // in this file
	w.end()
	w.end()
	w.end()
	w.begin("stbl")
	w.full("stsd", 0, 0)
	w.u32(1)
	if picture {
		w.pictures(e)
	} else {
		w.sounds(e)
	}
	w.end()
	offset = w.tables(t, sizes)
	w.end() // stbl
	w.end() // minf
	w.end() // mdia
	w.end() // trak
	return offset
}

// tables writes when and where the samples are: one chunk for all.
func (w *boxWriter) tables(t *track, sizes []uint32) (offset int) {
	w.full("stts", 0, 0)
	w.runs(t.samples, func(s sample) uint32 { return s.lasts })
	w.end()
	shifted, early, alone := false, byte(0), true
	for _, s := range t.samples {
		shifted = shifted || s.shift != 0
		if s.shift < 0 {
			early = 1
		}
		alone = alone && s.key
	}
	if shifted {
		w.full("ctts", early, 0)
		w.runs(t.samples, func(s sample) uint32 { return uint32(s.shift) })
		w.end()
	}
	if t.handler == "vide" && !alone {
		w.full("stss", 0, 0)
		at := len(w.out)
		w.u32(0)
		count := uint32(0)
		for i, s := range t.samples {
			if s.key {
				w.u32(uint32(i) + 1)
				count++
			}
		}
		binary.BigEndian.PutUint32(w.out[at:], count)
		w.end()
	}
	w.full("stsc", 0, 0)
	w.u32(1, 1, uint32(len(t.samples)), 1)
	w.end()
	w.full("stsz", 0, 0)
	w.u32(0, uint32(len(sizes)))
	w.u32(sizes...)
	w.end()
	w.full("stco", 0, 0)
	w.u32(1)
	offset = len(w.out)
	w.u32(0)
	w.end()
	return offset
}

// runs writes how often each value follows itself.
func (w *boxWriter) runs(samples []sample, value func(sample) uint32) {
	at := len(w.out)
	w.u32(0)
	count := uint32(0)
	for i := 0; i < len(samples); {
		n := i
		for n < len(samples) && value(samples[n]) == value(samples[i]) {
			n++
		}
		w.u32(uint32(n-i), value(samples[i]))
		count++
		i = n
	}
	binary.BigEndian.PutUint32(w.out[at:], count)
}

// pictures writes avc1. Vendor and compressor's name are zeros.
func (w *boxWriter) pictures(e entry) {
	w.begin("avc1")
	w.zeros(6)
	w.u16(1)
	w.zeros(16)
	w.u16(uint16(e.width), uint16(e.height))
	w.u32(72<<16, 72<<16, 0)
	w.u16(1)
	w.zeros(32)
	w.u16(24, 0xffff)
	w.begin("avcC")
	a := e.parameters
	w.u8(1, a.profile, a.compatible, a.level, 0xfc|3, 0xe0|byte(len(a.sequence)))
	for _, s := range a.sequence {
		w.u16(uint16(len(s)))
		w.u8(s...)
	}
	w.u8(byte(len(a.picture)))
	for _, s := range a.picture {
		w.u16(uint16(len(s)))
		w.u8(s...)
	}
	w.u8(a.high...)
	w.end()
	if e.aspect[0] != 0 {
		w.begin("pasp")
		w.u32(e.aspect[0], e.aspect[1])
		w.end()
	}
	w.end()
}

// sounds writes mp4a, with the shortest descriptors that say AAC-LC.
func (w *boxWriter) sounds(e entry) {
	w.begin("mp4a")
	w.zeros(6)
	w.u16(1)
	w.zeros(8)
	w.u16(uint16(e.channels), 16, 0, 0)
	w.u32(uint32(min(e.rate, 0xffff)) << 16)
	w.full("esds", 0, 0)
	w.u8(3, 25, 0, 0, 0) // a stream; its number; no flags
	w.u8(4, 17, 0x40, 0x15)
	w.zeros(11) // no buffer, no rates
	w.u8(5, 2)
	w.u16(2<<11 | uint16(e.frequency)<<7 | uint16(e.channels)<<3)
	w.u8(6, 1, 2)
	w.end()
	w.end()
}
