package storetest

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"

	"bulkhead/desk"
	"bulkhead/internal/seeds"
)

type id struct {
	table  desk.Table
	number uint64
}

// Run runs the contract. open returns a store that holds what the one before it held, or an
// empty one if that is nil, whose use is over then.
func Run(t *testing.T, open func(t *testing.T, before desk.Store) desk.Store) {
	t.Run("rows come back, by table and number", func(t *testing.T) {
		s := open(t, nil)
		check(t, s, nil)
		all := map[id][]byte{}
		var changes []desk.Change
		for _, table := range []desk.Table{desk.Own, desk.Cases, desk.Reports, desk.Replies} {
			for _, n := range []uint64{1 << 40, 3, 2, 700, 1} {
				b := bytes.Repeat([]byte{byte(table)}, int(n%5000))
				changes = append(changes, desk.Change{Table: table, Number: n, Data: append([]byte{}, b...)})
				all[id{table, n}] = append([]byte{}, b...)
			}
		}
		commit(t, s, changes)
		check(t, s, all)
		for _, c := range changes { // the store keeps nothing of the caller's
			clear(c.Data)
		}
		check(t, s, all)
		check(t, open(t, s), all)
	})
	t.Run("what goes is gone, erased or not, and may come again", func(t *testing.T) {
		s := open(t, nil)
		all := map[id][]byte{}
		for n := range uint64(4) {
			all[id{desk.Reports, n}] = []byte{1}
			commit(t, s, []desk.Change{{Table: desk.Reports, Number: n, Data: []byte{1}}})
		}
		commit(t, s, []desk.Change{
			{Table: desk.Reports, Number: 0},
			{Table: desk.Reports, Number: 1, Erase: true},
			{Table: desk.Reports, Number: 2, Data: []byte("anew"), Erase: true},
			{Table: desk.Reports, Number: 9, Erase: true}, // which was never there
		})
		delete(all, id{desk.Reports, 0})
		delete(all, id{desk.Reports, 1})
		all[id{desk.Reports, 2}] = []byte("anew")
		check(t, s, all)
		s = open(t, s)
		check(t, s, all)
		commit(t, s, []desk.Change{{Table: desk.Reports, Number: 1, Data: []byte("again")}})
		all[id{desk.Reports, 1}] = []byte("again")
		check(t, open(t, s), all)
	})
	t.Run("an error of the reader ends reading", func(t *testing.T) {
		s := open(t, nil)
		commit(t, s, []desk.Change{{Table: desk.Reports, Number: 1, Data: []byte{1}}, {Table: desk.Reports, Number: 2, Data: []byte{2}}})
		mine, n := errors.New("enough"), 0
		if err := s.Load(func(desk.Stored) error { n++; return mine }); !errors.Is(err, mine) || n != 1 {
			t.Errorf("%v after %d rows", err, n)
		}
	})
	t.Run("random histories end the same", func(t *testing.T) {
		seeds.Each(t, 3, func(t *testing.T, seed uint64) {
			rng := rand.New(rand.NewPCG(seed, 11))
			s := open(t, nil)
			all := map[id][]byte{}
			for range 40 {
				var changes []desk.Change
				for range 1 + rng.IntN(8) {
					at := id{desk.Table(1 + rng.IntN(4)), uint64(rng.IntN(300))}
					c := desk.Change{Table: at.table, Number: at.number, Erase: rng.IntN(6) == 0}
					if rng.IntN(3) > 0 {
						c.Data = fmt.Appendf(nil, "%d %d", rng.Uint64(), len(changes))
						c.Data = append(c.Data, make([]byte, rng.IntN(3000))...)
					}
					changes = append(changes, c)
					if delete(all, at); c.Data != nil {
						all[at] = c.Data
					}
				}
				commit(t, s, changes)
				if rng.IntN(8) == 0 {
					s = open(t, s)
				}
			}
			check(t, s, all)
			check(t, open(t, s), all)
		})
	})
}

func commit(t *testing.T, s desk.Store, changes []desk.Change) {
	t.Helper()
	if err := s.Commit(changes); err != nil {
		t.Fatal(err)
	}
}

// check wants exactly these rows, in order, from Load and from Read.
func check(t *testing.T, s desk.Store, want map[id][]byte) {
	t.Helper()
	got := map[id][]byte{}
	last := id{}
	err := s.Load(func(r desk.Stored) error {
		at := id{r.Table, r.Number}
		if at.table < last.table || at.table == last.table && at.number <= last.number && len(got) > 0 {
			t.Errorf("row %v comes after %v", at, last)
		}
		last = at
		got[at] = r.Data
		if r.Damaged || !bytes.Equal(r.Data, want[at]) {
			t.Errorf("row %v is not what was kept", at)
		}
		return nil
	})
	if err != nil || len(got) != len(want) {
		t.Fatalf("%d rows, want %d (%v)", len(got), len(want), err)
	}
	for at, b := range want {
		if g, err := s.Read(at.table, at.number); err != nil || !bytes.Equal(g, b) {
			t.Errorf("row %v is not what was kept (%v)", at, err)
		}
	}
	if _, err := s.Read(desk.Reports, 1<<50); !errors.Is(err, desk.ErrNoRow) {
		t.Errorf("a row that is not there: %v", err)
	}
}
