package cell

import (
	"bytes"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/seeds"
	"bulkhead/report/seal"
)

// TestWhateverHappensAStateKeepsItsRules does anything to anybody in any order:
// wishes with ties that exist or not, packets right and wrong from anybody,
// heartbeats, time. After every step each state obeys its rules, marshals,
// comes back as it was and names at most 5; an error has changed nothing.
func TestWhateverHappensAStateKeepsItsRules(t *testing.T) {
	fresh, steps := 8, 600
	if *long {
		fresh, steps = 250, 5000
	}
	seeds.Each(t, fresh, func(t *testing.T, seed uint64) {
		w, people := seven(t, seed)
		desk := aRecord(w, "Central desk")
		c := &chaos{w, append(everyPacket(w, people), signedRecord(w, desk, people["A"], people["B"])), desk, digestOf(w, desk)}
		for step := range steps {
			p := w.people[w.rng.IntN(len(w.people))]
			before := w.bytes(p.s)
			effects, err := c.act(p)
			after, bad := p.s.Marshal()
			if bad != nil {
				t.Fatalf("seed %d, step %d: %v", seed, step, bad)
			}
			if err != nil && (!bytes.Equal(before, after) || len(effects) != 0) {
				t.Fatalf("seed %d, step %d: %v, and yet something changed", seed, step, err)
			}
			if n := named(p.s); n > 5 {
				t.Fatalf("seed %d, step %d: a device names %d", seed, step, n)
			}
			p.s = w.saved(p.s)
			w.do(p, c.linked(p, effects))
		}
		w.run()
	},
		2746781376627978374) // one who was adopted is said to be lost, over a lifeline
}

// named is how many people a device names, kept aliases of severed ties and
// those whom it adopted aside.
func named(s *State) int {
	n := 1
	for _, t := range s.Ties() {
		if t.live() && t.Relation != Lifeline && (!t.Adopted || t.Relation != Led) {
			n++
		}
	}
	return n
}

type chaos struct {
	w       *world
	packets []packet
	desk    *seal.Record
	digest  seal.Digest
}

