package shelf

import (
	"errors"
	"flag"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/internal/seeds"
)

// owner is a program with a shelf and a vault, of which only the latter's last save is known
// after a crash.
type owner struct {
	t      *testing.T
	f      File
	shelf  *Shelf
	c      *rand.Rand
	length map[Handle]int
	hook   durable.Hook
	next   int // operation that goes wrong

	book []byte           // of the last save
	held map[chunkID]bool // what it says is there
	live map[chunkID]bool // since
}

type chunkID struct {
	h Handle
	i int
}

// step does one of the things a program does. A failing disk changes nothing that was said.
func (o *owner) step() error {
	switch o.c.IntN(8) {
	case 0:
		h, err := o.shelf.Add(1 + o.c.IntN(14*ChunkSize))
		if err != nil {
			return err
		}
		o.length[h] = o.shelf.line(h).length
	case 1:
		for _, h := range o.parcels() {
			if o.shelf.Lacks(h) >= 0 && o.c.IntN(3) == 0 {
				o.shelf.Drop(h)
				for i := range Chunks(o.length[h]) {
					delete(o.live, chunkID{h, i})
				}
				break
			}
		}
	case 2, 3, 4:
		for _, h := range o.parcels() {
			n := o.length[h]
			i := o.c.IntN(Chunks(n))
			o.shelf.Put(h, i, chunkOf(h, i, n))
		}
	case 5, 6:
		if err := o.shelf.Turn(); err != nil {
			return err
		}
		for h, n := range o.length {
			for i := range Chunks(n) {
				if o.shelf.Has(h, i) {
					o.live[chunkID{h, i}] = true
				}
			}
		}
	case 7:
		o.save()
	}
	return nil
}

// parcels are all that there are, in an order that a seed gives again.
func (o *owner) parcels() []Handle { return slices.Sorted(maps.Keys(o.length)) }

func (o *owner) save() {
	o.book, o.held = o.shelf.Book().Marshal(), map[chunkID]bool{}
	for id := range o.live {
		o.held[id] = true
	}
	o.shelf.Saved()
}

// restart is what is found after the program was closed, or the power was gone. What a mere
// closing leaves in the file need not be on the disk, so that only what a turn confirmed
// lives on.
func (o *owner) restart(d *durable.Mem, power bool) {
	o.f.Dir = d
	o.shelf = reopened(o.t, o.f, o.book)
	before := o.live
	o.live = map[chunkID]bool{}
	for h, n := range o.length {
		right(o.t, o.shelf, h, n)
		if o.shelf.Lacks(h) < 0 {
			delete(o.length, h)
			continue
		}
		for i := range Chunks(n) {
			if o.held[chunkID{h, i}] && !o.shelf.Has(h, i) {
				o.t.Fatalf("parcel %d, chunk %d: what a saved vault says is held is gone", h, i)
			}
			if o.shelf.Has(h, i) && (power || before[chunkID{h, i}]) {
				o.live[chunkID{h, i}] = true
			}
		}
	}
}

var long = flag.Bool("long", false, "cut the power at every operation, not at one in seventeen")

// TestNoCrashLosesWhatASavedVaultHolds cuts the power during and after every operation of a
// history in turn, and lets every operation fail before and after it is done. Blind turns of
// a notebook come between. The numbers of cuts are printed.
func TestNoCrashLosesWhatASavedVaultHolds(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		cuts, step := 0, 17
		if *long {
			step = 1
		}
		for _, fault := range []durable.Fault{durable.CutDuring, durable.CutAfter, durable.FailBefore, durable.FailAfter} {
			for at := 1; ; at += step {
				if !crashAt(t, seed, fault, at) {
					break
				}
				cuts++
			}
		}
		t.Logf("%d cuts and failures", cuts)
	}, 17520823065065837038)
}

// crashAt lives one history whose at-th operation goes wrong, and a second crash soon after;
// false if there were not so many.
func crashAt(t *testing.T, seed uint64, fault durable.Fault, at int) (hit bool) {
	d := folder(seed)
	f := fileIn(d, seed)
	o := &owner{t: t, f: f, shelf: begin(t, f), c: rand.New(rand.NewPCG(seed, 1)), length: map[Handle]int{}, live: map[chunkID]bool{}}
	o.save()
	o.next = d.Ops() + at
	which := fault
	o.hook = func(n int, _ durable.Op) durable.Fault {
		if n == o.next {
			hit = true
			return which
		}
		return durable.NoFault
	}
	d.SetHook(o.hook)
	const steps = 60
	for n := 0; n < steps || hit && n < 2*steps; n++ {
		if o.c.IntN(10) == 0 {
			o.blind()
		}
		err := o.step()
		switch {
		case errors.Is(err, durable.ErrPower):
			d = d.Crash()
			o.restart(d, true)
			o.next = -1
			if which == fault { // and once more, in the repair or a little later
				o.next, which = d.Ops()+1+o.c.IntN(25), durable.CutDuring
				if fault == durable.CutDuring {
					which = durable.CutAfter
				}
			}
			d.SetHook(o.hook)
		case errors.Is(err, durable.ErrFault):
			if o.c.IntN(2) == 0 { // the program is closed, or goes on
				o.restart(d, false)
			}
		case err != nil:
			t.Fatal(err)
		}
	}
	d.SetHook(nil)
	o.restart(d, false)
	settle(t, o.shelf)
	return hit
}

// blind is a notebook's session meanwhile, in which nothing is asked of the disk that fails.
func (o *owner) blind() {
	d := o.f.Dir.(*durable.Mem)
	d.SetHook(nil)
	o.save()
	s, err := OpenBlind(o.f)
	must(o.t, err)
	before := d.Ops()
	must(o.t, s.Turn())
	o.restart(d, false)
	if o.next > before { // its operations do not count
		o.next += d.Ops() - before
	}
	d.SetHook(o.hook)
}
