package shelf

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"syscall"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
)

func TestWhatIsPutComesBackAlsoAfterAnotherOpening(t *testing.T) {
	f := fileIn(folder(1), 1)
	s := begin(t, f)
	lengths := map[Handle]int{}
	for _, n := range []int{1, ChunkSize, ChunkSize + 1, 52 * ChunkSize, 70*ChunkSize - 5} {
		lengths[store(t, s, n)] = n
	}
	settle(t, s)
	for range 30 { // chunks that nobody touches are sealed anew, and stay
		must(t, s.Turn())
	}
	again := reopened(t, f, s.Book().Marshal())
	for h, n := range lengths {
		if has := right(t, again, h, n); has != Chunks(n) {
			t.Errorf("a parcel of %d bytes: %d of %d chunks are back", n, has, Chunks(n))
		}
		whole, ok := again.Bytes(h)
		if !ok || len(whole) != n {
			t.Errorf("a parcel of %d bytes comes back whole: %v, with %d bytes", n, ok, len(whole))
		}
	}
}

func TestOnlyWhatBelongsToAParcelIsTaken(t *testing.T) {
	s := begin(t, fileIn(folder(2), 2))
	h, err := s.Add(2*ChunkSize + 7)
	must(t, err)
	full, last := make([]byte, ChunkSize), make([]byte, 7)
	for name, take := range map[string]bool{
		"an unknown parcel":          s.Put(h+1, 0, full),
		"a chunk before the first":   s.Put(h, -1, full),
		"a chunk behind the last":    s.Put(h, 3, last),
		"a short chunk in the midst": s.Put(h, 0, last),
		"a long last chunk":          s.Put(h, 2, full),
	} {
		if take {
			t.Errorf("%s is taken", name)
		}
	}
	if !s.Put(h, 2, last) || s.Put(h, 2, last) {
		t.Error("a chunk is to be taken once, while it waits")
	}
	settle(t, s)
	if s.Put(h, 2, last) {
		t.Error("a chunk that is there is taken again")
	}
	if s.Lacks(h) != 2 || s.Lacks(h+1) != -1 {
		t.Errorf("%d chunks are lacking of a parcel that has one of three", s.Lacks(h))
	}
	for _, n := range []int{0, -1, MaxChunks*ChunkSize + 1} {
		if _, err := s.Add(n); !errors.Is(err, ErrFull) {
			t.Errorf("a parcel of %d bytes: %v", n, err)
		}
	}
}

// Promise: what does not find room in a turn is not held, and nothing that is there is
// pushed out by it.
func TestAFullShelfLetsWaitAndLosesNothing(t *testing.T) {
	f := fileIn(folder(3), 3)
	s := begin(t, f)
	rooms := f.Places() * PageRooms
	a := store(t, s, (rooms-10)*ChunkSize)
	settle(t, s)
	b := store(t, s, 30*ChunkSize)
	for range 200 {
		must(t, s.Turn())
	}
	if got := right(t, s, b, 30*ChunkSize); got != 10 || s.Waiting() != 20 {
		t.Errorf("%d of 30 chunks are in the 10 rooms that were free, %d wait", got, s.Waiting())
	}
	if got := right(t, s, a, (rooms-10)*ChunkSize); got != rooms-10 {
		t.Errorf("of the %d chunks that were there before %d are left", rooms-10, got)
	}
	s.Book() // a vault has it
	s.Drop(a)
	if right(t, s, a, (rooms-10)*ChunkSize) != 0 {
		t.Error("a dropped parcel can be read")
	}
	must(t, s.Turn())
	if s.Waiting() != 20 {
		t.Error("rooms of a dropped parcel were given away before the vault was saved without it")
	}
	s.Saved()
	settle(t, s)
	if got := right(t, s, b, 30*ChunkSize); got != 30 {
		t.Errorf("%d of 30 chunks found room once there was some", got)
	}
}

// Promise: a parcel that was dropped, and a vault saved without it, opens nowhere, whatever
// of it still lies on the disk.
func TestADroppedParcelOpensWithNothingThatIsKept(t *testing.T) {
	f := fileIn(folder(4), 4)
	s := begin(t, f)
	h := store(t, s, 40*ChunkSize)
	settle(t, s)
	before := s.Book().Marshal()
	key := bytes.Clone(s.line(h).key.Bytes())
	s.Drop(h)
	kept := s.Book().Marshal()
	s.Saved()
	disk, err := f.Dir.ReadFile(f.Name)
	must(t, err)
	if bytes.Contains(kept, key) || !bytes.Contains(before, key) {
		t.Error("the key of a dropped parcel is in the book that is kept")
	}
	if got := right(t, reopened(t, f, before), h, 40*ChunkSize); got != 40 {
		t.Fatalf("the control: with the book of before %d of 40 chunks open", got)
	}
	s = reopened(t, f, kept)
	if right(t, s, h, 40*ChunkSize) != 0 || s.Lacks(h) != -1 {
		t.Error("a dropped parcel opens with the book that is kept")
	}
	for i := range 40 {
		if bytes.Contains(disk, chunkOf(h, i, 40*ChunkSize)[:16]) {
			t.Error("a chunk lies on the disk in clear")
		}
	}
}

