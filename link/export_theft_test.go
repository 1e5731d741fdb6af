package link

import "bulkhead/box"

// Thief is somebody who took a copy of a link's saved bytes, and afterwards
// only watches. He keeps to no rule of the protocol: he tries every secret in
// the copy, and every secret that follows from one, on every box.
type Thief struct {
	kdf    kdf
	pouch  int64
	ladder ladder
	knows  uint32
	chains []theftChains
	rounds []theftRound
	hands  []theftHand
}

// theftChains is one epoch's chains in one direction, as far as the copy has
// them.
type theftChains struct {
	direction uint8
	keys      epochKeys
}

// theftRound is one round's secrets that the copy kept behind the chains.
type theftRound struct {
	direction uint8
	round     int64
	secrets
}

// NewThief reads a copy.
func NewThief(state []byte) (*Thief, error) {
	l, err := Unmarshal(state)
	if err != nil {
		return nil, err
	}
	t := &Thief{pouch: l.pouch, ladder: l.ladder, knows: l.ladder.epoch}
	if l.ladder.making {
		t.knows++
	}
	for _, d := range []*direction{&l.out, &l.in} {
		for _, e := range d.epochs {
			t.chains = append(t.chains, theftChains{d.number, e})
		}
		for _, k := range d.kept {
			t.rounds = append(t.rounds, theftRound{d.number, k.round, k.first})
			if k.second != nil {
				t.rounds = append(t.rounds, theftRound{d.number, k.round, k.second.secrets})
			}
		}
	}
	t.takeHand(l)
	return t, nil
}

// Knows is the highest epoch of which the copy holds the root or the private
// key.
func (t *Thief) Knows() uint32 { return t.knows }

// Opens reports whether the thief opens a box. From one that he opens he takes
// the answer to a step whose private key he has.
func (t *Thief) Opens(from Role, ref box.Ref, c *box.Content) bool {
	p := place{ref.Round, uint8(from), ref.ID}
	for i := range t.chains {
		e := t.chains[i].keys.content // a copy, walked and forgotten
		var k contentKey
		if t.chains[i].direction == p.direction && e.yield(&t.kdf, &nameContent, int64(p.round), k.Bytes()) && t.opens(&p, c, &k) {
			return true
		}
	}
	for i := range t.rounds {
		r := &t.rounds[i]
		if r.direction == p.direction && r.round == int64(p.round) && t.opens(&p, c, &r.content) {
			return true
		}
	}
	return false
}

func (t *Thief) opens(p *place, c *box.Content, k *contentKey) bool {
	var head [headerSize]byte
	var body [bodySize]byte
	a := boxCipher(k)
	if !t.kdf.openHead(&head, c, p, a) {
		return false
	}
	if !t.kdf.openBody(&body, c, p, a) {
		return true // half a box is a box opened
	}
	for i := range boxCells {
		if x, ok := getCell(body[i*cellSize : (i+1)*cellSize]); ok && x.kind == cellCT {
			t.answered(&x)
		}
	}
	return true
}

// theftHand is one secret for boxes by hand that the copy has: a hand epoch's chains,
// or a key that was passed over.
type theftHand struct {
	direction uint8
	chains    *handChains
	passed    *passed
}

// takeHand reads what a copy has for boxes by hand.
func (t *Thief) takeHand(l *Link) {
	for i := range l.hand.out.epochs {
		t.hands = append(t.hands, theftHand{l.out.number, &l.hand.out.epochs[i], nil})
	}
	if w := &l.hand.out; w.open {
		rest := &passed{Number: Number{w.restOf, w.next, 0}, key: w.rest}
		t.hands = append(t.hands, theftHand{l.out.number, nil, rest})
	}
	for i := range l.hand.in {
		r := &l.hand.in[i]
		if r.last == endless {
			t.hands = append(t.hands, theftHand{l.in.number, &r.handChains, nil})
		}
		for k := range r.passed {
			t.hands = append(t.hands, theftHand{l.in.number, nil, &r.passed[k]})
		}
	}
}

// OpensHand reports whether the thief opens the body of a box by hand. From one that he
// opens he takes the answer to a step whose private key he has.
func (t *Thief) OpensHand(from Role, n Number, c *box.Content) bool {
	for i := range t.hands {
		h := &t.hands[i]
		if h.direction != uint8(from) {
			continue
		}
		r := handReader{last: endless}
		if h.chains != nil {
			if n.Block < h.chains.walkAt {
				continue
			}
			r.handChains = *h.chains
		} else {
			r.walkAt, r.passed = h.passed.Block+1, []passed{*h.passed}
			if n.Block >= r.walkAt {
				continue
			}
		}
		key, ok := r.peek(&t.kdf, n)
		var body [bodySize]byte
		if !ok || !t.kdf.openHandBody(&body, c, uint8(from), n, &key) {
			continue
		}
		for i := range boxCells {
			if x, ok := getCell(body[i*cellSize : (i+1)*cellSize]); ok && x.kind == cellCT {
				t.answered(&x)
			}
		}
		return true
	}
	return false
}

// answered climbs with the private key of the copy.
func (t *Thief) answered(c *cell) {
	if !t.ladder.making || c.number != t.ladder.epoch+1 || len(c.payload) != ctPayload {
		return
	}
	root, err := t.ladder.complete(&t.kdf, c.payload)
	if err != nil {
		return
	}
	for d := range uint8(2) {
		t.chains = append(t.chains, theftChains{d, newEpochKeys(&t.kdf, &root, t.ladder.epoch, d, t.ladder.base, t.pouch)})
		l := &Link{pouch: t.pouch, hand: hand{blocks: 1}}
		chains := l.newHandChains(&root, t.ladder.epoch, d, l.blockOf(t.ladder.base))
		t.hands = append(t.hands, theftHand{d, &chains, nil})
	}
}

// Finds reports whether the thief knows that a box is this link's by its id.
func (t *Thief) Finds(from Role, ref box.Ref) bool {
	var id box.ID
	for i := range t.chains {
		e := t.chains[i].keys.id
		var g idKey
		if t.chains[i].direction != uint8(from) || !e.yield(&t.kdf, &nameID, int64(ref.Round), g.Bytes()) {
			continue
		}
		if t.kdf.boxID(id[:], &g); id == ref.ID {
			return true
		}
	}
	for i := range t.rounds {
		r := &t.rounds[i]
		if r.direction != uint8(from) || r.round != int64(ref.Round) {
			continue
		}
		if t.kdf.boxID(id[:], &r.id); id == ref.ID {
			return true
		}
	}
	return false
}
