package link

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"testing"

	"bulkhead/box"
)

// states returns saved links of many kinds, as real runs leave them: new, with
// a step under way on either end, uncertain, with a backlog, frozen, lost.
func states(t testing.TB) (out [][]byte) {
	t.Helper()
	p := newPair(t, MinPouch)
	take := func() {
		for i := range p.ends {
			out = append(out, p.saved(i))
		}
	}
	take()
	for n := range 14 {
		p.ends[n%2].Send(message("state", 700*n), p.now+box.Round(n))
		p.round()
		p.now += box.Round(2 * (n % 3))
		s, missing := p.sealHand(n%2, 5), p.sealHand(1-n%2, 3)
		p.carry(1-n%2, &s.Boxes[1+n%4], &s.Boxes[0])
		if n%3 == 0 {
			p.carry(n%2, &missing.Boxes[2])
		}
		take()
	}
	p.seal(0)
	p.ends[0].SealingLost()
	p.sealWith(1, Moment{Floor: p.now + 1}, 5)
	p.now += 9 // boxes unread
	p.seal(1)
	take()
	p.ends[0].Freeze(ReasonPouch)
	take()
	if len(out) < 30 {
		t.Fatalf("only %d seeds", len(out))
	}
	return out
}

// use puts a link that loaded to work: nothing may panic or grow beyond bounds.
func use(t *testing.T, l *Link) {
	t.Helper()
	r := rand.NewChaCha8([32]byte{7})
	m := Moment{Now: box.Round(min(l.now, int64(lastRound))) + 1, ClockOK: true}
	s, err := l.SealRounds(m, 2, r)
	if err == nil {
		for _, w := range s.Writes {
			if _, err := l.Wrote(w.Round, w.ID, WriteStored, nil); err != nil {
				t.Errorf("a write just sealed is unknown: %v", err)
			}
		}
		for _, read := range s.Reads {
			// Chains whose places a changed byte has torn apart may list what they do
			// not know again; that loses a box, and a vault never opens such a state.
			if _, err := l.Open(read.Round, read.ID, &box.Content{1}, 100); err != nil && !errors.Is(err, ErrNotMine) {
				t.Errorf("reading what was just listed: %v", err)
			}
		}
	}
	l.Send([]byte("used"), lastRound)
	if s, err := l.SealHand(HandMoment{}, 3, r); err == nil {
		l.OpenHand(&s.Boxes[0], 100)
	}
	l.OpenHand(&box.Content{1}, 100)
	l.Outbox()
	l.Status()
	l.Words()
	b, err := l.Marshal()
	if err != nil || len(b) > MaxSaved {
		t.Fatalf("saving after use: %d bytes, %v", len(b), err)
	}
	if _, err := Unmarshal(b); err != nil {
		t.Errorf("a link that loaded and was used does not load again")
	}
}

// Whatever loads marshals back to the same bytes, and can be used.
func FuzzUnmarshal(f *testing.F) {
	for _, b := range states(f) {
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		l, err := Unmarshal(b)
		if err != nil {
			return
		}
		if got, err := l.Marshal(); err != nil || !bytes.Equal(got, b) {
			t.Fatalf("what loaded saves to other bytes: %v", err)
		}
		use(t, l)
	})
}

// A saved link cut short, or longer by a byte, does not load.
func TestATruncatedStateDoesNotLoad(t *testing.T) {
	for _, b := range states(t) {
		if _, err := Unmarshal(b); err != nil {
			t.Fatalf("a saved link does not load: %v", err)
		}
		for n := 0; n < len(b); n += 1 + n/64 {
			if _, err := Unmarshal(b[:n:n]); err != ErrState {
				t.Fatalf("%d of %d bytes load: %v", n, len(b), err)
			}
		}
		if _, err := Unmarshal(append(bytes.Clone(b), 0)); err != ErrState {
			t.Fatalf("a byte too many loads: %v", err)
		}
	}
}

// A byte changed anywhere in a saved link is refused, or loads to a link that
// saves to just these bytes and can be used.
func TestAChangedStateIsRefusedOrHarmless(t *testing.T) {
	all := states(t)
	loaded := 0
	for _, b := range [][]byte{all[0], all[9], all[14], all[len(all)-4], all[len(all)-3]} {
		for i := 0; i < len(b); i += 1 + i/300 {
			c := bytes.Clone(b)
			c[i] ^= byte(1 << (i % 8))
			l, err := Unmarshal(c)
			if err != nil {
				continue
			}
			loaded++
			if got, _ := l.Marshal(); !bytes.Equal(got, c) {
				t.Fatalf("byte %d: what loaded saves to other bytes", i)
			}
			if loaded%8 == 0 {
				use(t, l)
			}
		}
	}
	t.Logf("%d changed states loaded", loaded)
}

// target is an end that waits for a box, and the key its other end would use.
func target(t testing.TB) (state []byte, w Write, k secrets, d uint8) {
	p := newPair(t, MinPouch)
	p.rounds(2)
	p.ends[1].Send(message("target", 2000), lastRound)
	s := p.seal(0)
	p.seal(1)
	l := p.ends[0]
	if !l.out.firstOf(&l.kdf, l.ahead(&l.out), int64(s.First), &k) {
		t.Fatal("no key")
	}
	return p.saved(1), s.Writes[0], k, l.out.number
}

