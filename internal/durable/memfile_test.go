package durable_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
)

// A file in memory is what was put and written into it, at any offset and length, whether
// it shares pages with the one before or not; and an untouched sector never changes.
func TestAFileInMemoryHoldsWhatWasWritten(t *testing.T) {
	seeds.Each(t, 20, func(t *testing.T, seed uint64) {
		c := rand.New(rand.NewPCG(seed, 1))
		m := durable.NewMem(chacha(byte(seed)))
		m.Share(seed%2 == 0)
		want := []byte{}
		durably := want // as of the last sync
		for range 200 {
			switch c.IntN(5) {
			case 0: // a new one: some of its pages zeros, some as they were
				next := make([]byte, c.IntN(40_000))
				for at := 0; at < len(next); at += 4096 {
					part := next[at:min(at+4096, len(next))]
					switch c.IntN(3) {
					case 0:
						chacha(byte(c.Uint32())).Read(part)
					case 1:
						copy(part, want[min(at, len(want)):])
					}
				}
				mustDo(t, m.Replace("a", next))
				want, durably = slices.Clone(next), slices.Clone(next)
			case 1, 2:
				f, err := m.OpenFile("a")
				if err != nil || len(want) == 0 {
					continue
				}
				at := c.IntN(len(want))
				part := make([]byte, c.IntN(min(9000, len(want)-at)+1))
				chacha(byte(c.Uint32())).Read(part)
				_, err = f.WriteAt(part, int64(at))
				mustDo(t, err)
				copy(want[at:], part)
				if c.IntN(3) == 0 {
					mustDo(t, f.Sync())
					durably = slices.Clone(want)
				}
			case 3:
				f, err := m.OpenFile("a")
				if err != nil || len(want) == 0 {
					continue
				}
				at := c.IntN(len(want))
				part := make([]byte, c.IntN(len(want)-at+1))
				_, err = f.ReadAt(part, int64(at))
				mustDo(t, err)
				if !bytes.Equal(part, want[at:at+len(part)]) {
					t.Fatalf("%d bytes at %d of %d are not what was written", len(part), at, len(want))
				}
			case 4:
				if got, err := m.ReadFile("a"); err == nil && !bytes.Equal(got, want) {
					t.Fatalf("%d bytes, not the %d that were written", len(got), len(want))
				}
			}
		}
		got, err := m.Crash().ReadFile("a")
		mustDo(t, err)
		for at := 0; at < len(want); at += durable.Sector {
			end := min(at+durable.Sector, len(want))
			if s := got[at:end]; !bytes.Equal(s, want[at:end]) && !bytes.Equal(s, durably[at:end]) {
				t.Fatalf("the sector at %d is neither as it was seen nor as it was synced", at)
			}
		}
	})
}
