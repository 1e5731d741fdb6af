package pouch

import (
	"io"
	"slices"

	"bulkhead/box"
	"bulkhead/round"
)

// layer lays the rounds of a Fill out in the file's image.
type layer struct {
	f     *Fill
	rate  round.Rate
	rand  io.Reader
	image []byte

	writes []fillWrite // of the round being laid out
	reads  []layRead
}

// lay lays out the i-th round that f fills.
func (l *layer) lay(i int) (leftOut []box.Ref, err error) {
	writes, reads, leftOut, err := l.complete(i)
	if err != nil {
		return nil, err
	}
	s := l.f.plan.shape()
	base := (i + 1) * s.slots
	order, err := round.Shuffled(s.slots, l.rand)
	if err != nil {
		return nil, err
	}
	for k, slot := range order {
		copy(l.image[s.metaAt(base+slot):], writes[k].id[:])
		place := l.image[s.writeAt(base+slot):][:box.Size]
		if writes[k].content != nil {
			copy(place, writes[k].content[:])
		} else if _, err := io.ReadFull(l.rand, place); err != nil {
			return nil, err
		}
		if err := l.unproven(base + slot); err != nil {
			return nil, err
		}
	}
	if order, err = round.Shuffled(s.slots, l.rand); err != nil {
		return nil, err
	}
	for k, slot := range order {
		m := (*meta)(l.image[s.metaAt(base+slot):])
		copy(m[32:], reads[k].id[:])
		if reads[k].spare {
			m.set(flagSpare)
		}
	}
	return leftOut, nil
}

type layRead struct {
	id    box.ID
	spare bool // it may give way to reading back a write
}

// complete adds loops to the links' writes and reads until there are S of
// each. All reads but the links' own are spare. A loop whose place for reading
// went to an IfRoom read stays unread. IfOff reads take the places of loops that
// are off, after all is drawn: whether there are any changes no loop.
func (l *layer) complete(i int) (writes []fillWrite, reads []layRead, leftOut []box.Ref, err error) {
	fr, slots := &l.f.rounds[i], l.f.plan.Slots()
	writes, reads = l.writes[:0], l.reads[:0]
	defer func() { l.writes, l.reads = writes, reads }()
	for _, id := range fr.own {
		reads = append(reads, layRead{id, false})
	}
	taken, leftOut := l.choose(i, fr.room, slots-len(reads))
	for _, id := range taken {
		reads = append(reads, layRead{id, true})
	}
	writes = append(writes, fr.writes...)
	links := len(writes)
	for len(writes) < slots {
		id, err := l.id()
		if err != nil {
			return nil, nil, nil, err
		}
		writes = append(writes, fillWrite{id, nil})
	}
	loops := len(reads)
	for loop := links; len(reads) < slots; loop++ {
		id, err := l.loopRead(writes, loop)
		if err != nil {
			return nil, nil, nil, err
		}
		reads = append(reads, layRead{id, true})
	}
	return writes, reads, append(leftOut, l.placeIfOff(i, writes, reads[loops:])...), nil
}

// placeIfOff gives the places of loops that are off to the round's IfOff reads
// and returns those that found none.
func (l *layer) placeIfOff(i int, writes []fillWrite, loops []layRead) (leftOut []box.Ref) {
	if len(l.f.rounds[i].off) == 0 {
		return nil
	}
	var off []int
	for k := range loops {
		if !slices.ContainsFunc(writes, func(w fillWrite) bool { return w.id == loops[k].id }) {
			off = append(off, k)
		}
	}
	taken, leftOut := l.choose(i, l.f.rounds[i].off, len(off))
	for k, id := range taken {
		loops[off[k]].id = id
	}
	return leftOut
}

// choose picks room of the reads that the i-th round has of one priority,
// beginning one batch further on in every round, so that everyone's turn comes
// equally often.
func (l *layer) choose(i int, want []box.ID, room int) (taken []box.ID, leftOut []box.Ref) {
	r := l.f.first + box.Round(i)
	for k := range want {
		id := want[(uint64(r)*uint64(room)+uint64(k))%uint64(len(want))]
		if k < room {
			taken = append(taken, id)
		} else {
			leftOut = append(leftOut, box.Ref{Round: r, ID: id})
		}
	}
	return taken, leftOut
}

// loopRead returns what is read for the loop at place loop of writes: with
// probability π its own box, else an id that nobody writes; so too for a place
// to which no loop's write belongs.
func (l *layer) loopRead(writes []fillWrite, loop int) (box.ID, error) {
	on, err := l.rate.Draw(l.rand)
	if err != nil {
		return box.ID{}, err
	}
	if on && loop < len(writes) {
		return writes[loop].id, nil
	}
	return l.id()
}

func (l *layer) id() (id box.ID, err error) {
	_, err = io.ReadFull(l.rand, id[:])
	return id, err
}

// blank fills the places of the round before the first with entries that are
// over and told, for the case that there is no round in progress to carry.
func (l *layer) blank() error {
	s := l.f.plan.shape()
	for slot := range s.slots {
		m := (*meta)(l.image[s.metaAt(slot):])
		if _, err := io.ReadFull(l.rand, m[:64]); err != nil {
			return err
		}
		m.set(flagTakenWrite | flagTakenRead)
		m.setWrite(WriteSkipped)
		m.setRead(ReadSkipped)
		if _, err := io.ReadFull(l.rand, l.image[s.writeAt(slot):][:box.Size]); err != nil {
			return err
		}
		if err := l.unproven(slot); err != nil {
			return err
		}
	}
	return nil
}

// unproven fills the place of an entry's proof, which whoever has the key
// writes over.
func (l *layer) unproven(entry int) error {
	m := (*meta)(l.image[l.f.plan.shape().metaAt(entry):])
	_, err := io.ReadFull(l.rand, m.proof())
	return err
}
