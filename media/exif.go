package media

import (
	"bytes"
	"encoding/binary"
)

// Tags of TIFF 6.0 and Exif 2.32 that are more than settings of a camera.
const (
	tagOrientation = 0x0112
	tagExif        = 0x8769 // points to a directory
	tagGPS         = 0x8825 // points to a directory
	tagInterop     = 0xa005 // points to a directory
	tagThumbnail   = 0x0201
	tagThumbLength = 0x0202
)

// exifTraces says what each tag betrays. What is not listed is a setting.
var exifTraces = map[uint16]Trace{
	0x010e: Words, 0x9286: Words, 0x9c9b: Words, 0x9c9c: Words, 0x9c9e: Words, 0x9c9f: Words,
	0x010f: Camera, 0x0110: Camera, 0xa433: Camera, 0xa434: Camera, 0xa432: Camera, 0xc614: Camera,
	0x0131: Software, 0x013c: Software, 0x000b: Software,
	0x0132: Date, 0x9003: Date, 0x9004: Date, 0x9010: Date, 0x9011: Date, 0x9012: Date,
	0x9290: Date, 0x9291: Date, 0x9292: Date,
	0x013b: Owner, 0x8298: Owner, 0xa430: Owner, 0x9c9d: Owner,
	0xa420: Serial, 0xa431: Serial, 0xa435: Serial, 0xc62f: Serial, 0xc65d: Serial,
	0x927c: MakerNote, 0xc634: MakerNote,
	0x9400: Sensors, 0x9401: Sensors, 0x9402: Sensors, 0x9403: Sensors, 0x9404: Sensors, 0x9405: Sensors,
	0x02bc: XMP, 0x83bb: IPTC, 0x8773: ColourProfile,
	0x0100: "", 0x0101: "", tagOrientation: "", tagExif: "", tagGPS: "", tagInterop: "",
	0x0103: "", 0x011a: "", 0x011b: "", 0x0128: "", 0x0213: "", 0x9000: "", 0x9101: "", 0xa000: "",
	0xa001: "", 0xa002: "", 0xa003: "", tagThumbLength: "",
}

// maxTags is how many tags are looked at. Honest files have some 60.
const maxTags = 2_000

// exif counts what a TIFF block betrays and returns the orientation it gives, 1 if none. A
// block that breaks the rules betrays at least that it is there.
func (f finds) exif(block []byte) (orientation int) {
	e := exifReader{block: block, finds: finds{}, orientation: 1, left: maxTags}
	if len(block) >= 8 {
		switch string(block[:4]) {
		case "II*\x00":
			e.order = binary.LittleEndian
		case "MM\x00*":
			e.order = binary.BigEndian
		}
	}
	if e.order != nil {
		first := e.order.Uint32(block[4:])
		second := e.directory(first, mainTags)
		e.directory(second, thumbnailTags)
	}
	switch {
	case e.left == maxTags: // not one tag: whatever the block is, it is not read
		f.add(Application, len(block))
	case len(e.finds) == 0:
		f.add(Settings, len(block))
	}
	for trace, found := range e.finds {
		f.addTimes(trace, found.Times, found.Bytes)
	}
	return e.orientation
}

// Which directory is read.
const (
	mainTags = iota
	exifTags
	gpsTags
	interopTags
	thumbnailTags
)

type exifReader struct {
	block       []byte
	order       binary.ByteOrder
	orientation int
	left        int // tags that are still looked at: directories can point in circles
	finds
}

// directory reads one and returns where the next begins, 0 for none.
func (e *exifReader) directory(at uint32, which int) (next uint32) {
	if at == 0 || uint64(at)+2 > uint64(len(e.block)) {
		return 0
	}
	rest := e.block[at:]
	count := int(e.order.Uint16(rest))
	rest = rest[2:]
	for ; count > 0 && len(rest) >= 12 && e.left > 0; count-- {
		e.left--
		e.tag(rest[:12], which)
		rest = rest[12:]
	}
	if count > 0 || len(rest) < 4 {
		return 0
	}
	return e.order.Uint32(rest)
}

// tag counts one tag of 12 bytes: number, type, count, value or where it stands.
func (e *exifReader) tag(entry []byte, which int) {
	tag, value := e.order.Uint16(entry), e.order.Uint32(entry[8:])
	size := e.size(entry)
	switch which {
	case gpsTags:
		if tag != 0 { // 0 is the format's version
			e.add(Place, size)
		}
		return
	case interopTags:
		return
	case thumbnailTags:
		if tag == tagThumbnail || tag == 0x0111 {
			e.add(Thumbnail, size)
		}
		return
	}
	switch tag {
	case tagOrientation:
		if o := int(e.order.Uint16(entry[8:])); which == mainTags && o >= 1 && o <= 8 {
			e.orientation = o
		}
	case tagExif:
		e.directory(value, exifTags)
	case tagGPS:
		e.directory(value, gpsTags)
	case tagInterop:
		e.directory(value, interopTags)
	}
	trace, known := exifTraces[tag]
	switch {
	case !known:
		e.add(Settings, size)
	case trace != "":
		e.add(trace, size)
	}
}

// size is how many bytes a tag's value has.
func (e *exifReader) size(entry []byte) int {
	widths := [...]uint64{1, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8}
	width := uint64(1)
	if t := e.order.Uint16(entry[2:]); int(t) < len(widths) {
		width = widths[t]
	}
	return int(min(width*uint64(e.order.Uint32(entry[4:])), uint64(len(e.block))))
}

// xmpTraces are the words in an XMP packet by which its parts are known.
var xmpTraces = []struct {
	word  string
	trace Trace
}{
	{"GPSL", Place}, {"GPSA", Place}, {":City", Place}, {":Country", Place}, {":Location", Place},
	{"creator", Owner}, {":rights", Owner}, {":Owner", Owner}, {":Credit", Owner}, {":PersonInImage", Owner},
	{"SerialNumber", Serial}, {"DocumentID", Serial}, {"InstanceID", Serial}, {"ImageUniqueID", Serial},
	{"tiff:M", Camera}, {":Lens", Camera},
	{"Date", Date},
	{"CreatorTool", Software}, {"softwareAgent", Software}, {"x:xmptk", Software},
	{":description", Words}, {":title", Words}, {":subject", Words},
	{"GDepth", OtherPicture}, {"GImage", OtherPicture}, {"hdrgm", OtherPicture}, {":Thumbnails", Thumbnail},
	{"MicroVideo", Motion}, {"MotionPhoto", Motion},
}

// xmp counts what an XMP packet betrays.
func (f finds) xmp(packet []byte) {
	f.add(XMP, len(packet))
	for _, x := range xmpTraces {
		if n := bytes.Count(packet, []byte(x.word)); n > 0 {
			f.addTimes(x.trace, 1, len(x.word))
		}
	}
}
