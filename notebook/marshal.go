package notebook

import (
	"errors"
	"time"

	"golang.org/x/crypto/cryptobyte"
)

const (
	version = 1

	headLen     = 1 + 4 + 2 // version, number last given, how many pages
	pageHeadLen = 4 + 8 + 2 // number, written, length of the text

	// maxSeconds is the last second of the year 9999, counted from 1970 in UTC:
	// what a date of four digits can show.
	maxSeconds = 253_402_300_799
)

// The compiler checks that both counts fit the 2 bytes they have.
const (
	_ uint16 = MaxText
	_ uint16 = (Bound - headLen) / (pageHeadLen + 1)
)

// ErrFormat is the error of bytes that are not a notebook of this version. It
// says nothing of where they went wrong.
var ErrFormat = errors.New("not a notebook")

// Marshal returns the notebook in at most [Bound] bytes, in the encoding of the
// package comment. The bytes are the caller's; nothing is stored.
func (b *Book) Marshal() []byte {
	out := cryptobyte.NewBuilder(make([]byte, 0, b.size))
	out.AddUint8(version)
	out.AddUint32(b.last)
	out.AddUint16(uint16(len(b.pages)))
	for _, p := range b.pages {
		out.AddUint32(p.Number)
		out.AddUint64(uint64(p.Written.Unix()))
		out.AddUint16LengthPrefixed(func(text *cryptobyte.Builder) { text.AddBytes([]byte(p.Text)) })
	}
	return out.BytesOrPanic() // every field was checked when its page was made
}

// Unmarshal reads what [Book.Marshal] wrote and keeps none of the given bytes.
// Every other input, the empty one included, is [ErrFormat].
func Unmarshal(data []byte) (*Book, error) {
	in := cryptobyte.String(data)
	var v uint8
	var count uint16
	b := New()
	if len(data) > Bound || !in.ReadUint8(&v) || v != version || !in.ReadUint32(&b.last) || !in.ReadUint16(&count) {
		return nil, ErrFormat
	}
	before := uint32(0)
	for range count {
		p, ok := readPage(&in)
		if !ok || p.Number <= before || p.Number > b.last {
			return nil, ErrFormat
		}
		before = p.Number
		b.pages = append(b.pages, p)
		b.size += pageHeadLen + len(p.Text)
	}
	if !in.Empty() {
		return nil, ErrFormat
	}
	return b, nil
}

func readPage(in *cryptobyte.String) (Page, bool) {
	var number uint32
	var written uint64
	var text cryptobyte.String
	if !in.ReadUint32(&number) || !in.ReadUint64(&written) || !in.ReadUint16LengthPrefixed(&text) {
		return Page{}, false
	}
	if written > maxSeconds || checkText(string(text)) != nil {
		return Page{}, false
	}
	return Page{Number: number, Written: time.Unix(int64(written), 0).UTC(), Text: string(text)}, true
}

func validTime(seconds int64) bool { return 0 <= seconds && seconds <= maxSeconds }
