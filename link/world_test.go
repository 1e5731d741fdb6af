package link

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/box"
)

// pair is two ends and the drop between them, in memory. Every box is kept, as
// a drop's full log would; loss is what a test leaves out.
type pair struct {
	t      testing.TB
	rand   *rand.ChaCha8
	ends   [2]*Link
	pouch  [2]*Sealing
	drop   map[box.Ref]*box.Content
	events [2][]Event
	now    box.Round
	short  bool      // seal one round at a time: enough if both ends seal in every round
	box    box.Round // of the last box, in benchmarks
	got    int       // messages delivered, in benchmarks
}

const (
	testBase = 1000
	testHand = 3 // blocks for which a box by hand can be opened
)

func newPair(t testing.TB, pouch int) *pair {
	t.Helper()
	p := &pair{t: t, rand: rand.NewChaCha8([32]byte{1, 2, 3}), drop: map[box.Ref]*box.Content{}, now: testBase}
	secret, err := NewShown(p.rand)
	if err != nil {
		t.Fatal(err)
	}
	for i := range p.ends {
		p.ends[i], err = Start(Params{Role(i), []byte("invitation"), testBase, pouch, testHand}, &secret)
		if err != nil {
			t.Fatal(err)
		}
	}
	return p
}

// seal fills one end's pouch, saving and restoring the end on the way.
func (p *pair) seal(i int) *Sealing {
	rounds := int(p.ends[i].pouch)
	if p.short {
		rounds = 1
	}
	return p.sealWith(i, Moment{}, rounds)
}

func (p *pair) sealWith(i int, m Moment, rounds int) *Sealing {
	p.t.Helper()
	m.Now, m.Floor, m.Unlocked = p.now, p.now, p.now
	s, err := p.ends[i].SealRounds(m, rounds, p.rand)
	if err != nil {
		p.t.Fatalf("sealing: %v", err)
	}
	p.save(i)
	p.pouch[i] = s
	p.events[i] = append(p.events[i], s.Events...)
	return s
}

// save replaces an end by what its saved state gives.
func (p *pair) save(i int) {
	p.t.Helper()
	b := p.saved(i)
	l, err := Unmarshal(b)
	if err != nil {
		p.t.Fatalf("round %d: a saved link does not load: %v", p.now, err)
	}
	if again, _ := l.Marshal(); !bytes.Equal(b, again) {
		p.t.Fatalf("round %d: a saved link does not save to the same bytes", p.now)
	}
	p.holdChains(l)
	l.out.settle(&l.kdf)
	l.in.settle(&l.kdf)
	if again, _ := l.Marshal(); !bytes.Equal(b, again) {
		p.t.Fatalf("round %d: a link was saved before its chains were settled", p.now)
	}
	p.ends[i] = l
}

// holdChains: no chain yields a round that its epoch serves no more or not yet, as far
// as the turn, or what was heard, tells.
func (p *pair) holdChains(l *Link) {
	p.t.Helper()
	for _, d := range []*direction{&l.out, &l.in} {
		if len(d.epochs) > 1 && d.epochs[1].turned && d.epochs[1].turn+d.pouch <= d.at {
			p.t.Fatalf("round %d: direction %d: an epoch is saved that serves no round more", p.now, d.number)
		}
		for n, e := range d.epochs {
			turn := e.turn
			if !e.turned {
				turn = max(d.heard, e.base) + 1
			}
			if e.content.live && e.content.at < max(d.at, turn) || e.id.live && e.id.at < max(d.at, turn+d.pouch) {
				p.t.Fatalf("round %d: direction %d: epoch %d, from round %d on, is saved with chains at %d and %d", p.now, d.number, n, turn, e.content.at, e.id.at)
			}
		}
	}
}

func (p *pair) saved(i int) []byte {
	p.t.Helper()
	b, err := p.ends[i].Marshal()
	if err != nil {
		p.t.Fatal(err)
	}
	if len(b) > MaxSaved {
		p.t.Fatalf("a saved link has %d bytes, more than %d", len(b), MaxSaved)
	}
	return b
}

