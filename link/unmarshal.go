package link

import (
	"bytes"

	"golang.org/x/crypto/cryptobyte"
)

// Unmarshal reads what Marshal wrote and nothing else: whatever it accepts
// marshals to the same bytes. It copies; b stays the caller's. Error: ErrState.
func Unmarshal(b []byte) (*Link, error) {
	r := reader{s: b}
	l := &Link{}
	r.need(r.u8() == savedVersion)
	l.role = Role(r.u8())
	l.pouch = int64(r.u16())
	r.need(l.role <= Scanner && l.pouch >= MinPouch && l.pouch <= MaxPouch)
	l.now, l.floor = int64(r.u32()), int64(r.u32())
	l.bad, l.badAt = r.u8(), r.u32()
	l.reason = Reason(r.u8())
	r.need(l.bad <= warnAfter && l.reason < reasons)
	l.ladder.load(&r)
	l.out.load(&r, uint8(l.role), false, l.pouch)
	l.in.load(&r, 1-uint8(l.role), true, l.pouch)
	l.loadSealings(&r)
	l.outbox.load(&r)
	l.inbox.load(&r)
	r.need(len(r.s) == 0)
	if r.bad || !l.plausible() {
		l.Erase()
		return nil, ErrState
	}
	return l, nil
}

// plausible holds the parts against each other.
func (l *Link) plausible() bool {
	end, known := int64(lastRound)+1, max(l.now, l.floor)
	return l.now <= end && l.floor <= end && l.gen <= lastGen+1 &&
		l.in.at >= l.now && l.in.at <= known+MaxWalk && l.out.at >= known && l.out.at <= known+1 &&
		l.out.newest().e == l.ladder.epoch && l.in.newest().e == l.ladder.epoch &&
		!(l.ladder.making && l.ladder.ct != nil) && (l.reason == NotFrozen || !l.ladder.making && l.ladder.ct == nil && len(l.inbox.held) == 0)
}

// reader takes a saved state apart. After the first thing that is wrong, it
// yields zeros.
type reader struct {
	s   cryptobyte.String
	bad bool
}

func (r *reader) need(ok bool) {
	if !ok {
		r.bad, r.s = true, nil
	}
}

func (r *reader) u8() (v uint8)   { r.need(r.s.ReadUint8(&v)); return v }
func (r *reader) u16() (v uint16) { r.need(r.s.ReadUint16(&v)); return v }
func (r *reader) u32() (v uint32) { r.need(r.s.ReadUint32(&v)); return v }
func (r *reader) u64() (v uint64) { r.need(r.s.ReadUint64(&v)); return v }
func (r *reader) into(b []byte)   { r.need(r.s.CopyBytes(b)) }

func (r *reader) flag() bool {
	v := r.u8()
	r.need(v <= 1)
	return v == 1
}

// take returns a copy of the next n bytes.
func (r *reader) take(n int) []byte {
	var b []byte
	if r.need(r.s.ReadBytes(&b, n)); r.bad {
		return nil
	}
	return bytes.Clone(b)
}

func (r *reader) span() span {
	s := span{r.u8(), r.u32(), r.u32()}
	r.need(s.count <= MaxExtras && s.from <= s.to && (s.count > 0 || s == span{}))
	return s
}

func (r *reader) sealed() (s sealed) {
	s.gen = r.u32()
	r.into(s.tag[:])
	s.lo, s.hi = r.u32(), r.u32()
	r.need(s.lo <= s.hi)
	return s
}

func (l *Link) loadSealings(r *reader) {
	l.gen, l.lost = r.u32(), r.flag()
	for g := min(l.gen, ownTags); g > 0 && !r.bad; g-- {
		r.into(l.tags[(l.gen-g+1)%ownTags][:])
	}
	l.echo = r.sealed()
	n := int(r.u8())
	r.need(n <= peerSealings && (l.gen > 0 || !l.lost))
	for i := 0; i < n && !r.bad; i++ {
		l.peers = append(l.peers, r.sealed())
		r.need(i == 0 || l.peers[i-1].gen < l.peers[i].gen && l.peers[i-1].hi < l.peers[i].lo)
	}
	l.told = r.span()
	l.last = r.u32()
}

func (k *ladder) load(r *reader) {
	k.epoch, k.base = r.u32(), int64(r.u32())
	r.into(k.transcript[:])
	r.into(k.step.Bytes())
	r.into(k.pkHash[:])
	r.into(k.ctHash[:])
	for i := range k.words {
		for j := range k.words[i] {
			k.words[i][j] = r.u16()
			r.need(k.words[i][j] < wordList)
		}
	}
	if k.making = r.flag(); k.making {
		r.into(k.seed.Bytes())
		k.pk = r.take(pkPayload)
	}
	if r.flag() {
		k.ct = r.take(ctPayload)
	}
}
