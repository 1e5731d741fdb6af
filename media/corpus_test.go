package media

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math/rand/v2"
	"os"
	"testing"
)

// The corpus is made here: each file carries every trace that its format has room for, with a
// canary in each, so that a leak names where it came from.

// canary is text that no picture has by chance.
func canary(of string) string { return "CANARY-" + of + "-YRANAC" }

// scene is a picture of w by h with something in every corner, and noise.
func scene(w, h int, seed uint64) *image.RGBA {
	r := rand.New(rand.NewPCG(seed, 1))
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := quadrant(x, y, w, h)
			n := uint8(r.IntN(16))
			m.SetRGBA(x, y, color.RGBA{c.R + n, c.G + n, c.B + n, 255})
		}
	}
	return m
}

// quadrant is the colour of a corner: red, green, blue, yellow, as one reads.
func quadrant(x, y, w, h int) color.RGBA {
	corners := [2][2]color.RGBA{
		{{230, 30, 30, 255}, {30, 200, 30, 255}},
		{{30, 30, 230, 255}, {220, 220, 40, 255}}}
	return corners[2*y/h][2*x/w]
}

func asJPEG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, m, &jpeg.Options{Quality: 92}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func asPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, m); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// A tag is one entry of a TIFF directory: text, or numbers, or a directory of its own.
type tag struct {
	id      uint16
	text    string
	short   []uint16
	ratio   []uint32 // pairs
	raw     []byte
	entries []tag
	long    []uint32
}

// tiff lays directories out, one behind the other.
func tiff(order binary.AppendByteOrder, directories ...[]tag) []byte {
	var b []byte
	if order == binary.AppendByteOrder(binary.LittleEndian) {
		b = []byte("II*\x00")
	} else {
		b = []byte("MM\x00*")
	}
	b = order.AppendUint32(b, 8)
	for i, d := range directories {
		b = directory(order, b, d, i+1 < len(directories))
	}
	return b
}

func directory(order binary.AppendByteOrder, b []byte, tags []tag, another bool) []byte {
	put := order.(binary.ByteOrder)
	start := len(b)
	b = order.AppendUint16(b, uint16(len(tags)))
	b = append(b, make([]byte, 12*len(tags)+4)...)
	for i, t := range tags {
		entry := start + 2 + 12*i
		kind, count, value := uint16(7), len(t.raw), t.raw
		switch {
		case t.text != "":
			kind, count, value = 2, len(t.text)+1, append([]byte(t.text), 0)
		case t.short != nil:
			kind, count, value = 3, len(t.short), nil
			for _, s := range t.short {
				value = order.AppendUint16(value, s)
			}
		case t.long != nil:
			kind, count, value = 4, len(t.long), nil
			for _, s := range t.long {
				value = order.AppendUint32(value, s)
			}
		case t.ratio != nil:
			kind, count, value = 5, len(t.ratio)/2, nil
			for _, s := range t.ratio {
				value = order.AppendUint32(value, s)
			}
		case t.entries != nil:
			kind, count, value = 4, 1, order.AppendUint32(nil, uint32(len(b)))
			b = directory(order, b, t.entries, false)
		}
		put.PutUint16(b[entry:], t.id)
		put.PutUint16(b[entry+2:], kind)
		put.PutUint32(b[entry+4:], uint32(count))
		if len(value) <= 4 {
			copy(b[entry+8:], value)
		} else {
			put.PutUint32(b[entry+8:], uint32(len(b)))
			b = append(b, value...)
			if len(value)%2 == 1 {
				b = append(b, 0)
			}
		}
	}
	if another {
		put.PutUint32(b[start+2+12*len(tags):], uint32(len(b)))
	}
	return b
}

