package link

import (
	"encoding/binary"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// Carried is what became of a box that was carried by hand.
type Carried uint8

// What can become of it.
const (
	NotOurs Carried = iota // no head opens: another's, noise, damaged, too old, or ahead of this clock
	Opened                 // it was taken in
	Again                  // its key is erased: it was opened before, or given up
	Damaged                // its head opens and its body does not; a whole copy may still come
	Newer                  // its version is newer than what this program reads
)

// String returns the code.
func (c Carried) String() string {
	switch c {
	case Opened:
		return "opened"
	case Again:
		return "again"
	case Damaged:
		return "damaged"
	case Newer:
		return "newer"
	}
	return "not-ours"
}

// ByHand: a carried box of the other end was opened. It is a sign of life for the
// round Unlocked, and for none after it.
type ByHand struct {
	Number     Number
	Unlocked   box.Round // of the other end's last passphrase when it sealed the box
	Card       uint16    // what the other end said of the newest card that it had
	Duress     bool      // the other end was made to unlock
	Clone      bool      // it froze because of a copied or restored device
	PeerFrozen bool      // it froze, for whatever reason
}

func (ByHand) event() {}

// OpenHand takes in one box that was carried, whoever it is for. It keeps new cells
// only as far as room, in bytes, holds them.
//
// What it returns is delivered, and receipted by the next sealing of either kind, once
// the caller has saved the link. Keys that were passed over for boxes which are missing
// are saved only up to a small number: open all boxes of a stick before saving.
func (l *Link) OpenHand(c *box.Content, room int) (Carried, []Event) {
	defer l.wipe()
	l.forgetNews()
	plain := &l.head
	defer clear(plain[:])
	i, block, ok := l.tryHeads(plain, c)
	if !ok {
		return NotOurs, nil
	}
	var h header
	h.get(plain)
	switch l.readable(&h) {
	case isNewer:
		return Newer, []Event{Warning{WarnNewer}}
	case isShut:
		return NotOurs, nil
	}
	be, r := binary.BigEndian, &l.hand.in[i]
	count := be.Uint16(plain[handCountAt:])
	n := Number{be.Uint32(plain[handNumberAt:]), plain[handNumberAt+4], be.Uint16(plain[handNumberAt+5:])}
	if h.epoch != r.e || n.Block != block || n.Bundle >= HandBundles || count < 1 || count > HandBoxes || n.Box >= count || h.gen == 0 {
		return NotOurs, nil
	}
	reason := l.checkHand(r, n, &h)
	key, ok := r.peek(&l.kdf, n)
	defer key.Erase()
	if !ok {
		return Again, l.freeze(reason)
	}
	defer clear(l.plain[:])
	if !l.kdf.openHandBody(&l.plain, c, l.in.number, n, &key) {
		return Damaged, l.freeze(reason)
	}
	r.take(&l.kdf, n, count)
	l.hand.shed()
	return Opened, l.applyHand(i, n, &h, reason, &room)
}

// tryHeads looks for the hand epoch and the block under whose key a head opens.
func (l *Link) tryHeads(plain *[headerSize]byte, c *box.Content) (reader int, block uint32, ok bool) {
	if l.hand.tries == nil {
		l.listTries()
	}
	for k := range l.hand.tries {
		t := &l.hand.tries[k]
		a, _ := chacha20poly1305.NewX(t.key.Bytes()) // a key has the right length
		if _, err := a.Open(plain[:0], c[:nonceSize], c[headAt:bodyTop], bindHandHead(&l.kdf, c, l.in.number, t.block)); err == nil {
			return t.reader, t.block, true
		}
	}
	return 0, 0, false
}

// listTries lists the head keys that are tried, the newest first.
func (l *Link) listTries() {
	h := &l.hand
	until := l.blockOf(l.now) + 1
	for i := len(h.in) - 1; i >= 0; i-- {
		c := h.in[i].handChains // a copy, walked and forgotten
		from := len(h.tries)
		for ; c.headsAt <= min(until, h.in[i].last); c.headsAt++ {
			t := handTry{reader: i, block: c.headsAt}
			l.kdf.step(c.heads.Bytes(), &nameHandHead, t.key.Bytes())
			h.tries = append(h.tries, t)
		}
		reverse(h.tries[from:])
		c.erase()
	}
}

func reverse(ts []handTry) {
	for i, k := 0, len(ts)-1; i < k; i, k = i+1, k-1 {
		ts[i], ts[k] = ts[k], ts[i]
	}
}

// applyHand takes in an opened box: what its header says of both ends first, then
// receipts, base and cells, and of a closed epoch cells alone.
func (l *Link) applyHand(i int, n Number, h *header, reason Reason, room *int) []Event {
	r := &l.hand.in[i]
	stale, epoch := r.last != endless, r.e
	events := []Event{ByHand{
		Number: n, Unlocked: box.Round(h.unlocked), Card: h.card,
		Duress: h.flags&flagDuress != 0, Clone: h.flags&flagClone != 0, PeerFrozen: h.flags&flagFrozen != 0,
	}}
	l.closeBefore(i, n.Block) // r is of no use after it
	if reason == NotFrozen && h.flags&flagFrozen != 0 {
		reason = ReasonTold
	}
	if reason != NotFrozen {
		return append(events, l.freeze(reason)...)
	}
	if l.reason != NotFrozen {
		return events
	}
	at := *h
	at.sealed = uint32((int64(n.Block)+1)*l.pouch - 1)
	if stale {
		at.base = 0
		for k := range boxCells {
			if kind := &l.plain[k*cellSize]; *kind != cellFragment && *kind != cellChunk {
				*kind = cellEmpty
			}
		}
		return l.takeCells(events, &at, room)
	}
	events = append(events, l.began(h)...)
	confirmed, ok := l.outbox.accept(&h.receipt)
	if !ok {
		return append(events, l.freeze(ReasonReceipt)...)
	}
	events = append(events, confirmed...)
	if epoch > 0 {
		at.epoch = l.ladder.epoch // of a step: whatever epoch it is
	}
	return l.takeCells(events, &at, room)
}

// checkHand holds an opened head against what is known of both ends' sealings, and
// notes the peer's.
func (l *Link) checkHand(r *handReader, n Number, h *header) Reason {
	if reason := l.checkEcho(h); reason != NotFrozen {
		return reason
	}
	if !l.noteHand(n, n.Block != r.first, h.gen, h.tag) {
		return ReasonPeer
	}
	if h.gen > l.echo.gen {
		l.echo.gen, l.echo.tag = h.gen, h.tag
	}
	return NotFrozen
}

// noteHand files a box under the peer's sealing by hand that it names. False: the
// peer's number falls as rounds or bundles rise, or has two tags. The block says when
// a box was sealed only if it is timed.
func (l *Link) noteHand(n Number, timed bool, gen uint32, tag Tag) bool {
	for i := range l.peers {
		if p := &l.peers[i]; p.gen == gen || timed && p.gen > gen && int64(p.lo) <= int64(n.Block)*l.pouch {
			return false
		}
	}
	at := len(l.hand.heard)
	for i := range l.hand.heard {
		s := &l.hand.heard[i]
		switch {
		case s.gen == gen && (s.tag != tag || s.block != n.Block),
			s.gen < gen && s.place(s.hi) >= n.place(), s.gen > gen && s.place(s.lo) <= n.place():
			return false
		case s.gen >= gen && at == len(l.hand.heard):
			at = i
		}
	}
	if at < len(l.hand.heard) && l.hand.heard[at].gen == gen {
		s := &l.hand.heard[at]
		s.lo, s.hi = min(s.lo, n.Bundle), max(s.hi, n.Bundle)
		return true
	}
	if len(l.hand.heard) == handSealings {
		if at == 0 {
			return true // older than all that is remembered
		}
		l.hand.heard = cut(l.hand.heard, 0, 1)
		at--
	}
	l.hand.heard = append(l.hand.heard, handSealed{})
	copy(l.hand.heard[at+1:], l.hand.heard[at:])
	l.hand.heard[at] = handSealed{gen, tag, n.Block, n.Bundle, n.Bundle, timed}
	return true
}

// place orders bundles.
func (n Number) place() uint64                  { return uint64(n.Block)<<8 | uint64(n.Bundle) }
func (s *handSealed) place(bundle uint8) uint64 { return uint64(s.block)<<8 | uint64(bundle) }

// fitsHand reports whether a round's box of a sealing may be beside the sealings by
// hand that were heard.
func (l *Link) fitsHand(round, gen uint32) bool {
	for i := range l.hand.heard {
		s := &l.hand.heard[i]
		if s.gen == gen || s.timed && s.gen < gen && int64(round) <= int64(s.block)*l.pouch {
			return false
		}
	}
	return true
}
