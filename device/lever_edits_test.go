package device_test

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/binary"
	"math/rand/v2"
	"slices"

	"bulkhead/box"
	"bulkhead/card"
)

// editor is somebody who holds a locked phone for a moment, knows the format,
// and has copies of this pouch as it was before and of another device's.
type editor struct {
	*rand.Rand
	now     uint32   // the round
	earlier [][]byte // this device's pouches, oldest first, the last as it is there
	foreign []byte
}

// pouchFile is a pouch's file, by docs/protocol/pouch.md.
type pouchFile []byte

func (f pouchFile) slots() int          { return int(f[8]) }
func (f pouchFile) rounds() int         { return int(f[9]) }
func (f pouchFile) first() uint32       { return binary.BigEndian.Uint32(f[12:]) }
func (f pouchFile) setFirst(r uint32)   { binary.BigEndian.PutUint32(f[12:], r) }
func (f pouchFile) tag() []byte         { return f[16:24] }
func (f pouchFile) floor() uint32       { return binary.BigEndian.Uint32(f[512:]) }
func (f pouchFile) setFloor(r uint32)   { binary.BigEndian.PutUint32(f[512:], r) }
func (f pouchFile) entries() int        { return (f.rounds() + 1) * f.slots() }
func (f pouchFile) meta(i int) []byte   { return f[metaStart+128*i:][:128] }
func (f pouchFile) boxes() int          { return (metaStart + 128*f.entries() + 4095) / 4096 * 4096 }
func (f pouchFile) writes(i int) []byte { return f[f.boxes()+4096*i:][:4096] }
func (f pouchFile) reads(i int) []byte  { return f[f.boxes()+4096*(f.entries()+i):][:4096] }
func (f pouchFile) kept() []byte        { return f[f.boxes()+8192*f.entries():] }
func (f pouchFile) round(i int) uint32  { return f.first() - 1 + uint32(i/f.slots()) }

// mend makes the sums fit, which have no key.
func (f pouchFile) mend() {
	sum := sha256.Sum256(f[cardsStart:][:2*card.Size])
	copy(f[32:64], sum[:])
	sum = sha256.Sum256(f[:160])
	copy(f[160:168], sum[:])
	sum = sha256.Sum256(slices.Concat([]byte("round"), f.tag(), f[512:656]))
	copy(f[656:664], sum[:])
}

const (
	cardsStart = 8192
	metaStart  = 16384
)

// cards are the card in force and the coming one, as the file has them.
func (f pouchFile) cards() (inForce, coming []byte) {
	return f[cardsStart:][:card.Size], f[cardsStart+card.Size:][:card.Size]
}

// sign signs the plan by a key of the editor's own.
func (e *editor) sign(f pouchFile) {
	f.mend()
	key := ed25519.NewKeyFromSeed(e.noise(make([]byte, ed25519.SeedSize)))
	copy(f[64:96], key.Public().(ed25519.PublicKey))
	copy(f[96:160], ed25519.Sign(key, slices.Concat([]byte("bulkhead/pouch/5 plan"), f[8:12], f[16:64])))
}

// own is a place of the editor's.
func (e *editor) own() card.Place {
	return card.Place{Drop: card.Server{Host: "trap.example:443", Prefix: [card.PrefixSize]byte(e.noise(make([]byte, card.PrefixSize)))}}
}

// moved makes the card in force, or one that is coming, one that leads to the editor.
func (e *editor) moved(f pouchFile, coming bool) {
	inForce, next := f.cards()
	c, err := card.Of((*[card.Size]byte)(inForce))
	if err != nil || c == (card.Card{}) { // an edit before this one left none
		return
	}
	if !coming {
		c.Places[0] = e.own()
		bytes := c.Bytes()
		copy(inForce, bytes[:])
		return
	}
	from := box.Round(e.now) + 1
	n, err := c.Next([]card.Place{c.Places[0], e.own()}, nil, e.IntN(2) == 0, from-c.Change(), from)
	if err != nil {
		return
	}
	bytes := n.Bytes()
	copy(next, bytes[:])
	binary.BigEndian.PutUint32(f[28:], uint32(from))
}

