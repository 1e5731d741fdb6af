package shelf

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"bulkhead/internal/durable"
)

// calls are the steps that one turn asks of the disk: what, and how many bytes. Where in the
// file is chance's, and told apart.
func calls(t *testing.T, d *durable.Mem, s *Shelf) (shape []string, places []int) {
	t.Helper()
	d.SetRefusal(func(c durable.Call) error {
		shape = append(shape, fmt.Sprint(c.Step, c.Name, c.Len))
		if c.Len == pageSize {
			places = append(places, c.Off/pageSize-s.file.Journal())
		}
		return nil
	})
	must(t, s.Turn())
	d.SetRefusal(nil)
	return shape, places
}

// Promise: of a turn the disk sees the same operations, of the same lengths, in the same
// order, whatever is on the shelf and whatever came, and whether its keys are known or not;
// and every place is drawn as often as any other.
func TestTurnsAreAlikeWhateverIsOnTheShelf(t *testing.T) {
	cases := map[string]func(t *testing.T, f File) *Shelf{
		"nothing on it": func(t *testing.T, f File) *Shelf { return begin(t, f) },
		"half full": func(t *testing.T, f File) *Shelf {
			s := begin(t, f)
			store(t, s, 80*ChunkSize)
			settle(t, s)
			return again(t, s)
		},
		"full, and more waits": func(t *testing.T, f File) *Shelf {
			s := begin(t, f)
			store(t, s, 162*ChunkSize)
			settle(t, s)
			s = again(t, s)
			store(t, s, 10*ChunkSize)
			return s
		},
		"much waits": func(t *testing.T, f File) *Shelf {
			s := begin(t, f)
			store(t, s, 162*ChunkSize)
			return s
		},
		"without its keys": func(t *testing.T, f File) *Shelf {
			s := begin(t, f)
			store(t, s, 80*ChunkSize)
			settle(t, s)
			b, err := OpenBlind(f)
			must(t, err)
			return b
		},
	}
	var first, later []string
	for name, prepare := range cases {
		t.Run(name, func(t *testing.T) {
			d := folder(8)
			s := prepare(t, fileIn(d, 8))
			drawn := make([]int, s.file.Places())
			const turns = 400
			for n := range turns {
				before := d.Synced()
				shape, places := calls(t, d, s)
				want := &later
				if n == 0 { // of an opening, which begins with a sync
					want = &first
				}
				if *want == nil {
					*want = shape
				}
				if !slices.Equal(shape, *want) {
					t.Fatalf("turn %d asks the disk for\n%v\nelsewhere it was\n%v", n, shape, *want)
				}
				if got := int(d.Synced() - before); got != s.file.TurnBytes() {
					t.Fatalf("a turn writes %d bytes, TurnBytes is %d", got, s.file.TurnBytes())
				}
				if len(places) != 10 || !slices.IsSorted(places) || len(slices.Compact(places)) != 10 {
					t.Fatalf("places %v are not ten different ones in order", places)
				}
				for _, p := range places {
					drawn[p]++
				}
			}
			if z := uniform(drawn); z > 6 {
				t.Errorf("places are not drawn alike: z = %.1f", z)
			}
		})
	}
}

// again is what somebody finds who opens a shelf later.
func again(t *testing.T, s *Shelf) *Shelf { return reopened(t, s.file, s.Book().Marshal()) }

// uniform is how many standard deviations χ² of counts lies above what equal chances give.
func uniform(counts []int) float64 {
	n, chi := 0, 0.0
	for _, c := range counts {
		n += c
	}
	want := float64(n) / float64(len(counts))
	for _, c := range counts {
		chi += (float64(c) - want) * (float64(c) - want) / want
	}
	k := float64(len(counts) - 1)
	return (chi - k) / math.Sqrt(2*k)
}

// Promise: the file is random to the last byte, however full it is: over all bytes, and at
// each offset of a page over all pages. A build that leaves zeros in empty rooms is seen.
func TestTheFileIsRandomToTheLastByteHoweverFull(t *testing.T) {
	worst := func(t *testing.T, chunks, plant int) (z float64) {
		var all [256]int
		offsets := make([][256]int, pageSize)
		for seed := range uint64(8) {
			f := fileIn(folder(seed), seed)
			s := begin(t, f)
			if chunks > 0 {
				h, err := s.Add(chunks * ChunkSize)
				must(t, err)
				for i := range chunks {
					s.Put(h, i, make([]byte, ChunkSize)) // the least random that there is
				}
				settle(t, s)
			}
			for range 40 {
				must(t, s.Turn())
			}
			disk, err := f.Dir.ReadFile(f.Name)
			must(t, err)
			for i, b := range disk {
				if at := i % pageSize; plant > 0 && at >= roomsAt && at < roomsAt+plant && b&3 == 0 {
					b = 0
				}
				all[b]++
				offsets[i%pageSize][b]++
			}
		}
		z = uniform(all[:])
		for at := range offsets { // sixteenths: 512 pages are few for 256 kinds
			var folded [16]int
			for b, n := range offsets[at] {
				folded[b/16] += n
			}
			z = max(z, uniform(folded[:]))
		}
		return z
	}
	const limit = 8 // among 4,097 tests; χ² has a longer tail than a normal deviate
	for _, chunks := range []int{0, 40, 162} {
		if z := worst(t, chunks, 0); z > limit {
			t.Errorf("with %d chunks: z = %.1f", chunks, z)
		} else {
			t.Logf("with %d chunks: worst z = %.1f", chunks, z)
		}
	}
	for seed := range uint64(2) { // and no two pages of it are alike
		f := fileIn(folder(seed), seed)
		s := begin(t, f)
		for range 5 {
			must(t, s.Turn())
		}
		disk, err := f.Dir.ReadFile(f.Name)
		must(t, err)
		seen := map[string]bool{}
		for at := 0; at < len(disk); at += 16 {
			if part := string(disk[at : at+16]); seen[part] {
				t.Fatal("16 bytes stand twice in the file")
			} else {
				seen[part] = true
			}
		}
	}
	if z := worst(t, 40, 1300); z < limit {
		t.Errorf("a quarter of the bytes of a room made zero: z = %.1f, unseen", z)
	}
}
