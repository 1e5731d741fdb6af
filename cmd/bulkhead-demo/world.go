package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/device"
	"bulkhead/internal/lockstep"
	"bulkhead/mail"
	"bulkhead/round"
)

const (
	slots      = round.DefaultSlots
	keepRounds = 8 // for which the drop keeps boxes
)

// world is the demo's network: its drop, its people, and what is known of both.
type world struct {
	options
	shape
	path     string // the temporary folder
	calendar round.Calendar
	clock    *lockstep.Clock
	story    *lockstep.Actor // the story's goroutine
	length   time.Duration   // of a round, by the clock
	began    time.Time       // by the clock
	real     time.Time       // when that was
	pace     pace
	founding card.Card
	server   *server
	people   []*person
	canaries map[string]bool
	ledger   ledger
	use      usage
	truth    *truth
	page     *page
	report   *report
	gone     map[int]bool  // seized
	adopted  map[int][]int // by who took them in
	vouched  bool          // a founder has taken in orphans on its own word
	marks    int           // given so far
	passed   []*letter     // notes and replies: hops must not keep them
}

// newWorld starts the drop. close ends everything and removes the folder.
func newWorld(ctx context.Context, o options, p *page) (_ *world, err error) {
	clock, length := newClock(o), cmp.Or(o.Round, ownRound)
	w := &world{
		clock: clock, story: clock.Actor(0), length: length, began: clock.Now(), real: time.Now(),
		options: o, shape: shape(o.Members), page: p, canaries: map[string]bool{},
		gone: map[int]bool{}, adopted: map[int][]int{}, report: newReport(o), truth: newTruth(o.observeFlags),
		calendar: round.Calendar{Length: length},
	}
	w.use.rounds = map[devRound]bool{}
	if w.path, err = os.MkdirTemp(o.tmp, "bulkhead-demo-"); err != nil {
		return nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, w.close())
		}
	}()
	if w.server, err = startServer(w.path, clock.Now, length, o); err != nil {
		return nil, fmt.Errorf("starting the drop: %w", err)
	}
	if w.founding, err = card.Found(w.calendar, slots, uint8(o.pouch()), w.calendar.At(clock.Now()), []card.Place{{Drop: w.server.address.Server()}}); err != nil {
		return nil, err
	}
	for n := range o.Members {
		one, err := w.newPerson(n)
		if err != nil {
			return nil, fmt.Errorf("making a member: %w", err)
		}
		w.people = append(w.people, one)
	}
	return w, nil
}

// everybody does something with all members, side by side.
func (w *world) everybody(do func(*person)) {
	var wait sync.WaitGroup
	for _, p := range w.people {
		wait.Go(func() { do(p) })
	}
	wait.Wait()
}

// close switches everything off, the devices side by side, and removes the
// folder unless it is to be kept.
func (w *world) close() error {
	w.everybody(func(p *person) { p.off() })
	err := w.server.stop()
	for _, p := range w.people {
		p.erase()
	}
	if w.Keep {
		return err
	}
	return errors.Join(err, os.RemoveAll(w.path))
}

// trouble counts an error of a device that is tried again, such as a Refill that
// took longer than the round.
func (w *world) trouble(err error) { w.report.trouble(err) }

// round is the current round, counted from the beginning of the demo, for
// people.
func (w *world) round() int { return int(w.now() - w.calendar.At(w.began)) }

func (w *world) now() box.Round { return w.calendar.At(w.clock.Now()) }

// sleep waits for some rounds.
func (w *world) sleep(ctx context.Context, rounds float64) error {
	err := w.story.Sleep(ctx, time.Duration(rounds*float64(w.length)))
	if length, changed := w.pace.at(w.round(), time.Since(w.real)); changed {
		w.page.say("%s", length)
	}
	return err
}

// since is how many rounds have passed.
func (w *world) since(t time.Time) float64 { return float64(w.clock.Now().Sub(t)) / float64(w.length) }

// errLate is the error of what did not happen in its time.
var errLate = errors.New("did not happen in the rounds that it may take")

// wait looks four times a round, for so many rounds at most, until done equals
// of. A terminal sees a bar meanwhile.
func (w *world) wait(ctx context.Context, what string, rounds int, look func() (done, of int, err error)) error {
	bar := w.page.bar(what)
	defer bar.end()
	end := w.clock.Now().Add(time.Duration(rounds) * w.length)
	for {
		done, of, err := look()
		if err != nil {
			return fmt.Errorf("%s: %w", what, err)
		}
		bar.set(done, of)
		if done == of {
			return nil
		}
		if w.clock.Now().After(end) {
			return fmt.Errorf("%s: %d of %d after %d rounds: %w", what, done, of, rounds, errLate)
		}
		if err := w.sleep(ctx, .25); err != nil {
			return err
		}
	}
}

// alive lists the members whose devices are their own.
func (w *world) alive() (all []*person) {
	for _, p := range w.people {
		if !w.gone[p.number] {
			all = append(all, p)
		}
	}
	return all
}

// settle asks every living device what became of its messages.
func (w *world) settle() error {
	for _, p := range w.alive() {
		var sent []mail.Sent
		if err := p.do(func(d *device.Device) error { sent = d.Sent(); return nil }); err != nil {
			return err
		}
		w.ledger.settle(p.number, sent, p.ties)
	}
	return nil
}
