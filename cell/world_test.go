package cell

import (
	"bytes"
	"encoding/binary"
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/round"
)

var long = flag.Bool("long", false, "run the long forms: go test ./cell -long")

func group() Group {
	return Group{Calendar: round.Calendar{Length: 15 * time.Minute}, Slots: 6, PouchRounds: 192}
}

// cardOf is the founding card of a group with one drop.
func cardOf(g Group) *card.Card {
	c, err := card.Found(g.Calendar, g.Slots, g.PouchRounds, 900, []card.Place{dropAt(1)})
	if err != nil {
		panic(err)
	}
	return &c
}

// dropAt is a drop that the number names.
func dropAt(n byte) card.Place {
	return card.Place{Drop: card.Server{Host: fmt.Sprintf("drop%d.example:443", n), Prefix: [card.PrefixSize]byte{n}, Pinned: true}}
}

func seeded(seed uint64) *rand.ChaCha8 {
	var s [32]byte
	binary.LittleEndian.PutUint64(s[:], seed)
	return rand.NewChaCha8(s)
}

// world is a few devices that run the real rules, joined by links that deliver
// whole messages once and in order, each link in its own time.
type world struct {
	t      testing.TB
	rng    *rand.Rand
	rand   *rand.ChaCha8
	now    box.Round
	people []*person
	open   map[string]end // secret to the side that started first

	delivered int // packets; after every third a state is kept and opened again, after all with -long
}

type person struct {
	name  string
	s     *State
	peers map[TieID]end
	in    map[TieID][][]byte // delivered by no one yet
	shown []Show
	heard [][]byte // every message that this device ever got
}

type end struct {
	p   *person
	tie TieID
}

func newWorld(t testing.TB, seed uint64) *world {
	return &world{t: t, rng: rand.New(seeded(seed)), rand: seeded(seed + 100), now: 1000, open: map[string]end{}}
}

func (w *world) add(name string, s *State) *person {
	p := &person{name: name, s: s, peers: map[TieID]end{}, in: map[TieID][][]byte{}}
	w.people = append(w.people, p)
	return p
}

// found makes the first founder.
func (w *world) found(name string, g Group) *person {
	w.t.Helper()
	s, err := Found(cardOf(g), DefaultCheckIn(g.Calendar), w.rand)
	w.must(err)
	return w.add(name, s)
}

// join lets by invite a new person, shows the text and lets them join.
func (w *world) join(by *person, r Relation, name string) *person {
	w.t.Helper()
	inv, effects, err := by.s.Invite(r, canaryAlias(by.name, name), w.now, w.rand)
	w.must(err)
	text, err := inv.Text()
	w.must(err)
	w.do(by, effects)
	scanned, err := ParseInvitation(text)
	w.must(err)
	fetched := by.s.Fetched(w.now)
	s, effects, err := Join(scanned, &fetched, canaryAlias(name, by.name), w.now, w.rand)
	w.must(err)
	p := w.add(name, s)
	w.do(p, effects)
	return p
}

// canaryAlias is what one person calls another: found in anybody else's data,
// it is a leak.
func canaryAlias(owner, other string) string { return fmt.Sprintf("%s's %s", owner, other) }

func (w *world) introduce(lead, a, b *person) {
	w.t.Helper()
	w.run()
	effects, err := lead.s.Introduce(w.tie(lead, a), w.tie(lead, b), w.now, w.rand)
	w.must(err)
	w.do(lead, effects)
	w.run()
	w.must(a.s.Rename(w.tie(a, b), canaryAlias(a.name, b.name)))
	w.must(b.s.Rename(w.tie(b, a), canaryAlias(b.name, a.name)))
}

