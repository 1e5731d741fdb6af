package cell

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/round"
)

func TestADeviceRefusesLinksBeyondPartnerLeadAndLed(t *testing.T) {
	w, people := seven(t, 20)
	a, b, c, g := people["A"], people["B"], people["c"], people["g"]
	try := func(p *person, r Relation, want error) {
		t.Helper()
		before := w.bytes(p.s)
		if _, _, err := p.s.Invite(r, "", w.now, w.rand); !errors.Is(err, want) {
			t.Errorf("%s inviting its %v: %v, want %v", p.name, r, err, want)
		}
		if !bytes.Equal(before, w.bytes(p.s)) {
			t.Errorf("%s inviting its %v: refused, yet the state changed", p.name, r)
		}
	}
	try(a, Led, ErrMorePairs)      // has c and d
	try(a, Partner, ErrNotPartner) // has B
	try(b, Partner, ErrNotPartner)
	try(c, Partner, ErrNotPartner)
	try(c, Lead, ErrRelation)
	try(c, Unknown, ErrRelation)
	try(c, Lifeline, ErrRelation)
	w.join(c, Led, "h")
	try(c, Led, ErrMorePairs)
	if err := c.s.AcceptMorePairs(); !errors.Is(err, ErrNoSlot) {
		t.Errorf("more pairs with S = 6: %v, want ErrNoSlot", err)
	}
	j := w.join(g, Led, "j")
	try(j, Led, ErrJoining)
}

func TestMorePairsNeedAWarningAcceptedAndSlots(t *testing.T) {
	for slots, want := range map[uint8]int{6: 2, 7: 2, 8: 4, 10: 6} {
		g := group()
		g.Slots = slots
		w := newWorld(t, 21)
		a := w.found("A", g)
		m := w.join(a, Led, "m")
		w.run()
		_ = m.s.AcceptMorePairs()
		n := 0
		for range 10 {
			if _, _, err := m.s.Invite(Led, "", w.now, w.rand); err != nil {
				break
			}
			n++
		}
		if want > 2 && n != min(want, int(slots)-4) || want == 2 && n > 3 {
			t.Errorf("S = %d: leads %d, want %d", slots, n, want)
		}
		if m.s.links()+1 > m.s.MaxLinks() {
			t.Errorf("S = %d: no place is left for the partner", slots)
		}
		w.bytes(m.s)
	}
}

func TestAnIntroductionIsRefusedWherePartnerSlotOrSettingsForbidIt(t *testing.T) {
	w, people := seven(t, 22)
	c, a := people["c"], people["A"]
	give := func(s *State, from TieID, g Group) Why {
		t.Helper()
		p := &introduction{ref: [8]byte{9}, role: Shower, invitation: Invitation{Base: w.now, Card: cardOf(g).Hash()}}
		effects, err := s.Receive(from, marshal(p), w.now, w.rand)
		w.must(err)
		if show, ok := effects[0].(Show); ok && show.What == IntroductionRefused {
			return show.Why
		}
		return 0
	}
	if why := give(w.saved(c.s), w.tie(c, a), group()); why != HavePartner {
		t.Errorf("with a partner: %v, want %v", why, HavePartner)
	}
	alone := w.saved(c.s)
	_, err := alone.Sever(w.tie(c, people["d"]), false, w.now)
	w.must(err)
	other := group()
	other.Calendar.Spans[0] = round.Span{From: 18 * time.Hour, Length: 2 * time.Hour}
	if why := give(alone, w.tie(c, a), other); why != OtherGroup {
		t.Errorf("other settings: %v, want %v", why, OtherGroup)
	}
	if why := give(alone, w.tie(c, a), group()); why != 0 {
		t.Errorf("a new partner after the old was severed: %v", why)
	}

	tight := group()
	tight.Slots = 3
	w = newWorld(t, 23)
	m, _, err := Join(&Invitation{Card: cardOf(tight).Hash()}, &card.Signed{Card: *cardOf(tight)}, "", w.now, w.rand)
	w.must(err)
	_, err = m.Receive(1, marshal(&welcome{Lead, CheckIn{1, 1}, keyring{}}), w.now, w.rand)
	w.must(err)
	if why := give(m, 1, tight); why != NoRoom {
		t.Errorf("with one slot for links: %v, want %v", why, NoRoom)
	}
}

