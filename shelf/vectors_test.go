package shelf

import (
	"crypto/sha3"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./shelf -run Vectors -update")

// TestVectors holds the pages of a turn against the file that a second implementation
// opens and lays again (internal/second). A change of it is a change of format.
func TestVectors(t *testing.T) {
	const file = "testdata/vectors.txt"
	got := vectors(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

// vectorChunk is a chunk that anybody can make again.
func vectorChunk(h Handle, index, length int) []byte {
	return sha3.SumSHAKE256(fmt.Appendf(nil, "parcel %d chunk %d", h, index), min(ChunkSize, length-index*ChunkSize))
}

func vectors(t *testing.T) string {
	f := fileIn(folder(1), 2)
	f.Pages = 32
	s := begin(t, f)
	lengths := map[Handle]int{}
	for _, length := range []int{5*ChunkSize + 100, 1, 2 * ChunkSize} {
		h, err := s.Add(length)
		must(t, err)
		lengths[h] = length
		for i := range Chunks(length) {
			if !s.Put(h, i, vectorChunk(h, i, length)) {
				t.Fatalf("chunk %d of a new parcel was not taken", i)
			}
		}
	}
	must(t, s.Turn())
	must(t, s.Turn())

	var b strings.Builder
	b.WriteString("# docs/protocol/shelf.md: a file of so many pages, its head key, parcels by handle, and pages of it by\n" +
		"# number from 0 with their serial, place and rooms. Chunk i of parcel h is SHAKE-256 of \"parcel h chunk i\".\n")
	fmt.Fprintf(&b, "pages %d\nhead-key %x\n", f.Pages, s.book.head.Bytes())
	for _, k := range s.book.list {
		fmt.Fprintf(&b, "parcel %d length %d key %x\n", k.handle, lengths[k.handle], k.key.Bytes())
	}
	r, err := f.Dir.OpenFile(f.Name)
	must(t, err)
	defer r.Close()
	shown := map[string]bool{}
	k := &sealer{head: s.book.head}
	for n := range f.Pages {
		page := make([]byte, pageSize)
		_, err := r.ReadAt(page, int64(n)*pageSize)
		must(t, err)
		h, ok := k.openHead(page)
		// Every page with a chunk in its place; of those in the journal one; of empty ones one of each.
		kind := fmt.Sprint(n >= f.Pages*5/32, h.rooms[0] != content{})
		if h.rooms[0] != (content{}) && n >= f.Pages*5/32 {
			kind = fmt.Sprint(h.rooms)
		}
		if !ok || shown[kind] {
			continue
		}
		shown[kind] = true
		fmt.Fprintf(&b, "page %d serial %d place %d rooms", n, h.serial, h.place)
		for _, c := range h.rooms {
			fmt.Fprintf(&b, " %d:%d:%d", c.handle, c.index, c.length)
		}
		fmt.Fprintf(&b, " is %x\n", page)
	}
	if len(shown) != 6 {
		t.Errorf("%d pages, want three with chunks, one of these in the journal, and two empty ones", len(shown))
	}
	return b.String()
}
