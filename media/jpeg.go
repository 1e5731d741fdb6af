package media

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/jpeg"
	"io"
)

// Markers of ITU T.81, table B.1.
const (
	markSOF0, markSOF1, markSOF2 = 0xc0, 0xc1, 0xc2
	markDHT                      = 0xc4
	markRST0, markRST7           = 0xd0, 0xd7
	markSOI, markEOI             = 0xd8, 0xd9
	markSOS, markDQT, markDRI    = 0xda, 0xdb, 0xdd
	markAPP0, markAPP15          = 0xe0, 0xef
	markCOM                      = 0xfe
)

const (
	// maxScans of a JPEG: encoders write some ten, and each is a walk over all blocks.
	maxScans = 64
	// maxParts of a file: segments, chunks or boxes.
	maxParts = 10_000
)

// A frame is what a JPEG says of its picture before the first scan.
type frame struct {
	progressive   bool
	width, height int
	sampling      [4][2]int // across and down, of each component
	components    int
	rgb           bool // components are not luma and chroma
}

// readJPEG walks the segments. Of them the decoder sees only those that a picture needs: it
// cannot find another size, or a second picture, in what was not looked at here.
func readJPEG(file []byte, f finds) (*still, error) {
	j := jpegReader{finds: f, orientation: 1, needed: [][]byte{file[:2]}}
	end, err := j.walk(file)
	if err != nil {
		return nil, err
	}
	if j.frame == nil || j.scans == 0 {
		return nil, refuse(Damaged)
	}
	f.trailing(file[end:])
	j.frame.rgb = j.frame.rgb || j.rgb
	s := &still{kind: JPEG, length: len(file), width: j.frame.width, height: j.frame.height,
		orientation: j.orientation, profile: j.profile}
	across, down := j.frame.unit()
	s.grid = image.Pt(across, down)
	s.colours, s.chroma = j.frame.components == 4, !j.frame.rgb
	s.need, s.atFault = j.frame.memory(), TooLarge
	if j.frame.progressive {
		s.atFault = Progressive
	}
	s.decode = func() (image.Image, error) {
		readers := make([]io.Reader, len(j.needed))
		for i, part := range j.needed {
			readers[i] = bytes.NewReader(part)
		}
		return jpeg.Decode(io.MultiReader(readers...))
	}
	return s, nil
}

type jpegReader struct {
	frame       *frame
	scans       int
	orientation int
	profile     bool
	rgb         bool     // Adobe's segment says that components are no luma and chroma
	needed      [][]byte // parts of the file, in order, for the decoder
	finds
}

// walk returns where the picture ends.
func (j *jpegReader) walk(file []byte) (end int, err error) {
	at := 2
	for parts := 0; ; parts++ {
		if parts > maxParts {
			return 0, refuse(TooMany)
		}
		start := at
		for at < len(file) && file[at] == 0xff {
			at++ // fill bytes are allowed before a marker
		}
		if at == start || at == len(file) {
			return 0, refuse(Damaged)
		}
		mark := file[at]
		at++
		if mark == markEOI {
			j.needed = append(j.needed, []byte{0xff, markEOI})
			return at, nil
		}
		if mark >= markRST0 && mark <= markSOI || mark < markSOF0 || len(file)-at < 2 {
			return 0, refuse(Damaged)
		}
		length := int(binary.BigEndian.Uint16(file[at:]))
		if length < 2 || len(file)-at < length {
			return 0, refuse(Damaged)
		}
		body := file[at+2 : at+length]
		at += length
		if mark == markSOS {
			at = endOfScan(file, at)
		}
		if err := j.segment(mark, body, file[start:at]); err != nil {
			return 0, err
		}
	}
}

// endOfScan returns where the next marker begins. In a scan 0xff stands before 0 or a restart.
func endOfScan(file []byte, at int) int {
	for {
		next := bytes.IndexByte(file[at:], 0xff)
		if next < 0 || at+next+1 >= len(file) {
			return len(file)
		}
		at += next
		if m := file[at+1]; m != 0 && (m < markRST0 || m > markRST7) {
			return at
		}
		at += 2
	}
}

// segment takes one in: whole is what the decoder would be given of it.
func (j *jpegReader) segment(mark byte, body, whole []byte) error {
	switch {
	case mark == markDHT, mark == markDQT, mark == markDRI:
	case mark == markSOS:
		if j.scans++; j.scans > maxScans {
			return refuse(TooMany)
		}
		if j.frame == nil {
			return refuse(Damaged)
		}
	case mark == markSOF0, mark == markSOF1, mark == markSOF2:
		if j.frame != nil {
			return refuse(Damaged)
		}
		frame, err := readFrame(mark, body)
		if err != nil {
			return err
		}
		j.frame = frame
	case mark == markCOM:
		j.add(Words, len(body))
		return nil
	case mark >= markAPP0 && mark <= markAPP15:
		if keep := j.application(mark, body); !keep {
			return nil
		}
	default:
		return refuse(NotDecoded) // arithmetic coding, lossless, hierarchical
	}
	j.needed = append(j.needed, whole)
	return nil
}

