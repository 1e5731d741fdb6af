package link

import (
	"crypto/cipher"

	"bulkhead/box"
)

// unseal opens both parts of a box with either candidate; the body's plaintext
// is left in l.plain. A header that contradicts its candidate opens nothing.
func (l *Link) unseal(f *found, c *box.Content) (h header, second bool, v verdict) {
	plain := &l.head
	defer clear(plain[:])
	a := boxCipher(&f.first.content)
	if l.kdf.openHead(plain, c, &f.place, a) {
		h.get(plain)
		return h, false, l.unsealBody(f, &h, c, a, false)
	}
	if !f.doubt {
		return h, false, isShut
	}
	if a = boxCipher(&f.second.content); l.kdf.openHead(plain, c, &f.place, a) {
		h.get(plain)
		return h, true, l.unsealBody(f, &h, c, a, true)
	}
	return h, false, isShut
}

// unsealBody opens the body, if the header is of a version that is read and fits
// its candidate.
func (l *Link) unsealBody(f *found, h *header, c *box.Content, a cipher.AEAD, second bool) verdict {
	if v := l.readable(h); v != isOpen {
		return v
	}
	if fits := !second && l.fitsKnown(f, h) || second && l.fitsSecond(f, h); !fits || !l.kdf.openBody(&l.plain, c, &f.place, a) {
		return isShut
	}
	return isOpen
}

// fitsKnown: the box names the epoch that serves its round.
func (l *Link) fitsKnown(f *found, h *header) bool {
	i := serving(l.in.epochs, int64(f.round), 0)
	if i < 0 || h.sealed >= uint32(f.round) {
		return false
	}
	e := &l.in.epochs[i]
	return h.epoch == e.e && (e.e == 0 || int64(h.turn) == e.turn)
}

// fitsSecond: the box names the uncertain epoch, and a turn that it can have:
// after the last turn, the base and every round known to be sealed before it.
func (l *Link) fitsSecond(f *found, h *header) bool {
	start, ok := l.in.uncertain()
	if !ok || h.sealed >= uint32(f.round) || h.epoch != l.in.newest().e {
		return false
	}
	before := l.in.epochs[len(l.in.epochs)-2].turn
	turn := int64(h.turn)
	return turn >= start && turn > before && h.turn <= uint32(f.round)
}

// unreadable counts boxes, at right places, that do not open.
func (l *Link) unreadable(r uint32) []Event {
	if r <= l.badAt || l.bad >= warnAfter {
		return nil
	}
	l.bad++
	l.badAt = r
	if l.bad == warnAfter {
		return []Event{Warning{WarnUnreadable}}
	}
	return nil
}
