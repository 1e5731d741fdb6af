package cell

import (
	"slices"

	"bulkhead/box"
)

// judge holds one member's step to the promises.
func (m *healModel) judge(was, k *ward, a healAct, effects []Effect, now box.Round) {
	m.judgeCuts(was, k, a)
	m.judgeConfirmed(k, now)
	for _, e := range effects {
		start, ok := e.(StartLink)
		if !ok {
			continue
		}
		switch t := k.s.tie(start.Tie); {
		case t == nil || !t.live():
		case t.Relation == Led:
			m.judgeAdoption(was, k, t, now)
		case t.Relation == Lead:
			m.judgeNewLead(was, k, t, a)
		}
	}
	for _, t := range k.s.Ties() {
		if t.live() && t.Adopted && since(now, t.Since) < uint64(k.s.group.rounds(probationSpan)) {
			m.judgeProbation(k, t.ID, now)
		}
	}
}

// judgeConfirmed: whom the owner confirmed is cut, at the latest after the
// longest delay, and nothing the owner writes goes there before.
func (m *healModel) judgeConfirmed(k *ward, now box.Round) {
	for tie := range k.links {
		t := k.s.tie(TieID(tie))
		if k.ghost.confirmed&(1<<tie) == 0 || t == nil || !t.live() {
			continue
		}
		later := copyState(k.s)
		later.Tick(now + maxDelay)
		_, err := copyState(k.s).SendTextAnyway(t.ID, "text")
		if t.Relation != Led || later.tie(t.ID).live() || err == nil {
			m.fail("%s confirmed %s, and the tie is there", m.name(k.who), m.name(m.other(k, t.ID)))
		}
	}
}

// judgeCuts: a tie goes by its owner's confirmation, a lead also by both words;
// one made over a lifeline that never lived goes too; a lifeline goes by the
// device's own upkeep, or with the tie that came about over it.
func (m *healModel) judgeCuts(was, k *ward, a healAct) {
	for _, t := range was.s.Ties() {
		now := k.s.tie(t.ID)
		if !t.live() || now != nil && now.live() {
			continue
		}
		bit := uint64(1) << t.ID
		both := t.Relation == Lead && k.ghost.suspected&bit != 0 && k.ghost.told&bit != 0
		switch {
		case t.Relation == Lifeline && (a.kind == healTick || t.Phase < Unconfirmed || m.madeIt(was, k, t.ID)):
		case t.Relation == Lifeline:
			m.fail("%s lost the lifeline to %s", m.name(k.who), m.name(m.other(was, t.ID)))
		case t.Adopted && t.Heard == 0 && t.Relation == Led:
		case k.ghost.confirmed&bit == 0 && !both:
			m.fail("%s lost the tie to %s, which nobody confirmed", m.name(k.who), m.name(m.other(was, t.ID)))
		}
	}
}

// madeIt reports whether a tie that was cut came about over a lifeline.
func (m *healModel) madeIt(was, k *ward, lifeline TieID) bool {
	l := was.s.lifeline(lifeline)
	given := k.s.tie(l.given)
	return l.given != 0 && (given == nil || !given.live())
}

// judgeAdoption: nobody is adopted but with a second witness, and nobody of
// whom it was said to have been cut, unless the owner says so.
func (m *healModel) judgeAdoption(was, k *ward, t *Tie, now box.Round) {
	m.count.adopted++
	var l *lifeline
	for i := range k.s.lifelines {
		if k.s.lifelines[i].given == t.ID {
			l = &k.s.lifelines[i]
		}
	}
	if l == nil {
		m.fail("%s adopted over no lifeline", m.name(k.who))
		return
	}
	orphan, bit := m.other(k, l.tie), uint64(1)<<l.tie
	owner := k.ghost.adopt&bit != 0
	switch {
	case k.ghost.asks&bit == 0:
		m.fail("%s adopted %s, who does not ask", m.name(k.who), m.name(orphan))
	case !owner && k.ghost.lostLead&bit == 0 && l.over != 0:
		m.fail("%s adopted %s on one word", m.name(k.who), m.name(orphan))
	}
	k.ghost.asks &^= bit
}