// readFrame reads a start of frame: precision, height, width, and each component's sampling.
func readFrame(mark byte, body []byte) (*frame, error) {
	if len(body) < 6 || len(body) != 6+3*int(body[5]) {
		return nil, refuse(Damaged)
	}
	f := &frame{progressive: mark == markSOF2, components: int(body[5]),
		height: int(binary.BigEndian.Uint16(body[1:])), width: int(binary.BigEndian.Uint16(body[3:]))}
	if body[0] != 8 || f.components != 1 && f.components != 3 && f.components != 4 {
		return nil, refuse(NotDecoded)
	}
	if f.width == 0 || f.height == 0 {
		return nil, refuse(Damaged)
	}
	for c := range f.components {
		s := body[7+3*c]
		f.sampling[c] = [2]int{int(s >> 4), int(s & 15)}
		if f.sampling[c][0] < 1 || f.sampling[c][0] > 4 || f.sampling[c][1] < 1 || f.sampling[c][1] > 4 {
			return nil, refuse(Damaged)
		}
	}
	f.rgb = f.components == 4 || f.components == 3 && body[6] == 'R' && body[9] == 'G' && body[12] == 'B'
	return f, nil
}

// unit is the width and height in pixels of what is coded together: whatever is in it can
// show in all of it.
func (f *frame) unit() (across, down int) {
	if f.components == 1 {
		return 8, 8
	}
	for _, s := range f.sampling {
		across, down = max(across, 8*s[0]), max(down, 8*s[1])
	}
	return across, down
}

// memory is what the standard library's decoder takes: a byte for each sample, four more in a
// progressive picture, and four or eight for each pixel that is not kept as luma and chroma.
func (f *frame) memory() int64 {
	across, down := f.unit()
	units := int64((f.width+across-1)/across) * int64((f.height+down-1)/down)
	samples := int64(0)
	for _, s := range f.sampling[:f.components] {
		blocks := int64(s[0] * s[1])
		if f.components == 1 {
			blocks = 1
		}
		samples += 64 * blocks * units
	}
	need := samples
	if f.progressive {
		need += 4 * samples
	}
	if f.rgb {
		need += 4 * int64(f.width) * int64(f.height)
	}
	return need
}

// application reads a segment of a program or maker, and reports whether the decoder needs it.
func (j *jpegReader) application(mark byte, body []byte) (keep bool) {
	is := func(n byte, name string) bool {
		return mark == markAPP0+n && bytes.HasPrefix(body, []byte(name))
	}
	const xap, xapMore = "http://ns.adobe.com/xap/1.0/\x00", "http://ns.adobe.com/xmp/extension/\x00"
	switch {
	case is(0, "JFIF\x00"):
		if len(body) >= 14 && body[12] > 0 && body[13] > 0 {
			j.add(Thumbnail, len(body)-14)
		}
		return len(body) >= 5 && j.frame == nil // says that colours are luma and chroma
	case is(0, "JFXX\x00"):
		j.add(Thumbnail, len(body))
	case is(1, "Exif\x00"):
		if o := j.exif(body[min(6, len(body)):]); j.orientation == 1 {
			j.orientation = o
		}
	case is(1, xap):
		j.xmp(body[len(xap):])
	case is(1, xapMore):
		j.xmp(body[len(xapMore):])
	case is(2, "ICC_PROFILE\x00"):
		j.add(ColourProfile, len(body))
		j.profile = true
	case is(2, "MPF\x00"):
		j.add(OtherPicture, len(body))
	case is(11, "JP"):
		j.add(Credentials, len(body))
	case is(13, "Photoshop 3.0\x00"):
		if bytes.Contains(body, []byte("8BIM\x04\x04")) {
			j.add(IPTC, len(body))
		}
		if bytes.Contains(body, []byte("8BIM\x04\x0c")) || bytes.Contains(body, []byte("8BIM\x04\x09")) {
			j.add(Thumbnail, len(body))
		}
		j.add(Software, len(body))
	case is(14, "Adobe") && len(body) >= 12:
		j.add(Software, len(body))
		j.rgb = j.rgb || body[11] == 0
		return true
	default:
		j.add(Application, len(body))
	}
	return false
}

// trailing counts what stands behind the end of a picture.
func (f finds) trailing(rest []byte) {
	if len(rest) == 0 {
		return
	}
	f.add(Trailing, len(rest))
	if bytes.Contains(rest, []byte("ftyp")) || bytes.Contains(rest, []byte("MotionPhoto_Data")) {
		f.add(Motion, len(rest))
	}
	if bytes.Contains(rest, []byte("\xff\xd8\xff")) {
		f.add(OtherPicture, len(rest))
	}
}
