package storetest

import (
	"errors"
	"math/rand/v2"
	"sync"
	"sync/atomic"
	"testing"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// Open opens an empty store for t. The suite closes it.
type Open func(t *testing.T) dropserver.Store

// Run holds the store that open opens to the contract of [dropserver.Store].
// Reopening, crashes and full disks are beyond it: each implementation's own
// tests see to them.
func Run(t *testing.T, open Open) {
	for _, tt := range []struct {
		promise string
		holds   func(t *testing.T, s dropserver.Store)
	}{
		{"what was put is got, and nothing else", gotIsPut},
		{"a box is written once", writtenOnce},
		{"rounds are kept apart", roundsApart},
		{"of many writers exactly one creates", oneCreates},
		{"a box of zeros is a box", zerosAreKept},
		{"whole rounds go and the others stay", roundsGo},
		{"readers and writers and expiry run together", allTogether},
	} {
		t.Run(tt.promise, func(t *testing.T) {
			s := open(t)
			defer func() {
				if err := s.Close(); err != nil {
					t.Errorf("closing: %v", err)
				}
			}()
			tt.holds(t, s)
		})
	}
}

// RunDamaged holds a store to what the contract says of a damaged box. damage
// ruins the bytes of one that is kept.
func RunDamaged(t *testing.T, open Open, damage func(t *testing.T, s dropserver.Store, ref box.Ref)) {
	s := open(t)
	defer func() {
		if err := s.Close(); err != nil {
			t.Errorf("closing: %v", err)
		}
	}()
	for n := range uint64(4) {
		ref, c := Some(9, n)
		put(t, s, ref, c, dropserver.Created)
	}
	ref, same := Some(9, 2)
	damage(t, s, ref)
	other, back := same, box.Content{7}
	other[0]++
	if found, err := s.Get(ref, &back); found || !errors.Is(err, dropserver.ErrDamaged) || back != (box.Content{7}) {
		t.Errorf("Get of a damaged box: %v, %v; want ErrDamaged and the content left alone", found, err)
	}
	if o, err := s.Put(ref, &other); !errors.Is(err, dropserver.ErrDamaged) {
		t.Errorf("Put of other bytes in the place of a damaged box: %d, %v; want ErrDamaged", o, err)
	}
	switch o, err := s.Put(ref, &same); { // a store that can tell heals it
	case errors.Is(err, dropserver.ErrDamaged):
	case err != nil || o != dropserver.Same:
		t.Errorf("Put of a damaged box's own bytes: %d, %v; want Same or ErrDamaged", o, err)
	default:
		get(t, s, ref, &same)
		put(t, s, ref, other, dropserver.Conflict)
	}
	for _, n := range []uint64{0, 1, 3} {
		ref, c := Some(9, n)
		get(t, s, ref, &c)
	}
	if err := s.DropBefore(10); err != nil {
		t.Fatal(err)
	}
	get(t, s, ref, nil)
}

// Some returns the n-th of a run of boxes that look random, and its content.
func Some(round box.Round, n uint64) (box.Ref, box.Content) {
	r := rand.NewChaCha8([32]byte{byte(n), byte(n >> 8), byte(n >> 16), byte(n >> 24), byte(round), byte(round >> 8)})
	ref := box.Ref{Round: round}
	var c box.Content
	r.Read(ref.ID[:])
	r.Read(c[:])
	return ref, c
}

func put(t *testing.T, s dropserver.Store, ref box.Ref, c box.Content, want dropserver.PutOutcome) {
	t.Helper()
	mine := c
	got, err := s.Put(ref, &c)
	if err != nil || got != want {
		t.Errorf("Put in round %d: %d, %v; want %d", ref.Round, got, err, want)
	}
	if c != mine {
		t.Error("Put changed the caller's content")
	}
	clear(c[:]) // the store must not hold on to it
}

func get(t *testing.T, s dropserver.Store, ref box.Ref, want *box.Content) {
	t.Helper()
	c := box.Content{7}
	found, err := s.Get(ref, &c)
	switch {
	case err != nil:
		t.Errorf("Get in round %d: %v", ref.Round, err)
	case found != (want != nil):
		t.Errorf("Get in round %d: found %v, want %v", ref.Round, found, want != nil)
	case found && c != *want:
		t.Errorf("Get in round %d: other bytes", ref.Round)
	case !found && c != (box.Content{7}):
		t.Errorf("Get in round %d: absent, but content was set", ref.Round)
	}
}

func gotIsPut(t *testing.T, s dropserver.Store) {
	for n := range uint64(50) {
		ref, c := Some(9, n)
		get(t, s, ref, nil)
		put(t, s, ref, c, dropserver.Created)
		get(t, s, ref, &c)
	}
	for n := range uint64(50) {
		ref, c := Some(9, n)
		get(t, s, ref, &c)
		ref.ID[31]++
		get(t, s, ref, nil)
	}
}

func writtenOnce(t *testing.T, s dropserver.Store) {
	ref, c := Some(9, 1)
	put(t, s, ref, c, dropserver.Created)
	put(t, s, ref, c, dropserver.Same)
	other := c
	other[box.Size-1]++
	put(t, s, ref, other, dropserver.Conflict)
	put(t, s, ref, c, dropserver.Same)
	get(t, s, ref, &c)
}

func roundsApart(t *testing.T, s dropserver.Store) {
	ref, c := Some(1, 1)
	_, other := Some(2, 2)
	for _, r := range []box.Round{0, 1, 255, 256, 1<<32 - 1} {
		ref.Round = r
		c[0] = byte(r) ^ byte(r>>8)
		put(t, s, ref, c, dropserver.Created)
	}
	for _, r := range []box.Round{0, 1, 255, 256, 1<<32 - 1} {
		ref.Round = r
		c[0] = byte(r) ^ byte(r>>8)
		get(t, s, ref, &c)
		put(t, s, ref, other, dropserver.Conflict)
	}
	ref.Round = 2
	get(t, s, ref, nil)
}

func oneCreates(t *testing.T, s dropserver.Store) {
	const writers = 16
	for n := range uint64(30) {
		ref, c := Some(5, n)
		var outcomes [4]atomic.Int64
		var wg sync.WaitGroup
		for w := range writers {
			wg.Go(func() {
				mine := c
				mine[0] = byte(w % 2) // two contents, eight writers each
				got, err := s.Put(ref, &mine)
				if err != nil {
					t.Errorf("Put: %v", err)
				}
				outcomes[got].Add(1)
			})
		}
		wg.Wait()
		created, same, conflict := outcomes[dropserver.Created].Load(), outcomes[dropserver.Same].Load(), outcomes[dropserver.Conflict].Load()
		if created != 1 || same != writers/2-1 || conflict != writers/2 {
			t.Fatalf("%d created, %d same, %d conflict; want 1, %d, %d", created, same, conflict, writers/2-1, writers/2)
		}
	}
}

func zerosAreKept(t *testing.T, s dropserver.Store) {
	ref, c := Some(5, 1)
	var zeros box.Content
	put(t, s, ref, zeros, dropserver.Created)
	get(t, s, ref, &zeros)
	put(t, s, ref, zeros, dropserver.Same)
	put(t, s, ref, c, dropserver.Conflict)
}

func roundsGo(t *testing.T, s dropserver.Store) {
	const each = 40
	for r := range box.Round(6) {
		for n := range uint64(each) {
			ref, c := Some(r, n)
			put(t, s, ref, c, dropserver.Created)
		}
	}
	for _, first := range []box.Round{0, 2, 2, 1, 5} {
		if err := s.DropBefore(first); err != nil {
			t.Fatalf("DropBefore(%d): %v", first, err)
		}
		gone := max(first, 2)
		if first == 0 {
			gone = 0
		}
		for r := range box.Round(6) {
			for n := range uint64(each) {
				ref, c := Some(r, n)
				if r < gone {
					get(t, s, ref, nil)
				} else {
					get(t, s, ref, &c)
				}
			}
		}
	}
	ref, c := Some(6, 1)
	put(t, s, ref, c, dropserver.Created)
	get(t, s, ref, &c)
}

func allTogether(t *testing.T, s dropserver.Store) {
	const rounds, each = 12, 25
	var first atomic.Uint32
	var wg sync.WaitGroup
	for r := range box.Round(rounds) {
		for w := range uint64(4) {
			wg.Go(func() {
				for n := range uint64(each) {
					ref, c := Some(100+r, n*4+w)
					put(t, s, ref, c, dropserver.Created)
					get(t, s, ref, &c)
				}
			})
		}
		wg.Wait()
		wg.Go(func() { // while the next round is written
			if err := s.DropBefore(100 + r); err != nil {
				t.Errorf("DropBefore: %v", err)
			}
			first.Store(uint32(100 + r))
		})
		wg.Go(func() {
			for n := range uint64(each * 4) {
				ref, c := Some(100+r, n)
				get(t, s, ref, &c)
			}
		})
	}
	wg.Wait()
	for r := range box.Round(rounds) {
		ref, c := Some(100+r, 3)
		if 100+uint32(r) < first.Load() {
			get(t, s, ref, nil)
		} else {
			get(t, s, ref, &c)
		}
	}
}
