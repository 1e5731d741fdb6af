package notebook

import (
	"bytes"
	"errors"
	"flag"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/internal/seeds"
)

var long = flag.Bool("long", false, "thousands of histories: go test ./notebook -run History -long")

// TestEveryHistoryRoundTrips: after any run of writing, deleting and reopening,
// the notebook equals a plain list of what was written, its bytes give it back,
// and no number was given twice. A failure names its seed.
func TestEveryHistoryRoundTrips(t *testing.T) {
	fresh := 60
	if *long {
		fresh = 5000
	}
	seeds.Each(t, fresh, history)
}

func history(t *testing.T, seed uint64) {
	t.Helper()
	r := rand.New(rand.NewPCG(seed, 3))
	b, model, last := New(), []Page(nil), uint32(0)
	for step := range 120 {
		switch r.IntN(8) {
		case 0, 1:
			n := r.Uint32N(last + 2)
			had := slices.ContainsFunc(model, func(p Page) bool { return p.Number == n })
			if b.Delete(n) != had {
				t.Fatalf("seed %d, step %d: deleting page %d did not report %v", seed, step, n, had)
			}
			model = slices.DeleteFunc(model, func(p Page) bool { return p.Number == n })
		case 2:
			b = reopened(t, b, seed, step)
		default:
			text, at := randomText(r), time.Unix(r.Int64N(maxSeconds+1), r.Int64N(1e9))
			p, err := b.Write(text, at)
			if errors.Is(err, ErrFull) && sizeOf(model)+pageHeadLen+len(text) > Bound {
				continue
			}
			if err != nil || p.Number != last+1 || p.Text != text || p.Written.Unix() != at.Unix() {
				t.Fatalf("seed %d, step %d: writing %d bytes: page %d, %v", seed, step, len(text), p.Number, err)
			}
			last = p.Number
			model = append([]Page{p}, model...)
		}
		if !slices.Equal(b.Pages(), model) || len(b.Marshal()) != sizeOf(model) {
			t.Fatalf("seed %d, step %d: the notebook is not what was written", seed, step)
		}
	}
	if b = reopened(t, b, seed, -1); !slices.Equal(b.Pages(), model) {
		t.Fatalf("seed %d: reopened, the notebook is not what was written", seed)
	}
}

func reopened(t *testing.T, b *Book, seed uint64, step int) *Book {
	t.Helper()
	data := b.Marshal()
	again, err := Unmarshal(data)
	if err != nil {
		t.Fatalf("seed %d, step %d: %v", seed, step, err)
	}
	if !bytes.Equal(again.Marshal(), data) {
		t.Fatalf("seed %d, step %d: other bytes the second time", seed, step)
	}
	clear(data) // what was read must not live in the given bytes
	return again
}

func sizeOf(pages []Page) int {
	size := headLen
	for _, p := range pages {
		size += pageHeadLen + len(p.Text)
	}
	return size
}

// randomText is mostly short, now and then as long as a page can be.
func randomText(r *rand.Rand) string {
	alphabet := []rune("abc ABC\n\t.é\u0301ßﬁ語🛠\u200d")
	n := 1 + r.IntN(200)
	if r.IntN(10) == 0 {
		n = MaxText / 4
	}
	text := []rune{'x'}
	for range n - 1 {
		text = append(text, alphabet[r.IntN(len(alphabet))])
	}
	return strings.TrimRight(string(text), "\u200d")
}

// TestEveryCutAndFlipIsRefusedOrAnotherNotebook: no damaged copy is taken for
// the original, and none brings the parser down.
func TestEveryCutAndFlipIsRefusedOrAnotherNotebook(t *testing.T) {
	good := written(t, "Shopping\nbread", "Meter: 4711", "café").Marshal()
	for n := range good {
		if _, err := Unmarshal(good[:n]); !errors.Is(err, ErrFormat) {
			t.Errorf("cut to %d bytes: got %v, want %v", n, err, ErrFormat)
		}
	}
	for at := range good {
		for bit := range 8 {
			bad := bytes.Clone(good)
			bad[at] ^= 1 << bit
			if b, err := Unmarshal(bad); err == nil && !bytes.Equal(b.Marshal(), bad) {
				t.Errorf("byte %d, bit %d flipped: read as something else", at, bit)
			}
		}
	}
}

// TestMoreThanTheBoundIsNoNotebook: six pages of the greatest length, each right
// in itself, are 6 × 14 + 7 bytes too many.
func TestMoreThanTheBoundIsNoNotebook(t *testing.T) {
	b := New()
	for n := range uint32(6) {
		b.last = n + 1
		b.pages = append(b.pages, Page{Number: b.last, Written: monday, Text: strings.Repeat("x", MaxText)})
	}
	data := b.Marshal()
	if len(data) != Bound+6*pageHeadLen+headLen {
		t.Fatalf("%d bytes, want %d", len(data), Bound+6*pageHeadLen+headLen)
	}
	if _, err := Unmarshal(data); !errors.Is(err, ErrFormat) {
		t.Errorf("got %v, want %v", err, ErrFormat)
	}
}