// TestAPageIsWhatTheSpecificationSays reads a shelf by docs/protocol/shelf.md alone.
func TestAPageIsWhatTheSpecificationSays(t *testing.T) {
	f := fileIn(folder(5), 5)
	s := begin(t, f)
	const length = 100*ChunkSize + 9
	h := store(t, s, length)
	turns := settle(t, s)
	disk, err := f.Dir.ReadFile(f.Name)
	must(t, err)
	heads, err := chacha20poly1305.NewX(s.book.head.Bytes())
	must(t, err)
	bodies, err := chacha20poly1305.NewX(s.line(h).key.Bytes())
	must(t, err)
	found, serials := map[int]int{}, map[byte]bool{}
	for at := 0; at < len(disk); at += 4096 {
		page, inJournal := disk[at:at+4096], at < 10*4096
		head, err := heads.Open(nil, page[:24], page[24:196], page[196:])
		if err != nil {
			continue
		}
		serials[head[7]] = true
		place := int(head[8])<<8 | int(head[9])
		if !inJournal && place != at/4096-10 {
			t.Errorf("page %d says that it is place %d", at/4096, place)
		}
		if !bytes.Equal(head[34:], make([]byte, 122)) {
			t.Error("the rest of a head is not zero")
		}
		for i := range 3 {
			e := head[10+8*i:][:8]
			if bytes.Equal(e, make([]byte, 8)) {
				continue
			}
			nonce := bytes.Clone(page[:24])
			nonce[23] ^= byte(i + 1)
			chunk, err := bodies.Open(nil, nonce, page[196+1300*i:][:1300], e)
			if err != nil {
				t.Fatalf("room %d of page %d does not open", i, at/4096)
			}
			index, n := int(e[4])<<8|int(e[5]), int(e[6])<<8|int(e[7])
			if !bytes.Equal(chunk[:n], chunkOf(h, index, length)) || !bytes.Equal(chunk[n:], make([]byte, 1284-n)) {
				t.Errorf("room %d of page %d: not chunk %d and zeros", i, at/4096, index)
			}
			if !inJournal {
				found[index]++
			}
		}
	}
	if len(found) != 101 || len(serials) != turns {
		t.Errorf("%d of 101 chunks, written by %d turns, %d were made", len(found), len(serials), turns)
	}
}

// Promise: whoever edits the file damages what he edits, and nothing opens as what it is
// not; nothing panics, and the shelf goes on.
func TestAnEditedFileIsDamageAndNeverAFalseChunk(t *testing.T) {
	seeds.Each(t, 12, func(t *testing.T, seed uint64) {
		f := fileIn(folder(seed), seed)
		s := begin(t, f)
		c := rand.New(rand.NewPCG(seed, 9))
		const length = 60 * ChunkSize
		old, err := f.Dir.ReadFile(f.Name)
		must(t, err)
		dropped := store(t, s, length)
		settle(t, s)
		middle, err := f.Dir.ReadFile(f.Name)
		must(t, err)
		s.Drop(dropped)
		s.Saved()
		h := store(t, s, length)
		settle(t, s)
		book := s.Book().Marshal()
		disk, err := f.Dir.ReadFile(f.Name)
		must(t, err)
		page := func(b []byte) []byte { return b[c.IntN(small)*4096:][:4096] }
		for range 1 + c.IntN(40) {
			switch c.IntN(6) {
			case 0: // a byte
				disk[c.IntN(len(disk))] ^= byte(1 + c.IntN(255))
			case 1: // a page of before, in its place or in another
				copy(page(disk), page(middle))
			case 2:
				copy(page(disk), page(old))
			case 3: // two of one's own
				copy(page(disk), page(disk))
			case 4: // the journal of before
				copy(disk[:10*4096], middle)
			case 5: // half a page
				copy(page(disk)[2048:], page(middle)[2048:])
			}
		}
		switch c.IntN(12) {
		case 0:
			disk = disk[:c.IntN(len(disk))]
		case 1:
			disk = append(disk, 0)
		case 2:
			disk = middle
		}
		must(t, f.Dir.Replace(f.Name, disk))
		s = reopened(t, f, book)
		has := right(t, s, h, length)
		if s.Lacks(h) != 60-has || right(t, s, dropped, length) != 0 {
			t.Fatalf("%d chunks are right, and %d of 60 lacking", has, s.Lacks(h))
		}
		for i := range 60 { // they come again
			if !s.Has(h, i) && !s.Put(h, i, chunkOf(h, i, length)) {
				t.Fatal("a chunk that was damaged is not taken again")
			}
		}
		settle(t, s)
		if has := right(t, reopened(t, f, s.Book().Marshal()), h, length); has != 60 {
			t.Fatalf("%d of 60 chunks after they came again", has)
		}
	})
}

