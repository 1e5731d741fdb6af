package link

import (
	"bytes"
	"errors"
	"testing"
)

// versions sets the highest version that each end reads, now and whenever it is
// loaded.
func (p *pair) versions(v ...uint8) {
	for i := range p.ends {
		p.ends[i].highest = v[i]
	}
}

// Two ends write the highest version that both read: the first until they have
// heard each other, then what the older program reads. When that one is renewed,
// both go up; when it goes back, both go down with it, from what arrives next.
func TestTwoEndsWriteWhatBothRead(t *testing.T) {
	p := newPair(t, MinPouch)
	const older, younger = FirstVersion, FirstVersion + 1
	reads := [2]uint8{younger, older}
	wrote := func(when string, want ...uint8) {
		t.Helper()
		for i := range p.ends {
			p.versions(reads[:]...)
			s := p.seal(i)
			p.versions(reads[:]...)
			if h := p.headOf(i, s.Writes[0]); h.version != want[i] || h.reads != reads[i] {
				t.Errorf("%s: end %d writes version %d and says that it reads %d; want %d, %d", when, i, h.version, h.reads, want[i], reads[i])
			}
		}
	}
	step := func() {
		p.now++
		for i := range p.ends {
			p.write(i)
		}
		for i := range p.ends {
			p.read(i)
		}
	}
	wrote("before a word", older, older)
	step()
	wrote("older and younger", older, older)
	step()
	reads[1] = younger
	wrote("one was renewed just now", older, younger) // it knows of the other already
	step()
	wrote("both are younger", younger, younger)
	step()
	reads[1] = older
	wrote("one went back", younger, older)
	for _, w := range p.pouch[0].Writes[:1] { // what was sealed for the younger one
		before := p.saved(1)
		ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20)
		if err != nil || len(ev) != 1 || ev[0] != (Warning{WarnNewer}) {
			t.Errorf("a box of a newer version: %v, %v; want just WarnNewer", ev, err)
		}
		if !bytes.Equal(before, p.saved(1)) {
			t.Error("a box of a newer version changed the link")
		}
	}
	p.now++
	p.write(1)
	p.read(0)
	wrote("that was heard", older, older)
	step()
	if n := p.count(1, Warning{WarnUnreadable}); n != 0 || p.ends[1].reason != NotFrozen {
		t.Errorf("a newer version counts as unreadable, or froze the link: %d, %v", n, p.ends[1].reason)
	}
}

// What a newer version said is not lost: as long as the round is kept, a program
// that reads it opens the box.
func TestANewerProgramOpensWhatAnOlderCouldNot(t *testing.T) {
	p := newPair(t, MinPouch)
	p.versions(FirstVersion+1, FirstVersion+1)
	p.secure(1)
	p.versions(FirstVersion+1, FirstVersion+1)
	p.rounds(2)
	p.versions(FirstVersion+1, FirstVersion+1)
	if _, err := p.ends[0].Send([]byte("from a newer program"), lastRound); err != nil {
		t.Fatal(err)
	}
	p.ends[0].peerReads = FirstVersion + 1
	w := p.seal(0).Writes[0]
	p.ends[1].highest = FirstVersion
	for range 5 {
		if ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20); err != nil || len(ev) != 1 || ev[0] != (Warning{WarnNewer}) {
			t.Fatalf("got %v, %v", ev, err)
		}
	}
	p.ends[1].highest = FirstVersion + 1
	ev, err := p.ends[1].Open(w.Round, w.ID, w.Content, 1<<20)
	if err != nil || len(ev) < 2 {
		t.Fatalf("got %v, %v", ev, err)
	}
	got := false
	for _, e := range ev {
		d, is := e.(*Delivered)
		got = got || is && string(d.Message) == "from a newer program"
	}
	if !got {
		t.Error("the message was not delivered")
	}
}

