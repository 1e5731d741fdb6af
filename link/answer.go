package link

import (
	"crypto/sha256"
	"encoding/binary"
)

// takeStep takes in a PK or CT cell; other cells are fine by it. False is a
// freezing sign: a second key, or an answer to none of ours.
func (l *Link) takeStep(h *header, c *cell) (events []Event, ok bool) {
	switch {
	case c.kind == cellPK && len(c.payload) == pkPayload:
		return nil, l.takePK(h, c)
	case c.kind == cellCT && len(c.payload) == ctPayload:
		return l.takeCT(c)
	}
	return nil, true
}

// takePK answers a step. A key that cannot be used is passed over: it is the
// other end's to make a good one.
func (l *Link) takePK(h *header, c *cell) bool {
	k := &l.ladder
	if c.number > 0 && c.number == k.epoch && !l.makes(c.number) {
		return sha256.Sum256(c.payload) == k.pkHash
	}
	if c.number != k.epoch+1 || l.makes(c.number) || h.epoch != k.epoch || !l.settled() || l.full() {
		return true
	}
	base := int64(binary.BigEndian.Uint32(c.payload))
	if base > int64(h.sealed) || base < l.now-MaxWalk || base < k.base+stepRounds && k.epoch > 0 {
		return true
	}
	root, err := k.answer(&l.kdf, c.payload)
	if err != nil {
		return true
	}
	l.raiseTo(&root)
	return true
}

// takeCT completes a step that this end made.
func (l *Link) takeCT(c *cell) (events []Event, ok bool) {
	k := &l.ladder
	if c.number <= k.epoch {
		repeated := c.number != k.epoch || !l.makes(c.number) || sha256.Sum256(c.payload) == k.ctHash
		return nil, repeated
	}
	if c.number != k.epoch+1 || !l.makes(c.number) || !k.making {
		return nil, false
	}
	root, err := k.complete(&l.kdf, c.payload)
	if err != nil {
		return nil, false
	}
	l.raiseTo(&root)
	return []Event{EpochBegun{k.epoch}}, true
}

// raiseTo derives both directions' chains of the ladder's newest epoch and
// erases its root.
func (l *Link) raiseTo(root *rootKey) {
	before := l.out.newest().base
	for _, d := range []*direction{&l.out, &l.in} {
		e := newEpochKeys(&l.kdf, root, l.ladder.epoch, d.number, l.ladder.base, l.pouch)
		d.epochs = append(d.epochs, e)
		d.settle(&l.kdf)
	}
	l.raiseHand(root, l.ladder.epoch, before, l.ladder.base)
	root.Erase()
}