// do carries out effects as a device would.
func (w *world) do(p *person, effects []Effect) {
	w.t.Helper()
	for _, e := range effects {
		switch e := e.(type) {
		case StartLink:
			w.start(end{p, e.Tie}, e)
		case Send:
			to, ok := p.peers[e.Tie]
			if !ok {
				w.t.Fatalf("%s sends over a tie without a link", p.name)
			}
			if to.p != nil {
				to.p.in[to.tie] = append(to.p.in[to.tie], e.Message)
			} else {
				p.in[-e.Tie] = append(p.in[-e.Tie], e.Message) // waits for the other side
			}
		case DropLink:
			delete(p.peers, e.Tie)
		case Show:
			p.shown = append(p.shown, e)
		}
	}
}

// start joins two sides of one secret.
func (w *world) start(side end, e StartLink) {
	secret := string(e.Invitation.Secret.Bytes())
	side.p.peers[side.tie] = end{}
	other, ok := w.open[secret]
	if !ok {
		w.open[secret] = side
		return
	}
	if _, ok := other.p.peers[other.tie]; !ok {
		return // severed before the second side started
	}
	side.p.peers[side.tie], other.p.peers[other.tie] = other, side
	for from, to := range map[end]end{side: other, other: side} {
		to.p.in[to.tie] = append(to.p.in[to.tie], from.p.in[-from.tie]...)
		delete(from.p.in, -from.tie)
		w.must(from.p.s.Secured(from.tie))
	}
}

// run delivers everything, link by link in drawn order.
func (w *world) run() {
	w.t.Helper()
	for {
		var waiting []end
		for _, p := range w.people {
			for id := TieID(1); id <= p.s.last; id++ {
				if len(p.in[id]) > 0 {
					waiting = append(waiting, end{p, id})
				}
			}
		}
		if len(waiting) == 0 {
			return
		}
		w.deliver(waiting[w.rng.IntN(len(waiting))])
	}
}

func (w *world) deliver(to end) {
	w.t.Helper()
	message := to.p.in[to.tie][0]
	to.p.in[to.tie] = to.p.in[to.tie][1:]
	if _, ok := to.p.peers[to.tie]; !ok {
		return // severed
	}
	to.p.heard = append(to.p.heard, message)
	effects, err := to.p.s.Receive(to.tie, message, w.now, w.rand)
	w.must(err)
	w.do(to.p, effects)
	if w.delivered++; *long || w.delivered%3 == 0 {
		to.p.s = w.saved(to.p.s)
	}
}

// saved is a state after it was kept and opened again.
func (w *world) saved(s *State) *State {
	w.t.Helper()
	again, err := Unmarshal(w.bytes(s))
	w.must(err)
	return again
}

func (w *world) bytes(s *State) []byte {
	w.t.Helper()
	b, err := s.Marshal()
	w.must(err)
	return b
}

func (w *world) must(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

// tie returns a's live tie to b.
func (w *world) tie(a, b *person) TieID {
	w.t.Helper()
	for id, to := range a.peers {
		if to.p == b {
			return id
		}
	}
	w.t.Fatalf("%s has no tie to %s", a.name, b.name)
	return 0
}

// count is how many times p was shown a thing.
func (p *person) count(what What, text string) (n int) {
	for _, s := range p.shown {
		if s.What == what && (text == "" || s.Text == text) {
			n++
		}
	}
	return n
}

// holds reports whether a canary is anywhere in p's state.
func (w *world) holds(p *person, canary string) bool {
	return bytes.Contains(w.bytes(p.s), []byte(canary))
}

// seven is a group of seven: founders A and B, A leads c and d, B leads e and f,
// c leads g. The pairs are introduced.
func seven(t testing.TB, seed uint64) (*world, map[string]*person) {
	t.Helper()
	w := newWorld(t, seed)
	a := w.found("A", group())
	b := w.join(a, Partner, "B")
	c, d := w.join(a, Led, "c"), w.join(a, Led, "d")
	w.run()
	e, f := w.join(b, Led, "e"), w.join(b, Led, "f")
	w.introduce(a, c, d)
	w.introduce(b, e, f)
	g := w.join(c, Led, "g")
	w.run()
	return w, map[string]*person{"A": a, "B": b, "c": c, "d": d, "e": e, "f": f, "g": g}
}
