package shelf

import (
	"crypto/cipher"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/internal/durable"
)

// File says where a shelf lies, and how large it is.
type File struct {
	Dir   durable.Dir
	Name  string
	Pages int       // of 4,096 bytes, a multiple of 32; 0: DefaultPages
	Rand  io.Reader // a cryptographic source
}

// DefaultPages is the size of a real device's shelf, in pages: 8 MiB.
const DefaultPages = 2048

// Journal is how many pages the journal has, and how many places a turn rewrites.
func (f File) Journal() int { return f.pages() / 32 * 5 }

// Places is how many pages hold chunks.
func (f File) Places() int { return f.pages() - f.Journal() }

// Given is how many chunks may be promised a room: nine tenths of what there is, so that
// turns find some.
func (f File) Given() int { return f.Places() * PageRooms * 9 / 10 }

// TurnBytes is what a turn writes.
func (f File) TurnBytes() int { return 2 * f.Journal() * pageSize }

func (f File) pages() int {
	if f.Pages == 0 {
		return DefaultPages
	}
	return f.Pages
}

// Errors of a shelf.
var (
	// ErrFull: the book has no line for another parcel, or the parcel is too long.
	ErrFull = errors.New("no room on the shelf for another parcel")
	// ErrPages: a shelf of this many pages cannot be.
	ErrPages = errors.New("the pages of a shelf are a multiple of 32, up to 65,536")
)

// Shelf is an open shelf.
type Shelf struct {
	file   File
	book   *Book
	seal   sealer
	places []byte             // as they are to be on the disk
	front  []byte             // the journal, of a blind shelf alone
	rooms  []content          // of every place
	where  map[Handle][]int32 // for each chunk its room + 1; 0: not here
	queue  []waiting
	gone   map[Handle]bool // dropped, and the vault may not know
	fresh  map[Handle]bool // added, and in no book that was given out
	redo   []int           // places that the disk may not have as they are to be
	synced bool            // all that earlier processes wrote is on the disk
	blind  bool
}

// waiting is a chunk that has no room yet.
type waiting struct {
	content
	data *[ChunkSize]byte
}

// sealer seals and opens pages, and owns the memory for it.
type sealer struct {
	head  headKey
	spare [chacha20poly1305.NonceSizeX]byte
}

// of returns the cipher of a key.
func (k *sealer) of(key []byte) cipher.AEAD {
	a, _ := chacha20poly1305.NewX(key) // a key has the right length
	return a
}

// Open reads a shelf with its book, which it owns from now on. Where there is no file of
// its length, everything is missing, and the first turn makes one. Damage is no error. A disk
// that refuses to read is one, and says nothing of what is there: the book is the caller's
// still, and Open can be tried again.
func Open(f File, book *Book) (*Shelf, error) {
	s, whole, err := f.read(book)
	if err != nil {
		return nil, err
	}
	s.compare(whole[:f.Journal()*pageSize])
	for p := range f.Places() {
		s.find(p)
	}
	return s, nil
}

// OpenBlind reads a shelf without its book: its turns write what is there.
func OpenBlind(f File) (*Shelf, error) {
	book, err := NewBook(f.Rand)
	if err != nil {
		return nil, err
	}
	s, whole, err := f.read(book)
	if err != nil {
		return nil, err
	}
	s.blind, s.front = true, whole[:f.Journal()*pageSize]
	return s, nil
}

func (f File) read(book *Book) (s *Shelf, whole []byte, err error) {
	if n := f.pages(); n < 32 || n%32 != 0 || n > 1<<16 {
		return nil, nil, ErrPages
	}
	s = &Shelf{file: f, book: book, where: map[Handle][]int32{}, gone: map[Handle]bool{}, fresh: map[Handle]bool{}, rooms: make([]content, f.Places()*PageRooms)}
	s.seal.head = book.head
	for i := range book.list {
		s.where[book.list[i].handle] = make([]int32, chunks(book.list[i].length))
	}
	if whole, err = f.whole(); err != nil {
		return nil, nil, err
	}
	s.places = whole[f.Journal()*pageSize:]
	return s, whole, nil
}

