package pouch_test

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/carrier/carriertest"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/round"
)

// The kit: a device that seals, a worker driven by one event loop, and a drop
// in memory. Times are simulated; nothing sleeps.

const name = "pouch"

func chacha(seed uint64) *rand.ChaCha8 {
	var s [32]byte
	binary.LittleEndian.PutUint64(s[:], seed)
	return rand.NewChaCha8(s)
}

// plan is that of a group with one place.
func plan(slots, rounds int) pouch.Plan { return planOf(slots, rounds, place(1)) }

// place is a drop that the number names.
func place(n byte) card.Place {
	return card.Place{Drop: card.Server{Host: fmt.Sprintf("drop%d.example:443", n), Prefix: [card.PrefixSize]byte{n}}}
}

func planOf(slots, rounds int, places ...card.Place) pouch.Plan {
	c := card.Card{Issued: 1, Calendar: round.Calendar{Length: 15 * time.Minute}, Slots: uint8(slots), PouchRounds: uint8(rounds), Table: card.NewTable(len(places))}
	copy(c.Places[:], places)
	return pouch.Plan{Cards: card.Pair{InForce: c}}
}

// changing is a plan whose coming card, with these places, counts from a round on.
func changing(p pouch.Plan, from box.Round, places ...card.Place) pouch.Plan {
	c := &p.Cards.InForce
	coming, err := c.Next(places, nil, false, from-c.Change(), from)
	if err != nil {
		panic(err)
	}
	p.Cards.Coming, p.Cards.From = coming, from
	return p
}

// linkID and linkBox imitate a link: the id depends on the round alone, the
// content on the sealing as well. So a round that was sealed again after it was
// written shows as one id with two contents.
func linkID(link int, r box.Round, read bool) (id box.ID) {
	id[0], id[1] = 0x77, byte(link)
	if read {
		id[2] = 1
	}
	binary.BigEndian.PutUint32(id[4:], uint32(r))
	copy(id[8:], "linklinklinklinklinklink")
	return id
}

func linkBox(link int, r box.Round, gen int) *box.Content {
	c := new(box.Content)
	c[0], c[1], c[2] = 0x55, byte(link), byte(gen)
	binary.BigEndian.PutUint32(c[4:], uint32(r))
	return c
}

// sent is one request as the drop's side sees it.
type sent struct {
	at      time.Time
	q       pouch.Request
	outcome carrier.Outcome
}

type world struct {
	t     testing.TB
	plan  pouch.Plan
	dir   durable.Dir
	drop  *carriertest.Mem
	rand  *rand.ChaCha8
	w     *pouch.Worker
	now   time.Time
	links int
	gen   int
	rate  round.Rate
	log   []sent
	state error         // of the last Wake
	lag   time.Duration // how late each wake is
	fly   []flight
	way   carrier.Carrier     // what requests go by; nil: drop itself
	ways  pouch.Ways          // for each place; nil: all go by way
	times io.Reader           // what the worker draws from; nil: rand
	key   *pouch.Key          // what the device signs and proves with; nil: nothing
	boxes func(f *pouch.Fill) // what a finished pouch is to write instead; nil: nothing
}

type flight struct {
	at      time.Time
	q       pouch.Request
	a       carrier.Answer
	content *box.Content
}

func newWorld(t testing.TB, p pouch.Plan, links int, seed uint64) *world {
	rng := chacha(seed)
	return &world{t: t, plan: p, dir: durable.NewMem(rng), drop: carriertest.NewMem(), rand: rng,
		now: p.Calendar().Start(100).Add(time.Second), links: links}
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) round() box.Round { return w.plan.Calendar().At(w.now) }

