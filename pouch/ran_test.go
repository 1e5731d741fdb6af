package pouch_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/pouch"
	"bulkhead/round"
)

// A second id takes the read of a loop that is off, and of no other: with and
// without such ids the same boxes are written, and of all that are written the
// same are read.
func TestASecondIDTakesNoLoopsRead(t *testing.T) {
	const links, slots = 2, 6
	for _, pi := range []float64{0, .3, .9, 1} {
		sealed := func(seconds int) (written, read map[box.Ref]bool, second, left int) {
			f, err := pouch.NewFill(plan(slots, 192), 10)
			if err != nil {
				t.Fatal(err)
			}
			for r := box.Round(10); r < 202; r++ {
				for link := range links {
					f.Put(r, linkID(link, r, false), linkBox(link, r, 1))
					f.Get(r, linkID(link, r, true), pouch.Own)
				}
				for s := range seconds {
					f.Get(r, linkID(links+s, r, true), pouch.IfOff)
				}
			}
			out, err := f.Finish(round.RateOf(pi), chacha(9))
			if err != nil {
				t.Fatal(err)
			}
			w := newWorld(t, plan(slots, 192), 0, 1)
			w.must(pouch.Replace(w.dir, name, f, [pouch.TagSize]byte{1}, nil))
			data, err := w.dir.ReadFile(name)
			w.must(err)
			l := layout{slots, 192}
			written, read = map[box.Ref]bool{}, map[box.Ref]bool{}
			for entry := slots; entry < slots*193; entry++ {
				m, r := data[l.metaAt(entry):][:128], box.Round(9+entry/slots)
				written[box.Ref{Round: r, ID: box.ID(m[:32])}] = true
			}
			for entry := slots; entry < slots*193; entry++ {
				m, r := data[l.metaAt(entry):][:128], box.Round(9+entry/slots)
				ref := box.Ref{Round: r, ID: box.ID(m[32:64])}
				if written[ref] {
					read[ref] = true
				}
				for s := range seconds {
					if ref.ID == linkID(links+s, r, true) {
						second++
					}
				}
			}
			return written, read, second, len(out)
		}
		written, read, _, _ := sealed(0)
		for _, seconds := range []int{1, 2, 6} {
			w, r, second, left := sealed(seconds)
			if len(w) != len(written) || len(r) != len(read) {
				t.Fatalf("π %v, %d seconds: %d written and %d of them read, without any %d and %d", pi, seconds, len(w), len(r), len(written), len(read))
			}
			for ref := range read {
				if !r[ref] {
					t.Fatalf("π %v, %d seconds: another box is read", pi, seconds)
				}
			}
			loops := 192 * (slots - links)
			off := loops - len(read)
			if second+left != 192*seconds || second > off || seconds == 6 && second != off {
				t.Errorf("π %v: of %d seconds %d are read and %d told as left out; %d loops are off", pi, 192*seconds, second, left, off)
			}
			if pi == 1 && seconds == 1 && second < 4 {
				t.Errorf("nearly all loops are on: %d seconds are read in 192 rounds", second)
			}
		}
	}
}

// A device ran in a round if every write was attempted, whatever was answered; a
// round that it slept through, or lost the end of, is none; and what is not
// proven is not believed.
func TestRanIsWhatWasAttempted(t *testing.T) {
	for what, answer := range map[string]carrier.Outcome{"stored": carrier.Stored, "refused": carrier.Refused, "conflict": carrier.Conflict, "no answer": carrier.Failed} {
		w := newWorld(t, plan(3, 16), 1, 5)
		w.way = answering{w.drop, answer}
		key, err := pouch.NewKey(chacha(3))
		w.must(err)
		f := w.fill(101)
		f.Prove(&key)
		w.must(pouch.Replace(w.dir, name, f, [pouch.TagSize]byte{7}, nil))
		w.start()
		w.until(w.plan.Calendar().Start(104).Add(time.Second)) // 101 to 103
		w.w.Close()
		w.now = w.plan.Calendar().Start(105).Add(5 * time.Minute) // too late for 105
		w.start()
		w.until(w.plan.Calendar().Start(107).Add(3 * time.Minute)) // 106, and part of 107
		p, err := pouch.LoadProven(w.dir, name, &key)
		w.must(err)
		got := p.Ran()
		if want := []box.Round{101, 102, 103, 106}; !slices.Equal(got, want) {
			t.Errorf("%s: ran in %v, want %v", what, got, want)
		}
		p.Believe(102)
		if got := p.Ran(); !slices.Equal(got, []box.Round{101, 102}) {
			t.Errorf("%s: up to 102 it ran in %v", what, got)
		}
		data, err := w.dir.ReadFile(name)
		w.must(err)
		l := layout{3, 16}
		edited := bytes.Clone(data)
		edited[l.metaAt(2*3)] ^= 1 // an id of round 102
		w.must(w.dir.Replace(name, edited))
		p, err = pouch.LoadProven(w.dir, name, &key)
		w.must(err)
		if got := p.Ran(); !slices.Equal(got, []box.Round{101, 103, 106}) {
			t.Errorf("%s: with an edited entry of 102 it ran in %v", what, got)
		}
		edited = bytes.Clone(data) // the head says that it ran in the 49 rounds before the sealing
		binary.BigEndian.PutUint32(edited[516:], 99)
		copy(edited[520:526], bytes.Repeat([]byte{0xff}, 6))
		sum := sha256.Sum256(slices.Concat([]byte("round"), edited[16:24], edited[512:656]))
		copy(edited[656:664], sum[:8])
		w.must(w.dir.Replace(name, edited))
		p, err = pouch.LoadProven(w.dir, name, &key)
		w.must(err)
		if got, want := p.Ran(), []box.Round{101, 102, 103, 106}; !slices.Equal(got, want) {
			t.Errorf("%s: with an edited head it ran in %v, want %v", what, got, want)
		}
	}
}

// answering is a drop that answers every write in one way.
type answering struct {
	carrier.Carrier
	write carrier.Outcome
}

func (a answering) Put(ctx context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	if a.write == carrier.Stored {
		return a.Carrier.Put(ctx, ref, content)
	}
	return carrier.Answer{Outcome: a.write, Bytes: 1, Cause: cause.Timeout}
}
