package cell

import (
	"strings"
	"testing"

	"bulkhead/box"
)

// fault spoils what a rule did to one member's state, or what it asks for.
type fault func(m *model, k *known, a act, effects []Effect) []Effect

// word returns the lead's tie and whether the act was the partner's word about
// the lead, said or taken back.
func (m *model) word(k *known, a act) (lead *Tie, said, back bool) {
	if a.kind != doReceive || k.s.only(Lead) == nil || k.s.only(Partner) == nil || k.s.only(Partner).ID != m.tie[k.who][a.to] {
		return nil, false, false
	}
	p, _ := parsePacket([]byte(m.packets[a.pkt]))
	return k.s.only(Lead), !p.(*taken).back, p.(*taken).back
}

// TestModelFindsPlantedFaults: a model that finds nothing must be able to.
func TestModelFindsPlantedFaults(t *testing.T) {
	withoutSends := func(effects []Effect) (out []Effect) {
		for _, e := range effects {
			if _, ok := e.(Send); !ok {
				out = append(out, e)
			}
		}
		return out
	}
	for _, c := range []struct {
		name, found string
		plant       fault
	}{
		{"one word cuts the lead", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if lead, said, _ := m.word(k, a); said {
				return append(effects, k.s.cut(lead, false, false, m.now)...)
			}
			return effects
		}},
		{"a word and silence cut the lead", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if lead := k.s.only(Lead); lead != nil && lead.Told != 0 && lead.Overdue {
				return append(effects, k.s.cut(lead, false, false, m.now)...)
			}
			return effects
		}},
		{"silence cuts", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if a.kind == doSilence {
				return append(effects, k.s.cut(k.s.tie(m.tie[k.who][a.to]), false, false, m.now)...)
			}
			return effects
		}},
		{"the lead's word cuts the partner", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if p := k.s.only(Partner); p != nil && p.Told != 0 {
				return append(effects, k.s.cut(p, false, false, m.now)...)
			}
			return effects
		}},
		{"taking back is not heeded", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if lead, _, back := m.word(k, a); back {
				lead.Told, lead.counted = m.now, m.now
			}
			return effects
		}},
		{"the partner's word is forgotten", "gave their words", func(m *model, k *known, a act, effects []Effect) []Effect {
			if lead, said, _ := m.word(k, a); said {
				lead.Told = 0
			}
			return effects
		}},
		{"a word is not sent", "both of the pair said", func(m *model, k *known, a act, effects []Effect) []Effect {
			if a.kind == doSuspect {
				return withoutSends(effects)
			}
			return effects
		}},
		{"whom it is about is told", "tells", func(m *model, k *known, a act, effects []Effect) []Effect {
			if a.kind == doSuspect {
				return append(effects, Send{Tie: m.tie[k.who][a.to], Message: marshal(&taken{whom: Lead})})
			}
			return effects
		}},
		{"a quarantine goes on for ever", "does not end", func(m *model, k *known, a act, effects []Effect) []Effect {
			if a.kind == doSuspect && k.s.tie(m.tie[k.who][a.to]).live() {
				k.s.tie(m.tie[k.who][a.to]).Quarantine = ^box.Round(0)
			}
			return effects
		}},
		{"a cut comes too late", "rounds later the tie is there", func(m *model, k *known, a act, effects []Effect) []Effect {
			if x := k.s.tie(m.tie[k.who][a.to]); a.kind == doConfirm && x.Cut != 0 {
				x.Cut++
			}
			return effects
		}},
		{"texts go to whom the owner confirmed", "writes goes there", func(m *model, k *known, a act, effects []Effect) []Effect {
			if x := k.s.tie(m.tie[k.who][a.to]); a.kind == doConfirm {
				x.Cut = 0
			}
			return effects
		}},
		{"a drill taken back cuts all the same", "which nobody confirmed", func(m *model, k *known, a act, effects []Effect) []Effect {
			if x := k.s.tie(m.tie[k.who][a.to]); a.kind == doTakeBackDrill && x.live() {
				return append(effects, k.s.cut(x, false, true, m.now)...)
			}
			return effects
		}},
		{"a cut tie comes back", "writes goes there", func(m *model, k *known, a act, effects []Effect) []Effect {
			if x := k.s.tie(m.tie[k.who][a.to]); a.kind == doConfirm && !x.live() {
				x.Phase, x.Alias, x.Severed = Unconfirmed, "back", 0
			}
			return effects
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m, n := newModel(t, 'd')
			m.plant = c.plant
			n.left = budget{seized: 1, lies: 1, words: 2, silences: 1}
			m.search(&n)
			if !strings.Contains(m.broken, c.found) {
				t.Fatalf("found %q, want %q, after %d states", m.broken, c.found, len(m.seen))
			}
			t.Logf("%d states, then: %s", len(m.seen), m.broken)
		})
	}
}
