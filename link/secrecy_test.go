package link

import (
	"bytes"
	"testing"

	"bulkhead/box"
)

// opens reports whether any key of a copy opens a box of the log, as its
// reader would or as its writer would.
func opens(l *Link, at box.Round, w Write) bool {
	c, err := Unmarshal(mustMarshal(l))
	if err != nil {
		panic(err)
	}
	c.now = int64(at) // a thief follows the clock
	for _, d := range []*direction{&c.in, &c.out} {
		f, ok := c.match(d, int64(w.Round), w.ID)
		if !ok {
			continue
		}
		var plain [headerSize]byte
		if c.kdf.openHead(&plain, w.Content, &f.place, boxCipher(&f.first.content)) {
			return true
		}
		if f.doubt && c.kdf.openHead(&plain, w.Content, &f.place, boxCipher(&f.second.content)) {
			return true
		}
	}
	return false
}

func mustMarshal(l *Link) []byte {
	b, err := l.Marshal()
	if err != nil {
		panic(err)
	}
	return b
}

// log is every box that was written, by its writer.
type logged struct {
	by int
	w  Write
}

// run seals, writes, reads and saves for n rounds; boxes for which lose is true
// never reach their reader.
func (p *pair) run(n int, lose func(r box.Round) bool) (log []logged) {
	for range n {
		for i := range p.ends {
			p.seal(i)
		}
		p.now++
		for i := range p.ends {
			for _, w := range p.pouch[i].Writes {
				if w.Round == p.now {
					log = append(log, logged{i, w})
				}
			}
			p.write(i)
		}
		for i := range p.ends {
			if lose == nil || !lose(p.now) {
				p.read(i)
			}
		}
	}
	for i := range p.ends {
		p.seal(i)
	}
	return log
}

// Forward secrecy: a copy of a device reveals no box that it opened or wrote,
// and none older than a pouch's length; what it has not read yet it reveals.
func TestACopyRevealsNoClosedBox(t *testing.T) {
	p := newPair(t, MinPouch)
	lost := func(r box.Round) bool { return r%5 == 0 }
	log := p.run(4*MinPouch, lost)
	unread := 0
	for _, e := range log {
		for i, l := range p.ends {
			closed := e.by == i || !lost(e.w.Round) || e.w.Round+MinPouch <= p.now
			if got := opens(l, p.now, e.w); got == closed {
				t.Errorf("end %d, box of round now−%d by end %d: opens %t, closed %t", i, p.now-e.w.Round, e.by, got, closed)
			} else if got {
				unread++
			}
		}
	}
	if unread == 0 {
		t.Error("no box was left unread, so the test shows nothing")
	}
}

// Healing: after two more steps, a copy taken before them opens nothing new.
func TestALinkHealsFromACopy(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(2)
	var copies [2]*Link
	for i := range copies {
		copies[i], _ = Unmarshal(p.saved(i))
	}
	k := p.ends[0].ladder.epoch // a copy holds its root, or soon will
	next := p.run(1, nil)
	if !opens(copies[0], p.now, next[1].w) || !opens(copies[1], p.now, next[0].w) {
		t.Fatal("the copies cannot read the next boxes, so the test shows nothing")
	}
	p.secure(k + 2)
	log := p.run(3, nil)
	for _, e := range log {
		for i := range copies {
			if opens(copies[i], p.now, e.w) {
				t.Errorf("copy %d still opens a box of end %d", i, e.by)
			}
		}
	}
}

