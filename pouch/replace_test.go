package pouch_test

import (
	"bytes"
	"errors"
	"io/fs"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

func (w *world) load() *pouch.Pouch {
	w.t.Helper()
	p, err := pouch.Load(w.dir, name)
	w.must(err)
	return p
}

func TestLoadGivesBackWhatWasSealed(t *testing.T) {
	w := newWorld(t, plan(6, 16), 2, 1)
	if _, err := pouch.Load(w.dir, name); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without a pouch: %v", err)
	}
	w.must(w.seal())
	p := w.load()
	if got := p.Plan(); got != w.plan || got.Slots() != 6 || got.Rounds() != 16 {
		t.Errorf("plan %+v", got)
	}
	if p.Tag() != [8]byte{1} || p.Floor() != 100 || p.First() != 101 || p.Last() != 116 {
		t.Errorf("tag %x, floor %d, rounds %d to %d", p.Tag(), p.Floor(), p.First(), p.Last())
	}
	for range p.Results(100) {
		t.Error("a result before anything was done")
	}
}

// A device may seal at any moment of a round: the round goes on with the same
// requests, and nothing that became known is lost or told twice.
func TestReplaceInTheMidstOfARound(t *testing.T) {
	for second := 0; second < 900; second += 37 {
		w := newWorld(t, plan(6, 16), 3, uint64(second))
		told := map[box.Ref]int{}
		take := func() {
			p := w.load()
			for res := range p.Results(w.round()) {
				if res.Write.State != pouch.WriteWaiting {
					told[box.Ref{Round: res.Round, ID: res.Write.ID}]++
				}
			}
			now := max(w.round(), p.Floor())
			w.must(pouch.Replace(w.dir, name, w.fill(now+1), [8]byte{2}, p))
		}
		w.must(w.seal())
		w.start()
		w.until(w.plan.Calendar().Start(103).Add(time.Duration(second) * time.Second))
		take()
		w.rounds(2)
		take()
		for r := box.Round(101); r <= 105; r++ {
			if writes, reads, repeats := w.count(r); writes != 6 || reads != 6 || repeats != 0 {
				t.Errorf("second %d, round %d: %d writes, %d reads, %d repeats", second, r, writes, reads, repeats)
			}
		}
		for _, s := range w.log {
			if n := told[s.q.Ref()]; s.q.Kind == pouch.Write && n != 1 && s.q.Round <= 105 {
				t.Errorf("second %d: a write of round %d was told %d times", second, s.q.Round, n)
			}
		}
	}
}

// Taking in twice is possible, and seen to be the same.
func TestResultsComeAgainUntilReplaced(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 3)
	w.must(w.seal())
	w.start()
	w.rounds(3)
	one, two := w.results(), w.results()
	if len(one) != len(two) || len(one) != 9 {
		t.Fatalf("%d results, then %d, want 9", len(one), len(two))
	}
	for i := range one {
		if one[i].Write != two[i].Write || one[i].Read.State != two[i].Read.State {
			t.Errorf("result %d changed", i)
		}
	}
	w.must(w.seal())
	if left := w.results(); len(left) != 0 {
		t.Errorf("%d results after they were taken in", len(left))
	}
}

func TestReplaceRefusesWhenThePouchHasMoved(t *testing.T) {
	begin := func(t *testing.T) (*world, *pouch.Pouch) {
		w := newWorld(t, plan(3, 16), 1, 4)
		w.must(w.seal())
		w.start()
		w.rounds(2)
		return w, w.load()
	}
	replace := func(w *world, keep *pouch.Pouch, first box.Round) error {
		return pouch.Replace(w.dir, name, w.fill(first), [8]byte{9}, keep)
	}
	t.Run("a round that was sealed has begun", func(t *testing.T) {
		w, keep := begin(t)
		first := w.round() + 1
		w.rounds(1)
		w.until(w.now.Add(time.Second))
		if err := replace(w, keep, first); !errors.Is(err, pouch.ErrMoved) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a result came of a round that would be dropped", func(t *testing.T) {
		w, keep := begin(t)
		w.rounds(0)
		if err := replace(w, keep, w.round()+1); !errors.Is(err, pouch.ErrMoved) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("another has sealed", func(t *testing.T) {
		w, keep := begin(t)
		w.must(w.seal())
		if err := replace(w, keep, w.round()+1); !errors.Is(err, pouch.ErrMoved) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("there is one though none is known", func(t *testing.T) {
		w, _ := begin(t)
		if err := replace(w, nil, w.round()+1); !errors.Is(err, pouch.ErrMoved) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("it is gone", func(t *testing.T) {
		w, keep := begin(t)
		w.must(w.dir.Remove(name))
		if err := replace(w, keep, w.round()+1); !errors.Is(err, pouch.ErrMoved) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("it is another group's", func(t *testing.T) {
		w, keep := begin(t)
		w.plan.Cards.InForce.Calendar.Length = 30 * time.Minute
		if err := replace(w, keep, w.round()+1); !errors.Is(err, pouch.ErrPlan) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the worker is at it", func(t *testing.T) {
		w, keep := begin(t)
		release, err := w.dir.Lock(name + "-change")
		w.must(err)
		defer release()
		if err := replace(w, keep, w.round()+1); !errors.Is(err, durable.ErrLocked) {
			t.Errorf("got %v", err)
		}
	})
	t.Run("and not otherwise", func(t *testing.T) {
		w, keep := begin(t)
		w.must(replace(w, keep, w.round()+1))
	})
}

// A vault without its pouch seals far ahead; until then nothing is sent.
func TestPouchSealedForLaterIsSilentUntilThen(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 5)
	w.must(pouch.Replace(w.dir, name, w.fill(117), [8]byte{1}, nil))
	w.start()
	w.until(w.plan.Calendar().Start(116))
	if !errors.Is(w.state, pouch.ErrNotYet) || len(w.log) != 0 {
		t.Errorf("state %v, %d requests", w.state, len(w.log))
	}
	w.until(w.plan.Calendar().Start(119))
	if w.state != nil || len(w.log) != 12 {
		t.Errorf("state %v, %d requests, want 12", w.state, len(w.log))
	}
}

// Each change of a pouch that no worker makes is refused or changes nothing.
func TestDamageIsTold(t *testing.T) {
	w := newWorld(t, plan(3, 16), 1, 6)
	w.must(w.seal())
	good, err := w.dir.ReadFile(name)
	w.must(err)
	for at := range 16384 { // the head, what is known of places, the cards
		good[at] ^= 1
		_, err := pouch.Parse(good)
		good[at] ^= 1
		if inUse := at >= 4096 && at < 4096+232; (err == nil) != inUse || err != nil && !errors.Is(err, pouch.ErrFormat) {
			t.Errorf("byte %d flipped: %v", at, err)
		}
	}
	for _, size := range []int{0, 1, 4095, 4096, len(good) - 1, len(good) + 1} {
		if _, err := pouch.Parse(append(bytes.Clone(good), 0)[:size]); !errors.Is(err, pouch.ErrFormat) {
			t.Errorf("%d bytes: %v", size, err)
		}
	}
	for _, at := range []int{64, 65, 66, 67, 68, 69, 70, 72, 104, 127} {
		bad := bytes.Clone(good)
		bad[16384+51*128-128+at] |= 0x80
		if _, err := pouch.Parse(bad); !errors.Is(err, pouch.ErrFormat) {
			t.Errorf("byte %d of an entry: %v", at, err)
		}
	}
}
