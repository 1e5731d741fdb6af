package pebblestore

import (
	"bytes"
	"slices"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/storetest"
)

// FuzzSurvey gives a segment file any bytes: what is taken for a box is a whole
// record of the segment, or one whose entry and content prove each other.
func FuzzSurvey(f *testing.F) {
	const seq = 3 << 32
	l := layoutOf(16 * pageSize)
	segment := make([]byte, l.size)
	for i := range 3 {
		ref, c := storetest.Some(7, uint64(i))
		rec := (*record)(segment[l.recordAt(i):])
		rec.set(seq, i, i%2, &boxed{kindBox, ref, sumOf(&c), &c})
		copy(segment[i*entrySize:], rec.entry()[:])
	}
	f.Add([]byte{}, 2, false)
	f.Add(segment, 0, false)
	f.Add(segment, 3, true)
	f.Add(segment[:len(segment)/2], 3, true)
	f.Fuzz(func(t *testing.T, data []byte, n int, full bool) {
		file, err := vfs.NewMem().Create("/f", vfs.WriteCategoryUnspecified)
		if err != nil {
			t.Fatal(err)
		}
		// Pebble may change what it is given to write.
		if _, err := file.Write(bytes.Clone(data)); err != nil {
			t.Fatal(err)
		}
		n = max(0, min(n, l.capacity))
		v := &survey{slot: &slot{seq: seq, rounds: windowAround(7), n: n}, file: file, full: full}
		v.look(l, n, true)
		if len(v.places) != v.n || v.n < n || full && v.n != n {
			t.Fatalf("%d places of %d records, %d are known to be there", len(v.places), v.n, n)
		}
		known := 0
		for i, p := range v.places {
			if p.is != nothing {
				known++
			}
			if at := l.recordAt(i); p.is == whole {
				if sumOf((*box.Content)(data[at+entrySize:])) != p.sum && !(*record)(data[at:]).hasContent() {
					t.Fatalf("record %d was taken", i)
				}
			}
		}
		for i := range n {
			if v.places[i].is == nothing && !slices.Contains(v.unknown, i) {
				t.Fatalf("record %d is neither known nor missed", i)
			}
		}
	})
}

func TestAPlaceHasOneForm(t *testing.T) {
	p := place{0x0102030405060708, 0x090a0b0c}
	b := p.append(nil)
	if got, ok := placeOf(b); !ok || got != p || len(b) != placeSize {
		t.Errorf("%x reads as %v, %v", b, got, ok)
	}
	for _, n := range []int{0, placeSize - 1, placeSize + 1} {
		if _, ok := placeOf(make([]byte, n)); ok {
			t.Errorf("%d bytes were taken for a place", n)
		}
	}
}
