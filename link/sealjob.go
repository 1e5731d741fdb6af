package link

import (
	"fmt"
	"io"

	"bulkhead/box"
)

// sealJob is one sealing under way.
type sealJob struct {
	l       *Link
	first   int64
	rounds  int
	chunk   func(first uint32, index int, b []byte) int
	tag     Tag
	kemSeed [seedSize]byte
	order   [32]byte // seed of the order of cells
	fresh   []byte   // what is left of the fresh random bytes, in the link's memory
	plain   [headerSize]byte
	duress  [headerSize]byte

	seeds [2][]Seed       // of other lids: plain, duress
	room  [][HeadLen]byte // for their heads
	lid   [LidLen]byte    // the one being sealed
}

// draw takes all randomness of the sealing at once.
func (j *sealJob) draw(r io.Reader) error {
	b := room(&j.l.random, len(j.tag)+seedSize+len(j.order)+j.rounds*2*freshSize)
	if _, err := io.ReadFull(r, b); err != nil {
		clear(b)
		return fmt.Errorf("drawing randomness for a sealing: %w", err)
	}
	b = b[copy(j.tag[:], b):]
	b = b[copy(j.kemSeed[:], b):]
	b = b[copy(j.order[:], b):]
	j.fresh = b
	return nil
}

// room returns n elements of s's memory, or of more. What is in them stays.
func room[E any](s *[]E, n int) []E {
	if cap(*s) < n {
		*s = make([]E, n)
	}
	*s = (*s)[:n]
	return *s
}

// take returns the next 32 fresh bytes.
func (j *sealJob) take() []byte {
	b := j.fresh[:freshSize]
	j.fresh = j.fresh[freshSize:]
	return b
}

// forget erases what the sealing alone needed.
func (j *sealJob) forget() {
	l := j.l
	clear(l.random)
	*j = sealJob{}
	l.wipe()
}

// head composes the header, which all boxes of a sealing share.
func (j *sealJob) head(m *Moment) {
	l := j.l
	e := &l.out.epochs[serving(l.out.epochs, j.first, 0)]
	h := header{
		version: l.writes(), reads: l.highest,
		presence: m.Presence, card: m.Card,
		sealed: uint32(j.first - 1), unlocked: uint32(m.Unlocked),
		epoch: e.e, gen: l.gen, tag: j.tag,
		echoGen: l.echo.gen, echoTag: l.echo.tag, echoRound: l.echo.hi,
	}
	if e.e > 0 {
		h.turn = uint32(e.turn)
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
	h.flags |= flagDuress
	h.put(&j.duress)
}

// run seals the boxes and lists the reads.
func (j *sealJob) run(s *Sealing) {
	l := j.l
	s.Gen, s.Tag, s.First = l.gen, j.tag, box.Round(j.first)
	j.writes(s)
	j.reads(s)
}

// writes walks this end's chains through the rounds and forgets them. What the
// first round's give is remembered: its result comes next.
func (j *sealJob) writes(out *Sealing) {
	l, last := j.l, j.first+int64(j.rounds)-1
	contents := room(&out.contents, j.rounds)
	j.room = room(&out.heads, j.rounds*(len(j.seeds[0])+len(j.seeds[1])))
	clear(out.Writes[:cap(out.Writes)])
	out.Writes = room(&out.Writes, len(contents))[:0]
	pack := newPacker(j)
	var es []epochKeys
	var s secrets
	for r := j.first; r <= last; r++ {
		known := false
		if p := l.out.peekAt(&l.kdf, r); p != nil {
			s, known = p.secrets, true
			if r < last {
				es = l.ahead(&l.out)
				p.step(es)
			}
		} else {
			if es == nil {
				es = l.ahead(&l.out)
			}
			if !l.out.firstOf(&l.kdf, es, r, &s) {
				continue // before the base round
			}
		}
		w := Write{Round: box.Round(r), Content: &contents[len(out.Writes)]}
		if known {
			w.ID = l.out.first.place
		} else {
			l.kdf.boxID(w.ID[:], &s.id)
		}
		body := w.Content[bodyAt : bodyAt+bodySize]
		clear(body)
		pack.fill(body, r)
		j.seal(&w, &s.content)
		out.Writes = append(out.Writes, w)
	}
	s.erase()
}

// seal seals one box whose body is filled.
func (j *sealJob) seal(w *Write, k *contentKey) {
	x, a := &j.l.kdf, boxCipher(k)
	p := place{w.Round, j.l.out.number, w.ID}
	copy(w.Content[:], j.take())
	copy(w.Content[bodyTop:], j.take())
	x.sealHead(w.Content[:bodyTop], &p, a, &j.plain)
	x.sealBody(w.Content, &p, a)
	j.heads(w, &p, a)
}

// reads walks the other end's id chains through the rounds and forgets them. What
// the first round's give is remembered: it is passed next.
func (j *sealJob) reads(out *Sealing) {
	l, last := j.l, j.first+int64(j.rounds)-1
	out.Reads = room(&out.Reads, j.rounds)[:0]
	var es []epochKeys
	start, uncertain := l.in.uncertain()
	var g, other idKey
	for r := j.first; r <= last; r++ {
		if p := l.in.peekAt(&l.kdf, r); p != nil {
			out.Reads = append(out.Reads, Read{Round: box.Round(r), ID: p.place})
			if p.hasID {
				l.addRead(out, r, &p.second.id, true)
			}
			if r < last {
				es = l.ahead(&l.in)
				p.step(es)
			}
		} else {
			if es == nil {
				es = l.ahead(&l.in)
			}
			if !l.in.idOf(&l.kdf, es, r, &g) {
				continue
			}
			l.addRead(out, r, &g, false)
			if uncertain && r >= start+l.pouch && es[len(es)-1].id.yield(&l.kdf, &nameID, r, other.Bytes()) {
				l.addRead(out, r, &other, true)
			}
		}
	}
	g.Erase()
	other.Erase()
}

func (l *Link) addRead(out *Sealing, r int64, g *idKey, second bool) {
	out.Reads = append(out.Reads, Read{Round: box.Round(r), Second: second})
	l.kdf.boxID(out.Reads[len(out.Reads)-1].ID[:], g)
}
