package endtoend

import (
	"math/rand/v2"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// scale is the size of one run.
type scale struct {
	kills int     // of the drop, and of members' processes
	up    float64 // rounds: a process lives half as long on average
	down  float64 // rounds: and stays away half as long
	drain int     // rounds, all their requests answered, in which what was kept is to arrive
}

var (
	short    = scale{kills: 3, up: 2.4, down: .6, drain: 120}
	longForm = scale{kills: 100, up: 9, down: 1.4, drain: 360}
)

// world is one run: its processes, its people, its journal.
type world struct {
	scale
	t       *testing.T
	server  *server
	people  []*member
	journal *journal
	mu      sync.Mutex
	chance  *rand.Rand // guarded by mu
	talking atomic.Bool
	began   time.Time
	torn    int // kills in the midst of replacing a file; killMembers' until it ends
}

// TestKilledProcessesLoseAndDoubleNothing: promise P6 with real processes.
func TestKilledProcessesLoseAndDoubleNothing(t *testing.T) {
	t.Parallel() // it waits for rounds
	s := short
	if *long {
		s = longForm
	}
	t.Logf("seed %d", *seed)
	roundLength = bearable(t)
	w := &world{scale: s, t: t, server: newServer(t), journal: newJournal(), chance: rand.New(rand.NewPCG(uint64(*seed), 0)), began: time.Now()}
	w.server.start()
	address, err := w.server.address.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	w.people = meet(t, address)
	for _, u := range w.units() {
		w.start(u)
	}
	w.talking.Store(true)
	var killers, talk sync.WaitGroup
	killers.Go(w.killDrop)
	killers.Go(w.killMembers)
	for _, from := range w.people {
		for to := range from.ties {
			talk.Go(func() { w.talk(from, to) })
		}
	}
	killers.Wait()
	w.talking.Store(false)
	talk.Wait()
	end := w.awaitDrain()
	for _, u := range w.units() {
		u.run.kill()
	}
	w.server.run.kill()
	w.conclude(end)
}

// units lists everybody's processes.
func (w *world) units() (all []*unit) {
	for _, m := range w.people {
		all = append(all, m.units...)
	}
	return all
}

// start begins a unit's process; it fails the test if it cannot.
func (w *world) start(u *unit) {
	binary, err := os.Executable()
	if err != nil {
		w.t.Error(err)
		return
	}
	run := start(w.t, u.of.name+"'s "+u.role, func(line string) { w.journal.hear(u.of, line) },
		[]string{roleVariable + "=" + u.role}, binary, u.of.folder)
	w.mu.Lock()
	u.run = run
	w.mu.Unlock()
}

// draw returns a number below n; several goroutines draw.
func (w *world) draw(n int64) int64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.chance.Int64N(n)
}

// sleepUpTo lets a part of some rounds pass, so that a kill comes at any moment.
func (w *world) sleepUpTo(rounds float64) {
	time.Sleep(time.Duration(w.draw(int64(rounds * float64(roundLength)))))
}

func (w *world) killDrop() {
	for range w.kills {
		w.sleepUpTo(w.up)
		w.server.run.kill()
		w.sleepUpTo(w.down)
		w.server.start()
	}
	w.server.await()
}

// killMembers kills one process after the other, each drawn afresh: one in
// three at any moment, one in the midst of accepting texts, and one in the
// midst of a Refill, between keeping the vault and replacing the pouch or around.
func (w *world) killMembers() {
	for n := range w.kills {
		units := w.units()
		u := units[w.draw(int64(len(units)))]
		w.sleepUpTo(w.up / 2)
		switch n % 3 {
		case 1:
			for to := range u.of.ties {
				w.send(u.of, to)
			}
			w.sleepUpTo(1. / 8)
		case 2:
			u.of.awaitReplacing(roundLength)
			w.sleepUpTo(1. / 16)
		}
		u.run.kill()
		if u.of.torn() {
			w.torn++
		}
		w.sleepUpTo(w.down / 2)
		w.start(u)
	}
}

// talk writes from one member to another until the killing is over.
func (w *world) talk(from, to *member) {
	for w.talking.Load() {
		w.send(from, to)
		w.sleepUpTo(3)
	}
}

// send gives a member's process a text to accept. Whether it ever does, it
// says itself.
func (w *world) send(from, to *member) {
	length := w.draw(60)
	if w.draw(40) == 0 {
		length += 2000 // two cells
	}
	x := w.journal.draft(from, to, int(length))
	w.mu.Lock()
	run := from.talks().run
	w.mu.Unlock()
	run.tell("send", from.ties[to], x.whole)
}
