package cell

import (
	"bytes"
	"fmt"
	"testing"

	"bulkhead/internal/seeds"
)

// interleavings is with how many new orders of arrival a promise is tried.
func interleavings() int {
	if *long {
		return 200
	}
	return 12
}

func TestEverybodyGetsANoticeExactlyOnce(t *testing.T) {
	seeds.Each(t, interleavings(), func(t *testing.T, seed uint64) {
		w, people := seven(t, seed)
		for _, by := range []string{"A", "B"} {
			body := "notice by " + by
			_, effects, err := people[by].s.Issue(body, 96, w.now, w.rand)
			w.must(err)
			w.do(people[by], effects)
		}
		w.run()
		for name, p := range people {
			for _, by := range []string{"A", "B"} {
				want := 1
				if name == by {
					want = 0 // its own
				}
				if got := p.count(NoticeArrived, "notice by "+by); got != want {
					t.Errorf("seed %d: %s saw %s's notice %d times, want %d", seed, name, by, got, want)
				}
			}
			if n := p.count(Refused, ""); n != 0 {
				t.Errorf("seed %d: %s saw %d refusals among honest people", seed, name, n)
			}
		}
	})
}

func TestARevokedNoticeIsSeenRevokedByEverybodyWhicheverComesFirst(t *testing.T) {
	seeds.Each(t, interleavings(), func(t *testing.T, seed uint64) {
		w, people := seven(t, seed)
		a, b := people["A"], people["B"]
		id, effects, err := a.s.Issue("wrong", 96, w.now, w.rand)
		w.must(err)
		w.do(a, effects)
		for b.count(NoticeArrived, "wrong") == 0 {
			w.step()
		}
		effects, err = b.s.Revoke(id)
		w.must(err)
		w.do(b, effects)
		if _, err := b.s.Revoke(id); err != ErrNoNotice {
			t.Errorf("revoking twice: %v, want ErrNoNotice", err)
		}
		if _, err := a.s.Revoke(id); err != ErrNoNotice {
			t.Errorf("revoking one's own: %v, want ErrNoNotice", err)
		}
		w.run()
		for name, p := range people {
			if got := p.count(NoticeRevoked, ""); got != 1 {
				t.Errorf("seed %d: %s saw it revoked %d times, want 1", seed, name, got)
			}
			revoked := false
			for _, s := range p.shown {
				revoked = revoked || s.What == NoticeRevoked
				if s.What == NoticeArrived && revoked {
					t.Errorf("seed %d: %s was shown the notice after its revocation", seed, name)
				}
			}
		}
	})
}

// step delivers one message.
func (w *world) step() {
	for _, p := range w.people {
		for id := TieID(1); id <= p.s.last; id++ {
			if len(p.in[id]) > 0 && w.rng.IntN(3) == 0 {
				w.deliver(end{p, id})
				return
			}
		}
	}
}

func TestANoteReachesBothFoundersAndNoHopKeepsOrShowsIt(t *testing.T) {
	seeds.Each(t, interleavings(), func(t *testing.T, seed uint64) {
		w, people := seven(t, seed)
		for from, p := range people {
			body := "canary note of " + from
			id, effects, err := p.s.SendNote(body, w.now, w.rand)
			w.must(err)
			w.do(p, effects)
			w.run()
			for name, q := range people {
				want := 0
				if (name == "A" || name == "B") && name != from {
					want = 1
				}
				if got := q.count(NoteArrived, body); got != want {
					t.Errorf("seed %d: %s saw %s's note %d times, want %d", seed, name, from, got, want)
				}
				if w.holds(q, body) {
					t.Errorf("seed %d: %s keeps %s's note", seed, name, from)
				}
				if r := q.s.route(id); r != nil && name != from && q.peers[r.from].p == nil {
					t.Errorf("seed %d: %s remembers a way to nobody", seed, name)
				}
			}
		}
	})
}

func TestAReplyFindsItsWayBackToTheWriterAlone(t *testing.T) {
	w, people := seven(t, 3)
	for _, from := range []string{"c", "d", "e", "f", "g"} {
		id, effects, err := people[from].s.SendNote("note", w.now, w.rand)
		w.must(err)
		w.do(people[from], effects)
		w.run()
		for _, by := range []string{"A", "B"} {
			for i := range 2 {
				body := fmt.Sprintf("reply %d by %s to %s", i, by, from)
				effects, err := people[by].s.ReplyTo(id, body)
				w.must(err)
				w.do(people[by], effects)
				w.run()
				for name, p := range people {
					want := 0
					if name == from {
						want = 1
					}
					if got := p.count(ReplyArrived, body); got != want {
						t.Errorf("%s saw %q %d times, want %d", name, body, got, want)
					}
				}
			}
		}
	}
}