func TestALeadIntroducesOnlyTwoItLeads(t *testing.T) {
	w, people := seven(t, 24)
	a := people["A"]
	c, d, b := w.tie(a, people["c"]), w.tie(a, people["d"]), w.tie(a, people["B"])
	if got := a.count(PairReady, ""); got != 1 {
		t.Errorf("the lead saw its pair ready %d times, want 1", got)
	}
	for _, pair := range [][2]TieID{{c, d}, {c, c}, {c, b}, {b, d}} {
		if _, err := a.s.Introduce(pair[0], pair[1], w.now, w.rand); !errors.Is(err, ErrNotLed) {
			t.Errorf("introducing %v: %v, want ErrNotLed", pair, err)
		}
	}
	if _, err := a.s.Introduce(99, c, w.now, w.rand); !errors.Is(err, ErrNoTie) {
		t.Errorf("introducing nobody: %v, want ErrNoTie", err)
	}
	// d is lost; the lead cuts d, leads somebody new and makes a new pair.
	effects, err := a.s.Sever(d, false, w.now)
	w.must(err)
	w.do(a, effects)
	pc := people["c"]
	effects, err = pc.s.Sever(w.tie(pc, people["d"]), false, w.now)
	w.must(err)
	w.do(pc, effects)
	n := w.join(a, Led, "n")
	w.introduce(a, pc, n)
	w.must(pc.s.Confirm(w.tie(pc, n)))
	if got := a.count(PairReady, ""); got != 2 {
		t.Errorf("after a new introduction the lead saw pairs ready %d times, want 2", got)
	}
}

func TestSeveringCutsOneOwnTieAndKeepsNothingOfIt(t *testing.T) {
	w, people := seven(t, 25)
	c, a, d, g := people["c"], people["A"], people["d"], people["g"]
	lead := w.tie(c, a)
	effects, err := c.s.Sever(lead, false, w.now)
	w.must(err)
	if len(effects) != 2 || effects[0] != (DropLink{lead, w.now + 2*192}) {
		t.Errorf("severing asks for %v, want DropLink of that tie and a Show", effects)
	}
	w.do(c, effects)
	if w.holds(c, canaryAlias("c", "A")) {
		t.Error("the severed tie's alias is still there")
	}
	for _, other := range []*person{d, g} {
		if tie, _ := c.s.Tie(w.tie(c, other)); !tie.live() {
			t.Errorf("severing the lead cut %s", other.name)
		}
	}
	tie, ok := c.s.Tie(lead)
	if !ok || tie != (Tie{ID: lead, Relation: Lead, Phase: Severed, Severed: w.now}) {
		t.Errorf("a severed tie remembers %+v", tie)
	}
	for name, err := range map[string]error{
		"severing":  second(c.s.Sever(lead, false, w.now)),
		"texting":   second(c.s.SendText(lead, "x")),
		"renaming":  c.s.Rename(lead, "x"),
		"hearing":   second(c.s.Heard(lead, w.now, w.now, w.now)),
		"receiving": second(c.s.Receive(lead, []byte{kindText}, w.now, w.rand)),
	} {
		if !errors.Is(err, ErrNoTie) {
			t.Errorf("%s a severed tie: %v, want ErrNoTie", name, err)
		}
	}

	kept := w.tie(c, d)
	_, err = c.s.Sever(kept, true, w.now)
	w.must(err)
	if tie, _ := c.s.Tie(kept); tie.Alias != canaryAlias("c", "d") {
		t.Error("an alias that was to be kept is gone")
	}
	w.must(c.s.Forget(kept))
	if w.holds(c, canaryAlias("c", "d")) {
		t.Error("an alias that was to be forgotten is still there")
	}
	w.bytes(c.s)
}

