package link

import (
	"cmp"
	"encoding/binary"
	"errors"
	"math"

	"bulkhead/box"
	"bulkhead/keys"
)

// Limits of boxes that are carried by hand (docs/protocol/link.md, "By hand").
const (
	// MaxHandBlocks is the highest number of blocks, of a pouch's length each, for
	// which a carried box can be opened.
	MaxHandBlocks = 64
	// HandBundles is how many bundle numbers a block has.
	HandBundles = 64
	// HandBoxes is how many boxes a bundle number has.
	HandBoxes = 1024
	// MaxHandBoxes is how many boxes one sealing makes at most: 32 MiB.
	MaxHandBoxes = 8 * HandBoxes

	maxHandKeys   = 16           // keys passed over that are saved
	maxLooseKeys  = MaxHandBoxes // and that are remembered until then
	maxHandEpochs = 8            // hand epochs of the other end
	handSealings  = 6            // of the other end whose tags are remembered
	handStep      = 8            // every so many-th box carries an outstanding PK or CT
	handPasses    = 2            // of the stream before anything else has its turn
	endless       = math.MaxUint32
)

// Errors of sealing by hand. Nothing changed.
var (
	// ErrNoHand: the link was started without blocks for boxes by hand.
	ErrNoHand = errors.New("this link carries nothing by hand")
	// ErrHandBoxes: fewer than one box, or more than MaxHandBoxes.
	ErrHandBoxes = errors.New("a sealing by hand has from 1 to 8,192 boxes")
	// ErrBundles: the block's bundle numbers do not suffice. The next block has its own.
	ErrBundles = errors.New("too much was sealed by hand in these days")
)

// Number is the place of a box by hand. It stands where a round stands elsewhere.
type Number struct {
	Block  uint32 // of PL rounds, in which it was sealed
	Bundle uint8  // below HandBundles
	Box    uint16 // below HandBoxes
}

const numberSize = 4 + 1 + 2

func (n Number) append(b []byte) []byte {
	return binary.BigEndian.AppendUint16(append(binary.BigEndian.AppendUint32(b, n.Block), n.Bundle), n.Box)
}

func (n Number) compare(o Number) int {
	return cmp.Or(cmp.Compare(n.Block, o.Block), cmp.Compare(n.Bundle, o.Bundle), cmp.Compare(n.Box, o.Box))
}

type (
	handHeadWalk struct{} // y, the tip of a chain of head keys
	handWalk     struct{} // z, v or w, the tip of a chain of blocks, bundles or boxes
	handHeadKey  = keys.Key[handHeadWalk]
	handKey      = keys.Key[handWalk]
)

var (
	nameHandHead   = name([]byte("hand head\x00\x00\x00"))
	nameHandBlock  = name([]byte("hand block\x00\x00"))
	nameHandBundle = name([]byte("hand bundle\x00"))
	nameHandBox    = name([]byte("hand box\x00\x00\x00\x00"))
)

// hand is what a link keeps for boxes by hand.
type hand struct {
	blocks uint32 // H; 0: it carries nothing
	out    handWriter
	in     []handReader // hand epochs of the other end's direction, ascending
	heard  []handSealed // its last sealings by hand, ascending
	tries  []handTry    // in memory only: the heads that are tried, or nil
}

// handChains are a hand epoch's two chains, from block first on.
type handChains struct {
	e       uint32
	first   uint32 // block of b(e), and not before the first of the hand epoch before
	heads   handHeadKey
	headsAt uint32 // block of the next head key
	walk    handKey
	walkAt  uint32 // of the next k(B)
}

// handWriter is this end's own direction.
type handWriter struct {
	epochs []handChains // the newest that the other end surely holds, and perhaps one after it
	block  uint32       // of the last sealing
	bundle uint8        // next bundle number of that block, at most HandBundles
	rest   handKey      // bundle chain of block restOf in the first epoch, if open
	restOf uint32
	next   uint8 // bundle that it yields next
	open   bool
}

// handReader is one hand epoch of the other end.
type handReader struct {
	handChains
	last   uint32 // highest block that the writer can have used; endless: it may still
	passed []passed
}

// Kinds of key passed over.
const (
	restOfBlock  = iota // v: bundles from Number.Bundle on
	restOfBundle        // w: boxes from Number.Box on, below end
	oneBox              // m
)

// passed is a key that was passed over, or what remains of a chain that was begun.
type passed struct {
	Number
	kind uint8
	end  uint16 // restOfBundle: boxes of the bundle, as far as is known
	key  handKey
}

// handSealed is what is known of one sealing by hand of the peer.
type handSealed struct {
	gen    uint32
	tag    Tag
	block  uint32
	lo, hi uint8 // bundles of which boxes were seen
	timed  bool  // the block is that of the writer's clock, not its epoch's first
}

// handTry is a head key that is tried.
type handTry struct {
	reader int
	block  uint32
	key    handHeadKey
}

// HandBlocksOf returns for how many blocks boxes by hand can be opened, where a pouch
// has so many rounds, and 14 days have rounds.
func HandBlocksOf(rounds box.Round, pouch int) int {
	return min(max(1, (int(rounds)+pouch-1)/pouch), MaxHandBlocks)
}

