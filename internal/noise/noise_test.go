package noise_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"
	"testing/iotest"

	"bulkhead/internal/noise"
)

func source(t *testing.T, seed byte) *noise.Source {
	t.Helper()
	s, err := noise.New(rand.NewChaCha8([32]byte{seed}))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestNoiseHidesWhatWasThere: what is filled keeps nothing of what it held, and
// other keys give other bytes.
func TestNoiseHidesWhatWasThere(t *testing.T) {
	fresh, used, other := make([]byte, 9000), bytes.Repeat([]byte{0x5a}, 9000), make([]byte, 9000)
	source(t, 1).Fill(fresh)
	source(t, 1).Fill(used)
	source(t, 2).Fill(other)
	if !bytes.Equal(fresh, used) {
		t.Error("what was there shows through")
	}
	if bytes.Equal(fresh, other) || bytes.Equal(fresh[:4096], fresh[4096:8192]) {
		t.Error("the same bytes twice")
	}
}

func TestBelowIsEven(t *testing.T) {
	const draws = 30_000
	s, count := source(t, 3), [6]int{}
	for range draws {
		count[s.Below(len(count))]++
	}
	for n, c := range count {
		if c < 4_700 || c > 5_300 {
			t.Errorf("%d came %d times in %d", n, c, draws)
		}
	}
}

func TestWithoutRandomnessThereIsNoNoise(t *testing.T) {
	broken := errors.New("no randomness")
	if _, err := noise.New(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("got %v", err)
	}
}
