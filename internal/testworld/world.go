package testworld

import (
	"encoding/binary"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"bulkhead/card"
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
	w.calendar = round.Calendar{Length: c.RoundLength, Spans: c.Spans}
	w.now = time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC)
	w.Drop = NewDrop(w.calendar, w.Now, c.Keep)
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

// founding is the founding card: one drop, in memory.
func (w *World) founding() *card.Card {
	c, err := card.Found(w.calendar, uint8(w.Slots), uint8(w.calendar.PouchRounds()), w.calendar.At(w.now),
		[]card.Place{{Drop: card.Server{Plain: true, Host: "127.0.0.1:1"}}})
	if err != nil {
		panic(err) // a shape that no group can have
	}
	return &c
}

// problem records something that must not happen.
func (w *World) problem(format string, args ...any) {
	w.problems = append(w.problems, fmt.Sprintf("%v: ", w.now.Format("Mon 15:04:05"))+fmt.Sprintf(format, args...))
}

// NextRound lets everything happen until the next round begins.
func (w *World) NextRound() {
	w.runUntil(w.calendar.Next(w.now))
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

// Config is a world's shape and its people's habits. The same Config gives the
// same run: same meetings, same losses, same times. (Keys differ from run to
// run, because the standard library's HPKE draws its own randomness; nothing
// that happens depends on their bytes.)
type Config struct {
	Seed        uint64
	Members     int                        // filled in level by level under two founders; an even number, at least 2
	RoundLength time.Duration              // T
	Spans       [round.MaxSpans]round.Span // the hours; none: rounds day and night
	Slots       int                        // S
	Keep        int                        // rounds that the drop keeps a box

	Compartments int // of every vault; 0: 2
	ShelfPages   int // of every shelf; 0: 32, below 0: twice as many bytes as the vault
	Region       int // bytes of a compartment; 0: 192 KiB where a pouch is 16 rounds or fewer, else 512 KiB

	Loss    float64       // part of the requests that are lost, half before the drop, half on the way back; may be changed in a run
	On, Off time.Duration // mean length of a phone's times on and off; exponential. Off 0: always on
	Unlocks int           // per member and day, one at a random time of each equal part of the day
	Lines   int           // messages that a member writes at each unlock, each to one of its ties

	Traffic time.Duration // for how long people write
	Drain   time.Duration // for how long the world goes on after that
}

// Day is the world of the promise: 300 members, a tenth of the requests lost,
// phones off two hours in three, unlocked twice a day, a day of messages and a
// day for the last of them to arrive.
func Day(seed uint64) Config {
	return Config{
		Seed: seed, Members: 300, RoundLength: 15 * time.Minute, Slots: round.DefaultSlots, Keep: 8,
		Loss: .10, On: time.Hour, Off: 2 * time.Hour, Unlocks: 2, Lines: 1,
		Traffic: 24 * time.Hour, Drain: 24 * time.Hour,
	}
}

// String names what makes a run, so that a failed one can be repeated.
func (c Config) String() string {
	return fmt.Sprintf("seed %d: %d members, rounds of %v, %d slots, %.0f %% of requests lost, phones on %v and off %v on average, %d unlocks a day",
		c.Seed, c.Members, c.RoundLength, c.Slots, 100*c.Loss, c.On, c.Off, c.Unlocks)
}
