package main

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/internal/testworld"
)

// Promise: in a session every key, and every verb that is typed at a terminal, is a
// check-in that the others see. What a program asks for without a terminal is none, nor
// is what a private session refuses.
func TestWhoTypesInAnOpenSessionIsSeenToBeThere(t *testing.T) {
	w := testworld.New(testworld.Config{Seed: 7, Members: 2, RoundLength: 3 * time.Hour, Slots: 6, Keep: 8})
	if err := w.Meet(); err != nil {
		t.Fatal(err)
	}
	a, b := w.Members[0], w.Members[1]
	if err := a.Unlock(); err != nil {
		t.Fatal(err)
	}
	here := func(string) (durable.Dir, error) { return a.Env.Dir, nil }
	e := testEdge()
	e.now, e.disk = a.Now, home.Disk{Open: here, Existing: here}
	h := &home.Home{Path: "anywhere", Now: a.Now, Disk: e.disk}
	s := h.Hold(context.Background(), device.Unlocked{Device: a.Device}, a.Env, func(error) {})
	defer s.End()
	null, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	keeper := &app{ctx: t.Context(), edge: e, common: common{Dir: "anywhere"}, home: h}
	k := h.NewKeeping(t.Context(), e.panic, a.Env.Dir, 0)
	k.Hold(s)
	call := func(tty *os.File) {
		t.Helper()
		c := home.Call{Args: []string{"status"}, Files: map[int]*os.File{home.CallIn: null, home.CallOut: null, home.CallErr: null}}
		if tty != nil {
			c.Files[home.CallTTY] = tty
		}
		carry := func(ctx context.Context, c home.Call) int { return keeper.carryCall(ctx, k, c) }
		if code := k.Carry(t.Context(), c, carry); code != exitDone && !k.Private {
			t.Fatalf("status: exit code %d", code)
		}
	}
	var last box.Round
	seen := func() bool {
		t.Helper()
		var tie cell.Tie
		err := s.Do(func(h *home.Held) (err error) { // the session waits while the world goes on
			for range 3 {
				if err := h.Refill(); err != nil {
					return err
				}
				w.NextRound()
			}
			if err := b.Unlock(); err != nil {
				return err
			}
			if err := b.Device.TakeIn(); err != nil {
				return err
			}
			tie, err = b.Device.Tie(b.Ties[0])
			return errors.Join(err, b.Lock())
		})
		if err != nil {
			t.Fatal(err)
		}
		before := last
		last = tie.Unlocked
		return last > before
	}
	seen() // the opening
	terminal := newTypist(t).slave
	for _, c := range []struct {
		what string
		do   func()
		want bool
	}{
		{"nothing", func() {}, false},
		{"a key", k.Touched, true},
		{"a verb without a terminal", func() { call(nil) }, false},
		{"a verb at a terminal", func() { call(terminal) }, true},
		{"a verb that is refused", func() { k.Private = true; call(terminal) }, false},
	} {
		if c.do(); seen() != c.want {
			t.Errorf("%s: that its owner is there is seen is %v", c.what, !c.want)
		}
	}
}
