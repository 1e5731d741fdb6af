package cell

import (
	"slices"
	"strings"
	"testing"

	"bulkhead/box"
)

// received returns the packet that an act takes in; nil if it takes in none.
func (m *healModel) received(a healAct) packet {
	if a.kind != healReceive {
		return nil
	}
	p, _ := parsePacket([]byte(m.packets[a.pkt]))
	return p
}

// without leaves out the packets for which not holds.
func without(effects []Effect, not func(p packet) bool) (out []Effect) {
	for _, e := range effects {
		if send, ok := e.(Send); ok {
			if p, err := parsePacket(send.Message); err == nil && not(p) {
				continue
			}
		}
		out = append(out, e)
	}
	return out
}

func lostIs(whom whomLost) func(packet) bool {
	return func(p packet) bool { l, ok := p.(*lifelineLost); return ok && l.whom == whom }
}

// asking lets the model's fault adopt who asks over a kept lifeline, as if
// there were a second witness.
func (m *healModel) asking(k *ward, l *lifeline, now box.Round, effects []Effect) []Effect {
	l.witnessed = max(now, 1)
	more, err := k.s.tickAdopt(now, k.draws(now))
	if err != nil {
		m.t.Fatal(err)
	}
	return append(effects, more...)
}

// TestHealModelFindsPlantedFaults: a model that finds nothing must be able to.
func TestHealModelFindsPlantedFaults(t *testing.T) {
	for _, c := range []struct {
		name, found, tree string
		liar              byte
		left              healBudget
		plant             healFault
	}{
		{"an orphan's own word is enough", "on one word", "deep", 'i', healBudget{lies: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if _, ok := m.received(a).(*orphan); ok {
					return m.asking(k, k.s.lifeline(a.tie), now, effects)
				}
				return effects
			}},
		{"the word of its pair's other one is enough", "on one word", "deep", 'c', healBudget{seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				p, ok := m.received(a).(*orphan)
				if ok && slices.ContainsFunc(k.s.lifelines, func(l lifeline) bool { return l.tie != a.tie && l.held && l.asks != 0 && l.ref == p.ref }) {
					return m.asking(k, k.s.lifeline(a.tie), now, effects)
				}
				return effects
			}},
		{"a lead's word that somebody was lost is a witness", "on one word", "deep", 'g', healBudget{lies: 2, seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if lostIs(lostAsker)(m.received(a)) && m.received(a) != nil {
					if l := k.s.lifelineOf(m.received(a).(*lifelineLost).id); l != nil && l.held {
						l.doubted, l.asks, k.ghost.asks = false, max(now, 1), k.ghost.asks|1<<l.tie
						return m.asking(k, l, now, effects)
					}
				}
				return effects
			}},
		{"a new lead is taken while there is one", "nobody confirmed", "deep", 'd', healBudget{lies: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if p, ok := m.received(a).(*adoption); ok && was.s.only(Lead) != nil {
					out := k.s.cut(k.s.only(Lead), false, false, now)
					_, more, err := k.s.adopted(p, Lead, Scanner, now, k.draws(now))
					if err != nil {
						m.t.Fatal(err)
					}
					return append(out, more...)
				}
				return effects
			}},
		{"a new lead is taken without asking", "without asking", "deep", 'd', healBudget{seized: 1, lies: 1, words: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				for i := range k.s.lifelines {
					if l := &k.s.lifelines[i]; a.kind == healConfirm && !l.held {
						l.woken = true
					}
				}
				return effects
			}},
		{"an orphan asks once", "cut off for ever", "deep", '-', healBudget{seized: 2},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if was.s.orphan.tries > 0 && k.s.orphan.tries > was.s.orphan.tries {
					return without(effects, func(p packet) bool { return p.kind() == kindOrphan })
				}
				return effects
			}},
		{"a doubted lifeline is never asked", "cut off for ever", "deep", 'd', healBudget{seized: 1, lies: 1, words: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				ask := slices.IndexFunc(effects, func(e Effect) bool { s, ok := e.(Send); return ok && s.Message[0] == kindOrphan })
				if ask >= 0 && k.s.lifeline(effects[ask].(Send).Tie).doubted {
					return slices.Delete(effects, ask, ask+1)
				}
				return effects
			}},
		{"a word about a lifeline drops it", "lost the lifeline", "deep", 'c', healBudget{lies: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if p := m.received(a); p != nil && lostIs(lostAnswerer)(p) {
					if l := k.s.lifelineOf(p.(*lifelineLost).id); l != nil {
						return append(effects, k.s.cut(k.s.tie(l.tie), false, false, now)...)
					}
				}
				return effects
			}},
		{"a cut does not tell the keepers", "cut off for ever", "deep", '-', healBudget{seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				return without(effects, lostIs(lostLead))
			}},
		{"the own cut is no witness", "cut off for ever", "deep", '-', healBudget{seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				for i := range k.s.lifelines {
					if l := &k.s.lifelines[i]; a.kind == healConfirm && l.over == 0 {
						l.witnessed = 0
					}
				}
				return effects
			}},
		{"an adoption is thought to have arrived", "cut off for ever", "deep", '-', healBudget{seized: 1, words: 1, clocks: 1, adopts: 1, losses: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				for i := range k.s.ties {
					if t := &k.s.ties[i]; t.Adopted && t.live() && t.Relation == Led {
						t.Heard = max(t.Heard, t.Since)
					}
				}
				return effects
			}},
		{"probation is forgotten", "on probation", "deep", '-', healBudget{seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				for i := range k.s.ties {
					k.s.ties[i].Probation = 0
				}
				return effects
			}},
		{"an adopted one is told nothing", "does not pass", "deep", '-', healBudget{seized: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				for i := range k.s.ties {
					if t := &k.s.ties[i]; t.Adopted && t.live() && t.Relation == Led {
						t.Cut, t.Suspected = ^box.Round(0), max(now, 1)
					}
				}
				return effects
			}},
		{"a confirmed lead stays", "and the tie is there", "deep", '-', healBudget{seized: 1, words: 1},
			func(m *healModel, was, k *ward, a healAct, now box.Round, effects []Effect) []Effect {
				if t := k.s.tie(a.tie); a.kind == healConfirm && !t.live() {
					*t = *was.s.tie(a.tie)
				}
				return effects
			}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, n := newHealModel(t, healTreeOf(t, c.tree), c.liar)
			m.plant = c.plant
			n.left = c.left
			m.search(&n)
			if !strings.Contains(m.broken, c.found) {
				t.Fatalf("found %q, want %q, after %d states", m.broken, c.found, len(m.seen))
			}
			t.Logf("%d states, then: %s", len(m.seen), m.broken)
		})
	}
}

// TestHealModelWithALeadLostAfterItsLed: i is seized and cut, its lead says so to
// the keepers of its lifelines; the lead is seized as well, and its lead in turn
// says that the lead was lost. Then i's captor asks, and no device adopts it.
func TestHealModelWithALeadLostAfterItsLed(t *testing.T) {
	m, n := newHealModel(t, healTreeOf(t, "deep"), '-')
	for _, x := range "ig" {
		at := strings.IndexRune(m.tree.seats, x)
		m.seize(&n, at)
		for by := range m.tree.seats {
			k := &m.wards[n.members[by]]
			for tie := range k.links {
				c := k.s.tie(TieID(tie))
				if c != nil && c.live() && c.Relation != Lifeline && m.honest(&n, by) && m.other(k, c.ID) == at {
					m.step(&n, by, healAct{kind: healConfirm, tie: c.ID})
				}
			}
		}
		n.now += maxWait
		m.ticks(&n)
		m.arrivals(&n, func(i int, a healAct) { m.step(&n, i, a) })
	}
	n.left = healBudget{lies: 1}
	m.search(&n)
	if m.broken != "" {
		t.Errorf("found %q", m.broken)
	}
}