// whole returns the file's bytes, or noise where there is none of its length. A disk that
// fails to say so says nothing of what is there.
func (f File) whole() ([]byte, error) {
	n, err := f.Dir.Size(f.Name)
	if err == nil && n == int64(f.pages()*pageSize) {
		var b []byte
		if b, err = f.Dir.ReadFile(f.Name); err == nil && int64(len(b)) == n {
			return b, nil
		}
	}
	if err == nil || errors.Is(err, fs.ErrNotExist) || errors.Is(err, durable.ErrNotFile) {
		return f.noise()
	}
	return nil, fmt.Errorf("reading a shelf: %w", err)
}

// noise is a whole shelf that nobody ever wrote to.
func (f File) noise() ([]byte, error) {
	var seed [32]byte
	if _, err := io.ReadFull(f.Rand, seed[:]); err != nil {
		return nil, fmt.Errorf("drawing a shelf: %w", err)
	}
	b := make([]byte, f.pages()*pageSize)
	rand.NewChaCha8(seed).Read(b)
	return b, nil
}

// Make puts a shelf in place that holds nothing. Durable on return.
func Make(f File) error {
	b, err := f.noise()
	if err != nil {
		return err
	}
	return f.Dir.Replace(f.Name, b)
}

func (s *Shelf) page(p int) []byte { return s.places[p*pageSize:][:pageSize] }

// compare takes pages of the journal that are newer than their places: a turn was cut short.
func (s *Shelf) compare(journal []byte) {
	for at := 0; at < len(journal); at += pageSize {
		page := journal[at:][:pageSize]
		h, ok := s.seal.openHead(page)
		if !ok {
			continue
		}
		s.heed(&h)
		if h.place >= s.file.Places() {
			continue
		}
		there, whole := s.seal.openHead(s.page(h.place))
		if whole && there.place == h.place && there.serial >= h.serial {
			continue
		}
		copy(s.page(h.place), page)
		s.redo = append(s.redo, h.place)
	}
}

// heed raises the book's numbers to those of a page. A vault may be older than the shelf: it
// is saved after the turn. A handle given again would find rooms that have its name and
// another's key.
func (s *Shelf) heed(h *head) {
	s.book.serial = max(s.book.serial, h.serial)
	for _, c := range h.rooms {
		s.book.last = max(s.book.last, c.handle)
	}
}

// find notes what a place holds.
func (s *Shelf) find(p int) {
	h, ok := s.seal.openHead(s.page(p))
	if !ok {
		return
	}
	s.heed(&h)
	if h.place != p {
		return
	}
	for i, c := range h.rooms {
		at := s.where[c.handle]
		if int(c.index) >= len(at) || at[c.index] != 0 || int(c.length) != s.line(c.handle).size(int(c.index)) {
			continue
		}
		s.rooms[p*PageRooms+i] = c
		at[c.index] = int32(p*PageRooms+i) + 1
	}
}

func (s *Shelf) line(h Handle) *kept {
	if i := s.book.find(h); i >= 0 {
		return &s.book.list[i]
	}
	return nil
}

// Book returns what is to be kept of the shelf: what was dropped is not in it.
func (s *Shelf) Book() *Book {
	b := &Book{head: s.book.head, serial: s.book.serial, last: s.book.last}
	for i := range s.book.list {
		if h := s.book.list[i].handle; !s.gone[h] {
			b.list = append(b.list, s.book.list[i])
			delete(s.fresh, h) // a save may land and fail
		}
	}
	return b
}

// Add makes a place in the book for a parcel of so many bytes. ErrFull.
func (s *Shelf) Add(length int) (Handle, error) {
	h, err := s.book.add(length, s.file.Rand)
	if err == nil {
		s.where[h], s.fresh[h] = make([]int32, chunks(length)), true
	}
	return h, err
}

// Put lets a chunk of a parcel, which it copies, wait for the next turn. It is false, and
// nothing has changed, if there is no such parcel or chunk, if its length is another, or if
// it is here or waits already.
func (s *Shelf) Put(h Handle, index int, data []byte) bool {
	at := s.where[h]
	if s.gone[h] || index < 0 || index >= len(at) || at[index] != 0 || len(data) != s.line(h).size(index) || s.Waits(h, index) {
		return false
	}
	w := waiting{content{h, uint16(index), uint16(len(data))}, new([ChunkSize]byte)}
	copy(w.data[:], data)
	s.queue = append(s.queue, w)
	return true
}