// judgeReturn: a seized member whom everybody who knew it has cut is adopted by
// nobody's device by itself. If its lead was seized as well, before it could say
// so, it is taken for an orphan: that is the limit, and counted.
func (m *healModel) judgeReturn(n *healNode, k *ward, from int) {
	for tie := from; tie < len(k.links); tie++ {
		t, x := k.s.tie(TieID(tie)), m.other(k, TieID(tie))
		if t == nil || !t.live() || t.Relation != Led || n.seized&(1<<x) == 0 {
			continue
		}
		cut, knows := false, false
		for i := range m.tree.seats {
			if !m.honest(n, i) {
				continue
			}
			at := &m.wards[n.members[i]]
			for _, known := range at.s.ties {
				if known.Relation != Lifeline && m.other(at, known.ID) == x && !(i == k.who && known.ID == t.ID) {
					cut, knows = cut || !known.live(), knows || known.live()
				}
			}
		}
		switch {
		case !cut || knows || k.ghost.adopt != 0:
		case m.leads[x] >= 0 && !m.honest(n, m.leads[x]) && !doubtedBy(k, t.ID):
			m.count.again++
		default:
			m.fail("everybody who knew %s cut it, and %s adopts it", m.name(x), m.name(k.who))
		}
	}
}

// judgeNewLead: a new lead comes over a lifeline of one's own that one asked
// over, when there is none.
func (m *healModel) judgeNewLead(was, k *ward, t *Tie, a healAct) {
	lead := m.other(k, t.ID)
	l := was.s.lifeline(a.tie)
	switch {
	case was.s.only(Lead) != nil:
		m.fail("%s took %s for a new lead while it had one", m.name(k.who), m.name(lead))
	case a.kind != healReceive || l == nil || l.held || k.ghost.asked&(1<<a.tie) == 0 || m.other(was, a.tie) != lead:
		m.fail("%s took %s for a new lead without asking", m.name(k.who), m.name(lead))
	}
}

// judgeProbation: nothing but texts and notices passes over a tie on probation.
func (m *healModel) judgeProbation(k *ward, id TieID, now box.Round) {
	rand := seeded(1)
	s := copyState(k.s)
	if _, effects, err := s.SendNoteAnyway("note", now, rand); err == nil {
		for _, e := range effects {
			if send, ok := e.(Send); ok && send.Tie == id {
				m.fail("%s sends a note over a tie on probation", m.name(k.who))
			}
		}
	}
	for _, p := range []packet{&note{ID{1}, nil}, &lifelineAsk{ID{2}, 1, stepAsker, m.key}, &lifelineAsk{ID{3}, 1, stepLead, m.key}, &introduction{}} {
		effects, err := copyState(k.s).Receive(id, marshal(p), now, rand)
		if err != nil {
			m.fail("%s: %v", m.name(k.who), err)
		}
		for _, e := range effects {
			if send, ok := e.(Send); ok && send.Tie != id {
				m.fail("a %T over a tie on probation passes %s", p, m.name(k.who))
			}
			if _, ok := e.(StartLink); ok {
				m.fail("a %T over a tie on probation begins a link at %s", p, m.name(k.who))
			}
		}
	}
}

