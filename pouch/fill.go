package pouch

import (
	"bufio"
	"errors"
	"io"
	"iter"
	"slices"

	"bulkhead/box"
	"bulkhead/internal/noise"
	"bulkhead/round"
)

// Priority says which reads may be left out when a round has no room.
type Priority uint8

const (
	// Own reads always have their place; a round that has none left refuses
	// the next.
	Own Priority = iota
	// IfRoom reads take a loop's place if there is one left: those of a spare slot, in
	// whose rounds a box of the same link takes the place of the loop's box, too.
	IfRoom
	// IfOff reads take the place of a loop that is off in the round and would read
	// what nobody writes: second candidate ids. Which boxes are read does not depend on
	// them.
	IfOff
)

// Errors of [Fill.Put] and [Fill.Get].
var (
	ErrRange = errors.New("not one of the rounds that this sealing fills")
	ErrFull  = errors.New("the round has no slot left")
	ErrTwice = errors.New("this id already has its place in the round")
	// ErrFinished: nothing can be added any more.
	ErrFinished = errors.New("the pouch is finished")
)

// Fill is a pouch being sealed: the links' writes and reads of the coming
// rounds. It is one goroutine's.
type Fill struct {
	plan   Plan
	first  box.Round
	rounds []fillRound
	rate   round.Rate // of the loops
	image  []byte     // the file, but for its head; nil until Finish and after Replace
	used   bool       // replaced
	key    *Key       // for the proofs; nil: there are none
}

type fillRound struct {
	writes         []fillWrite
	own, room, off []box.ID // reads, by priority
}

type fillWrite struct {
	id      box.ID
	content *box.Content
}

// NewFill begins a sealing of p.Rounds() rounds from first on. first is one
// above the later of the current round and the old pouch's floor, and so
// never 0.
func NewFill(p Plan, first box.Round) (*Fill, error) {
	if err := p.Check(); err != nil {
		return nil, err
	}
	if first == 0 || uint64(first)+uint64(p.Rounds()) > 1<<32 {
		return nil, ErrRange
	}
	f := &Fill{plan: p, first: first, rounds: make([]fillRound, p.Rounds())}
	writes, reads := make([]fillWrite, p.Rounds()*p.Slots()), make([]box.ID, p.Rounds()*p.Slots())
	for i := range f.rounds {
		from, to := i*p.Slots(), (i+1)*p.Slots()
		f.rounds[i] = fillRound{writes: writes[from:from:to], own: reads[from:from:to]}
	}
	return f, nil
}

// Put gives a link's write its place. The content is not copied: it must not
// be changed until Finish has returned.
func (f *Fill) Put(r box.Round, id box.ID, content *box.Content) error {
	fr, err := f.round(r)
	if err != nil {
		return err
	}
	if len(fr.writes) == f.plan.Slots() {
		return ErrFull
	}
	for _, w := range fr.writes {
		if w.id == id {
			return ErrTwice
		}
	}
	fr.writes = append(fr.writes, fillWrite{id, content})
	return nil
}

// Get gives a link's read its place, or, with IfRoom or IfOff, a chance of one.
// Links must ask in the same order in every round: these places go round in that
// order.
func (f *Fill) Get(r box.Round, id box.ID, priority Priority) error {
	fr, err := f.round(r)
	if err != nil {
		return err
	}
	if slices.Contains(fr.own, id) || slices.Contains(fr.room, id) || slices.Contains(fr.off, id) {
		return ErrTwice
	}
	switch priority {
	case IfRoom:
		fr.room = append(fr.room, id)
		return nil
	case IfOff:
		fr.off = append(fr.off, id)
		return nil
	}
	if len(fr.own) == f.plan.Slots() {
		return ErrFull
	}
	fr.own = append(fr.own, id)
	return nil
}

// Room returns how many more writes, and how many more reads of one's own, the
// round takes.
func (f *Fill) Room(r box.Round) (writes, reads int) {
	fr, err := f.round(r)
	if err != nil {
		return 0, 0
	}
	return f.plan.Slots() - len(fr.writes), f.plan.Slots() - len(fr.own)
}

// Has reports whether the sealing fills a round.
func (f *Fill) Has(r box.Round) bool {
	return r >= f.first && r-f.first < box.Round(f.plan.Rounds())
}

func (f *Fill) round(r box.Round) (*fillRound, error) {
	if f.image != nil || f.used {
		return nil, ErrFinished
	}
	if !f.Has(r) {
		return nil, ErrRange
	}
	return &f.rounds[r-f.first], nil
}

// smallDraws is the buffer for ids and orders, in bytes; boxes go past it.
const smallDraws = 512

// Finish fills what the links left free with loops and lays out every round in
// an order drawn afresh. It returns the IfRoom and IfOff reads that found
// no place.
// Nothing can be added afterwards.
func (f *Fill) Finish(rate round.Rate, rand io.Reader) (leftOut []box.Ref, err error) {
	if f.image != nil || f.used {
		return nil, ErrFinished
	}
	random, err := noise.New(rand)
	if err != nil {
		return nil, err
	}
	image := blankImage(f.plan.shape())
	if leftOut, err = f.lay(image, 0, rate, random); err != nil {
		return nil, err
	}
	f.plan.putCards(image)
	f.image, f.rounds, f.rate = image, nil, rate
	return leftOut, nil
}

// lay lays out the file's rounds from the from-th on; the 0th is the one to be
// carried over.
func (f *Fill) lay(image []byte, from int, rate round.Rate, random io.Reader) (leftOut []box.Ref, err error) {
	l := layer{f: f, rate: rate, rand: bufio.NewReaderSize(random, smallDraws), image: image}
	if from == 0 {
		if err := l.blank(); err != nil {
			return nil, err
		}
		from = 1
	}
	for i := from - 1; i < len(f.rounds); i++ {
		out, err := l.lay(i)
		if err != nil {
			return nil, err
		}
		leftOut = append(leftOut, out...)
	}
	return leftOut, nil
}

// Writes yields, between Finish and Replace, the boxes that the file's rounds
// will write, links' and loops', in the order of the file: Plan.Rounds times
// Plan.Slots.
func (f *Fill) Writes() iter.Seq[box.Ref] {
	return func(yield func(box.Ref) bool) {
		if f.image == nil {
			return
		}
		s := f.plan.shape()
		for i := range s.rounds * s.slots {
			m := (*meta)(f.image[s.metaAt(s.slots+i):])
			if !yield(box.Ref{Round: f.first + box.Round(i/s.slots), ID: m.writeID()}) {
				return
			}
		}
	}
}