// found has entry i have read content.
func (f pouchFile) found(i int, content []byte) {
	copy(f.reads(i), content)
	sum := sha256.Sum256(content)
	m := f.meta(i)
	m[67], m[68] = 2, 1
	copy(m[72:88], sum[:16])
}

func (e *editor) noise(b []byte) []byte {
	for i := range b {
		b[i] = byte(e.Uint32())
	}
	return b
}

// every does something to a share of the entries, or to all.
func (e *editor) every(f pouchFile, do func(i int)) {
	share := []float64{.1, .5, 1}[e.IntN(3)]
	for i := range f.entries() {
		if e.Float64() < share {
			do(i)
		}
	}
}

// edit is one way of changing the file, whose sums are mended afterwards.
type edit struct {
	name string
	// do changes the file; nil: there is none any more.
	do func(e *editor, f pouchFile) []byte
	// told: the owner must be shown an alarm. Others may be shown one.
	told bool
	// patient: the device may be silent for a pouch length.
	patient bool
	// rerun: boxes of an earlier sealing leave, which to the other end is a
	// copied device; the link may freeze.
	rerun bool
}

// same is an edit that leaves the file as long as it is.
func same(name string, told bool, do func(e *editor, f pouchFile)) edit {
	return edit{name: name, do: func(e *editor, f pouchFile) []byte { do(e, f); return f }, told: told}
}

