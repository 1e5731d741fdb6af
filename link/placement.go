package link

// placement is which cells one box of a sealing carries.
type placement struct {
	round uint32
	n     uint8
	chunk uint8 // bit k: cell k is a chunk of a parcel
	cells [boxCells]uint32
}

// unplace forgets which cells boxes from round first on carry: they are being
// sealed afresh, or never were.
func (o *outbox) unplace(first int64) {
	n := 0
	for n < len(o.placed) && int64(o.placed[n].round) < first {
		n++
	}
	o.placed = o.placed[:n]
	for i := range o.parcels {
		o.parcels[i].sealed = false
	}
	for i := range o.list {
		for k := range o.list[i].cells {
			o.list[i].cells[k].sealed = false
		}
	}
}

// forgetPlaced drops the records of boxes before round r, whose results will
// not come any more.
func (o *outbox) forgetPlaced(r int64) {
	n := 0
	for n < len(o.placed) && int64(o.placed[n].round) < r {
		n++
	}
	o.placed = cut(o.placed, 0, n)
}

// placedAt ends the record of one box's cells, which the drop stored or not.
func (o *outbox) placedAt(round uint32, stored bool) {
	for i := range o.placed {
		p := &o.placed[i]
		if p.round != round {
			continue
		}
		for k, n := range p.cells[:p.n] {
			if p.chunk>>k&1 == 1 {
				if stored {
					o.chunkStored(n)
				}
				continue
			}
			if m := o.markOf(n); m != nil && stored {
				m.stored, m.last = true, max(m.last, round)
			}
		}
		o.placed = cut(o.placed, i, i+1)
		return
	}
}

// near returns the number closest to base whose last 16 bits these are. A saved
// placement has no more of a cell's number: all are within some thousands of the
// other end's next, and a chunk's of the last parcel's end, or it is not noted as stored.
func near(base uint32, low uint16) uint32 {
	return base + uint32(int32(int16(low-uint16(base))))
}