func TestAShelfThatIsGoneIsMadeAgain(t *testing.T) {
	for name, spoil := range map[string]func(d *durable.Mem) error{
		"gone":  func(d *durable.Mem) error { return d.Remove("shelf") },
		"short": func(d *durable.Mem) error { return d.Replace("shelf", make([]byte, 100)) },
	} {
		t.Run(name, func(t *testing.T) {
			d := folder(6)
			f := fileIn(d, 6)
			s := begin(t, f)
			h := store(t, s, 30*ChunkSize)
			settle(t, s)
			must(t, spoil(d))
			must(t, s.Turn()) // what was read is not lost with the file
			if has := right(t, reopened(t, f, s.Book().Marshal()), h, 30*ChunkSize); has != 30 {
				t.Errorf("while it was open: %d of 30 chunks are left", has)
			}
			must(t, spoil(d))
			s = reopened(t, f, s.Book().Marshal())
			if s.Lacks(h) != 30 {
				t.Errorf("%d of 30 chunks are lacking from a file that is gone", s.Lacks(h))
			}
			must(t, s.Turn())
			must(t, spoil(d))
			blind, err := OpenBlind(f)
			must(t, err)
			must(t, blind.Turn())
			if n, err := d.Size("shelf"); err != nil || n != small*4096 {
				t.Errorf("a blind turn leaves a shelf of %d bytes, %v", n, err)
			}
		})
	}
}

func TestABookIsReadAsItWasWrittenOrNotAtAll(t *testing.T) {
	s := begin(t, fileIn(folder(7), 7))
	store(t, s, 5)
	store(t, s, 5000)
	b := s.Book().Marshal()
	if len(b) != BookSize(2) {
		t.Errorf("a book of two parcels has %d bytes, BookSize says %d", len(b), BookSize(2))
	}
	again, err := UnmarshalBook(b)
	must(t, err)
	if !bytes.Equal(again.Marshal(), b) {
		t.Error("a book that was read is another")
	}
	for n := range b {
		if _, err := UnmarshalBook(b[:n]); err == nil {
			t.Errorf("%d of %d bytes are a book", n, len(b))
		}
	}
	for _, at := range []int{43, 46 + 3} { // the last handle below the others; a handle twice
		bad := bytes.Clone(b)
		bad[at] = 0
		if _, err := UnmarshalBook(bad); err == nil {
			t.Errorf("byte %d set to 0 is a book", at)
		}
	}
}

// refusing is a folder that cannot be read, or of which nothing can be said.
type refusing struct {
	durable.Dir
	size, read error
}

func (d refusing) Size(name string) (int64, error) {
	if d.size != nil {
		return 0, d.size
	}
	return d.Dir.Size(name)
}

func (d refusing) ReadFile(name string) ([]byte, error) {
	if d.read != nil {
		return nil, d.read
	}
	return d.Dir.ReadFile(name)
}

// TestADiskThatRefusesToReadLosesNothing: only a file that is not there, or of another
// length, is no shelf. Any other refusal is an error, changes nothing, and passes.
func TestADiskThatRefusesToReadLosesNothing(t *testing.T) {
	f := fileIn(folder(1), 1)
	s := begin(t, f)
	h := store(t, s, 3000)
	settle(t, s)
	book := s.Book().Marshal()
	s.Saved()
	for _, err := range []error{syscall.EIO, syscall.EMFILE, syscall.EACCES, syscall.ENOMEM} {
		for _, dir := range []refusing{{f.Dir, err, nil}, {f.Dir, nil, err}} {
			bad := f
			bad.Dir = dir
			b, _ := UnmarshalBook(book)
			if _, got := Open(bad, b); !errors.Is(got, err) {
				t.Fatalf("got %v from Open, want %v", got, err)
			}
			if _, got := OpenBlind(bad); !errors.Is(got, err) {
				t.Fatalf("got %v from OpenBlind, want %v", got, err)
			}
			bad.Dir = f.Dir
			again, got := Open(bad, b) // the same book
			must(t, got)
			if n := right(t, again, h, 3000); n != Chunks(3000) {
				t.Fatalf("%d of %d chunks after a refusal of %v", n, Chunks(3000), err)
			}
		}
	}
}

// Promise: however often somebody has parcels added and dropped between two saves, there is a
// line in the book for another, and the shelf's rooms are free again.
func TestWhatNoVaultKnowsOfLeavesNothingBehind(t *testing.T) {
	f := fileIn(folder(13), 13)
	s := begin(t, f)
	for n := range 3 * MaxParcels {
		h := store(t, s, 20*ChunkSize)
		if n%100 == 0 { // some of it lies there already
			must(t, s.Turn())
		}
		s.Drop(h)
	}
	a := store(t, s, f.Given()*ChunkSize)
	settle(t, s)
	if got := right(t, s, a, f.Given()*ChunkSize); got != f.Given() || len(s.Handles()) != 1 {
		t.Errorf("%d of %d chunks of another parcel found room beside %d others", got, f.Given(), len(s.Handles())-1)
	}
	book := s.Book() // a save of it may land and fail
	s.Drop(a)
	if must(t, s.Turn()); len(s.rooms) == 0 || s.rooms[s.where[a][0]-1].handle != a {
		t.Error("rooms that a vault may know of were given away before it was saved without them")
	}
	if book.Erase(); s.Lacks(a) != -1 {
		t.Error("a dropped parcel is still there")
	}
}