// exifBlock has whatever a phone writes, and more.
func exifBlock(order binary.AppendByteOrder, orientation int, thumbnail []byte) []byte {
	gps := []tag{
		{id: 0, raw: []byte{2, 3, 0, 0}},
		{id: 1, text: "N"}, {id: 2, ratio: []uint32{48, 1, 51, 1, 2380, 100}},
		{id: 3, text: "E"}, {id: 4, ratio: []uint32{2, 1, 21, 1, 799, 100}},
		{id: 6, ratio: []uint32{35, 1}},
		{id: 27, raw: []byte(canary("gps-method"))}, {id: 29, text: "2026:11:30"},
	}
	exif := []tag{
		{id: 0x829a, ratio: []uint32{1, 120}}, {id: 0x8827, short: []uint16{400}},
		{id: 0x9000, raw: []byte("0232")},
		{id: 0x9003, text: "2026:11:30 08:15:00"}, {id: 0x9011, text: "+02:00"},
		{id: 0x927c, raw: []byte(canary("maker-note"))},
		{id: 0x9286, raw: []byte("ASCII\x00\x00\x00" + canary("user-comment"))},
		{id: 0x9400, ratio: []uint32{21, 1}},
		{id: 0xa420, text: canary("picture-id")}, {id: 0xa430, text: canary("camera-owner")},
		{id: 0xa431, text: canary("body-serial")}, {id: 0xa434, text: canary("lens")},
		{id: 0xa435, text: canary("lens-serial")},
	}
	main := []tag{
		{id: 0x010e, text: canary("description")}, {id: 0x010f, text: canary("make")},
		{id: 0x0110, text: canary("model")}, {id: tagOrientation, short: []uint16{uint16(orientation)}},
		{id: 0x0131, text: canary("software")}, {id: 0x0132, text: "2026:11:30 08:15:00"},
		{id: 0x013b, text: canary("artist")}, {id: 0x8298, text: canary("copyright")},
		{id: tagExif, entries: exif}, {id: tagGPS, entries: gps},
		{id: 0x9c9d, raw: utf16(canary("xp-author"))},
	}
	if thumbnail == nil {
		return tiff(order, main)
	}
	small := func(at uint32) []tag {
		return []tag{{id: 0x0103, short: []uint16{6}}, {id: tagThumbnail, long: []uint32{at}},
			{id: tagThumbLength, long: []uint32{uint32(len(thumbnail))}}}
	}
	at := len(tiff(order, main, small(1)))
	return append(tiff(order, main, small(uint32(at))), thumbnail...)
}

func utf16(s string) (b []byte) {
	for _, r := range s {
		b = binary.LittleEndian.AppendUint16(b, uint16(r))
	}
	return b
}

func xmpPacket() []byte {
	return []byte(`<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="` +
		canary("xmp-tool") + `"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">` +
		`<rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:xmpMM="http://ns.adobe.com/xap/1.0/mm/" ` +
		`xmlns:GCamera="http://ns.google.com/photos/1.0/camera/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" ` +
		`exif:GPSLatitude="48,51.397N" exif:GPSLongitude="2,21.133E" xmpMM:DocumentID="` + canary("xmp-document") + `" ` +
		`photoshop:City="` + canary("xmp-city") + `" GCamera:MotionPhoto="1"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>`)
}

