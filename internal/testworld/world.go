package testworld

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/round"
)

// World is a run in progress. It is one goroutine's; only the sealing of
// members who unlock in the same round is done side by side, since they share
// nothing.
type World struct {
	Config
	clock
	calendar round.Calendar
	Drop     *Drop
	Members  []*Member
	OnPut    func(Attempt) // if set, sees every write that leaves a device
	chance   *rand.Rand    // habits and losses
	messages []*message
	problems []string
	ends     ends // who is at the other end of which link

	// Drilling tells that links are being cut and doubted: what a device refuses
	// to write for that reason is not written, and what it refuses to take in is
	// no problem of the world's.
	Drilling bool
}

// New makes a world in which nobody has met yet.
func New(c Config) *World {
	w := &World{Config: c, chance: rand.New(source(c.Seed, 0)), ends: ends{map[string]end{}, map[end]end{}}}
	w.calendar = round.Calendar{Origin: time.Unix(0, 0).UTC(), Length: c.RoundLength}
	w.now = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	w.Drop = NewDrop(func() box.Round { return w.calendar.At(w.now) }, c.Keep)
	for n := range c.Members {
		w.Members = append(w.Members, newMember(w, n))
	}
	return w
}

// source is the randomness of one part of a world.
func source(seed, part uint64) *rand.ChaCha8 {
	var key [32]byte
	binary.BigEndian.PutUint64(key[:], seed)
	binary.BigEndian.PutUint64(key[8:], part)
	return rand.NewChaCha8(key)
}

func (w *World) group() cell.Group {
	return cell.Group{
		Period: uint32(w.RoundLength.Milliseconds()), Slots: uint8(w.Slots),
		PouchRounds: uint8(round.PouchRounds(w.RoundLength)), Drop: []byte("a drop in memory"),
	}
}

// problem records something that must not happen.
func (w *World) problem(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf("%v: ", w.now.Format("Mon 15:04:05"))+fmt.Sprintf(format, args...))
}

// NextRound lets everything happen until the next round begins.
func (w *World) NextRound() {
	w.runUntil(w.calendar.End(w.calendar.At(w.now)))
}

// Advance lets everything happen for d.
func (w *World) Advance(d time.Duration) { w.runUntil(w.now.Add(d)) }

// sideBySide does work for several members at once, on both cores. Members
// share nothing while their devices are open but the clock, which stands.
func sideBySide(members []*Member, work func(*Member)) {
	var group sync.WaitGroup
	gate := make(chan struct{}, 2)
	for _, m := range members {
		gate <- struct{}{}
		group.Go(func() {
			defer func() { <-gate }()
			work(m)
		})
	}
	group.Wait()
}
