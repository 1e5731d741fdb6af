package link

import "math/rand/v2"

// packer spreads the cells that are still to be brought over across the boxes
// of one sealing, in passes: each pass holds every such cell once, in an order
// drawn afresh. Cells that the drop holds and the other end may be about to
// read come last in the first pass. Before those, each box has the oldest cell that
// is left: a reader with little room keeps no others.
type packer struct {
	l     *Link
	seed  [32]byte // of the order of cells
	drawn bool     // l.dice has it
	cells []ref    // of the pass under way
	next  int      // in cells: those before it are placed
	fresh int      // in cells: those from it on come last
	pass  int
	idle  bool   // nothing is left to bring over
	kem   []byte // payload of an outstanding PK or CT

	parcels parcelPacker
	open    bool // application cells may travel
	kind    uint8
}

// ref is one cell of one message in the outbox.
type ref struct{ message, cell int }

func newPacker(j *sealJob) (p packer) {
	l := j.l
	p = packer{l: l, seed: j.order, cells: l.refs[:0]} // of a frozen link none is listed
	o := &l.outbox
	o.unplace(j.first)
	o.forgetPlaced(j.first - l.pouch)
	if l.reason != NotFrozen {
		return p
	}
	switch {
	case l.ladder.making:
		p.kem, p.kind = l.ladder.pk, cellPK
	case l.ladder.ct != nil:
		p.kem, p.kind = l.ladder.ct, cellCT
	}
	if l.out.epochs[serving(l.out.epochs, j.first, 0)].e > 0 {
		o.number()
		p.list()
		p.parcels, p.open = newParcelPacker(j, false), true
	}
	return p
}

// dice draws numbers from a seed.
type dice struct {
	source *rand.ChaCha8
	*rand.Rand
}

// cast returns d, or new ones, with a seed of their own.
func (d *dice) cast(seed *[32]byte) *dice {
	if d == nil {
		d = &dice{source: rand.NewChaCha8(*seed)}
		d.Rand = rand.New(d.source)
		return d
	}
	d.source.Seed(*seed)
	return d
}

// list begins a pass.
func (p *packer) list() {
	o := &p.l.outbox
	p.cells, p.next = p.cells[:0], 0
	for i := range o.list {
		m := &o.list[i]
		if !m.numbered() {
			break
		}
		if m.gone {
			continue
		}
		for k := range m.cells {
			if n := m.first + uint32(k); !m.cells[k].held && n >= o.peer && n-o.peer < window {
				p.cells = append(p.cells, ref{i, k})
			}
		}
	}
	p.fresh = len(p.cells)
	p.l.refs = p.cells
	if p.pass++; p.pass == 1 {
		p.part()
	}
}

// part puts the cells that are not in the air first.
func (p *packer) part() {
	p.fresh = 0
	for i, c := range p.cells {
		if !p.inAir(c) {
			p.cells[i], p.cells[p.fresh] = p.cells[p.fresh], c
			p.fresh++
		}
	}
}

// draw takes one cell at random out of what is left of the pass, of those not
// in the air as long as there are any; or, of those in the first pass, the oldest.
func (p *packer) draw(oldest bool) ref {
	if oldest && p.pass == 1 {
		if i := p.oldest(); i >= 0 {
			return p.take(i)
		}
	}
	if !p.drawn {
		p.l.dice, p.drawn = p.l.dice.cast(&p.seed), true
	}
	end := p.fresh
	if p.next >= end {
		end = len(p.cells)
	}
	return p.take(p.next + p.l.dice.IntN(end-p.next))
}

// oldest returns where the oldest cell is of those left that are not in the air; −1 if
// there is none. The first cell of a longer message that was stored once is passed
// over: a receipt cannot say that it is there.
func (p *packer) oldest() int {
	at := -1
	for i := p.next; i < p.fresh; i++ {
		c := p.cells[i]
		if at >= 0 && (c.message > p.cells[at].message || c.message == p.cells[at].message && c.cell > p.cells[at].cell) {
			continue
		}
		o := &p.l.outbox
		if m := &o.list[c.message]; c.cell == 0 && len(m.cells) > 1 && m.first == o.peer && m.cells[0].stored {
			continue
		}
		at = i
	}
	return at
}

// take takes the cell at i out of what is left of the pass.
func (p *packer) take(i int) ref {
	c := p.cells[i]
	p.cells[i], p.cells[p.next] = p.cells[p.next], c
	p.next++
	return c
}

// inAir reports whether a box with the cell was stored since the other end
// last said what it has.
func (p *packer) inAir(c ref) bool {
	m := &p.l.outbox.list[c.message].cells[c.cell]
	return m.stored && int64(m.last) > p.l.in.heard
}

// fill writes the three cells of one box.
func (p *packer) fill(body []byte, round int64) {
	o := &p.l.outbox
	room := boxCells
	if p.kem != nil {
		putCell(body, p.kind, 0, p.kemEpoch(), shortChain{}, len(p.kem))
		copy(body[cellHead:], p.kem)
		body, room = body[cellSize:], room-1
	}
	at := placement{round: uint32(round)}
	chosen := make([]ref, 0, boxCells)
	for ; room > 0; room-- {
		c, ok := p.choose(chosen, round)
		if !ok {
			break
		}
		m := &o.list[c.message]
		m.fill(body[:cellSize], c.cell)
		m.cells[c.cell].sealed = true
		chosen = append(chosen, c)
		at.cells[at.n] = m.first + uint32(c.cell)
		at.n++
		body = body[cellSize:]
	}
	if p.open {
		p.parcels.fill(body, room, &at, round%receiptEvery == 0)
	}
	if at.n > 0 {
		o.placed = append(o.placed, at)
	}
}

// kemEpoch is the step that the outstanding PK or CT belongs to.
func (p *packer) kemEpoch() uint32 {
	if p.kind == cellPK {
		return p.l.ladder.epoch + 1
	}
	return p.l.ladder.epoch
}

// choose returns the pass's next cell that may travel in the round and is not
// in the box yet. A pass that ends is followed by another.
func (p *packer) choose(chosen []ref, round int64) (ref, bool) {
	for range 2 {
		for p.next < len(p.cells) {
			c := p.draw(len(chosen) == 0)
			if int64(p.l.outbox.list[c.message].expires) >= round && !contains(chosen, c) {
				return c, true
			}
		}
		if p.idle = p.idle || len(p.cells) == 0; p.idle {
			break
		}
		p.list()
	}
	return ref{}, false
}

func contains(cs []ref, c ref) bool {
	for _, d := range cs {
		if d == c {
			return true
		}
	}
	return false
}