func iptcBlock() []byte {
	record := func(set byte, text string) []byte {
		return append([]byte{0x1c, 2, set, byte(len(text) >> 8), byte(len(text))}, text...)
	}
	iptc := append(record(80, canary("iptc-byline")), record(90, canary("iptc-city"))...)
	block := append([]byte("Photoshop 3.0\x008BIM\x04\x04\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(iptc)))...)
	block = append(block, iptc...)
	if len(iptc)%2 == 1 {
		block = append(block, 0)
	}
	return block
}

// iccProfile is a header with a description and nothing else.
func iccProfile() []byte {
	text := canary("icc-device")
	desc := append([]byte("desc\x00\x00\x00\x00"), binary.BigEndian.AppendUint32(nil, uint32(len(text)+1))...)
	desc = append(append(desc, text...), make([]byte, 79)...)
	p := make([]byte, 128, 300)
	copy(p[8:], "\x02\x10\x00\x00mntrRGB XYZ ")
	copy(p[36:], "acspAPPL")
	p = binary.BigEndian.AppendUint32(p, 1)
	p = append(p, "desc"...)
	p = binary.BigEndian.AppendUint32(p, 144)
	p = binary.BigEndian.AppendUint32(p, uint32(len(desc)))
	p = append(p, desc...)
	binary.BigEndian.PutUint32(p, uint32(len(p)))
	return p
}

// mpf says that a second picture of so many bytes stands at an offset.
func mpf(size, at int) []byte {
	entries := binary.BigEndian.AppendUint32(nil, 0x030000)
	entries = binary.BigEndian.AppendUint32(entries, 0)
	entries = append(entries, make([]byte, 8)...)
	entries = binary.BigEndian.AppendUint32(entries, 0)
	entries = binary.BigEndian.AppendUint32(entries, uint32(size))
	entries = binary.BigEndian.AppendUint32(entries, uint32(at))
	entries = append(entries, make([]byte, 4)...)
	return append([]byte("MPF\x00"), tiff(binary.BigEndian, []tag{
		{id: 0xb000, raw: []byte("0100")}, {id: 0xb001, long: []uint32{2}}, {id: 0xb002, raw: entries}})...)
}

func segment(mark byte, parts ...string) []byte {
	var body []byte
	for _, p := range parts {
		body = append(body, p...)
	}
	return append([]byte{0xff, mark, byte((len(body) + 2) >> 8), byte(len(body) + 2)}, body...)
}

// laden puts every trace that a JPEG has room for around a picture.
func laden(t testing.TB, m image.Image, order binary.AppendByteOrder, orientation int) []byte {
	t.Helper()
	plain := asJPEG(t, m)
	thumbnail := asJPEG(t, scene(16, 12, 3))
	thumbnail = append(append([]byte{0xff, markSOI}, segment(markCOM, canary("in-thumbnail"))...), thumbnail[2:]...)
	second := asJPEG(t, scene(32, 24, 4))
	out := []byte{0xff, markSOI}
	out = append(out, segment(markAPP0, "JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00")...)
	out = append(out, segment(markAPP0, "JFXX\x00\x10", string(thumbnail))...)
	out = append(out, segment(markAPP0+1, "Exif\x00\x00", string(exifBlock(order, orientation, thumbnail)))...)
	out = append(out, segment(markAPP0+1, "http://ns.adobe.com/xap/1.0/\x00", string(xmpPacket()))...)
	out = append(out, segment(markAPP0+1, "http://ns.adobe.com/xmp/extension/\x00", canary("xmp-more"))...)
	out = append(out, segment(markAPP0+2, "ICC_PROFILE\x00\x01\x01", string(iccProfile()))...)
	out = append(out, segment(markAPP0+2, string(mpf(len(second), len(plain))))...)
	out = append(out, segment(markAPP0+4, "SAMSUNG", canary("app4"))...)
	out = append(out, segment(markAPP0+11, "JP\x00\x01\x00\x00\x00\x01", canary("c2pa"))...)
	out = append(out, segment(markAPP0+13, string(iptcBlock()))...)
	out = append(out, segment(markAPP0+14, "Adobe\x00\x64\x00\x00\x00\x00\x01")...)
	out = append(out, segment(markCOM, canary("comment"))...)
	out = append(out, plain[2:]...)
	out = append(out, second...)
	out = append(out, "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00isommp42"+canary("motion")...)
	return append(out, "SEFH"+canary("trailer")+"SEFT"...)
}

// ladenTraces is what Look finds in such a file.
var ladenTraces = []Trace{Place, Serial, Owner, Camera, Date, Software, MakerNote, Thumbnail,
	OtherPicture, Motion, Words, XMP, IPTC, Credentials, ColourProfile, Settings, Sensors,
	Application, Trailing}

func chunk(name string, data []byte) []byte {
	c := binary.BigEndian.AppendUint32(nil, uint32(len(data)))
	c = append(append(c, name...), data...)
	return binary.BigEndian.AppendUint32(c, crc32.ChecksumIEEE(c[4:]))
}

// ladenPNG does the same with a PNG.
func ladenPNG(t testing.TB, m image.Image) []byte {
	t.Helper()
	plain := asPNG(t, m)
	head := len(pngSignature) + 25
	text := func(key, value string) []byte { return []byte(key + "\x00" + value) }
	out := append([]byte{}, plain[:head]...)
	out = append(out, chunk("iCCP", []byte("p\x00\x00x"+canary("iccp")))...)
	out = append(out, chunk("gAMA", []byte{0, 0, 0xb1, 0x8f})...)
	out = append(out, chunk("eXIf", exifBlock(binary.BigEndian, 1, nil))...)
	out = append(out, chunk("tEXt", text("Author", canary("png-author")))...)
	out = append(out, chunk("tEXt", text("Software", canary("png-software")))...)
	out = append(out, chunk("tEXt", text("Comment", canary("png-comment")))...)
	out = append(out, chunk("zTXt", text("Raw profile type exif", "\x00"+canary("raw-profile")))...)
	out = append(out, chunk("iTXt", append(text("XML:com.adobe.xmp", "\x00\x00\x00\x00"), xmpPacket()...))...)
	out = append(out, chunk("tIME", []byte{7, 0xea, 11, 30, 8, 15, 0})...)
	out = append(out, chunk("caBX", []byte(canary("cabx")))...)
	out = append(out, chunk("prVt", []byte(canary("private")))...)
	out = append(out, plain[head:]...)
	return append(out, canary("png-trailing")...)
}

// ladenWebP does the same with a WebP of 64 by 48.
func ladenWebP(t testing.TB, name string) []byte {
	t.Helper()
	plain, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	chunks := plain[12:]
	flags := byte(0x20 | 0x08 | 0x04) // profile, Exif, XMP
	if string(chunks[:4]) == "VP8X" {
		flags |= chunks[8] & 0x10
		chunks = chunks[18:]
	}
	body := []byte("WEBP")
	put := func(name string, data []byte) {
		body = append(body, name...)
		body = binary.LittleEndian.AppendUint32(body, uint32(len(data)))
		body = append(body, data...)
		if len(data)%2 == 1 {
			body = append(body, 0)
		}
	}
	put("VP8X", []byte{flags, 0, 0, 0, 63, 0, 0, 47, 0, 0})
	put("ICCP", iccProfile())
	body = append(body, chunks...)
	put("EXIF", exifBlock(binary.LittleEndian, 1, nil))
	put("XMP ", xmpPacket())
	put("C2PA", []byte(canary("webp-c2pa")))
	put("PRIV", []byte(canary("webp-private")))
	out := binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body)))
	return append(append(out, body...), canary("webp-trailing")...)
}
