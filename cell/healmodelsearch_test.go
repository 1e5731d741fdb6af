package cell

import (
	"fmt"
	"slices"

	"bulkhead/box"
	"bulkhead/keys"
)

// expand judges a node and goes on from it everywhere.
func (m *healModel) expand(n *healNode) {
	m.judgeAll(n)
	for i := range m.tree.seats {
		if !m.honest(n, i) {
			m.lies(n, i)
			continue
		}
		m.deliveries(n, i)
		m.wishes(n, i)
		if n.left.seized > 0 {
			next := *n
			next.left.seized--
			m.seize(&next, i)
			m.visit(&next, healTold{what: "is seized:", to: i})
		}
	}
	if n.left.clocks > 0 && n.members != m.begun {
		for _, r := range []box.Round{maxWait, n.group(m).rounds(wakeNext)} {
			next := *n
			next.left.clocks--
			next.now += r
			if m.ticks(&next) {
				m.visit(&next, healTold{what: "time goes by"})
			}
		}
	}
}

func (n *healNode) group(m *healModel) *Group { return &m.wards[1].s.group }

func (m *healModel) honest(n *healNode, i int) bool { return i != m.liar && n.seized&(1<<i) == 0 }

// seize makes a device a captor's: what it kept no longer matters, only the
// links that it has.
func (m *healModel) seize(n *healNode, i int) {
	n.seized |= 1 << i
	n.members[i] = 0
	for j := 0; j < healQueue && n.mail[j] != 0; {
		if m.to(n.mail[j]) == i {
			m.take(n, j)
		} else {
			j++
		}
	}
}

// to returns whom a packet goes to.
func (m *healModel) to(p healMail) int {
	if p.back() {
		return m.links[p.link()].ends[0]
	}
	return m.links[p.link()].ends[1]
}

// told is how a step is told.
func (m *healModel) say(d healTold) string {
	switch {
	case d.what == "time goes by" || d.what == fairly:
		return d.what
	case d.pkt != 0:
		return d.what + " " + m.name(d.to) + ": " + packetName([]byte(m.packets[d.pkt]))
	case d.what != "":
		return d.what + " " + m.name(d.to)
	}
	k, a := &m.wards[d.from], d.act
	who := m.name(k.who)
	if a.kind == healTick {
		return who + " notices the time"
	}
	verb := [...]string{"confirms", "suspects", "takes in", "misses", "hears", "hears a first box of"}[a.kind]
	if a.kind == healReceive {
		verb += " " + packetName([]byte(m.packets[a.pkt])) + " from"
	}
	return who + " " + verb + " " + m.name(m.other(k, a.tie)) + " (" + k.s.tie(a.tie).Relation.String() + ")"
}

func packetName(b []byte) string {
	p, _ := parsePacket(b)
	switch p := p.(type) {
	case *lifelineAsk:
		return "ask"
	case *lifelineAnswer:
		return "answer"
	case *lifelineLost:
		return [...]string{"no lifeline", "lost: the asker", "lost: its lead", "lost: the answerer", "lost: said"}[p.whom]
	case *orphan:
		return "orphan"
	case *adoption:
		return "adoption"
	case *settled:
		return "settled"
	case *taken:
		return "taken"
	}
	return "a packet"
}

// step carries out one act in the group; false if it is not possible, changes
// nothing, or there is no room for what it sends.
func (m *healModel) step(n *healNode, i int, a healAct) bool {
	from := n.members[i]
	var st healStep
	m.during(healTold{from: from, act: a}, func() { st = m.perform(from, a, n.now) })
	if st.err || m.broken != "" || st.next == from && len(st.sends) == 0 && a.kind != healReceive {
		return false
	}
	n.members[i] = st.next
	if len(m.wards[st.next].links) > len(m.wards[from].links) {
		m.judgeReturn(n, &m.wards[st.next], len(m.wards[from].links))
	}
	for _, link := range st.drops {
		for j := 0; j < healQueue && n.mail[j] != 0; {
			if n.mail[j].link() == link {
				m.take(n, j)
			} else {
				j++
			}
		}
	}
	for _, s := range st.sends {
		if !slices.Contains(st.drops, s.link()) && !m.put(n, s) {
			m.full++
			return false
		}
	}
	return true
}