// linked drops what is meant for ties whose other side is nobody.
func (c *chaos) linked(p *person, effects []Effect) (out []Effect) {
	started := map[TieID]bool{}
	for _, e := range effects {
		if start, ok := e.(StartLink); ok {
			started[start.Tie] = true
		}
		if send, ok := e.(Send); ok && !started[send.Tie] {
			if _, ok := p.peers[send.Tie]; !ok {
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

// act does one thing, likely or not.
func (c *chaos) act(p *person) ([]Effect, error) {
	w, n := c.w, c.w.rng.IntN
	tie := TieID(n(int(p.s.last) + 2))
	other := TieID(n(int(p.s.last) + 2))
	w.now += box.Round(n(3))
	switch n(38) {
	case 0:
		_, effects, err := p.s.Invite(Relation(n(8)), "", w.now, w.rand)
		return effects, err
	case 1:
		return p.s.Introduce(tie, other, w.now, w.rand)
	case 2:
		if n(4) > 0 {
			return nil, nil
		}
		return p.s.Sever(tie, n(2) == 0, w.now)
	case 3:
		return nil, p.s.Confirm(tie)
	case 4:
		return nil, p.s.Secured(tie)
	case 5:
		return nil, p.s.Rename(tie, "name "+string(rune('a'+n(26))))
	case 6:
		return p.s.SendText(tie, "text")
	case 7:
		_, effects, err := p.s.SendNote("note", w.now, w.rand)
		return effects, err
	case 8:
		_, effects, err := p.s.Issue("notice", uint32(n(5)*1000), w.now, w.rand)
		return effects, err
	case 9:
		if len(p.s.seen) == 0 {
			return nil, nil
		}
		return p.s.Revoke(p.s.seen[n(len(p.s.seen))].id)
	case 10:
		if len(p.s.routes) == 0 {
			return nil, nil
		}
		return p.s.ReplyTo(p.s.routes[n(len(p.s.routes))].id, "reply")
	case 11:
		return p.s.Heard(tie, w.now-box.Round(n(90)), w.now-box.Round(n(90)), w.now)
	case 12:
		p.s.Listened(w.now)
		return p.s.Tick(w.now), nil
	case 13:
		return nil, p.s.AcceptMorePairs()
	case 14:
		return nil, p.s.Forget(tie)
	case 20:
		return nil, second(p.s.Exposure(tie))
	case 21:
		return p.s.Suspect(tie, w.now)
	case 22:
		if n(2) == 0 {
			return p.s.TakeBackDrill(tie, w.now)
		}
		return p.s.TakeBack(tie, w.now)
	case 23:
		if n(4) > 0 {
			return nil, nil
		}
		return p.s.ConfirmTaken(tie, w.now, w.rand)
	case 24:
		return p.s.Alarmed(tie, n(2) == 0, n(2) == 0)
	case 25:
		return p.s.SendTextAnyway(tie, "text")
	case 26, 27:
		w.now += box.Round(n(20))
		return p.s.Upkeep(w.now, w.rand)
	case 28:
		return nil, p.s.Adopt(tie, w.now)
	case 29:
		return p.s.Rejoin(&Invitation{Base: w.now, Card: cardOf(group()).Hash()}, nil, "", w.now, w.rand)
	case 30: // a packet of the sort that no tie of the shape brings
		ties := p.s.Ties()
		if len(p.s.lifelines) > 0 {
			l := p.s.lifelines[n(len(p.s.lifelines))]
			return p.s.Receive(l.tie, marshal([]packet{&orphan{l.ref}, &adoption{base: w.now}, &settled{}}[n(3)]), w.now, w.rand)
		}
		return p.s.Receive(ties[n(len(ties))].ID, marshal(anAsk(w, uint8(n(3)), uint8(1+n(3)))), w.now, w.rand)
	case 31:
		if len(p.s.passed) > 0 {
			way := p.s.passed[n(len(p.s.passed))]
			return p.s.Receive([]TieID{way.from, way.to}[n(2)], marshal(&lifelineLost{way.id, whomLost(n(5))}), w.now, w.rand)
		}
		return nil, nil
	case 32:
		return p.s.SignDesk(c.desk, w.now)
	case 33:
		if n(4) > 0 {
			return nil, p.s.Serve([]seal.Name{c.digest.Name()})
		}
		return p.s.RevokeDesk(c.digest, w.now)
	case 34, 35:
		return p.s.SendReport(aReport(byte(n(256)), c.digest.Name()), w.now, w.rand)
	case 36:
		if len(p.s.back) == 0 {
			return p.s.Receive(tie, marshal(&deskReached{c.digest.Name(), w.now + box.Round(n(500))}), w.now, w.rand)
		}
		if way := p.s.back[n(len(p.s.back))].id; n(2) == 0 {
			return p.s.SendDeskReply(replyOn(way, byte(n(29))), w.now)
		} else if n(2) == 0 {
			return p.s.Receive(tie, replyOn(way, byte(n(29))), w.now, w.rand)
		} else {
			return p.s.Receive(tie, marshal(&reportStopped{stopped(n(3)), []seal.Way{way}}), w.now, w.rand)
		}
	case 37:
		return p.s.Receive(tie, aReport(byte(n(256)), c.digest.Name()), w.now, w.rand)
	case 15, 16:
		return p.s.Receive(tie, c.hostile(), w.now, w.rand)
	default:
		w.step()
		return nil, nil
	}
}

// hostile is a packet somebody made, or one that is not quite it.
func (c *chaos) hostile() []byte {
	message := marshal(c.packets[c.w.rng.IntN(len(c.packets))])
	if c.w.rng.IntN(2) == 0 {
		message[c.w.rng.IntN(len(message))] ^= byte(1 << c.w.rng.IntN(8))
	}
	return message
}