// A header of a version before the first opens nothing, and counts as a box that
// does not open.
func TestAVersionBeforeTheFirstOpensNothing(t *testing.T) {
	for _, v := range []uint8{0, 1} {
		p := newPair(t, MinPouch)
		p.secure(1)
		for n := range warnAfter {
			s := p.reseal(0, func(h *header) { h.version = v })
			ev, err := p.ends[1].Open(s.Round, s.ID, s.Content, 1<<20)
			if err != nil || n < warnAfter-1 && len(ev) != 0 || n == warnAfter-1 && (len(ev) != 1 || ev[0] != (Warning{WarnUnreadable})) {
				t.Errorf("version %d, box %d: %v, %v", v, n, ev, err)
			}
			p.now++
		}
	}
}

// reseal seals one round, with a header changed by f.
func (p *pair) reseal(i int, f func(*header)) Write {
	p.t.Helper()
	w := p.seal(i).Writes[0]
	l := p.ends[i]
	found, ok := l.match(&l.out, int64(w.Round), w.ID)
	if !ok {
		p.t.Fatal("no key for the box just sealed")
	}
	a := boxCipher(&found.first.content)
	var plain [headerSize]byte
	if !l.kdf.openHead(&plain, w.Content, &found.place, a) {
		p.t.Fatal("the box just sealed does not open")
	}
	var h header
	h.get(&plain)
	f(&h)
	h.put(&plain)
	c := *w.Content
	c[0]++ // another nonce
	l.kdf.sealHead(c[:bodyTop], &found.place, a, &plain)
	w.Content = &c
	p.seal(1 - i)
	return w
}

// A saved state of a newer version is told from one that is damaged, and is not
// read.
func TestASavedLinkOfANewerVersionIsNotRead(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	b := p.saved(0)
	for _, c := range []struct {
		version byte
		want    error
	}{{0, ErrState}, {firstSaved - 1, ErrState}, {savedVersion + 1, ErrNewer}, {255, ErrNewer}} {
		b[0] = c.version
		if _, err := Unmarshal(b); !errors.Is(err, c.want) {
			t.Errorf("version %d: got %v, want %v", c.version, err, c.want)
		}
	}
}

// What a device says of itself in its headers arrives as it was given, and takes
// nothing else along: of a link whose device says nothing, all twelve bytes but
// the version are zero.
func TestPresenceAndCardArriveAsTheyWereGiven(t *testing.T) {
	p := newPair(t, MinPouch)
	for n, m := range []Moment{{}, {Presence: Presence{1, 2, 3, 4, 5, 6, 7, 8}}, {Card: 0xabcd}, {Presence: Presence{7: 1}, Card: 1}, {}} {
		s := p.sealWith(0, m, MinPouch)
		p.seal(1)
		p.now++
		p.write(0)
		p.events[1] = nil
		p.read(1)
		h, ok := p.events[1][0].(*Heard)
		if !ok || h.Presence != m.Presence || h.Card != m.Card || h.Reads != Version {
			t.Errorf("sealing %d: heard %+v, want what was given: %+v", n, h, m)
		}
		var plain [headerSize]byte
		got := p.headOf(0, s.Writes[1])
		got.put(&plain)
		if m.Presence == (Presence{}) && m.Card == 0 && !bytes.Equal(plain[88:], []byte{0, 0, 0, 0, 0, 0, 0, 0, Version, 0, 0, 0}) {
			t.Errorf("sealing %d: says %x where nothing is to be said", n, plain[88:])
		}
	}
}

// headOf is the header of a box, as its writer knows it.
func (p *pair) headOf(i int, w Write) (h header) {
	p.t.Helper()
	plain := p.plainOf(i, w)
	h.get(&plain)
	return h
}

// plainOf is the same, byte for byte.
func (p *pair) plainOf(i int, w Write) (plain [headerSize]byte) {
	p.t.Helper()
	l := p.ends[i]
	f, ok := l.match(&l.out, int64(w.Round), w.ID)
	if !ok || !l.kdf.openHead(&plain, w.Content, &f.place, boxCipher(&f.first.content)) {
		p.t.Fatal("a box just sealed does not open")
	}
	return plain
}
