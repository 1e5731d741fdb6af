package link

import "bulkhead/keys"

// chain is one of an epoch's two chains in one direction: its tip yields the
// secret of round at and of no earlier one.
type chain[U any] struct {
	tip  keys.Key[U]
	at   int64
	live bool
}

// advance steps the chain to round r, if it is not there yet.
func (c *chain[U]) advance(x *kdf, use *name, r int64) {
	if !c.live {
		return
	}
	for ; c.at < r; c.at++ {
		x.step(c.tip.Bytes(), use, nil)
	}
}

// yield writes the secret of round r to out and steps beyond it; false if the
// chain is beyond r already, or erased.
func (c *chain[U]) yield(x *kdf, use *name, r int64, out []byte) bool {
	if !c.live || c.at > r {
		return false
	}
	c.advance(x, use, r)
	x.step(c.tip.Bytes(), use, out)
	c.at++
	return true
}

// erase ends the chain.
func (c *chain[U]) erase() {
	c.tip.Erase()
	c.live, c.at = false, 0
}

// epochKeys is one epoch in one direction: its turn and its chains.
type epochKeys struct {
	e       uint32
	base    int64 // b(e)
	turn    int64 // t(d,e); below 0 in epoch 0 of a young calendar
	turned  bool  // the turn is set (writer) or was heard (reader)
	content chain[contentWalk]
	id      chain[idWalk]
}

// newEpochKeys derives both chains of epoch e in direction d. Ids follow contents
// by a pouch, so the id chain of an epoch that a step made begins a pouch later.
func newEpochKeys(x *kdf, root *rootKey, e uint32, d uint8, base, pouch int64) epochKeys {
	ids := base
	if e > 0 {
		ids += pouch
	}
	return epochKeys{
		e: e, base: base,
		content: chain[contentWalk]{expandKey[contentWalk](x, root.Bytes(), "content", []byte{d}), base, true},
		id:      chain[idWalk]{expandKey[idWalk](x, root.Bytes(), "id", []byte{d}), ids, true},
	}
}