func (m *healModel) do(n *healNode, i int, a healAct, pay func(*healNode)) {
	next := *n
	if pay != nil {
		pay(&next)
	}
	if m.step(&next, i, a) {
		m.lives(&next)
		m.visit(&next, healTold{from: n.members[i], act: a})
	}
}

// put sends a packet; false if too many are on their way.
func (m *healModel) put(n *healNode, p healMail) bool {
	to := m.to(p)
	if !m.honest(n, to) {
		return true
	}
	if k := &m.wards[n.members[to]]; slices.Contains(k.links, p.link()) && k.live(p.link()) == nil {
		return true // nobody there
	}
	if n.mail[healQueue-1] != 0 {
		return false
	}
	at := 0
	for at < healQueue && n.mail[at] != 0 && n.mail[at].queue() <= p.queue() {
		at++
	}
	copy(n.mail[at+1:], n.mail[at:healQueue-1])
	n.mail[at] = p
	return true
}

// take removes a packet.
func (m *healModel) take(n *healNode, at int) {
	copy(n.mail[at:], n.mail[at+1:])
	n.mail[healQueue-1] = 0
}

// first reports whether a packet is the oldest of its link and direction, and
// can be received.
func (m *healModel) first(n *healNode, at int) (i int, tie TieID, ok bool) {
	p := n.mail[at]
	if at > 0 && n.mail[at-1].queue() == p.queue() {
		return 0, 0, false
	}
	i = m.to(p)
	if t := m.wards[n.members[i]].live(p.link()); t != nil {
		return i, t.ID, true
	}
	return 0, 0, false
}

// deliveries takes what waits on a link to i: it arrives together, or the first
// of it is lost.
func (m *healModel) deliveries(n *healNode, i int) {
	for at := 0; at < healQueue && n.mail[at] != 0; at++ {
		to, tie, ok := m.first(n, at)
		if !ok || to != i {
			continue
		}
		next, p := *n, n.mail[at]
		m.take(&next, at)
		if n.left.losses > 0 {
			lost := next
			lost.left.losses--
			m.visit(&lost, healTold{what: "a packet is lost to", to: i, pkt: p.pkt()})
		}
		traced, full := len(m.trace), m.full
		for {
			a, from := healAct{kind: healReceive, tie: tie, pkt: p.pkt()}, next.members[i]
			m.step(&next, i, a)
			m.trace = append(m.trace, healTold{from: from, act: a})
			if next.mail[at].queue() != p.queue() || m.wards[next.members[i]].live(p.link()) == nil {
				break
			}
			p = next.mail[at]
			m.take(&next, at)
		}
		if m.full == full {
			m.lives(&next)
			m.moves++
			m.search(&next)
		}
		m.trace = m.trace[:traced]
	}
}

// unheard finds a link that both ends have begun and that neither heard.
func (m *healModel) unheard(n *healNode, i int) (ties []TieID) {
	k := &m.wards[n.members[i]]
	for tie := range k.links {
		t := k.s.tie(TieID(tie))
		if t == nil || !t.live() || t.Heard != 0 {
			continue
		}
		other := m.other(k, t.ID)
		if m.honest(n, other) && m.wards[n.members[other]].live(k.links[tie]) != nil || other == m.liar || n.seized&(1<<other) != 0 {
			ties = append(ties, t.ID)
		}
	}
	return ties
}

// ticks has every device notice the time; false if there is no room for what
// they send.
func (m *healModel) ticks(n *healNode) bool {
	full := m.full
	for i := range m.tree.seats {
		if m.honest(n, i) {
			m.step(n, i, healAct{kind: healTick})
		}
	}
	return m.full == full
}

