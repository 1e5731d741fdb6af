package shelf

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"bulkhead/internal/durable"
)

const small = 64 // pages: 10 of journal, 54 places, 162 rooms

func chance(seed uint64) *rand.ChaCha8 {
	var b [32]byte
	binary.BigEndian.PutUint64(b[:], seed)
	return rand.NewChaCha8(b)
}

func folder(seed uint64) *durable.Mem { return durable.NewMem(chance(seed + 1<<32)) }

func fileIn(d durable.Dir, seed uint64) File {
	return File{Dir: d, Name: "shelf", Pages: small, Rand: chance(seed)}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// begin makes a shelf that holds nothing.
func begin(t testing.TB, f File) *Shelf {
	t.Helper()
	must(t, Make(f))
	book, err := NewBook(f.Rand)
	must(t, err)
	s, err := Open(f, book)
	must(t, err)
	return s
}

// reopened is what somebody finds with a book that was kept.
func reopened(t testing.TB, f File, book []byte) *Shelf {
	t.Helper()
	b, err := UnmarshalBook(book)
	must(t, err)
	s, err := Open(f, b)
	must(t, err)
	return s
}

// chunkOf are the bytes of one chunk of one parcel, different for each.
func chunkOf(h Handle, index, length int) []byte {
	b := make([]byte, min(ChunkSize, length-index*ChunkSize))
	r := rand.New(rand.NewPCG(uint64(h), uint64(index)))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

// store adds a parcel and lets all its chunks wait.
func store(t testing.TB, s *Shelf, length int) Handle {
	t.Helper()
	h, err := s.Add(length)
	must(t, err)
	for i := range Chunks(length) {
		if !s.Put(h, i, chunkOf(h, i, length)) {
			t.Fatalf("chunk %d of a new parcel was not taken", i)
		}
	}
	return h
}

// settle turns until nothing waits.
func settle(t testing.TB, s *Shelf) (turns int) {
	t.Helper()
	for turns = 0; s.Waiting() > 0; turns++ {
		if turns > 1000 {
			t.Fatal("1,000 turns have not found room for what waits")
		}
		must(t, s.Turn())
	}
	return turns
}

// right checks every chunk that a shelf says it has.
func right(t testing.TB, s *Shelf, h Handle, length int) (has int) {
	t.Helper()
	var b [ChunkSize]byte
	for i := range Chunks(length) {
		n := s.Read(h, i, b[:])
		if n == 0 {
			continue
		}
		has++
		if !bytes.Equal(b[:n], chunkOf(h, i, length)) {
			t.Fatalf("parcel %d, chunk %d: other bytes than were put there", h, i)
		}
	}
	return has
}
