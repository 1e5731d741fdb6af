package link

import (
	"encoding/binary"
	"fmt"
	"io"
	"math/rand/v2"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// HandMoment is what the caller knows when it seals by hand.
type HandMoment struct {
	Unlocked box.Round // round of the last passphrase
	Card     uint16    // what the device says of the newest card that it has

	// Chunk copies a chunk of a parcel, as [Moment.Chunk] does; nil: no chunks are carried.
	Chunk func(first uint32, index int, b []byte) int
}

// HandSealing is the boxes of one sealing by hand. They may leave once the link is
// saved, and not before.
type HandSealing struct {
	Gen   uint32
	Tag   Tag
	Epoch uint32 // hand epoch that they are sealed under
	First Number // of Boxes[0]; the next ones follow, HandBoxes to a bundle number
	Boxes []box.Content
}

// Number returns the number of the i-th box.
func (s *HandSealing) Number(i int) Number {
	return Number{s.First.Block, s.First.Bundle + uint8(i/HandBoxes), uint16(i % HandBoxes)}
}

// HandBoxes returns how many boxes carry once all that is waiting for the other end:
// at least one. More make up for boxes that are damaged on the way.
func (l *Link) HandBoxes() int {
	o := &l.outbox
	cells := min(o.backlog(l.now), window) + o.lacking(l.now)
	if len(l.inbox.parcels) > 0 {
		cells++
	}
	if l.ladder.making || l.ladder.ct != nil {
		cells++
	}
	return max(1, (cells+boxCells-1)/boxCells)
}

// SealHand seals boxes to be carried, from 1 to MaxHandBoxes, in the block of the
// highest round known: that of the last sealing of a pouch. What waits is in them
// whether or not a pouch or an earlier stick has it too. All of them are held in
// memory: whoever fills a large stick seals, saves and writes several times.
//
// Nothing of a pouch changes. The numbers are used up, whatever becomes of the boxes.
// Errors, with nothing changed: ErrNoHand, ErrHandBoxes, ErrBundles, ErrEnded,
// ErrErased, or rand's.
func (l *Link) SealHand(m HandMoment, boxes int, rand io.Reader) (*HandSealing, error) {
	defer l.wipe()
	w := &l.hand.out
	switch {
	case l.out.epochs == nil:
		return nil, ErrErased
	case l.hand.blocks == 0:
		return nil, ErrNoHand
	case boxes < 1 || boxes > MaxHandBoxes:
		return nil, ErrHandBoxes
	case l.gen >= lastGen:
		return nil, ErrEnded
	}
	l.settleHand()
	bundles := (boxes + HandBoxes - 1) / HandBoxes
	first := Number{Block: max(l.blockOf(l.now), w.epochs[0].first)}
	if first.Block == w.block {
		first.Bundle = w.bundle
	}
	if int(first.Bundle)+bundles > HandBundles {
		return nil, ErrBundles
	}
	j := handJob{l: l, boxes: boxes, sealing: HandSealing{First: first, Boxes: make([]box.Content, boxes)}}
	if err := j.draw(rand); err != nil {
		return nil, err
	}
	defer j.forget()
	if err := l.begin(j.kemSeed[:]); err != nil {
		return nil, err
	}
	l.gen++
	l.tags[l.gen%ownTags] = j.sealing.Tag
	j.sealing.Gen = l.gen
	j.sealing.Epoch = w.epochs[0].e
	j.head(&m)
	j.pack = newHandPacker(&j, m.Chunk)
	defer j.pack.end()
	j.run()
	w.block, w.bundle = first.Block, first.Bundle+uint8(bundles)
	return &j.sealing, nil
}

// handJob is one sealing by hand under way.
type handJob struct {
	l       *Link
	boxes   int
	sealing HandSealing
	kemSeed [seedSize]byte
	order   [32]byte // seed of the order of cells
	plain   [headerSize]byte
	random  []byte
	pack    handPacker
}

// draw takes all randomness of the sealing at once; the fresh bytes of each box go
// to their places.
func (j *handJob) draw(r io.Reader) error {
	s := &j.sealing
	j.random = make([]byte, len(s.Tag)+seedSize+len(j.order)+2*freshSize*len(s.Boxes))
	if _, err := io.ReadFull(r, j.random); err != nil {
		return fmt.Errorf("drawing randomness for a sealing by hand: %w", err)
	}
	b := j.random
	b = b[copy(s.Tag[:], b):]
	b = b[copy(j.kemSeed[:], b):]
	b = b[copy(j.order[:], b):]
	for i := range s.Boxes {
		b = b[copy(s.Boxes[i][:freshSize], b):]
		b = b[copy(s.Boxes[i][bodyTop:bodyAt], b):]
	}
	return nil
}

// forget erases what the sealing alone needed.
func (j *handJob) forget() {
	clear(j.kemSeed[:])
	clear(j.random)
	clear(j.plain[:])
}

// head composes the header, but for what differs from box to box.
func (j *handJob) head(m *HandMoment) {
	l := j.l
	h := header{
		version: l.writes(), reads: l.highest, card: m.Card,
		unlocked: uint32(m.Unlocked), epoch: l.hand.out.epochs[0].e,
		gen: l.gen, tag: j.sealing.Tag,
		echoGen: l.echo.gen, echoTag: l.echo.tag, echoRound: l.echo.hi,
	}
	if l.reason != NotFrozen {
		h.flags |= flagFrozen
		if l.reason.clone() {
			h.flags |= flagClone
		}
	} else {
		h.receipt, h.base = l.inbox.receipt(), l.outbox.base()
	}
	h.put(&j.plain)
}

// Where a header by hand has what a round's has not.
const (
	handCountAt  = 2
	handNumberAt = 80
)

// run seals the boxes, in the order of their numbers, and erases their keys.
func (j *handJob) run() {
	l, w, s := j.l, &j.l.hand.out, &j.sealing
	head := w.epochs[0].headOf(&l.kdf, s.First.Block)
	a, err := chacha20poly1305.NewX(head.Bytes())
	if err != nil {
		panic("link: a head's key is not 32 bytes") // it is a keys.Key
	}
	head.Erase()
	var bundle, key handKey
	for i := range s.Boxes {
		n := s.Number(i)
		if n.Box == 0 {
			w.bundleKey(&l.kdf, n, &bundle)
		}
		l.kdf.step(bundle.Bytes(), &nameHandBox, key.Bytes())
		c := &s.Boxes[i]
		binary.BigEndian.PutUint16(j.plain[handCountAt:], uint16(min(j.boxes-i+int(n.Box), HandBoxes)))
		n.append(j.plain[:handNumberAt])
		a.Seal(c[headAt:headAt], c[:nonceSize], j.plain[:], bindHandHead(&l.kdf, c, l.out.number, n.Block))
		j.pack.fill(c[bodyAt:bodyAt+bodySize], n)
		l.kdf.sealHandBody(c, l.out.number, n, &key)
	}
	bundle.Erase()
	key.Erase()
}

// bundleKey yields the key of a bundle, which is not before the writer's next one.
func (w *handWriter) bundleKey(x *kdf, n Number, key *handKey) {
	c := &w.epochs[0]
	if !w.open || w.restOf != n.Block {
		c.advance(x, n.Block)
		x.step(c.walk.Bytes(), &nameHandBlock, w.rest.Bytes())
		c.walkAt++
		w.open, w.restOf, w.next = true, n.Block, 0
	}
	for ; w.next <= n.Bundle; w.next++ {
		x.step(w.rest.Bytes(), &nameHandBundle, key.Bytes())
	}
}

// The parts of a box by hand.
const (
	partHandHead = 2
	partHandBody = 3
)

// bindHandHead returns what a head is bound to, in d's memory.
func bindHandHead(x *kdf, c *box.Content, direction uint8, block uint32) []byte {
	b := append(x.aad[:0], c[nonceSize:freshSize]...)
	return binary.BigEndian.AppendUint32(append(b, partHandHead, direction), block)
}

// handBound is how many bytes a body is bound to.
const handBound = freshSize - nonceSize + 1 + 1 + numberSize + bodyTop

// bindHandBody returns what a body is bound to: its place, and the box's lid.
func bindHandBody(b []byte, c *box.Content, direction uint8, n Number) []byte {
	b = append(b, c[bodyTop+nonceSize:bodyAt]...)
	b = n.append(append(b, partHandBody, direction))
	return append(b, c[:bodyTop]...)
}

// sealHandBody seals the body in place.
func (d *kdf) sealHandBody(c *box.Content, direction uint8, n Number, key *handKey) {
	a, _ := chacha20poly1305.NewX(key.Bytes()) // a key has the right length
	var room [handBound]byte
	a.Seal(c[bodyAt:bodyAt], c[bodyTop:bodyTop+nonceSize], c[bodyAt:bodyAt+bodySize], bindHandBody(room[:0], c, direction, n))
}

// openHandBody opens the body into plain.
func (d *kdf) openHandBody(plain *[bodySize]byte, c *box.Content, direction uint8, n Number, key *handKey) bool {
	a, _ := chacha20poly1305.NewX(key.Bytes())
	var room [handBound]byte
	_, err := a.Open(plain[:0], c[bodyTop:bodyTop+nonceSize], c[bodyAt:], bindHandBody(room[:0], c, direction, n))
	return err == nil
}

// handPacker spreads what waits across the boxes of one sealing by hand, in passes.
type handPacker struct {
	l     *Link
	order *rand.Rand
	cells []ref // of the pass under way
	next  int   // in cells: those before it are placed
	pass  int
	kem   []byte // payload of an outstanding PK or CT
	kind  uint8
	epoch uint32 // that it belongs to

	parcels parcelPacker
	sealed  []bool // of each parcel: the last sealing of a pouch has a chunk of it
}

func newHandPacker(j *handJob, chunk func(uint32, int, []byte) int) handPacker {
	l := j.l
	p := handPacker{l: l, order: rand.New(rand.NewChaCha8(j.order))}
	if l.reason != NotFrozen {
		return p
	}
	switch k := &l.ladder; {
	case k.making:
		p.kem, p.kind, p.epoch = k.pk, cellPK, k.epoch+1
	case k.ct != nil:
		p.kem, p.kind, p.epoch = k.ct, cellCT, k.epoch
	}
	if l.hand.out.epochs[0].e > 0 {
		l.outbox.number()
		p.list()
		p.parcels = newParcelPacker(&sealJob{l: l, chunk: chunk}, true)
	}
	for i := range l.outbox.parcels {
		p.sealed = append(p.sealed, l.outbox.parcels[i].sealed)
	}
	return p
}

// end puts back what the packer of chunks says of a pouch's sealing.
func (p *handPacker) end() {
	for i, sealed := range p.sealed {
		p.l.outbox.parcels[i].sealed = sealed
	}
}

// list begins a pass: every cell that the other end is not known to hold.
func (p *handPacker) list() {
	o := &p.l.outbox
	p.cells, p.next = p.cells[:0], 0
	for i := range o.list {
		m := &o.list[i]
		if !m.numbered() {
			break
		}
		if m.gone || int64(m.expires) < p.l.now {
			continue
		}
		for k := range m.cells {
			if n := m.first + uint32(k); !m.cells[k].held && n >= o.peer && n-o.peer < window {
				p.cells = append(p.cells, ref{i, k})
			}
		}
	}
	p.pass++
	p.order.Shuffle(len(p.cells), func(i, k int) { p.cells[i], p.cells[k] = p.cells[k], p.cells[i] })
}

// fill writes the three cells of one box.
func (p *handPacker) fill(body []byte, n Number) {
	room := boxCells
	if p.kem != nil && n.Box%handStep == 0 {
		putCell(body, p.kind, 0, p.epoch, shortChain{}, len(p.kem))
		copy(body[cellHead:], p.kem)
		body, room = body[cellSize:], room-1
	}
	chosen := make([]ref, 0, boxCells)
	stream := func(last int) {
		for ; room > 0 && p.pass <= last; room-- {
			c, ok := p.choose(chosen, last)
			if !ok {
				return
			}
			m := &p.l.outbox.list[c.message]
			m.fill(body[:cellSize], c.cell)
			m.cells[c.cell].carried = true
			chosen = append(chosen, c)
			body = body[cellSize:]
		}
	}
	stream(handPasses)
	if r := p.parcels.receipts; room > 0 && r != nil && n.Box%handStep == 0 && len(p.parcels.flows) > 0 {
		putCell(body, cellReceipts, 0, 0, shortChain{}, len(r))
		copy(body[cellHead:], r)
		body, room = body[cellSize:], room-1
	}
	at := placement{round: uint32(p.l.now)} // nothing that is recorded
	body, room = p.parcels.fill(body, room, &at, false)
	stream(anyPass)
}

// choose returns the pass's next cell that is not in the box yet. A pass that ends is
// followed by another, up to last.
func (p *handPacker) choose(chosen []ref, last int) (ref, bool) {
	for range 2 {
		for p.next < len(p.cells) {
			c := p.cells[p.next]
			p.next++
			if !contains(chosen, c) {
				return c, true
			}
		}
		if len(p.cells) == 0 || p.pass >= last {
			break
		}
		p.list()
	}
	return ref{}, false
}

// anyPass is no limit to the passes that a box may begin.
const anyPass = 1 << 30