// lives lets first boxes open, at both ends of a link.
func (m *healModel) lives(n *healNode) {
	for i := range m.tree.seats {
		if m.honest(n, i) {
			for _, tie := range m.unheard(n, i) {
				m.step(n, i, healAct{kind: healLives, tie: tie})
			}
		}
	}
}

// wishes are what an honest person may do, with a reason.
func (m *healModel) wishes(n *healNode, i int) {
	k := &m.wards[n.members[i]]
	word := func(n *healNode) { n.left.words-- }
	for tie := range k.links {
		t := k.s.tie(TieID(tie))
		if t == nil || !t.live() {
			continue
		}
		lost := n.seized&(1<<m.other(k, t.ID)) != 0
		switch {
		case t.Relation == Lifeline:
			if n.left.adopts > 0 && m.trulyAsks(n, k, t.ID) {
				m.do(n, i, healAct{kind: healAdopt, tie: t.ID}, func(n *healNode) { n.left.adopts-- })
			}
		case n.left.words == 0:
		default:
			if lost {
				m.do(n, i, healAct{kind: healConfirm, tie: t.ID}, word)
			}
			if lost && t.Suspected == 0 || t.Suspected == 0 && (t.Told != 0 || t.Overdue) {
				m.do(n, i, healAct{kind: healSuspect, tie: t.ID}, word)
			}
		}
		if n.left.silences > 0 && t.Relation != Lifeline {
			m.do(n, i, healAct{kind: healSilence, tie: t.ID}, func(n *healNode) { n.left.silences-- })
		}
	}
}

// trulyAsks reports whether an honest orphan asks over a lifeline.
func (m *healModel) trulyAsks(n *healNode, k *ward, tie TieID) bool {
	l, other := k.s.lifeline(tie), m.other(k, tie)
	return l != nil && l.held && l.given == 0 && !k.s.witnessed(l, n.now) && k.s.stands(l.asks, n.now) &&
		m.honest(n, other) && m.wards[n.members[other]].s.Orphan()
}

// lies are what the liar, or a captor with a seized device, may send to whoever
// has a link with it.
func (m *healModel) lies(n *healNode, i int) {
	if n.left.lies == 0 {
		return
	}
	for to := range m.tree.seats {
		if !m.honest(n, to) {
			continue
		}
		k := &m.wards[n.members[to]]
		for tie := range k.links {
			t := k.s.tie(TieID(tie))
			if t == nil || !t.live() || m.other(k, t.ID) != i {
				continue
			}
			for _, p := range m.falsehoods(i, to, t, n.now) {
				next, link := *n, k.links[tie]
				next.left.lies--
				pkt := m.packet(marshal(p))
				if m.put(&next, mailed(link, m.links[link].ends[1] == i, pkt)) {
					m.visit(&next, healTold{what: m.name(i) + " lies to", to: to, pkt: pkt})
				}
			}
		}
	}
}

// falsehoods are what one member can say over a tie that the other side has.
func (m *healModel) falsehoods(i, to int, t *Tie, now box.Round) (all []packet) {
	if t.Relation == Lifeline {
		secret, err := keys.Of[secretUse](fmt.Appendf(nil, "%-32d", i))
		if err != nil {
			panic(err)
		}
		m.link(string(secret.Bytes()), i, to)
		return []packet{&orphan{m.refs[i]}, &settled{}, &adoption{secret, now, true}}
	}
	for _, id := range m.ids[i] {
		for _, whom := range []whomLost{lostAsker, lostLead, lostAnswerer} {
			all = append(all, &lifelineLost{id, whom})
		}
	}
	whom := map[Relation]Relation{Partner: Lead, Lead: Partner, Led: Led}[t.Relation]
	return append(all, &taken{whom, false})
}
