package testworld

import (
	"fmt"
	"time"

	"bulkhead/round"
)

// Config is a world's shape and its people's habits. The same Config gives the
// same run: same meetings, same losses, same times. (Keys differ from run to
// run, because the standard library's HPKE draws its own randomness; nothing
// that happens depends on their bytes.)
type Config struct {
	Seed        uint64
	Members     int           // filled in level by level under two founders; an even number, at least 2
	RoundLength time.Duration // T
	Slots       int           // S
	Keep        int           // rounds that the drop keeps a box

	Compartments int // of every vault; 0: 2
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
