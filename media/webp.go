package media

import (
	"bytes"
	"encoding/binary"
	"image"

	"golang.org/x/image/webp"
)

// A webpReader holds the three chunks that a picture can need.
type webpReader struct {
	alpha, lossy, lossless []byte
	canvas                 image.Point // of VP8X, if there is one
	still                  *still
	finds
}

// readWebP walks the chunks. The decoder sees a file made of ALPH and VP8, or of VP8L alone.
func readWebP(file []byte, f finds) (*still, error) {
	size := int64(binary.LittleEndian.Uint32(file[4:])) + 8
	if size < 12 || size > int64(len(file)) {
		return nil, refuse(Damaged)
	}
	f.trailing(file[size:])
	w := webpReader{finds: f, still: &still{kind: WebP, length: len(file), orientation: 1,
		grid: image.Pt(16, 16), atFault: TooLarge}}
	rest := file[12:size]
	for parts := 0; len(rest) > 0; parts++ {
		if parts > maxParts {
			return nil, refuse(TooMany)
		}
		if len(rest) < 8 {
			return nil, refuse(Damaged)
		}
		length := int64(binary.LittleEndian.Uint32(rest[4:]))
		if length > int64(len(rest)-8) {
			return nil, refuse(Damaged)
		}
		name, data := string(rest[:4]), rest[8:8+length]
		rest = rest[8+length:]
		if length%2 == 1 && len(rest) > 0 {
			rest = rest[1:]
		}
		if err := w.chunk(name, data); err != nil {
			return nil, err
		}
	}
	return w.still, w.finish()
}

// chunk takes one in.
func (w *webpReader) chunk(name string, data []byte) error {
	var into *[]byte
	switch name {
	case "VP8X":
		if len(data) != 10 || w.canvas != (image.Point{}) {
			return refuse(Damaged)
		}
		three := func(b []byte) int { return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 }
		w.canvas = image.Pt(three(data[4:])+1, three(data[7:])+1)
	case "ANIM", "ANMF":
		return refuse(Animation)
	case "ALPH":
		into = &w.alpha
	case "VP8 ":
		into = &w.lossy
	case "VP8L":
		into = &w.lossless
	case "EXIF":
		w.still.orientation = w.exif(bytes.TrimPrefix(data, []byte("Exif\x00\x00")))
	case "XMP ":
		w.xmp(data)
	case "ICCP":
		w.add(ColourProfile, len(data))
		w.still.profile = true
	case "C2PA":
		w.add(Credentials, len(data))
	default:
		w.add(Application, len(data))
	}
	if into != nil {
		if *into != nil || len(data) < 10 && name != "ALPH" || len(data) == 0 {
			return refuse(Damaged)
		}
		*into = data
	}
	return nil
}

// What golang.org/x/image/vp8l can be made to take beside its pixels, by a chunk of n bytes. It
// decodes up to 2,600 groups of five trees of 536 bytes. Where one length alone has a code, that
// code has no bits: a tree of 2,048 symbols takes 66 bits, so that a byte of a chunk can describe
// 248. Each symbol has two nodes of 8 bytes and two words of 4.
const (
	groupsOfLossless  = 2_600 * 5 * 536
	perByteOfLossless = 248 * (2*8 + 2*4)
)

// finish reads the size, works out what decoding takes, and makes the file that is decoded.
func (w *webpReader) finish() error {
	s := w.still
	trees := int64(0)
	switch {
	case w.lossy != nil && w.lossless == nil:
		d := w.lossy // RFC 6386, 9.1: a key frame, a start code, 14 bits of width and of height
		if d[0]&1 != 0 || string(d[3:6]) != "\x9d\x01\x2a" {
			return refuse(Damaged)
		}
		s.width = int(binary.LittleEndian.Uint16(d[6:]) & 0x3fff)
		s.height = int(binary.LittleEndian.Uint16(d[8:]) & 0x3fff)
		pixels := int64((s.width+15)/16*16) * int64((s.height+15)/16*16)
		s.need = pixels*3/2 + pixels/16 + int64(len(d))
		s.chroma = w.alpha == nil
		if w.alpha != nil {
			s.need += pixels
			if w.alpha[0]&3 == 1 { // packed as a lossless picture
				trees = treesOf(w.alpha)
				s.need += lossless(pixels) + trees
			}
		}
	case w.lossless != nil && w.lossy == nil && w.alpha == nil:
		d := w.lossless
		if d[0] != 0x2f {
			return refuse(Damaged)
		}
		bits := binary.LittleEndian.Uint32(d[1:])
		s.width, s.height = int(bits&0x3fff)+1, int(bits>>14&0x3fff)+1
		s.grid = image.Pt(1, 1)
		trees = treesOf(d)
		s.need = lossless(int64(s.width)*int64(s.height)) + trees
	default:
		return refuse(Damaged)
	}
	if s.width == 0 || s.height == 0 || w.canvas != (image.Point{}) && w.canvas != image.Pt(s.width, s.height) {
		return refuse(Damaged)
	}
	s.need += 4 * int64(s.width)
	if s.memory()-trees <= Memory {
		s.atFault = Lossless
	}
	s.decode = func() (image.Image, error) { return webp.Decode(bytes.NewReader(w.minimal())) }
	return nil
}

// lossless is what the pixels of a VP8L picture take: once more where a palette is undone, and the
// pictures of its transforms.
func lossless(pixels int64) int64 { return 4*pixels + 4*pixels + pixels }

// treesOf is the most that the trees of a VP8L picture can take.
func treesOf(chunk []byte) int64 { return groupsOfLossless + perByteOfLossless*int64(len(chunk)) }

// minimal is a WebP of what a picture needs.
func (w *webpReader) minimal() []byte {
	body := []byte("WEBP")
	put := func(name string, data []byte) {
		body = append(body, name...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(data)))
		body = append(body, data...)
		if len(data)%2 == 1 {
			body = append(body, 0)
		}
	}
	switch {
	case w.lossless != nil:
		put("VP8L", w.lossless)
	case w.alpha != nil:
		x := make([]byte, 10)
		x[0] = 1 << 4 // there is alpha
		width, height := w.still.width-1, w.still.height-1
		x[4], x[5], x[6] = byte(width), byte(width>>8), byte(width>>16)
		x[7], x[8], x[9] = byte(height), byte(height>>8), byte(height>>16)
		put("VP8X", x)
		put("ALPH", w.alpha)
		fallthrough
	default:
		put("VP8 ", w.lossy)
	}
	riff := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)))
	return append(riff, body...)
}