func second[T any](_ T, err error) error { return err }

func TestSeveredTiesAreForgottenBeyondABound(t *testing.T) {
	w := newWorld(t, 26)
	a := w.found("A", group())
	for range 3 * maxSevered {
		_, effects, err := a.s.Invite(Led, "", w.now, w.rand)
		w.must(err)
		_, err = a.s.Sever(effects[0].(StartLink).Tie, true, w.now)
		w.must(err)
		a.s = w.saved(a.s)
	}
	if got := len(a.s.Ties()); got != maxSevered {
		t.Errorf("%d severed ties remembered, want %d", got, maxSevered)
	}
}

func TestAnAliasIsShortPrintableAndUsedOnce(t *testing.T) {
	w, people := seven(t, 27)
	c := people["c"]
	id := w.tie(c, people["g"])
	for _, refused := range []struct {
		rule    error
		aliases []string
	}{
		{ErrAliasEmpty, []string{""}},
		{ErrAliasLong, []string{strings.Repeat("a", MaxAliasLetters+1), strings.Repeat("ش", MaxAliasLetters+1), strings.Repeat("🐦", MaxAliasLetters)}},
		{ErrAliasSign, []string{"a\nb", "\x1b[2J", "\xff", "a\u200c\u200cb", "a\u202eb", "a\u200db", "\u3164", "a\u115f", "\u2800", "a\ufe0f"}},
		{ErrAliasEdge, []string{" a", "a ", "\u200ca", "a\u200c"}},
		{ErrAliasTaken, []string{canaryAlias("c", "A"), strings.ToUpper(canaryAlias("c", "A")), canaryAlias("c", "A")[:1] + "\u200c" + canaryAlias("c", "A")[1:]}},
	} {
		for _, alias := range refused.aliases {
			if err := c.s.Rename(id, alias); !errors.Is(err, refused.rule) || !errors.Is(err, ErrAlias) {
				t.Errorf("alias %q: %v, want %v", alias, err, refused.rule)
			}
		}
	}
	for _, alias := range []string{"a", "🐦", "two words", strings.Repeat("a", MaxAliasLetters), strings.Repeat("ش", MaxAliasLetters), "می\u200cخواهم"} {
		if err := c.s.Rename(id, alias); err != nil {
			t.Errorf("alias %q: %v", alias, err)
		}
		if got, ok := c.s.ByAlias(strings.ToUpper(alias)); !ok || got.ID != id {
			t.Errorf("alias %q is not found", alias)
		}
	}
	words := strings.Fields(aliasWords)
	seen := map[string]bool{}
	for _, word := range words {
		if checkAlias(word) != nil || seen[strings.ToLower(word)] {
			t.Errorf("%q is no alias or twice in the list", word)
		}
		seen[strings.ToLower(word)] = true
	}
	if len(words) < 100 {
		t.Errorf("only %d words for aliases", len(words))
	}
}

func TestNothingOfAStateIsPrinted(t *testing.T) {
	_, people := seven(t, 28)
	s := people["A"].s
	printed := fmt.Sprintf("%v %+v %#v %s %x", s, *s, s, s, s) + fmt.Sprint(s.Group(), Invitation{Card: s.groupHash()})
	for _, canary := range []string{"drop", "canary", "A's", "[", "{"} {
		if strings.Contains(printed, canary) {
			t.Errorf("printed: %q", printed)
		}
	}
	k := s.key.Bytes()
	s.Erase()
	if !bytes.Equal(k, make([]byte, 32)) || len(s.Ties()) != 0 {
		t.Error("erased, a state is still there")
	}
}
