package shelf

import (
	"errors"
	"fmt"
	"io"
	"slices"

	"golang.org/x/crypto/cryptobyte"

	"bulkhead/keys"
)

// Book is what the caller keeps of a shelf in its vault: the keys, and which parcels there
// are. A shelf's file says nothing without it.
type Book struct {
	head   headKey
	serial uint64 // of the last turn that is known of
	last   Handle // the one given last
	list   []kept // by handle
}

type kept struct {
	handle Handle
	length int
	key    parcelKey
}

// MaxParcels is how many parcels a book has at most.
const MaxParcels = 512

const (
	bookHead = keys.Size + 8 + 4 + 2
	bookLine = 4 + 4 + keys.Size
)

// MaxBook is the length of the longest book, in bytes.
const MaxBook = bookHead + MaxParcels*bookLine

// BookSize is the length of a book of n parcels, in bytes.
func BookSize(n int) int { return bookHead + n*bookLine }

// ErrBook is the error of bytes that are no book.
var ErrBook = errors.New("not what a shelf's keys are kept as")

// NewBook draws the keys of a new shelf.
func NewBook(rand io.Reader) (*Book, error) {
	b := &Book{}
	var err error
	b.head, err = keys.Read[headUse](rand)
	return b, err
}

// Marshal returns the book's bytes, all integers big-endian:
//
//	32  key of the pages' heads
//	 8  serial of the last turn
//	 4  the handle given last
//	 2  number of parcels, then for each, by handle:
//	    4 handle, 4 length, 32 key
func (b *Book) Marshal() []byte {
	out := cryptobyte.NewBuilder(make([]byte, 0, BookSize(len(b.list))))
	out.AddBytes(b.head.Bytes())
	out.AddUint64(b.serial)
	out.AddUint32(uint32(b.last))
	out.AddUint16(uint16(len(b.list)))
	for i := range b.list {
		out.AddUint32(uint32(b.list[i].handle))
		out.AddUint32(uint32(b.list[i].length))
		out.AddBytes(b.list[i].key.Bytes())
	}
	return out.BytesOrPanic()
}

// UnmarshalBook reads what Marshal wrote and nothing else. It copies. Error: ErrBook.
func UnmarshalBook(kept []byte) (*Book, error) {
	in, b := cryptobyte.String(kept), &Book{}
	var n uint16
	ok := in.CopyBytes(b.head.Bytes()) && in.ReadUint64(&b.serial) && in.ReadUint32((*uint32)(&b.last)) && in.ReadUint16(&n) &&
		n <= MaxParcels && len(in) == int(n)*bookLine
	for i := 0; ok && i < int(n); i++ {
		b.list = append(b.list, line(&in))
		l := &b.list[i]
		ok = l.length >= 1 && l.length <= MaxChunks*ChunkSize && l.handle != 0 && l.handle <= b.last && (i == 0 || b.list[i-1].handle < l.handle)
	}
	if !ok {
		b.Erase()
		return nil, ErrBook
	}
	return b, nil
}

// line reads one parcel, which is there.
func line(in *cryptobyte.String) (k kept) {
	var length uint32
	in.ReadUint32((*uint32)(&k.handle))
	in.ReadUint32(&length)
	in.CopyBytes(k.key.Bytes())
	k.length = int(length)
	return k
}

// Erase overwrites the keys. A nil book has none.
func (b *Book) Erase() {
	if b == nil {
		return
	}
	b.head.Erase()
	for i := range b.list {
		b.list[i].key.Erase()
	}
	b.list = nil
}

// Format implements [fmt.Formatter] and prints nothing of the book.
func (Book) Format(f fmt.State, _ rune) { io.WriteString(f, "shelf.Book(hidden)") }

func (b *Book) find(h Handle) int {
	i, ok := slices.BinarySearchFunc(b.list, h, func(k kept, h Handle) int { return int(int64(k.handle) - int64(h)) })
	if !ok {
		return -1
	}
	return i
}

// add draws a handle and a key for a parcel of so many bytes.
func (b *Book) add(length int, rand io.Reader) (Handle, error) {
	if length < 1 || length > MaxChunks*ChunkSize || len(b.list) >= MaxParcels || b.last == 1<<32-1 {
		return 0, ErrFull
	}
	key, err := keys.Read[parcelUse](rand)
	if err != nil {
		return 0, err
	}
	b.last++
	b.list = append(b.list, kept{b.last, length, key})
	return b.last, nil
}

// chunks is how many chunks a parcel of so many bytes has.
func chunks(length int) int { return (length + ChunkSize - 1) / ChunkSize }

// Chunks is how many chunks a parcel of so many bytes has.
func Chunks(length int) int { return chunks(length) }

// size is the length of a parcel's chunk.
func (k *kept) size(index int) int { return min(ChunkSize, k.length-index*ChunkSize) }
