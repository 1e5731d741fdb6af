package link

import (
	"slices"
)

// pass steps a reader's chain of blocks to a block, and keeps those passed over.
func (r *handReader) pass(x *kdf, to uint32) {
	for ; r.walkAt < to; r.walkAt++ {
		p := passed{Number: Number{Block: r.walkAt}, kind: restOfBlock}
		x.step(r.walk.Bytes(), &nameHandBlock, p.key.Bytes())
		r.passed = append(r.passed, p) // beyond all that were passed before
	}
}

// source returns the index of the passed key that gives the box n; false if its key
// is erased.
func (r *handReader) source(n Number) (int, bool) {
	i, exact := slices.BinarySearchFunc(r.passed, n, func(p passed, n Number) int { return p.compare(n) })
	if !exact {
		i--
	}
	// Keys lie in the order of the first box that they give, so that it is this one or none.
	if i < 0 {
		return 0, false
	}
	switch p := &r.passed[i]; {
	case p.Block != n.Block:
		return 0, false
	case p.kind == restOfBlock:
		return i, true
	case p.kind == restOfBundle:
		return i, p.Bundle == n.Bundle && n.Box < p.end
	default:
		return i, p.Number == n
	}
}

// peek returns the key of a box and changes nothing; false if it is erased.
func (r *handReader) peek(x *kdf, n Number) (key handKey, ok bool) {
	var p passed
	if n.Block >= r.walkAt {
		if r.last != endless {
			return key, false
		}
		tip := r.walk
		for at := r.walkAt; at <= n.Block; at++ {
			x.step(tip.Bytes(), &nameHandBlock, p.key.Bytes())
		}
		tip.Erase()
	} else {
		i, ok := r.source(n)
		if !ok {
			return key, false
		}
		p = r.passed[i]
	}
	if p.kind == restOfBlock {
		w := p.key
		for at := p.Bundle; at <= n.Bundle; at++ {
			x.step(w.Bytes(), &nameHandBundle, p.key.Bytes())
		}
		w.Erase()
		p.kind, p.Box = restOfBundle, 0
	}
	if p.kind == restOfBundle {
		for at := p.Box; at <= n.Box; at++ {
			x.step(p.key.Bytes(), &nameHandBox, key.Bytes())
		}
	} else {
		key = p.key
	}
	p.key.Erase()
	return key, true
}

// take erases the key of a box that peek found, in a bundle of so many boxes. Keys
// that were passed over on the way are kept.
func (r *handReader) take(x *kdf, n Number, boxes uint16) {
	r.pass(x, n.Block+1)
	i, ok := r.source(n)
	if !ok {
		return
	}
	var instead []passed // lowest numbers first
	p := r.passed[i]
	rest := passed{Number: Number{Bundle: HandBundles}}
	if p.kind == restOfBlock {
		for rest = p; rest.Bundle <= n.Bundle; rest.Bundle++ {
			p = passed{Number: rest.Number, kind: restOfBundle, end: HandBoxes}
			x.step(rest.key.Bytes(), &nameHandBundle, p.key.Bytes())
			if rest.Bundle < n.Bundle {
				instead = append(instead, p)
			}
		}
	}
	if p.kind == restOfBundle {
		for p.end = min(p.end, boxes); p.Box <= n.Box; p.Box++ {
			b := passed{Number: p.Number, kind: oneBox}
			x.step(p.key.Bytes(), &nameHandBox, b.key.Bytes())
			if p.Box < n.Box {
				instead = append(instead, b)
			}
			b.key.Erase()
		}
		if p.Box < p.end {
			instead = append(instead, p)
		}
	}
	if rest.Bundle < HandBundles {
		instead = append(instead, rest)
	}
	p.key.Erase()
	rest.key.Erase()
	r.replace(i, instead)
	clear(instead)
}

// replace puts keys in the place of the i-th.
func (r *handReader) replace(i int, ps []passed) {
	old := r.passed
	r.passed = slices.Replace(slices.Clip(old)[:len(old):len(old)], i, i+1, ps...)
	if len(ps) > 1 { // they lie elsewhere now
		clear(old)
	}
}

// shed gives up the lowest keys passed over where there are more than can be
// remembered.
func (h *hand) shed() {
	for surplus := h.keys() - maxLooseKeys; surplus > 0; {
		for i := range h.in {
			n := min(surplus, len(h.in[i].passed))
			for k := range n {
				h.in[i].passed[k].key.Erase()
			}
			h.in[i].passed = cut(h.in[i].passed, 0, n)
			surplus -= n
		}
	}
}

// keys counts the keys passed over.
func (h *hand) keys() (n int) {
	for i := range h.in {
		n += len(h.in[i].passed)
	}
	return n
}

// closeBefore notes that the writer used the i-th hand epoch in a block: those before
// it end there.
func (l *Link) closeBefore(i int, block uint32) {
	changed := false
	for k := range l.hand.in[:i] {
		if r := &l.hand.in[k]; block < r.last {
			r.last, changed = block, true
		}
	}
	if changed {
		l.settleHand()
	}
}

// turnedHand notes the other end's turn to epoch e: it seals by hand under the newest
// hand epoch up to that one from then on.
func (l *Link) turnedHand(e uint32, turn int64) {
	i := len(l.hand.in) - 1
	for i > 0 && l.hand.in[i].e > e {
		i--
	}
	if i > 0 {
		l.closeBefore(i, l.blockOf(turn))
	}
}
