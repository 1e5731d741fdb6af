package dropserver

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
)

// One source with a thousand hellos waiting must not make another wait for more
// than one of them at each of its turns.
func TestSourcesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(2)
		for s := range 2 {
			if !turns.take(from(s), nil) {
				t.Fatal("no turn, though one is free")
			}
		}
		var mu sync.Mutex
		var order []string
		var has []source // who has a turn, in the order in which they took it
		wait := func(s int, name string) {
			go func() {
				if turns.take(from(s), nil) {
					mu.Lock()
					defer mu.Unlock()
					order, has = append(order, name), append(has, from(s))
				}
			}()
			synctest.Wait() // until it waits
		}
		end := func() { // the turn that was taken first
			mu.Lock()
			s := has[0]
			has = has[1:]
			mu.Unlock()
			turns.give(s)
			synctest.Wait()
		}
		for i := range 1000 {
			wait(2, fmt.Sprint("a", i))
		}
		wait(3, "b0")
		wait(3, "b1")
		wait(4, "c0")
		turns.give(from(0))
		synctest.Wait()
		turns.give(from(1))
		synctest.Wait()
		for range 5 {
			end()
		}
		if got, want := strings.Join(order, " "), "a0 b0 c0 a1 b1 a2"; got != want {
			t.Errorf("turns were given to %s, want %s", got, want)
		}
		for len(has) > 0 {
			end()
		}
		if len(order) != 1003 || turns.free != 2 || len(turns.of) != 0 || turns.round.Len() != 0 {
			t.Errorf("%d turns were given, %d are free, %d sources wait", len(order), turns.free, len(turns.of))
		}
	})
}

// However many hellos one source sends, it has no more than half of the turns,
// and another gets one at once.
func TestOneSourceLeavesTurnsFree(t *testing.T) {
	for n, share := range map[int]int{1: 1, 2: 1, 3: 1, 4: 2, 64: 32} {
		synctest.Test(t, func(t *testing.T) {
			turns := newTurns(n)
			gone := make(chan struct{})
			var had atomic.Int64
			for range 1000 {
				go func() {
					if turns.take(from(1), gone) {
						had.Add(1)
					}
				}()
			}
			synctest.Wait()
			if got := int(had.Load()); got != share {
				t.Errorf("of %d turns one source has %d, want %d", n, got, share)
			}
			for s := 2; turns.free > 0; s++ {
				if !turns.take(from(s), closed()) {
					t.Errorf("of %d turns %d are free, and another source waits", n, turns.free)
					break
				}
			}
			if turns.take(from(0), closed()) {
				t.Errorf("%d turns were given, and one more", n)
			}
			close(gone)
			synctest.Wait()
		})
	}
}

func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// Who has gone takes no turn and keeps none.
func TestWhoHasGoneTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(2)
		turns.take(from(100), nil)
		turns.take(from(101), nil)
		var got [100]bool
		var gone [100]chan struct{}
		has := make(chan source, len(got))
		var done sync.WaitGroup
		for i := range got {
			gone[i] = make(chan struct{})
			done.Go(func() {
				if got[i] = turns.take(from(i%7), gone[i]); got[i] {
					has <- from(i % 7)
				}
			})
		}
		synctest.Wait()
		for i := range got {
			if i%3 != 0 {
				close(gone[i])
			}
		}
		synctest.Wait()
		turns.give(from(100))
		turns.give(from(101))
		for range 34 {
			turns.give(<-has)
		}
		done.Wait()
		for i := range got {
			if got[i] != (i%3 == 0) {
				t.Errorf("waiting one %d: has a turn: %v", i, got[i])
			}
		}
		if turns.free != 2 || len(turns.of) != 0 {
			t.Errorf("%d turns are free of 2, %d sources wait", turns.free, len(turns.of))
		}
	})
}
