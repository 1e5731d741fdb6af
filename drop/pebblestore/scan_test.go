package pebblestore

import (
	"bytes"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/drop/storetest"
)

// FuzzScan gives the scan any bytes: it takes whole records of one segment, in
// their order, and nothing else.
func FuzzScan(f *testing.F) {
	var two [2 * recordSize]byte
	for i := range uint64(2) {
		ref, c := storetest.Some(7, i)
		(*record)(two[i*recordSize:]).set(3<<32, ref, &c)
	}
	f.Add([]byte{})
	f.Add(two[:])
	f.Add(two[:len(two)-1])
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := vfs.NewMem().Create("/f", vfs.WriteCategoryUnspecified)
		if err != nil {
			t.Fatal(err)
		}
		// Pebble may change what it is given to write.
		if _, err := file.Write(bytes.Clone(data)); err != nil {
			t.Fatal(err)
		}
		const capacity = 15
		g, err := scan(file, capacity)
		if err != nil {
			t.Fatal(err)
		}
		if g.n > min(capacity, len(data)/recordSize) {
			t.Fatalf("%d records in %d bytes", g.n, len(data))
		}
		for i := range g.n {
			r := (*record)(data[i*recordSize:])
			if !r.isWhole() || r.segment() != g.seq || r.ref().Round < g.least || r.ref().Round > g.most {
				t.Fatalf("record %d was taken", i)
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