// fill seals every link's round, from first on.
func (w *world) fill(first box.Round) *pouch.Fill {
	w.gen++
	f, err := pouch.NewFill(w.plan, first)
	w.must(err)
	for r := first; r < first+box.Round(w.plan.Rounds()); r++ {
		for link := range w.links {
			w.must(f.Put(r, linkID(link, r, false), linkBox(link, r, w.gen)))
			w.must(f.Get(r, linkID(link, r, true), pouch.Own))
		}
	}
	if w.key != nil {
		f.Prove(w.key)
	}
	_, err = f.Finish(w.rate, w.rand)
	w.must(err)
	if w.boxes != nil {
		w.boxes(f)
	}
	return f
}

// seal does what a device does when it is opened: take in, seal, replace.
func (w *world) seal() error {
	for {
		floor, now := box.Round(0), w.round()
		old, err := pouch.LoadProven(w.dir, name, w.key)
		if err == nil {
			for range old.Results(now) {
			}
			floor = old.Floor()
		} else {
			old = nil
		}
		f := w.fill(max(now, floor) + 1)
		err = pouch.Replace(w.dir, name, f, [8]byte{byte(w.gen)}, old)
		if !errors.Is(err, pouch.ErrMoved) {
			return err
		}
	}
}

func (w *world) start() {
	var err error
	times := w.times
	if times == nil {
		times = w.rand
	}
	w.w, err = pouch.NewWorker(w.dir, name, times)
	w.must(err)
}

// step wakes the worker, carries its requests, and moves the clock to what
// comes next. Answers arrive up to a second later; failures when they time out.
func (w *world) step() error {
	due, next, err := w.w.Wake(w.now)
	w.state = err
	way := w.way
	if way == nil {
		way = w.drop
	}
	for _, q := range due {
		if w.ways != nil {
			way = w.ways(q.Place, q.Gateway)
		}
		f := flight{at: w.now.Add(time.Duration(w.rand.Uint64() % uint64(time.Second))), q: q}
		if q.Kind == pouch.Write {
			f.a = way.Put(context.Background(), q.Ref(), q.Content)
		} else {
			f.content = new(box.Content)
			f.a = way.Get(context.Background(), q.Ref(), f.content)
		}
		if f.a.Outcome == carrier.Failed {
			f.at = w.now.Add(q.Timeout)
		}
		w.log = append(w.log, sent{w.now, q, f.a.Outcome})
		w.fly = append(w.fly, f)
	}
	if err != nil && !errors.Is(err, pouch.ErrDry) && !errors.Is(err, pouch.ErrNotYet) && !errors.Is(err, pouch.ErrEdited) {
		return err
	}
	slices.SortFunc(w.fly, func(a, b flight) int { return a.at.Compare(b.at) })
	if len(w.fly) > 0 && w.fly[0].at.Before(next.Add(w.lag)) {
		f := w.fly[0]
		w.fly = w.fly[1:]
		w.now = f.at
		if err := w.w.Done(f.at, f.q, f.a, f.content); err != nil && !errors.Is(err, pouch.ErrGone) {
			return err
		}
		return nil
	}
	w.now = next.Add(w.lag)
	return nil
}

// until runs the worker until the clock reaches end.
func (w *world) until(end time.Time) {
	w.t.Helper()
	for w.now.Before(end) {
		w.must(w.step())
	}
}

// rounds runs to the end of the n-th round from now; of the current one, if n
// is 0.
func (w *world) rounds(n int) { w.t.Helper(); w.until(w.plan.Calendar().End(w.round() + box.Round(n))) }

// settled is what the pouch tells of a round, by what the results were for.
func (w *world) results() []pouch.Result {
	w.t.Helper()
	p, err := pouch.Load(w.dir, name)
	w.must(err)
	return slices.Collect(p.Results(w.round()))
}

// count tells of one round's requests, repeats aside.
func (w *world) count(r box.Round) (writes, reads, repeats int) {
	for _, s := range w.log {
		switch {
		case s.q.Round != r:
		case s.q.Attempt > 1:
			repeats++
		case s.q.Kind == pouch.Write:
			writes++
		default:
			reads++
		}
	}
	return writes, reads, repeats
}