// What was erased is really gone from the saved bytes.
func TestErasedSecretsAreAbsentFromTheSavedBytes(t *testing.T) {
	p := newPair(t, MinPouch)
	secrets := map[string][]byte{}
	note := func(name string, b []byte) {
		if len(b) >= 16 {
			secrets[name] = bytes.Clone(b)
		}
	}
	gone := func(i int) {
		t.Helper()
		saved := p.saved(i)
		for name, b := range secrets {
			if bytes.Contains(saved, b) {
				t.Errorf("%s is still in the saved bytes of end %d", name, i)
			}
		}
	}
	a, b := p.ends[0], p.ends[1]
	note("S0", a.ladder.step.Bytes())
	for _, d := range []*direction{&a.in, &a.out} {
		note("content chain of epoch 0", d.epochs[0].content.tip.Bytes())
		note("id chain of epoch 0", d.epochs[0].id.tip.Bytes())
	}
	p.seal(0)
	note("private key", p.ends[0].ladder.seed.Bytes())
	note("PK payload", p.ends[0].ladder.pk)
	text := message("erased", 5000)
	p.ends[0].Send(text, lastRound)
	note("message", text)
	dead := message("dead", 5000)
	note("expired message", dead)
	p.ends[0].Send(dead, p.now)
	_ = b
	s := p.seal(0)
	var k kept
	p.ends[1].in.firstOf(&p.ends[1].kdf, p.ends[1].ahead(&p.ends[1].in), int64(s.Writes[0].Round), &k.first)
	note("m(r)", k.first.content.Bytes())
	note("g(r)", k.first.id.Bytes())
	p.run(3*MinPouch, nil)
	if p.ends[0].Status().Epoch < 2 || p.count(0, Confirmed{1}) != 1 || p.count(0, Expired{2}) != 1 {
		t.Fatalf("the link did not move on, so the test shows nothing: %+v", p.ends[0].Status())
	}
	for i := range p.ends {
		gone(i)
	}
}

// The shown secret is nowhere in the first saved bytes, nor is the root.
func TestTheShownSecretIsNotKept(t *testing.T) {
	p, secret := vectorParams(Scanner)
	l, err := Start(p, secret)
	if err != nil {
		t.Fatal(err)
	}
	var k ladder
	root := k.start(&kdf{}, &p, secret)
	saved := mustMarshal(l)
	if bytes.Contains(saved, secret.Bytes()) || bytes.Contains(saved, root.Bytes()) {
		t.Error("the shown secret, or its root, is in the saved bytes")
	}
	if !bytes.Contains(saved, k.step.Bytes()) {
		t.Error("S0 is not in the saved bytes, so the test shows nothing")
	}
}

// An erased link holds no byte of its secrets, and says so when used.
func TestAnErasedLinkIsOfNoUse(t *testing.T) {
	p := newPair(t, MinPouch)
	p.secure(1)
	l := p.ends[0]
	e := l.out.epochs
	l.Erase()
	for i := range e {
		if !e[i].content.tip.IsZero() || !e[i].id.tip.IsZero() {
			t.Error("a chain outlived Erase")
		}
	}
	if _, err := l.Marshal(); err != ErrErased {
		t.Errorf("saving: got %v, want ErrErased", err)
	}
	if _, err := l.Seal(Moment{Now: p.now}, p.rand); err != ErrErased {
		t.Errorf("sealing: got %v, want ErrErased", err)
	}
	if _, err := l.Open(p.now, box.ID{}, &box.Content{}, 0); err != ErrNotMine {
		t.Errorf("opening: got %v, want ErrNotMine", err)
	}
	if _, err := l.Wrote(p.now, box.ID{}, WriteStored, nil); err != ErrNotMine {
		t.Errorf("a result: got %v, want ErrNotMine", err)
	}
	if _, _, ok := l.Words(); ok || l.Status().Epoch != 0 || len(l.Outbox()) != 0 {
		t.Error("an erased link still tells something")
	}
	l.SealingLost()
}

// What a step needed is erased in memory too, where the program holds it: the
// private key once its answer was taken in, the root once its chains are derived.
func TestAStepLeavesNeitherItsKeyNorItsRoot(t *testing.T) {
	p := newPair(t, MinPouch)
	p.rounds(1)
	answer := bytes.Clone(p.ends[1].ladder.ct)
	l := p.ends[0]
	k := &l.ladder
	if !k.making || k.seed.IsZero() || answer == nil {
		t.Fatal("no key waits for its answer")
	}
	root, err := k.complete(&l.kdf, answer)
	if err != nil {
		t.Fatal(err)
	}
	if k.making || !k.seed.IsZero() || k.key != nil || k.pk != nil {
		t.Error("the private key outlives its answer")
	}
	if root.IsZero() {
		t.Fatal("the step gave no root")
	}
	if l.raiseTo(&root); !root.IsZero() {
		t.Error("the root outlives its chains")
	}
}