// write puts one end's boxes of the round at the drop.
func (p *pair) write(i int) {
	p.t.Helper()
	for _, w := range p.pouch[i].Writes {
		if w.Round == p.now {
			p.drop[box.Ref{Round: w.Round, ID: w.ID}] = w.Content
			p.wrote(i, w, WriteStored, nil)
		}
	}
}

func (p *pair) wrote(i int, w Write, res Result, readback *box.Content) {
	p.t.Helper()
	ev, err := p.ends[i].Wrote(w.Round, w.ID, res, readback)
	if err != nil {
		p.t.Fatalf("round %d: a write's result: %v", p.now, err)
	}
	p.events[i] = append(p.events[i], keep(ev)...)
}

// read opens what the drop has of one end's reads of the round.
func (p *pair) read(i int) {
	p.t.Helper()
	for _, r := range p.pouch[i].Reads {
		if r.Round != p.now {
			continue
		}
		c := p.drop[box.Ref{Round: r.Round, ID: r.ID}]
		if c == nil {
			c = &box.Content{}
		}
		p.open(i, r, c)
	}
}

// open opens one box. One thing may be nobody's: an id with nothing at it, in a
// round whose pouch had two candidates, once the doubt has ended.
func (p *pair) open(i int, r Read, c *box.Content) {
	p.t.Helper()
	ev, err := p.ends[i].Open(r.Round, r.ID, c, 1<<20)
	if err != nil && !(err == ErrNotMine && c.IsAbsent() && p.twoIDs(i, r.Round)) {
		p.t.Fatalf("round %d: opening: %v", p.now, err)
	}
	p.events[i] = append(p.events[i], keep(ev)...)
}

// keep returns events that outlast the next box opened.
func keep(events []Event) (out []Event) {
	for _, e := range events {
		switch e := e.(type) {
		case *Delivered:
			c := *e
			out = append(out, &c)
		case *Heard:
			c := *e
			out = append(out, &c)
		default:
			out = append(out, e)
		}
	}
	return out
}

// twoIDs reports whether one end's pouch polls two candidates in a round.
func (p *pair) twoIDs(i int, round box.Round) bool {
	return slices.ContainsFunc(p.pouch[i].Reads, func(r Read) bool { return r.Round == round && r.Second })
}

// round has both ends seal, and then one round of writing and reading.
func (p *pair) round() {
	p.t.Helper()
	for i := range p.ends {
		p.seal(i)
	}
	p.now++
	for i := range p.ends {
		p.write(i)
	}
	for i := range p.ends {
		p.read(i)
	}
}

func (p *pair) rounds(n int) {
	p.t.Helper()
	for range n {
		p.round()
	}
}

// secure runs rounds until both ends write in epoch e.
func (p *pair) secure(e uint32) {
	p.t.Helper()
	for n := 0; p.ends[0].Status().Epoch < e || p.ends[1].Status().Epoch < e; n++ {
		if n > 12*int(e)+6 {
			p.t.Fatalf("epoch %d did not come in %d rounds", e, n)
		}
		p.round()
	}
}

// delivered returns the messages that one end has taken in.
func (p *pair) delivered(i int) (out [][]byte) {
	for _, e := range p.events[i] {
		if d, ok := e.(*Delivered); ok {
			out = append(out, d.Message)
		}
	}
	return out
}

// count returns how many events equal e one end has seen.
func (p *pair) count(i int, e Event) (n int) {
	for _, got := range p.events[i] {
		if _, ok := got.(*Delivered); !ok && got == e {
			n++
		}
	}
	return n
}

// message returns n bytes that differ for every tag.
func message(tag string, n int) []byte {
	return bytes.Repeat([]byte(fmt.Sprintf("%s/%d ", tag, n)), n/3+1)[:n]
}
