package linktest

import (
	"cmp"
	"slices"

	"bulkhead/box"
	"bulkhead/link"
)

// pouch is the file of the coming rounds' work. Every field is durable as soon
// as it is set: the worker marks attempts and results in place.
type pouch struct {
	gen     uint32
	tag     [8]byte
	floor   box.Round // highest round ever begun
	entries []*entry  // by round, rising
}

// entry is one round's work and what became of it.
type entry struct {
	round  box.Round
	begun  bool // the worker was there when the round began
	over   bool // no more boxes are put: the phone was off for too long
	writes []write
	reads  []read
}

// write is one PUT.
type write struct {
	link.Write
	epoch    uint32      // of its content
	tag      link.Tag    // of its sealing
	seeds    *lidSeeds   // of its sealing
	lid      lid         // what it begins with now
	tries    int         // PUTs begun
	result   link.Result // of the last
	readback *box.Content
	taken    bool // in this session; a crash forgets it
}

// read is one GET.
type read struct {
	link.Read
	tried   bool         // the GET was made, and its one repeat
	idle    bool         // a second candidate that found no place
	content *box.Content // nil until one came
	taken   bool         // in this session; a crash forgets it
	heard   bool         // it opened in this session; a crash forgets it
	kept    bool         // it opened, and the vault was saved since
}

// place is what becomes of a second candidate.
type place uint8

const (
	placed  place = iota // it is read, in place of a loop's
	idle                 // it found no place in its round
	unknown              // it is not known of: a planted fault
)

// at returns the entry of a round, nil if the pouch has none.
func (p *pouch) at(r box.Round) *entry {
	i, ok := slices.BinarySearchFunc(p.entries, r, func(e *entry, r box.Round) int {
		return cmp.Compare(e.round, r)
	})
	if !ok {
		return nil
	}
	return p.entries[i]
}

// replaced returns the pouch that a sealing makes of p: its own rounds, and
// those of p before them that are not over or not taken in. It shares no
// memory with p except boxes.
func (p *pouch) replaced(s *link.Sealing, seeds *lidSeeds, epoch uint32, now box.Round, second func() place) *pouch {
	n := &pouch{gen: s.Gen, tag: s.Tag}
	if p != nil {
		n.floor = p.floor
		for _, e := range p.entries {
			if e.round < s.First && (e.round >= now || !e.taken()) {
				n.entries = append(n.entries, e.clone())
			}
		}
	}
	var last *entry
	entryOf := func(r box.Round) *entry {
		if last == nil || last.round != r {
			last = &entry{round: r}
			if old := n.at(r); old != nil {
				last = old
			} else {
				n.entries = append(n.entries, last)
			}
		}
		return last
	}
	for _, w := range s.Writes {
		e := entryOf(w.Round)
		e.writes = append(e.writes, write{Write: w, epoch: epoch, tag: s.Tag, seeds: seeds, result: link.WriteSkipped})
	}
	for _, r := range s.Reads {
		e := entryOf(r.Round)
		at := placed
		if r.Second {
			at = second()
		}
		if at != unknown {
			e.reads = append(e.reads, read{Read: r, idle: at == idle})
		}
	}
	slices.SortFunc(n.entries, byRound)
	return n
}

func byRound(a, b *entry) int { return cmp.Compare(a.round, b.round) }

// taken reports whether every result of e was taken in; that a box was skipped
// is one.
func (e *entry) taken() bool {
	for i := range e.writes {
		if !e.writes[i].taken {
			return false
		}
	}
	for i := range e.reads {
		if e.reads[i].content != nil && !e.reads[i].taken {
			return false
		}
	}
	return true
}

func (e *entry) clone() *entry {
	return &entry{e.round, e.begun, e.over, slices.Clone(e.writes), slices.Clone(e.reads)}
}

// clone copies the file; nothing that happens to the one shows in the other.
func (p *pouch) clone() *pouch {
	if p == nil {
		return nil
	}
	n := *p
	n.entries = make([]*entry, len(p.entries))
	for i, e := range p.entries {
		n.entries[i] = e.clone()
	}
	return &n
}

// forget is what a crash does: no result counts as taken in.
func (p *pouch) forget() {
	if p == nil {
		return
	}
	for _, e := range p.entries {
		for i := range e.writes {
			e.writes[i].taken = false
		}
		for i := range e.reads {
			e.reads[i].taken, e.reads[i].heard = false, false
		}
	}
}

// keep is what a save does: what opened before it will not have to again.
func (p *pouch) keep() {
	if p == nil {
		return
	}
	for _, e := range p.entries {
		for i := range e.reads {
			e.reads[i].kept = e.reads[i].kept || e.reads[i].heard
		}
	}
}
