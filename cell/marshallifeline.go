package cell

import (
	"bulkhead/keys"

	"golang.org/x/crypto/cryptobyte"
)

func readKey[U any](s *cryptobyte.String, k *keys.Key[U]) bool {
	var b []byte
	if !s.ReadBytes(&b, keys.Size) {
		return false
	}
	var err error
	*k, err = keys.Of[U](b)
	return err == nil
}

// add writes a pace: tie 2, seed 32, base 4, quick blocks 4, block 1, pouch 1, cover 4.
func (p *Pace) add(b *cryptobyte.Builder) {
	b.AddUint16(uint16(p.tie))
	b.AddBytes(p.seed.Bytes())
	b.AddUint32(uint32(p.base))
	b.AddUint32(p.quick)
	b.AddUint8(p.block)
	b.AddUint8(p.pouch)
	b.AddUint32(uint32(p.cover))
}

func (p *Pace) read(s *cryptobyte.String) bool {
	return s.ReadUint16((*uint16)(&p.tie)) && readKey(s, &p.seed) && s.ReadUint32((*uint32)(&p.base)) &&
		s.ReadUint32(&p.quick) && s.ReadUint8(&p.block) && s.ReadUint8(&p.pouch) &&
		s.ReadUint32((*uint32)(&p.cover))
}

// Marks of a lifeline.
const (
	markKept = 1 << iota
	markDoubted
	markWoken
	markByOwner
	markStale
	marksKnown = 1<<iota - 1
)

// add writes a lifeline: tie 2, rank 1, marks 1 (1 kept, 2 doubted, 4
// woken, 8 by the owner, 16 stale), id 16, over 2, witnessed 4, asks 4, said 4, ref 8, given 2.
func (l *lifeline) add(b *cryptobyte.Builder) {
	var marks uint8
	for i, is := range []bool{l.kept, l.doubted, l.woken, l.byOwner, l.stale} {
		if is {
			marks |= 1 << i
		}
	}
	b.AddUint16(uint16(l.tie))
	b.AddUint8(l.rank)
	b.AddUint8(marks)
	b.AddBytes(l.id[:])
	b.AddUint16(uint16(l.over))
	b.AddUint32(uint32(l.witnessed))
	b.AddUint32(uint32(l.asks))
	b.AddUint32(uint32(l.said))
	b.AddBytes(l.ref[:])
	b.AddUint16(uint16(l.given))
}

func (l *lifeline) read(s *cryptobyte.String) bool {
	var marks uint8
	ok := s.ReadUint16((*uint16)(&l.tie)) && s.ReadUint8(&l.rank) && s.ReadUint8(&marks) && marks&^uint8(marksKnown) == 0 &&
		s.CopyBytes(l.id[:]) && s.ReadUint16((*uint16)(&l.over)) && s.ReadUint32((*uint32)(&l.witnessed)) &&
		s.ReadUint32((*uint32)(&l.asks)) && s.ReadUint32((*uint32)(&l.said)) && s.CopyBytes(l.ref[:]) && s.ReadUint16((*uint16)(&l.given))
	l.kept, l.doubted, l.woken = marks&markKept != 0, marks&markDoubted != 0, marks&markWoken != 0
	l.byOwner, l.stale = marks&markByOwner != 0, marks&markStale != 0
	return ok
}

// add writes an ask: id 16, rank 1, over 2, seed of the private key 32, sent 4.
func (a *ask) add(b *cryptobyte.Builder) {
	b.AddBytes(a.id[:])
	b.AddUint8(a.rank)
	b.AddUint16(uint16(a.over))
	b.AddBytes(a.seed.Bytes())
	b.AddUint32(uint32(a.sent))
}

func (a *ask) read(s *cryptobyte.String) bool {
	return s.CopyBytes(a.id[:]) && s.ReadUint8(&a.rank) && s.ReadUint16((*uint16)(&a.over)) &&
		readKey(s, &a.seed) && s.ReadUint32((*uint32)(&a.sent))
}

// add writes an ask passed on: id 16, from 2, to 2, rank 1, step 1, at 4, gone 4, told 4.
func (w *passed) add(b *cryptobyte.Builder) {
	b.AddBytes(w.id[:])
	b.AddUint16(uint16(w.from))
	b.AddUint16(uint16(w.to))
	b.AddUint8(w.rank)
	b.AddUint8(w.step)
	b.AddUint32(uint32(w.at))
	b.AddUint32(uint32(w.gone))
	b.AddUint32(uint32(w.told))
}

func (w *passed) read(s *cryptobyte.String) bool {
	return s.CopyBytes(w.id[:]) && s.ReadUint16((*uint16)(&w.from)) && s.ReadUint16((*uint16)(&w.to)) &&
		s.ReadUint8(&w.rank) && s.ReadUint8(&w.step) && s.ReadUint32((*uint32)(&w.at)) && s.ReadUint32((*uint32)(&w.gone)) && s.ReadUint32((*uint32)(&w.told))
}
