package dropserver

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
)

// One source with a thousand hellos waiting must not make another wait for more
// than one of them at each of its turns.
func TestSourcesTakeTurns(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(1)
		if !turns.take(from(0), nil) {
			t.Fatal("no turn, though one is free")
		}
		var mu sync.Mutex
		var order []string
		wait := func(s int, name string) {
			go func() {
				if turns.take(from(s), nil) {
					mu.Lock()
					order = append(order, name)
					mu.Unlock()
				}
			}()
			synctest.Wait() // until it waits
		}
		for i := range 1000 {
			wait(1, fmt.Sprint("a", i))
		}
		wait(2, "b0")
		wait(2, "b1")
		wait(3, "c0")
		for range 7 {
			turns.give()
			synctest.Wait()
		}
		if got, want := strings.Join(order, " "), "a0 b0 c0 a1 b1 a2 a3"; got != want {
			t.Errorf("turns were given to %s, want %s", got, want)
		}
		for range 1000 - 4 + 1 {
			turns.give()
		}
		synctest.Wait()
		if len(order) != 1003 || turns.free != 1 || len(turns.of) != 0 || turns.round.Len() != 0 {
			t.Errorf("%d turns were given, %d are free, %d sources wait", len(order), turns.free, len(turns.of))
		}
	})
}

// Who has gone takes no turn and keeps none.
func TestWhoHasGoneTakesNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(2)
		turns.take(from(0), nil)
		turns.take(from(0), nil)
		var got [100]bool
		var gone [100]chan struct{}
		var done sync.WaitGroup
		for i := range got {
			gone[i] = make(chan struct{})
			done.Go(func() { got[i] = turns.take(from(i%7), gone[i]) })
		}
		synctest.Wait()
		for i := range got {
			if i%3 != 0 {
				close(gone[i])
			}
		}
		synctest.Wait()
		for range 34 + 2 {
			turns.give()
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
