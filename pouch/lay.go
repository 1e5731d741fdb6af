package pouch

import (
	"io"

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
// each. Only loops' and IfRoom reads are spare. A loop whose place for reading
// went to an IfRoom read stays unread.
func (l *layer) complete(i int) (writes []fillWrite, reads []layRead, leftOut []box.Ref, err error) {
	fr, slots := &l.f.rounds[i], l.f.plan.Slots
	writes, reads = l.writes[:0], l.reads[:0]
	defer func() { l.writes, l.reads = writes, reads }()
	for _, id := range fr.own {
		reads = append(reads, layRead{id, false})
	}
	taken, left := l.choose(i, slots-len(reads))
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
	for loop := links; len(reads) < slots; loop++ {
		id, err := l.loopRead(writes, loop)
		if err != nil {
			return nil, nil, nil, err
		}
		reads = append(reads, layRead{id, true})
	}
	return writes, reads, left, nil
}

// choose picks room of the round's IfRoom reads, beginning one batch further
// on in every round, so that everyone's turn comes equally often.
func (l *layer) choose(i, room int) (taken []box.ID, leftOut []box.Ref) {
	want := l.f.rounds[i].room
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