// Waits reports whether a chunk waits for a turn with room for it.
func (s *Shelf) Waits(h Handle, index int) bool {
	for i := range s.queue {
		if s.queue[i].handle == h && int(s.queue[i].index) == index {
			return true
		}
	}
	return false
}

// Waiting is how many chunks wait.
func (s *Shelf) Waiting() int { return len(s.queue) }

// Has reports whether a chunk is on the shelf. After a turn that failed it may say so of one
// that a crash would still lose.
func (s *Shelf) Has(h Handle, index int) bool {
	at := s.where[h]
	return !s.gone[h] && index >= 0 && index < len(at) && at[index] != 0
}

// Lacks is how many chunks of a parcel are not on the shelf; -1: there is no such parcel.
func (s *Shelf) Lacks(h Handle) int {
	at, known := s.where[h]
	if !known || s.gone[h] {
		return -1
	}
	n := 0
	for _, r := range at {
		if r == 0 {
			n++
		}
	}
	return n
}

// Read copies a chunk into b, which has room for ChunkSize bytes, and returns its length; 0
// if it is not here.
func (s *Shelf) Read(h Handle, index int, b []byte) int {
	if !s.Has(h, index) {
		return 0
	}
	r := int(s.where[h][index]) - 1
	var chunk [ChunkSize]byte
	defer clear(chunk[:])
	c := s.rooms[r]
	if !s.seal.openRoom(&chunk, s.page(r/PageRooms), r%PageRooms, c, &s.line(h).key) {
		return 0
	}
	return copy(b, chunk[:c.length])
}

// Bytes returns a whole parcel; false if a chunk is missing.
func (s *Shelf) Bytes(h Handle) ([]byte, bool) {
	if s.Lacks(h) != 0 {
		return nil, false
	}
	b := make([]byte, 0, len(s.where[h])*ChunkSize)
	for i := range s.where[h] {
		n := s.Read(h, i, b[len(b):cap(b)])
		if n == 0 {
			clear(b[:cap(b)])
			return nil, false
		}
		b = b[:len(b)+n]
	}
	return b, true
}

// Drop forgets a parcel. Its rooms are free, and its key is erased, at the next Saved; at
// once if no [Shelf.Book] had it yet: no vault knows of it.
func (s *Shelf) Drop(h Handle) {
	if _, known := s.where[h]; !known {
		return
	}
	s.gone[h] = true
	left := s.queue[:0]
	for _, w := range s.queue {
		if w.handle == h {
			clear(w.data[:])
			continue
		}
		left = append(left, w)
	}
	clear(s.queue[len(left):])
	s.queue = left
	if s.fresh[h] {
		s.erase(h)
	}
}

// Saved is told once a vault is durable that has [Shelf.Book] as it is now.
func (s *Shelf) Saved() {
	for h := range s.gone {
		s.erase(h)
	}
}

// erase frees a dropped parcel's rooms and erases its key.
func (s *Shelf) erase(h Handle) {
	for _, r := range s.where[h] {
		if r != 0 {
			s.rooms[r-1] = content{}
		}
	}
	delete(s.where, h)
	delete(s.gone, h)
	delete(s.fresh, h)
	if i := s.book.find(h); i >= 0 {
		s.book.list[i].key.Erase()
		s.book.list = append(s.book.list[:i], s.book.list[i+1:]...)
	}
}

// Erase overwrites every key and chunk in memory. The shelf is of no use after it.
func (s *Shelf) Erase() {
	for i := range s.queue {
		clear(s.queue[i].data[:])
	}
	s.seal.head.Erase()
	s.book.Erase()
	s.queue, s.where, s.rooms, s.places = nil, nil, nil, nil
}

// Format implements [fmt.Formatter] and prints nothing of the shelf.
func (Shelf) Format(f fmt.State, _ rune) { io.WriteString(f, "shelf.Shelf(hidden)") }

// Handles returns all parcels of the shelf that were not dropped.
func (s *Shelf) Handles() (all []Handle) {
	for i := range s.book.list {
		if h := s.book.list[i].handle; !s.gone[h] {
			all = append(all, h)
		}
	}
	return all
}