// edits are the fields of the file one after the other, and the file as a whole.
func edits() []edit {
	return []edit{
		same("first and floor far ahead", true, func(e *editor, f pouchFile) {
			f.setFirst(-uint32(f.rounds()))
			f.setFloor(f.first() + uint32(e.IntN(f.rounds())))
		}),
		same("first far ahead", true, func(_ *editor, f pouchFile) { f.setFirst(-uint32(f.rounds())) }),
		same("first a little ahead", true, func(e *editor, f pouchFile) { f.setFirst(f.first() + 1 + uint32(e.IntN(3))) }),
		same("first back", true, func(e *editor, f pouchFile) { f.setFirst(f.first() - 1 - uint32(e.IntN(3))) }),
		{"floor within the pouch", func(e *editor, f pouchFile) []byte {
			f.setFloor(max(f.floor(), e.now+2) + uint32(e.IntN(f.rounds()/2)))
			return f
		}, false, true, false},
		{"floor at the end", func(_ *editor, f pouchFile) []byte {
			f.setFloor(f.first() + uint32(f.rounds()) - 1)
			return f
		}, true, true, false},
		same("floor beyond the end", true, func(_ *editor, f pouchFile) { f.setFloor(f.first() + uint32(f.rounds())) }),
		same("floor back by one", false, func(_ *editor, f pouchFile) { f.setFloor(f.floor() - 1) }),
		same("floor zero", false, func(_ *editor, f pouchFile) { f.setFloor(0) }),
		same("floor back, nothing done", false, func(_ *editor, f pouchFile) {
			f.setFloor(f.first() - 1)
			for i := range f.entries() {
				clear(f.meta(i)[65:88])
			}
		}),
		same("the card in force", true, func(e *editor, f pouchFile) { e.moved(f, false) }),
		same("the card in force, signed", true, func(e *editor, f pouchFile) { e.moved(f, false); e.sign(f) }),
		same("a coming card", true, func(e *editor, f pouchFile) { e.moved(f, true) }),
		same("a coming card, signed", true, func(e *editor, f pouchFile) { e.moved(f, true); e.sign(f) }),
		same("the plan signed anew", true, func(e *editor, f pouchFile) { e.sign(f) }),
		same("the signature", true, func(e *editor, f pouchFile) { f[96+e.IntN(64)] ^= 1 << e.IntN(8) }),
		same("the number of the sealing", true, func(e *editor, f pouchFile) { f[27]-- }),
		same("the rate of loops", true, func(e *editor, f pouchFile) { f[10], f[11] = 0x10, byte(e.IntN(256)) }),
		same("a byte of a card", true, func(e *editor, f pouchFile) {
			inForce, _ := f.cards()
			inForce[e.IntN(120)] ^= 1 << e.IntN(8)
		}),
		same("no card", true, func(e *editor, f pouchFile) { inForce, _ := f.cards(); clear(inForce) }),
		same("the rounds' length", true, func(_ *editor, f pouchFile) { binary.BigEndian.PutUint32(f[cardsStart+2+43:], 60_000) }),
		same("hours", true, func(_ *editor, f pouchFile) {
			binary.BigEndian.PutUint32(f[cardsStart+2+47:], 4)
			binary.BigEndian.PutUint32(f[cardsStart+2+51:], 4)
		}),
		same("hours that no day has", true, func(_ *editor, f pouchFile) { binary.BigEndian.PutUint32(f[cardsStart+2+51:], 1<<31) }),
		same("times of the round", false, func(e *editor, f pouchFile) { e.noise(f[528:][:8*f.slots()]) }),
		same("rounds run", false, func(e *editor, f pouchFile) { e.noise(f[520:526]) }),
		{"fewer slots", func(e *editor, f pouchFile) []byte { return e.reshape(f, f.slots()-2, f.rounds()) }, true, false, false},
		{"more rounds", func(e *editor, f pouchFile) []byte { return e.reshape(f, f.slots(), f.rounds()+20) }, true, false, false},
		{"sixteen slots of 192 rounds", func(e *editor, f pouchFile) []byte { return e.reshape(f, 16, 192) }, true, false, false},
		same("the tag", true, func(e *editor, f pouchFile) { e.noise(f.tag()) }),
		same("an earlier tag", true, func(e *editor, f pouchFile) { copy(f.tag(), pouchFile(e.old()).tag()) }),
		same("data used and the clock's error", false, func(e *editor, f pouchFile) { e.noise(f[4096:][:232]) }),
		same("ids to write", true, func(e *editor, f pouchFile) { e.every(f, func(i int) { e.noise(f.meta(i)[:32]) }) }),
		same("ids to read", true, func(e *editor, f pouchFile) { e.every(f, func(i int) { e.noise(f.meta(i)[32:64]) }) }),
		same("flags", true, func(e *editor, f pouchFile) { e.every(f, func(i int) { f.meta(i)[64] ^= 1 + byte(e.IntN(7)) }) }),
		same("proofs", true, func(e *editor, f pouchFile) { e.every(f, func(i int) { e.noise(f.meta(i)[88:104]) }) }),
		same("bodies", true, func(e *editor, f pouchFile) { e.every(f, func(i int) { f.writes(i)[148+e.IntN(3948)] ^= 1 }) }),
		same("lids", false, func(e *editor, f pouchFile) { e.every(f, func(i int) { e.noise(f.writes(i)[:148]) }) }),
		same("all is stored", true, func(e *editor, f pouchFile) { e.written(f, 2, 1, 1<<32-1) }),
		same("all is in conflict", true, func(e *editor, f pouchFile) { e.written(f, 4, 1, 1<<32-1) }),
		same("all was tried twice", true, func(e *editor, f pouchFile) { e.written(f, 1, 2, 1<<32-1) }),
		same("all is skipped", true, func(e *editor, f pouchFile) { e.written(f, 6, 0, 1<<32-1) }),
		same("what is over is stored", false, func(e *editor, f pouchFile) { e.written(f, 2, 1, f.floor()) }),
		same("what is over is in conflict", false, func(e *editor, f pouchFile) {
			e.written(f, 4, 1, f.floor())
			for i := range f.entries() {
				if f.round(i) <= f.floor() {
					f.found(i, e.box(f))
					f.meta(i)[69] = byte(1 + e.IntN(f.slots()))
				}
			}
		}),
		same("what is over is absent", false, func(_ *editor, f pouchFile) {
			for i := range f.entries() {
				if m := f.meta(i); f.round(i) <= f.floor() {
					m[67], m[68] = 3, 1
					clear(m[72:88])
				}
			}
		}),
		same("false boxes were found", false, func(e *editor, f pouchFile) {
			for i := range f.entries() {
				if f.round(i) <= f.floor() {
					f.found(i, e.box(f))
				}
			}
		}),
		same("boxes of coming rounds were found", true, func(e *editor, f pouchFile) {
			e.every(f, func(i int) { f.found(i, e.box(f)) })
		}),
		{"boxes of coming rounds were found, and the floor", func(e *editor, f pouchFile) []byte {
			f.setFloor(f.first() + uint32(f.rounds()) - 1)
			for i := range f.entries() {
				f.found(i, e.box(f))
			}
			e.written(f, 2, 1, 1<<32-1)
			return f
		}, true, true, false},
		same("sums of what was read", false, func(e *editor, f pouchFile) {
			for i := range f.entries() {
				if m := f.meta(i); m[67] == 2 {
					e.noise(m[72:88])
				}
			}
		}),
		same("boxes kept", false, func(e *editor, f pouchFile) { e.keep(f, f.floor()) }),
		same("boxes kept of coming rounds", true, func(e *editor, f pouchFile) { e.keep(f, f.floor()+5) }),
		{"an earlier pouch", func(e *editor, _ pouchFile) []byte { return bytes.Clone(e.old()) }, false, false, true},
		{"the oldest pouch", func(e *editor, _ pouchFile) []byte { return bytes.Clone(e.earlier[0]) }, false, false, true},
		{"an earlier pouch's entries", func(e *editor, f pouchFile) []byte {
			old := pouchFile(bytes.Clone(e.old()))
			copy(old.tag(), f.tag())
			return old
		}, true, false, true},
		{"another device's pouch", func(e *editor, _ pouchFile) []byte { return bytes.Clone(e.foreign) }, true, false, false},
		{"no pouch", func(*editor, pouchFile) []byte { return nil }, true, true, false},
		{"an empty file", func(*editor, pouchFile) []byte { return []byte{} }, true, false, false},
		{"cut short", func(e *editor, f pouchFile) []byte { return f[:e.IntN(len(f))] }, true, false, false},
		{"longer", func(e *editor, f pouchFile) []byte { return append(f, 0) }, true, false, false},
		{"noise", func(e *editor, f pouchFile) []byte { return e.noise(f) }, true, false, false},
		same("flipped bits", false, func(e *editor, f pouchFile) {
			for range 1 + e.IntN(40) {
				f[e.IntN(len(f))] ^= 1 << e.IntN(8)
			}
		}),
		same("flipped bits of what is known", false, func(e *editor, f pouchFile) {
			for range 1 + e.IntN(5) {
				f[e.IntN(f.boxes())] ^= 1 << e.IntN(8)
			}
		}),
	}
}

