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
	extras  span // announced by this sealing
	chunk   func(first uint32, index int, b []byte) int
	now     uint8 // slots of the first round, bit q
	tag     Tag
	kemSeed [seedSize]byte
	order   [32]byte // seed of the order of cells
	fresh   []byte   // what is left of the fresh random bytes
	random  []byte   // all of them
	plain   [headerSize]byte
	duress  [headerSize]byte

	seeds [2][]Seed       // of other lids: plain, duress
	room  [][HeadLen]byte // for their heads
	lid   [LidLen]byte    // the one being sealed
}

// draw takes all randomness of the sealing at once.
func (j *sealJob) draw(r io.Reader) error {
	j.random = make([]byte, len(j.tag)+seedSize+len(j.order)+j.boxes()*2*freshSize)
	if _, err := io.ReadFull(r, j.random); err != nil {
		return fmt.Errorf("drawing randomness for a sealing: %w", err)
	}
	b := j.random
	b = b[copy(j.tag[:], b):]
	b = b[copy(j.kemSeed[:], b):]
	b = b[copy(j.order[:], b):]
	j.fresh = b
	return nil
}

// boxes bounds the number of boxes sealed.
func (j *sealJob) boxes() int { return j.rounds * (1 + int(j.extras.count)) }

// slots returns the slots of round r, bit q.
func (j *sealJob) slots(r int64) uint8 {
	if r == j.first {
		return j.now
	}
	return j.extras.slots(r)
}

// take returns the next 32 fresh bytes.
func (j *sealJob) take() []byte {
	b := j.fresh[:freshSize]
	j.fresh = j.fresh[freshSize:]
	return b
}

// forget erases what the sealing alone needed.
func (j *sealJob) forget() {
	clear(j.kemSeed[:])
	clear(j.random)
	clear(j.plain[:])
	clear(j.duress[:])
	j.l.wipe()
}

// head composes the header, which all boxes of a sealing share.
func (j *sealJob) head(m *Moment) {
	l := j.l
	e := &l.out.epochs[serving(l.out.epochs, j.first, 0)]
	h := header{
		version: l.writes(), reads: l.highest,
		presence: m.Presence, serial: m.Serial,
		extras: j.extras,
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
func (j *sealJob) run() *Sealing {
	l := j.l
	l.out.extras[0], l.in.extras[0] = j.extras, l.told
	s := &Sealing{Gen: l.gen, Tag: j.tag, First: box.Round(j.first)}
	s.Writes = j.writes()
	s.Reads = j.reads()
	return s
}

// writes walks this end's chains through the rounds and forgets them.
func (j *sealJob) writes() []Write {
	l := j.l
	contents := make([]box.Content, j.boxes())
	j.room = make([][HeadLen]byte, j.boxes()*(len(j.seeds[0])+len(j.seeds[1])))
	out := make([]Write, 0, len(contents))
	pack := newPacker(j)
	es := l.ahead(&l.out)
	var s secrets
	for r := j.first; r < j.first+int64(j.rounds); r++ {
		if !l.out.firstOf(&l.kdf, es, r, &s) {
			continue // before the base round
		}
		for q, slots := uint8(0), j.slots(r); slots>>q != 0; q++ {
			w := Write{Round: box.Round(r), Slot: q, Content: &contents[len(out)]}
			l.kdf.boxID(w.ID[:], &s.id, q)
			pack.fill(w.Content[bodyAt:bodyAt+bodySize], r, q)
			j.seal(&w, &s.content)
			out = append(out, w)
		}
	}
	s.erase()
	return out
}

// seal seals one box whose body is filled.
func (j *sealJob) seal(w *Write, k *contentKey) {
	x, a := &j.l.kdf, boxCipher(k)
	p := place{w.Round, w.Slot, j.l.out.number, w.ID}
	copy(w.Content[:], j.take())
	copy(w.Content[bodyTop:], j.take())
	x.sealHead(w.Content[:bodyTop], &p, a, &j.plain)
	x.sealBody(w.Content, &p, a)
	j.heads(w, &p, a)
}

// reads walks the other end's id chains through the rounds and forgets them.
func (j *sealJob) reads() []Read {
	l := j.l
	out := make([]Read, 0, j.rounds)
	es := l.ahead(&l.in)
	start, uncertain := l.in.uncertain()
	var g idKey
	for r := j.first; r < j.first+int64(j.rounds); r++ {
		if !l.in.idOf(&l.kdf, es, r, &g) {
			continue
		}
		slots := l.told.slots(r)
		out = l.appendRead(out, r, 0, &g, false)
		if uncertain && r >= start+l.pouch {
			var g2 idKey
			if es[len(es)-1].id.yield(&l.kdf, &nameID, r, g2.Bytes()) {
				out = l.appendRead(out, r, 0, &g2, true)
			}
			g2.Erase()
		}
		for q := uint8(1); slots>>q != 0; q++ {
			out = l.appendRead(out, r, q, &g, false)
		}
	}
	g.Erase()
	return out
}

func (l *Link) appendRead(out []Read, r int64, q uint8, g *idKey, second bool) []Read {
	out = append(out, Read{Round: box.Round(r), Slot: q, Second: second})
	l.kdf.boxID(out[len(out)-1].ID[:], g, q)
	return out
}
