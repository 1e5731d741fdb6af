package tell

import (
	"bytes"
	"time"
	"unicode/utf8"

	"bulkhead/device"
)

// File is a file that came with a message. Its name did not travel.
type File struct {
	Bytes int      `json:"bytes"`
	Type  FileType `json:"type"` // by its first bytes, whatever its sender says
}

// FileSaved is a file that was written to the disk.
type FileSaved struct {
	Number uint32   `json:"number"` // the message's
	File   string   `json:"file"`   // where it was written
	Bytes  int      `json:"bytes"`
	Type   FileType `json:"type"`
}

// FileType is what a file seems to be. It is a guess for the person, and opens nothing.
type FileType uint8

const (
	FileOther FileType = iota
	FilePicture
	FileFilm
	FileSound
	FileDocument
	FileArchive
	FileText
	FileDamaged // it cannot be read any more
)

// String returns the type's code.
func (t FileType) String() string {
	return [...]string{"other", "picture", "film", "sound", "document", "archive", "text", "damaged"}[t]
}

// MarshalText returns the code.
func (t FileType) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// magics are the first bytes of files, some at an offset.
var magics = []struct {
	at    int
	bytes string
	is    FileType
}{
	{0, "\xff\xd8\xff", FilePicture}, {0, "\x89PNG\r\n", FilePicture}, {0, "GIF8", FilePicture}, {8, "WEBP", FilePicture},
	{4, "ftypheic", FilePicture}, {4, "ftypheix", FilePicture}, {4, "ftypmif1", FilePicture}, {4, "ftypavif", FilePicture}, {0, "II*\x00", FilePicture}, {0, "MM\x00*", FilePicture},
	{4, "ftypM4A", FileSound}, {4, "ftyp", FileFilm}, {0, "\x1aE\xdf\xa3", FileFilm}, {8, "AVI ", FileFilm}, {0, "\x00\x00\x01\xba", FileFilm},
	{0, "OggS", FileSound}, {0, "ID3", FileSound}, {0, "fLaC", FileSound}, {8, "WAVE", FileSound}, {0, "#!AMR", FileSound}, {0, "\xff\xfb", FileSound}, {0, "\xff\xf1", FileSound},
	{0, "%PDF", FileDocument}, {0, "\xd0\xcf\x11\xe0", FileDocument}, {0, "{\\rtf", FileDocument},
	{0, "PK\x03\x04", FileArchive}, {0, "\x1f\x8b", FileArchive}, {0, "7z\xbc\xaf", FileArchive}, {0, "Rar!", FileArchive}, {257, "ustar", FileArchive},
}

// FileTypeOf guesses what a file is by its first bytes.
func FileTypeOf(file []byte) FileType {
	for _, m := range magics {
		if len(file) >= m.at && bytes.HasPrefix(file[m.at:], []byte(m.bytes)) {
			return m.is
		}
	}
	if utf8.Valid(file) && !bytes.ContainsFunc(file, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) {
		return FileText
	}
	return FileOther
}

// fileOf is what came with a message; nil: nothing did.
func fileOf(d *device.Device, number uint32) *File {
	length, is := d.Attached()[number]
	if !is {
		return nil
	}
	file := d.Attachment(number)
	defer clear(file)
	if len(file) != length {
		return &File{length, FileDamaged}
	}
	return &File{length, FileTypeOf(file)}
}

// FileTakes returns how many boxes a file of so many bytes takes with a text, and about how
// long, if every round runs.
func FileTakes(d *device.Device, text, file int, now time.Time) (boxes int, left time.Duration) {
	boxes = device.ParcelBoxes(text + file)
	left, _ = untilThere(d.Calendar(), boxes, now)
	return boxes, left
}
