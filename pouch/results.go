package pouch

import (
	"iter"

	"bulkhead/box"
)

// Result is what became of one slot in one round.
type Result struct {
	Round box.Round
	Slot  int // from KeptSlot on: a kept box, whose round is forgotten but for this read
	Write WriteResult
	Read  ReadResult

	// Proven: the entry is one of the sealing that the pouch's tag names, see
	// LoadProven. A kept box never is.
	Proven bool
}

// WriteResult is what became of a write. State is WriteWaiting if there is
// nothing to tell yet, or no more.
type WriteResult struct {
	ID       box.ID
	State    WriteState
	ReadBack *box.Content // with WriteConflict: what the drop keeps instead; nil if it could not be read
}

// ReadResult is what became of a read. State is ReadWaiting if there is
// nothing to tell yet, or no more.
type ReadResult struct {
	ID      box.ID
	State   ReadState
	Content *box.Content // with ReadFound; nil otherwise
}

// Results yields, in the order of rounds, what is known for good and was not
// taken in with an earlier Replace; now is the current round. Of rounds before
// now, or before the floor, everything is known for good: what was not
// attempted is skipped, what was not answered is unknown. Of the current round
// only what was answered. First come the boxes that openings without the links'
// keys have kept of rounds they forgot, as reads that found theirs, each with a
// slot of its own. Contents are p's own bytes, not to be changed.
//
// Of rounds beyond the current one and the floor, as far as that is believed,
// nothing is yielded, whatever the file says.
//
// Replace marks what was yielded as taken. Until then the same results come
// again at the next Load, so taking them in must be harmless when repeated.
func (p *Pouch) Results(now box.Round) iter.Seq[Result] {
	over := max(now, p.believed)
	return func(yield func(Result) bool) {
		if !p.kept.results(over, yield) {
			return
		}
		for entry := range p.shape.entries() {
			res := p.result(entry, over)
			if res.Round > over {
				return
			}
			if res.Write.State == WriteWaiting && res.Read.State == ReadWaiting {
				continue
			}
			if res.Write.State != WriteWaiting {
				p.told[entry] |= flagTakenWrite
			}
			if res.Read.State != ReadWaiting {
				p.told[entry] |= flagTakenRead
			}
			if !yield(res) {
				return
			}
		}
	}
}

// result tells of one entry; rounds before over are over.
func (p *Pouch) result(entry int, over box.Round) Result {
	m := p.meta(entry)
	r := p.roundOf(entry)
	res := Result{Round: r, Slot: entry % p.shape.slots, Proven: p.proven != nil && p.proven[entry]}
	res.Write.ID, res.Read.ID = m.writeID(), m.readID()
	if !m.has(flagTakenWrite) {
		res.Write.State, res.Write.ReadBack = p.writeResult(entry, r < over)
	}
	if !m.has(flagTakenRead) {
		res.Read.State, res.Read.Content = p.readResult(entry, r < over)
	}
	return res
}

func (p *Pouch) writeResult(entry int, over bool) (WriteState, *box.Content) {
	switch s := p.meta(entry).writeState(); {
	case s == WriteWaiting && over:
		return WriteSkipped, nil
	case s == WriteUnknown && !over:
		return WriteWaiting, nil
	case s == WriteConflict:
		back, content := p.readBack(entry, over)
		if back == ReadWaiting {
			return WriteWaiting, nil
		}
		return s, content
	default:
		return s, nil
	}
}

func (p *Pouch) readResult(entry int, over bool) (ReadState, *box.Content) {
	if _, lent := p.meta(entry).readBack(); lent {
		return ReadSkipped, nil
	}
	return p.answer(entry, over)
}

// readBack tells what became of reading back the write of entry: ReadSkipped
// if no place was free for it.
func (p *Pouch) readBack(entry int, over bool) (ReadState, *box.Content) {
	slot := entry % p.shape.slots
	for other := entry - slot; other < entry-slot+p.shape.slots; other++ {
		if of, ok := p.meta(other).readBack(); ok && of == slot {
			return p.answer(other, over)
		}
	}
	return ReadSkipped, nil
}

// answer tells what came of the read made at entry, whatever it was for.
func (p *Pouch) answer(entry int, over bool) (ReadState, *box.Content) {
	m := p.meta(entry)
	switch s := m.readState(); {
	case s == ReadWaiting && over:
		return ReadSkipped, nil
	case s == ReadUnknown && !over:
		return ReadWaiting, nil
	case s == ReadFound:
		if content := p.found[entry]; m.holds(content[:]) {
			return s, content
		}
		return ReadUnknown, nil // the power went between the result and the content
	default:
		return s, nil
	}
}
