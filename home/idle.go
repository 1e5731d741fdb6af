package home

import (
	"sync"
	"time"
)

// Idle is the time in which nobody pressed a key. Time counts in which the machine slept,
// when no timer goes on, or the process was stopped. It may be used concurrently.
type Idle struct {
	after time.Duration
	now   func() time.Time
	boot  func() time.Duration

	mu   sync.Mutex
	last moment // of a key; guarded by mu
	over bool   // guarded by mu
}

// moment is one time by three clocks: whichever has gone on longest counts.
type moment struct {
	timer, wall time.Time // the process's, and the one that may be set
	boot        time.Duration
}

// NewIdle begins the time, which is over after so long; 0: never. now is the clock of the
// machine; boot, [SinceBoot] but in tests, goes on while that sleeps, and cannot be set.
func NewIdle(after time.Duration, now func() time.Time, boot func() time.Duration) *Idle {
	i := &Idle{after: after, now: now, boot: boot}
	i.last = i.moment()
	return i
}

func (i *Idle) moment() moment { return moment{time.Now(), i.now().Round(0), i.boot()} }

func (m moment) since(last moment) time.Duration {
	return max(m.timer.Sub(last.timer), m.wall.Sub(last.wall), m.boot-last.boot)
}

// Key says that a key was pressed: the time begins anew. false if the key comes too late,
// as the first one does when a machine wakes up: the time is over, and stays so.
func (i *Idle) Key() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.left() <= 0 {
		return false
	}
	i.last = i.moment()
	return true
}

// Over reports whether the time is over. It stays so.
func (i *Idle) Over() bool {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.left() <= 0
}

// look is how long a timer may wait until the time is looked at again: one alone stands
// still while the machine sleeps.
func (i *Idle) look() time.Duration {
	i.mu.Lock()
	defer i.mu.Unlock()
	return min(i.left(), lookAtIdle)
}

const lookAtIdle = time.Second

// left is what is left of the time. The caller has locked mu.
func (i *Idle) left() time.Duration {
	if i.after <= 0 {
		return lookAtIdle
	}
	left := i.after - i.moment().since(i.last)
	if i.over = i.over || left <= 0; i.over {
		return 0
	}
	return left
}