// reaches finds out which links carry what is written or passed on here.
func (m *healModel) reaches(at int32, now box.Round) []uint16 {
	k := &m.wards[at]
	if reach, ok := m.reached[k.shape]; ok {
		return reach
	}
	rand := seeded(1)
	var reach []uint16
	add := func(effects []Effect) {
		for _, e := range effects {
			send, ok := e.(Send)
			if !ok || send.Message[0] == kindOrphan || send.Message[0] == kindSettled {
				continue
			}
			if link := k.links[send.Tie]; !slices.Contains(reach, link) {
				reach = append(reach, link)
			}
		}
	}
	for tie := range k.links {
		id := TieID(tie)
		effects, _ := copyState(k.s).SendTextAnyway(id, "text")
		add(effects)
		s := copyState(k.s)
		s.seen = nil
		effects, _ = s.Receive(id, m.notice, now, rand)
		add(effects)
		effects, _ = copyState(k.s).Receive(id, marshal(&note{ID{1}, nil}), now, rand)
		add(effects)
	}
	_, effects, _ := copyState(k.s).SendNoteAnyway("note", now, rand)
	add(effects)
	if s := copyState(k.s); s.founder() {
		_, effects, _ = s.Issue("notice", 9, now, rand)
		add(effects)
	}
	m.reached[k.shape] = reach
	return reach
}

// judgeAll holds the group to the promises that no member can see alone.
func (m *healModel) judgeAll(n *healNode) {
	for x := range m.tree.seats {
		if n.seized&(1<<x) == 0 {
			continue
		}
		knows, reached := false, -1
		for i := range m.tree.seats {
			if !m.honest(n, i) {
				continue
			}
			k := &m.wards[n.members[i]]
			for _, t := range k.s.ties {
				knows = knows || t.live() && t.Relation != Lifeline && m.other(k, t.ID) == x
			}
			for _, link := range m.reaches(n.members[i], n.now) {
				if ends := m.links[link].ends; ends[0] == x || ends[1] == x {
					reached = i
				}
			}
		}
		if knows {
			continue
		}
		m.count.allCut++
		if reached >= 0 {
			m.fail("everybody who knew %s cut it, and it gets what %s writes or passes on", m.name(x), m.name(reached))
		}
	}
	for _, adopt := range []bool{true, false} {
		m.judgeFair(n, adopt)
	}
}

// pass says what does not pass between a member and its lead; "": all does.
func (m *healModel) pass(member, lead int32, now box.Round) string {
	key := [2]string{m.wards[member].shape, m.wards[lead].shape}
	if why, ok := m.passes[key]; ok {
		return why
	}
	why := m.tryPass(&m.wards[member], &m.wards[lead], now)
	m.passes[key] = why
	return why
}

func (m *healModel) tryPass(k, lead *ward, now box.Round) string {
	rand := seeded(1)
	up := k.s.only(Lead)
	down := lead.live(k.links[up.ID])
	arrives := func(at *ward, tie TieID, message []byte, what What) bool {
		s := copyState(at.s)
		s.seen = nil
		effects, err := s.Receive(tie, message, now, rand)
		return err == nil && slices.ContainsFunc(effects, func(e Effect) bool { s, ok := e.(Show); return ok && s.What == what })
	}
	sent := func(effects []Effect, tie TieID) bool {
		return slices.ContainsFunc(effects, func(e Effect) bool { s, ok := e.(Send); return ok && s.Tie == tie })
	}
	text, err := copyState(k.s).SendTextAnyway(up.ID, "text")
	if err != nil || !sent(text, up.ID) || !arrives(lead, down.ID, text[0].(Send).Message, TextArrived) {
		return "a text up"
	}
	text, err = copyState(lead.s).SendTextAnyway(down.ID, "text")
	if err != nil || !sent(text, down.ID) || !arrives(k, up.ID, text[0].(Send).Message, TextArrived) {
		return "a text down"
	}
	s := copyState(lead.s)
	s.seen = nil
	var effects []Effect
	switch from := s.only(Lead); {
	case s.founder():
		_, effects, err = s.Issue("notice", 9, now, rand)
	case from == nil:
		return ""
	default:
		effects, err = s.Receive(from.ID, m.notice, now, rand)
	}
	if err != nil || !sent(effects, down.ID) || !arrives(k, up.ID, m.notice, NoticeArrived) {
		return "a notice"
	}
	return ""
}

// doubtedBy reports whether somebody said that whom this tie was made for was
// cut off.
func doubtedBy(k *ward, given TieID) bool {
	for _, l := range k.s.lifelines {
		if l.given == given {
			return l.doubted
		}
	}
	return false
}