func (e *editor) old() []byte { return e.earlier[e.IntN(len(e.earlier)-1)] }

// written gives the writes of rounds up to one a state.
func (e *editor) written(f pouchFile, state, attempts byte, last uint32) {
	for i := range f.entries() {
		if m := f.meta(i); f.round(i) <= last {
			m[65], m[66] = state, attempts
		}
	}
}

// box is one that may stand where something was read: noise, or one of this
// device's own of now or of before.
func (e *editor) box(f pouchFile) []byte {
	switch old := pouchFile(e.old()); e.IntN(3) {
	case 0:
		return f.writes(e.IntN(f.entries()))
	case 1:
		return old.writes(e.IntN(old.entries()))
	}
	return e.noise(make([]byte, 4096))
}

// keep fills the places of kept boxes.
func (e *editor) keep(f pouchFile, last uint32) {
	list := f.kept()
	for i := range 64 {
		content := e.box(f)
		sum := sha256.Sum256(content)
		k := list[64*i:][:64]
		binary.BigEndian.PutUint32(k, last-uint32(e.IntN(3)))
		copy(k[4:36], f.meta(e.IntN(f.entries()))[32:64])
		copy(k[36:52], sum[:16])
		copy(list[4096+4096*i:], content)
	}
}

// reshape makes a sound file of another shape.
func (e *editor) reshape(f pouchFile, slots, rounds int) []byte {
	head := bytes.Clone(f[:metaStart])
	for _, at := range []int{8, cardsStart + 2 + 79} {
		head[at], head[at+1] = byte(slots), byte(rounds)
	}
	to := pouchFile(head)
	to = append(to, make([]byte, to.boxes()-metaStart+8192*to.entries()+65*4096)...)
	for i := range min(to.entries(), f.entries()) {
		copy(to.meta(i), f.meta(i))
		copy(to.writes(i), f.writes(i))
	}
	return to
}