// Bytes that are no box of the other end's change nothing.
func FuzzOpen(f *testing.F) {
	state, w, _, _ := target(f)
	f.Add(w.Content[:])
	f.Add(w.Content[:bodyTop])
	f.Add([]byte{})
	l, err := Unmarshal(state)
	if err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var c box.Content
		copy(c[:], b)
		if c == *w.Content {
			return
		}
		if ev, err := l.Open(w.Round, w.ID, &c, 1<<20); err != nil || len(ev) > 0 && ev[0] != (Warning{WarnUnreadable}) {
			t.Fatalf("got %v, %v", ev, err)
		}
		after := mustMarshal(l)
		copy(after[warnOffset:], state[warnOffset:warnOffset+5])
		if !bytes.Equal(after, state) {
			t.Fatal("bytes that are no box changed the link")
		}
	})
}

// Whatever a hostile other end seals, with the right keys, is taken in or
// freezes the link; the link stays one that saves, loads and seals.
func FuzzHostilePeer(f *testing.F) {
	state, w, k, d := target(f)
	at := place{w.Round, d, w.ID}
	var m kdf
	var head [headerSize]byte
	var body [bodySize]byte
	if !m.openHead(&head, w.Content, &at, boxCipher(&k.content)) || !m.openBody(&body, w.Content, &at, boxCipher(&k.content)) {
		f.Fatal("the seed does not open")
	}
	f.Add(head[:], body[:])
	f.Add(head[:], body[:cellHead])
	f.Fuzz(func(t *testing.T, h, b []byte) {
		var head [headerSize]byte
		var c box.Content
		copy(head[:], h)
		c[0], c[bodyTop] = 1, 1
		copy(c[bodyAt:bodyAt+bodySize], b)
		m.sealHead(c[:bodyTop], &at, boxCipher(&k.content), &head)
		m.sealBody(&c, &at, boxCipher(&k.content))
		l, err := Unmarshal(state)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := l.Open(w.Round, w.ID, &c, 1<<20); err != nil {
			t.Fatal(err)
		}
		if _, err := Unmarshal(mustMarshal(l)); err != nil {
			t.Fatal("a box left a link that does not load")
		}
		use(t, l)
	})
}

// Whatever is carried, a link opens what was sealed for it, once, and nothing else.
func FuzzOpenHand(f *testing.F) {
	p := handPair(f)
	p.send(0, message("by hand", 4000))
	s := p.sealHand(0, 3)
	for i := range s.Boxes {
		f.Add(s.Boxes[i][:])
		f.Add(s.Boxes[i][:bodyTop])
	}
	f.Add(make([]byte, box.Size))
	saved := p.saved(1)
	f.Fuzz(func(t *testing.T, b []byte) {
		var c box.Content
		copy(c[:], b)
		l, err := Unmarshal(saved)
		if err != nil {
			t.Fatal(err)
		}
		got, events := l.OpenHand(&c, 1<<20)
		ours := false
		for i := range s.Boxes {
			ours = ours || c == s.Boxes[i]
		}
		if ours != (got == Opened) || !ours && len(events) > 0 {
			t.Fatalf("ours %t: %v, %d events", ours, got, len(events))
		}
		if again, events := l.OpenHand(&c, 1<<20); again == Opened || len(events) > 0 {
			t.Fatal("opened twice")
		}
	})
}

// A peer that has the right keys seals any header and any body by hand: nothing
// panics, grows beyond bounds, or leaves a state that does not load.
func FuzzHostileHand(f *testing.F) {
	p := handPair(f)
	head, body := make([]byte, headerSize), make([]byte, bodySize)
	s, err := mustLoad(f, p.saved(0)).SealHand(HandMoment{}, 1, p.rand)
	if err != nil {
		f.Fatal(err)
	}
	plain, a := openedHead(f, mustLoad(f, p.saved(0)), &s.Boxes[0], s.First)
	copy(head, plain)
	f.Add(head, body)
	for _, kind := range []byte{cellFragment, cellPK, cellCT, cellChunk, cellReceipts} {
		b := bytes.Clone(body)
		for k := range boxCells {
			b[k*cellSize], b[k*cellSize+3] = kind, 200
		}
		f.Add(head, b)
	}
	saved, writer := p.saved(1), p.saved(0)
	f.Fuzz(func(t *testing.T, h, b []byte) {
		l, w := mustLoad(t, saved), mustLoad(t, writer)
		c := s.Boxes[0]
		var plain [headerSize]byte
		copy(plain[:], h)
		a.Seal(c[headAt:headAt], c[:nonceSize], plain[:], bindHandHead(&w.kdf, &c, 0, s.First.Block))
		n := Number{s.First.Block, plain[handNumberAt+4] % HandBundles, uint16(plain[handNumberAt+5])<<8%HandBoxes | uint16(plain[handNumberAt+6])}
		clear(c[bodyAt:])
		copy(c[bodyAt:bodyAt+bodySize], b)
		var key handKey
		w.hand.out.bundleKey(&w.kdf, n, &key)
		bundle := key
		for range int(n.Box) + 1 {
			w.kdf.step(bundle.Bytes(), &nameHandBox, key.Bytes())
		}
		w.kdf.sealHandBody(&c, 0, n, &key)
		l.OpenHand(&c, 1<<20)
		if len(mustMarshal(l)) > MaxSaved {
			t.Fatal("too long a state")
		}
		use(t, mustLoad(t, mustMarshal(l)))
	})
}

func mustLoad(t testing.TB, b []byte) *Link {
	t.Helper()
	l, err := Unmarshal(b)
	if err != nil {
		t.Fatal("a saved link does not load")
	}
	return l
}
