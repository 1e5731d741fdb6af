package link

import "golang.org/x/crypto/cryptobyte"

// HandCost is what boxes by hand take in a saved link at most, in bytes, if it carries
// any.
const HandCost = 4 + 1 + 1 + 2*savedChains + 1 + 4 + 1 + 32 + // own direction
	1 + maxHandEpochs*(savedChains+4+1) + maxHandKeys*(1+numberSize+2+32) + // the other's
	1 + handSealings*(4+8+4+1+1+1)

// savedChains is what a hand epoch's chains take.
const savedChains = 4 + 4 + 2*(4+32)

func (h *hand) save(b *cryptobyte.Builder) {
	b.AddUint8(uint8(h.blocks))
	if h.blocks == 0 {
		return
	}
	h.out.save(b)
	b.AddUint8(uint8(len(h.in)))
	spare := max(0, h.keys()-maxHandKeys) // the lowest are not saved
	for i := range h.in {
		r := &h.in[i]
		r.handChains.save(b)
		b.AddUint32(r.last)
		n := min(spare, len(r.passed))
		spare -= n
		b.AddUint8(uint8(len(r.passed) - n))
		for k := range r.passed[n:] {
			r.passed[n+k].save(b)
		}
	}
	b.AddUint8(uint8(len(h.heard)))
	for i := range h.heard {
		s := &h.heard[i]
		b.AddUint32(s.gen)
		b.AddBytes(s.tag[:])
		b.AddUint32(s.block)
		b.AddUint8(s.lo)
		b.AddUint8(s.hi)
		addBool(b, s.timed)
	}
}

func (w *handWriter) save(b *cryptobyte.Builder) {
	b.AddUint32(w.block)
	b.AddUint8(w.bundle)
	b.AddUint8(uint8(len(w.epochs)))
	for i := range w.epochs {
		w.epochs[i].save(b)
	}
	addBool(b, w.open)
	if w.open {
		b.AddUint32(w.restOf)
		b.AddUint8(w.next)
		b.AddBytes(w.rest.Bytes())
	}
}

func (c *handChains) save(b *cryptobyte.Builder) {
	b.AddUint32(c.e)
	b.AddUint32(c.first)
	b.AddUint32(c.headsAt)
	b.AddBytes(c.heads.Bytes())
	b.AddUint32(c.walkAt)
	b.AddBytes(c.walk.Bytes())
}

func (p *passed) save(b *cryptobyte.Builder) {
	b.AddUint8(p.kind)
	b.AddBytes(p.Number.append(nil))
	b.AddUint16(p.end)
	b.AddBytes(p.key.Bytes())
}

func (h *hand) load(r *reader) {
	h.blocks = uint32(r.u8())
	r.need(h.blocks <= MaxHandBlocks)
	if h.blocks == 0 {
		return
	}
	h.out.load(r)
	n := int(r.u8())
	r.need(n >= 1 && n <= maxHandEpochs)
	for i := 0; i < n && !r.bad; i++ {
		h.in = append(h.in, handReader{})
		h.in[i].load(r)
		r.need(i == 0 || h.in[i-1].e < h.in[i].e && h.in[i-1].first <= h.in[i].first)
		r.need((h.in[i].last == endless) || i+1 < n)
	}
	r.need(h.keys() <= maxHandKeys)
	n = int(r.u8())
	r.need(n <= handSealings)
	for i := 0; i < n && !r.bad; i++ {
		s := handSealed{gen: r.u32()}
		r.into(s.tag[:])
		s.block, s.lo, s.hi, s.timed = r.u32(), r.u8(), r.u8(), r.flag()
		r.need(s.gen > 0 && s.lo <= s.hi && s.hi < HandBundles)
		if i > 0 {
			o := &h.heard[i-1]
			r.need(o.gen < s.gen && o.place(o.hi) < s.place(s.lo))
		}
		h.heard = append(h.heard, s)
	}
}

func (w *handWriter) load(r *reader) {
	w.block, w.bundle = r.u32(), r.u8()
	r.need(w.bundle <= HandBundles)
	n := int(r.u8())
	r.need(n >= 1 && n <= 2)
	for i := 0; i < n && !r.bad; i++ {
		w.epochs = append(w.epochs, handChains{})
		w.epochs[i].load(r)
		r.need(i == 0 || w.epochs[0].e < w.epochs[1].e)
	}
	if w.open = r.flag(); w.open {
		w.restOf, w.next = r.u32(), r.u8()
		r.into(w.rest.Bytes())
		r.need(w.next >= 1 && w.next <= HandBundles)
	}
}

func (c *handChains) load(r *reader) {
	c.e, c.first, c.headsAt = r.u32(), r.u32(), r.u32()
	r.into(c.heads.Bytes())
	c.walkAt = r.u32()
	r.into(c.walk.Bytes())
	r.need(c.headsAt >= c.first && c.walkAt >= c.first && c.headsAt <= lastBlock && c.walkAt <= lastBlock)
}

// lastBlock bounds the blocks in a saved state.
const lastBlock = lastRoundInt/MinPouch + 2

func (h *handReader) load(r *reader) {
	h.handChains.load(r)
	h.last = r.u32()
	n := int(r.u8())
	r.need(n <= maxHandKeys)
	for i := 0; i < n && !r.bad; i++ {
		p := passed{kind: r.u8(), Number: Number{r.u32(), r.u8(), r.u16()}, end: r.u16()}
		r.into(p.key.Bytes())
		r.need(p.kind <= oneBox && p.Bundle < HandBundles && p.Box < HandBoxes && p.Block >= h.first && p.Block < h.walkAt && p.Block <= h.last)
		r.need(p.kind == restOfBundle && p.end > p.Box && p.end <= HandBoxes || p.kind != restOfBundle && p.end == 0)
		r.need(p.kind != restOfBlock || p.Box == 0)
		r.need(i == 0 || h.passed[i-1].compare(p.Number) < 0)
		h.passed = append(h.passed, p)
	}
}

// plausibleHand: both directions know the same newest hand epoch, which is not beyond
// the ladder's, and every chain stands where settleHand leaves it, near the present.
func (l *Link) plausibleHand() bool {
	h := &l.hand
	if h.blocks == 0 {
		return true
	}
	newest := h.out.epochs[len(h.out.epochs)-1].e
	if newest > l.ladder.epoch || h.in[len(h.in)-1].e != newest {
		return false
	}
	now := l.blockOf(l.now)
	oldest, until := now-min(now, h.blocks), l.blockOf(max(l.now, l.floor, l.in.at))+4
	stands := func(c *handChains, from uint32) bool {
		return c.headsAt >= from && c.walkAt >= from && c.first <= until && c.headsAt <= until && c.walkAt <= until
	}
	for i := range h.out.epochs {
		if !stands(&h.out.epochs[i], now) {
			return false
		}
	}
	for i := range h.in {
		if r := &h.in[i]; !stands(&r.handChains, min(oldest, r.last)) || r.last < oldest || r.last != endless && (r.last > until || r.walkAt <= r.last) {
			return false
		}
	}
	return !h.out.open || h.out.restOf >= now && h.out.restOf <= until
}