// blockOf is the block of round r.
func (l *Link) blockOf(r int64) uint32 { return uint32(max(r, 0) / l.pouch) }

// stretch is which stretch of G blocks a round lies in.
func (l *Link) stretch(r int64) uint32 {
	g := (l.hand.blocks + 3) / 4
	return l.blockOf(r) / g
}

// newHandChains derives both chains of hand epoch e in direction d, from a block on.
func (l *Link) newHandChains(root *rootKey, e uint32, d uint8, block uint32) handChains {
	return handChains{
		e: e, first: block, headsAt: block, walkAt: block,
		heads: expandKey[handHeadWalk](&l.kdf, root.Bytes(), "hand head", []byte{d}),
		walk:  expandKey[handWalk](&l.kdf, root.Bytes(), "hand block", []byte{d}),
	}
}

// raiseHand derives the hand chains of epoch e, if it is one: before is the base of
// the epoch before it.
func (l *Link) raiseHand(root *rootKey, e uint32, before, base int64) {
	h := &l.hand
	if h.blocks == 0 || e > 1 && l.stretch(base) <= l.stretch(before) {
		return
	}
	first := l.blockOf(base)
	if n := len(h.in); n > 0 {
		first = max(first, h.in[n-1].first) // the shower's clock may show a round before b(0)
	}
	h.out.epochs = append(h.out.epochs, l.newHandChains(root, e, l.out.number, first))
	h.in = append(h.in, handReader{handChains: l.newHandChains(root, e, l.in.number, first), last: endless})
	l.settleHand()
}

// settleHand brings every chain to the first block that it still serves, and erases
// what no box to come uses: what changes the facts that it looks at ends in it.
func (l *Link) settleHand() {
	h := &l.hand
	if h.blocks == 0 {
		return
	}
	h.forgetTries()
	now := l.blockOf(l.now)
	h.out.settle(&l.kdf, now, func(e uint32) bool { return e < l.ladder.epoch || l.shared(e) })
	oldest := now - min(now, h.blocks)
	gone := 0
	for i := range h.in {
		r := &h.in[i]
		if r.last < oldest || i < len(h.in)-maxHandEpochs {
			r.erase()
			gone = i + 1
			continue
		}
		r.settle(&l.kdf, oldest)
	}
	h.in = cut(h.in, 0, gone)
}

// settle ends a writer's epochs before the newest that the other end holds, and
// its blocks before the present one.
func (w *handWriter) settle(x *kdf, now uint32, shared func(uint32) bool) {
	for len(w.epochs) > 1 && shared(w.epochs[1].e) {
		w.epochs[0].erase()
		w.epochs = cut(w.epochs, 0, 1)
		w.close()
	}
	for i := range w.epochs {
		w.epochs[i].advance(x, now)
	}
	if w.open && w.restOf < now {
		w.close()
	}
}

func (w *handWriter) close() {
	w.rest.Erase()
	w.open, w.restOf, w.next = false, 0, 0
}

func (w *handWriter) erase() {
	for i := range w.epochs {
		w.epochs[i].erase()
	}
	w.epochs = nil
	w.close()
}

// advance steps both chains to a block, if they are not there yet.
func (c *handChains) advance(x *kdf, block uint32) {
	for ; c.headsAt < block; c.headsAt++ {
		x.step(c.heads.Bytes(), &nameHandHead, nil)
	}
	for ; c.walkAt < block; c.walkAt++ {
		x.step(c.walk.Bytes(), &nameHandBlock, nil)
	}
}

// headOf returns the key of a block's heads.
func (c *handChains) headOf(x *kdf, block uint32) (key handHeadKey) {
	tip := c.heads
	for at := c.headsAt; at < block; at++ {
		x.step(tip.Bytes(), &nameHandHead, nil)
	}
	x.step(tip.Bytes(), &nameHandHead, key.Bytes())
	tip.Erase()
	return key
}

func (c *handChains) erase() { c.heads.Erase(); c.walk.Erase() }

// settle erases what lies before the oldest block, and the chain of blocks once it
// is beyond the last one.
func (r *handReader) settle(x *kdf, oldest uint32) {
	r.advance(x, min(oldest, r.last))
	if r.last != endless && r.walkAt <= r.last {
		r.pass(x, r.last+1)
	}
	if r.last != endless {
		r.walk.Erase()
	}
	n := 0
	for n < len(r.passed) && r.passed[n].Block < oldest {
		r.passed[n].key.Erase()
		n++
	}
	r.passed = cut(r.passed, 0, n)
	for n = len(r.passed); n > 0 && r.passed[n-1].Block > r.last; n-- {
		r.passed[n-1].key.Erase()
	}
	r.passed = r.passed[:n]
}

func (r *handReader) erase() {
	r.handChains.erase()
	for i := range r.passed {
		r.passed[i].key.Erase()
	}
	r.passed = nil
}

func (h *hand) forgetTries() {
	clear(h.tries[:cap(h.tries)])
	h.tries = nil
}

// erase zeroes every secret.
func (h *hand) erase() {
	h.out.erase()
	for i := range h.in {
		h.in[i].erase()
	}
	h.forgetTries()
	*h = hand{blocks: h.blocks}
}