func TestANoteThatCannotGoOnComesBackAsStopped(t *testing.T) {
	w, people := seven(t, 4)
	c, g := people["c"], people["g"]
	effects, err := c.s.Sever(w.tie(c, people["A"]), false, w.now)
	w.must(err)
	w.do(c, effects)
	id, effects, err := g.s.SendNote("lost?", w.now, w.rand)
	w.must(err)
	w.do(g, effects)
	w.run()
	if g.count(NoteStopped, "") != 1 || g.shown[len(g.shown)-1].ID != id {
		t.Error("the writer was not told that the note stopped")
	}
	if _, _, err := c.s.SendNote("no way", w.now, w.rand); err != ErrNoLead {
		t.Errorf("a note without a lead: %v, want ErrNoLead", err)
	}
}

// TestADeviceNamesNobodyBeyondItsTies searches every device, and every message
// it ever got, for the names that others gave, for secrets of others' links and
// for texts between others.
func TestADeviceNamesNobodyBeyondItsTies(t *testing.T) {
	w, people := seven(t, 5)
	for from, p := range people {
		for id, to := range p.peers {
			effects, err := p.s.SendText(id, "canary text from "+from+" to "+to.p.name)
			w.must(err)
			w.do(p, effects)
		}
	}
	w.run()
	w.must(people["c"].s.Confirm(w.tie(people["c"], people["d"])))
	for name, p := range people {
		all := append([][]byte{w.bytes(p.s)}, p.heard...)
		contains := func(s string) bool { return bytes.Contains(bytes.Join(all, nil), []byte(s)) }
		for owner, q := range people {
			for _, to := range q.peers {
				alias := canaryAlias(owner, to.p.name)
				if contains(alias) != (owner == name) {
					t.Errorf("%q in %s's data: %v", alias, name, owner != name)
				}
				text := "canary text from " + owner + " to " + to.p.name
				if contains(text) != (to.p == p) {
					t.Errorf("%q in %s's data: %v", text, name, to.p != p)
				}
			}
		}
		for secret, side := range w.open {
			other := side.p.peers[side.tie]
			own := side.p == p || other.p == p
			if bytes.Contains(w.bytes(p.s), []byte(secret)) || contains(secret) && !own && !w.led(p, side.p, other.p) {
				t.Errorf("%s holds the secret of a link of %s and %s", name, side.p.name, other.p.name)
			}
		}
		if got, want := len(p.s.Exposes()), 1+len(p.peers); got != want || got > 5 {
			t.Errorf("%s names %d, want %d and at most 5", name, got, want)
		}
	}
}

// led reports whether p leads both.
func (w *world) led(p, a, b *person) bool {
	leads := func(q *person) bool {
		for id, to := range p.peers {
			if t, _ := p.s.Tie(id); to.p == q && t.Relation == Led {
				return true
			}
		}
		return false
	}
	return leads(a) && leads(b)
}

func TestFourteenMembersInThreeLevels(t *testing.T) {
	w := newWorld(t, 6)
	a := w.found("A", group())
	b := w.join(a, Partner, "B")
	w.run()
	level := []*person{a, b}
	for depth := range 2 {
		var next []*person
		for i, lead := range level {
			x := w.join(lead, Led, fmt.Sprintf("m%d%d0", depth, i))
			y := w.join(lead, Led, fmt.Sprintf("m%d%d1", depth, i))
			w.introduce(lead, x, y)
			next = append(next, x, y)
		}
		level = next
	}
	_, effects, err := b.s.Issue("to all", 10, w.now, w.rand)
	w.must(err)
	w.do(b, effects)
	_, effects, err = level[len(level)-1].s.SendNote("from below", w.now, w.rand)
	w.must(err)
	w.do(level[len(level)-1], effects)
	w.run()
	if len(w.people) != 14 {
		t.Fatalf("%d members, want 14", len(w.people))
	}
	for _, p := range w.people {
		if got := p.count(NoticeArrived, "to all"); p != b && got != 1 {
			t.Errorf("%s saw the notice %d times, want 1", p.name, got)
		}
		if p.count(Refused, "") != 0 {
			t.Errorf("%s saw a refusal", p.name)
		}
	}
	if a.count(NoteArrived, "from below") != 1 || b.count(NoteArrived, "from below") != 1 {
		t.Error("a note from the lowest level did not reach both founders")
	}
}
