package report

import (
	"bytes"
	"math/rand/v2"
	"testing"

	"bulkhead/internal/seeds"
)

// Promise: a thread that was kept and read again takes what comes as it would have without:
// whatever came, in whatever order, and wherever it was read again.
func TestAThreadThatWasKeptGoesOnTheSame(t *testing.T) {
	seeds.Each(t, 20, func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 1))
		base := samples(t)[0].report
		key, other := replyKey(t, 9), replyKey(t, 8)
		var whole, kept *Thread
		for range 60 {
			revision := uint16(1 + rng.IntN(12))
			r := base
			r.Revision, r.Text = revision, string(rune('a'+rng.IntN(2)))
			l := LetterOf(r, key)
			switch rng.IntN(5) {
			case 0:
				l = Letter{What: AWithdrawal, Key: key, ID: base.ID, Revision: revision, Why: Wrong + Why(rng.IntN(3))}
			case 1:
				l = Letter{What: AnAnswer, Key: key, ID: base.ID, Revision: revision, Answers: 1, Text: "Yes."}
			case 2:
				l.Key = other
			}
			if whole == nil {
				l.Key = key
				whole, kept = made1[*Thread](t)(Begin(&l)), made1[*Thread](t)(Begin(&l))
			}
			want, err1 := whole.Take(&l)
			got, err2 := kept.Take(&l)
			if err1 != nil || err2 != nil || got != want || kept.Withdrawn() != whole.Withdrawn() || kept.Unsafe() != whole.Unsafe() {
				t.Fatalf("outcome %d, want %d (%v %v)", got, want, err1, err2)
			}
			b := made1[[]byte](t)(kept.MarshalBinary())
			if !bytes.Equal(b, made1[[]byte](t)(whole.MarshalBinary())) {
				t.Fatal("both are not the same thread")
			}
			kept = new(Thread)
			if err := kept.UnmarshalBinary(b); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// Promise: bytes that no thread leaves are refused, and nothing is printed of one.
func TestWhatIsNoThreadIsRefused(t *testing.T) {
	l := LetterOf(samples(t)[0].report, replyKey(t, 9))
	b := made1[[]byte](t)(made1[*Thread](t)(Begin(&l)).MarshalBinary())
	var same Thread
	for at := range b {
		if err := same.UnmarshalBinary(b[:at]); err == nil {
			t.Errorf("the first %d bytes are a thread", at)
		}
		changed := bytes.Clone(b)
		changed[at] ^= 0x41
		if err := same.UnmarshalBinary(changed); err == nil && !bytes.Equal(made1[[]byte](t)(same.MarshalBinary()), changed) {
			t.Errorf("with byte %d changed it has two forms", at)
		}
	}
	if err := same.UnmarshalBinary(append(bytes.Clone(b), 0)); err != ErrThread {
		t.Errorf("a byte more: %v", err)
	}
}
