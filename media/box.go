package media

import (
	"bytes"
	"encoding/binary"
)

// A box is one of ISO 14496-12's, or an atom of QuickTime's: a length, a name, a body.
type box struct {
	name string
	body []byte
}

// A boxReader splits bytes into boxes and counts them.
type boxReader struct{ parts int }

// next returns the first box and what follows it; ok is false if none begins there.
func (r *boxReader) next(b []byte) (first box, rest []byte, ok bool, err error) {
	if r.parts++; r.parts > maxParts {
		return box{}, nil, false, refuse(TooMany)
	}
	if len(b) < 8 {
		return box{}, b, false, nil
	}
	size, head := uint64(binary.BigEndian.Uint32(b)), uint64(8)
	switch {
	case size == 1 && len(b) >= 16:
		size, head = binary.BigEndian.Uint64(b[8:]), 16
	case size == 0:
		size = uint64(len(b))
	}
	if size < head || size > uint64(len(b)) {
		return box{}, b, false, nil
	}
	return box{string(b[4:8]), b[head:size]}, b[size:], true, nil
}

// inside returns the boxes in a container. Some end with four zeros.
func (r *boxReader) inside(b []byte) (all []box, err error) {
	for len(b) > 0 {
		if len(b) < 8 || bytes.Equal(b[:4], []byte{0, 0, 0, 0}) {
			return all, nil
		}
		first, rest, ok, err := r.next(b)
		if err != nil {
			return nil, err
		}
		if !ok {
			return nil, refuse(Damaged)
		}
		all, b = append(all, first), rest
	}
	return all, nil
}

// full strips a full box's version and flags.
func (b box) full() (version byte, flags uint32, body []byte, err error) {
	if len(b.body) < 4 {
		return 0, 0, nil, refuse(Damaged)
	}
	return b.body[0], binary.BigEndian.Uint32(b.body) & 0xffffff, b.body[4:], nil
}

// boxTraces says what boxes and QuickTime's user data betray, whose names begin with 0xa9.
var boxTraces = map[string]Trace{
	"\xa9xyz": Place, "loci": Place, "\xa9gps": Place,
	"\xa9mak": Camera, "\xa9mod": Camera, "manu": Camera, "modl": Camera,
	"\xa9swr": Software, "\xa9too": Software, "\xa9enc": Software, "\xa9fmt": Software,
	"\xa9day": Date, "yrrc": Date, "date": Date,
	"\xa9nam": Words, "\xa9cmt": Words, "\xa9des": Words, "\xa9inf": Words, "\xa9lyr": Words, "desc": Words,
	"titl": Words, "dscp": Words, "kywd": Words, "gnre": Words, "name": Names, "chpl": Words, "\xa9key": Words,
	"\xa9ART": Owner, "\xa9aut": Owner, "auth": Owner, "\xa9wrt": Owner, "\xa9cpy": Owner, "cprt": Owner, "perf": Owner,
	"XMP_": XMP, "CAME": Serial, "\xa9sno": Serial, "SNum": Serial,
	"free": Gaps, "skip": Gaps, "wide": Gaps, "thmb": Thumbnail, "PICT": Thumbnail,
	"iods": Settings, "clip": Settings, "ctab": Settings, "load": Settings, "tapt": Settings,
	"jumb": Credentials,
}

// metaTraces are words in a box of further data by which its parts are known.
var metaTraces = []struct {
	word  string
	trace Trace
}{
	{"location", Place}, {"\xa9xyz", Place}, {"make", Camera}, {"model", Camera}, {"software", Software},
	{"\xa9too", Software}, {"creationdate", Date}, {"\xa9day", Date}, {"author", Owner}, {"artist", Owner},
	{"\xa9ART", Owner}, {"identifier", Serial}, {"\xa9nam", Words}, {"\xa9cmt", Words}, {"title", Words},
	{"description", Words}, {"comment", Words}, {"com.android", Software}, {"accelerometer", Sensors},
}

// extra counts what a box that no video needs betrays.
func (f finds) extra(b box) {
	trace, known := boxTraces[b.name]
	switch {
	case b.name == "meta":
		f.add(Application, len(b.body))
		for _, m := range metaTraces {
			if bytes.Contains(b.body, []byte(m.word)) {
				f.add(m.trace, len(m.word))
			}
		}
	case b.name == "XMP_", b.name == "uuid" && bytes.Contains(b.body, []byte("xmpmeta")):
		f.xmp(b.body)
	case trace == Gaps && len(b.body) == 0:
	case known:
		f.add(trace, len(b.body))
	default:
		f.add(Application, len(b.body))
	}
}

// userData counts what stands in udta.
func (f finds) userData(r *boxReader, b box) error {
	inside, err := r.inside(b.body)
	if isTooMany(err) {
		return err
	}
	if err != nil {
		f.add(Application, len(b.body)) // whatever it is, it does not come along
		return nil
	}
	for _, one := range inside {
		f.extra(one)
	}
	return nil
}
