package cell

import "bulkhead/box"

// "For ever" is this: from a state of the search on, the liar and captors are
// silent and everything else is fair. Whatever is on its way arrives, links that
// both ends began come to life, whoever has a tie to a seized member confirms it,
// owners say Adopt of orphans who ask (or never do), and clocks go on by 32 rounds
// whenever nothing is left to be done, for fairRounds. At the end everybody honest
// has a lead that is honest and there, or no lifeline of theirs survived; and
// texts and notices pass between them.

// fairRounds is enough for a link of which nothing came to be given up (a week),
// and to ask over each lifeline after that.
const fairRounds = 32 * maxWait

const fairly = "and from there on, fairly,"

// judgeFair: nobody honest is cut off for ever while a lifeline survives. With
// adopt, owners say Adopt where it is true; without, only a lifeline counts for
// which there will be a second witness.
func (m *healModel) judgeFair(n *healNode, adopt bool) {
	var keepers [len(places)]uint8
	some := false
	for i := range m.tree.seats {
		if m.honest(n, i) {
			keepers[i] = m.surviving(n, i, adopt)
		}
		some = some || keepers[i] != 0
	}
	if !some || m.broken != "" {
		return
	}
	m.count.promised++
	run := *n
	run.left = healBudget{}
	if adopt {
		run.left.words = 1 // keeps the two kinds of runs apart
	}
	begun := run.now
	if _, known := m.healed[m.hash64(&run)]; known {
		return
	}
	way := []healWay{{m.hash64(&run), run.now}}
	traced := len(m.trace)
	defer func() { m.trace = m.trace[:traced] }()
	m.trace = append(m.trace, healTold{what: fairly})
	for {
		way = m.settle(&run, adopt, way)
		if m.broken != "" {
			return
		}
		key := m.hash64(&run)
		more, known := m.healed[key]
		there := m.connected(&run)
		if known || m.all(&run, there) {
			m.heals(way, run.now+more)
			return
		}
		if run.now-begun > fairRounds {
			m.judgeEnd(&run, keepers, there, adopt)
			return
		}
		run.now += maxWait
		m.trace = append(m.trace, healTold{what: "time goes by"})
	}
}

// healWay is a state that a fair run came through, and when.
type healWay struct {
	key uint64
	at  box.Round
}

// heals notes that a fair run came to an end, and from where.
func (m *healModel) heals(way []healWay, end box.Round) {
	m.count.fair++
	m.count.longest = max(m.count.longest, end-way[0].at)
	for _, w := range way {
		m.healed[w.key] = end - w.at
	}
}

// judgeEnd: who has no lead has no keeper who is there, and who has not been told
// meanwhile that it was cut off. Leads lead up to
// somebody who is there, or who has lost every lifeline.
func (m *healModel) judgeEnd(n *healNode, keepers [len(places)]uint8, there uint8, adopt bool) {
	for i := range m.tree.seats {
		top, steps := i, 0
		for ; m.honest(n, i) && there&(1<<top) == 0 && steps < len(places); steps++ {
			next := m.lead(n, top)
			if next < 0 {
				break
			}
			top = next
		}
		switch {
		case steps == len(places):
			m.fail("%s is cut off for ever: the leads go round", m.name(i))
		case there&(1<<top) == 0 && keepers[top]&there != 0 && (adopt || keepers[top]&there&^m.doubting(n, top) != 0):
			m.fail("%s is cut off for ever, and a lifeline survives", m.name(top))
		}
	}
}

// doubting returns who keeps a lifeline for i of which somebody said that i was
// cut off: it takes an owner's word.
func (m *healModel) doubting(n *healNode, i int) (keepers uint8) {
	k := &m.wards[n.members[i]]
	for j := range k.s.lifelines {
		own := &k.s.lifelines[j]
		other := m.other(k, own.tie)
		if own.held || !m.honest(n, other) {
			continue
		}
		if l := m.wards[n.members[other]].s.lifelineOf(own.id); l != nil && l.doubted {
			keepers |= 1 << other
		}
	}
	return keepers
}

// all reports whether everybody honest is there, and so nobody can be missing
// however a fair run began.
func (m *healModel) all(n *healNode, there uint8) bool {
	for i := range m.tree.seats {
		if m.honest(n, i) && there&(1<<i) == 0 {
			return false
		}
	}
	return true
}

// connected returns who has a lead that is honest and there, up to a founder,
// and to whom texts and notices pass. What the liar leads is no worse off than
// before.
func (m *healModel) connected(n *healNode) (there uint8) {
	for more := true; more; {
		more = false
		for i := range m.tree.seats {
			if there&(1<<i) != 0 || !m.honest(n, i) {
				continue
			}
			k := &m.wards[n.members[i]]
			lead := m.lead(n, i)
			if k.s.founder() || lead >= 0 && (lead == m.liar || there&(1<<lead) != 0) {
				there |= 1 << i
				more = true
			}
		}
	}
	return there
}

// lead returns who leads a member and is there; -1: nobody.
func (m *healModel) lead(n *healNode, i int) int {
	k := &m.wards[n.members[i]]
	t := k.s.only(Lead)
	if t == nil {
		return -1
	}
	lead := m.other(k, t.ID)
	if lead == m.liar {
		return lead
	}
	if !m.honest(n, lead) {
		return -1
	}
	down := m.wards[n.members[lead]].live(k.links[t.ID])
	if down == nil || down.Relation != Led {
		return -1
	}
	if why := m.pass(n.members[i], n.members[lead], n.now); why != "" {
		m.fail("%s is led by %s, and %s does not pass", m.name(i), m.name(lead), why)
	}
	return lead
}

// settle lets everything happen that fairly happens without time going by.
func (m *healModel) settle(n *healNode, adopt bool, way []healWay) []healWay {
	for range 100 {
		more := false
		do := func(i int, a healAct) {
			next, from := *n, n.members[i]
			if m.step(&next, i, a) {
				more, *n = true, next
				m.trace = append(m.trace, healTold{from: from, act: a})
				m.count.fairMoves++
				way = append(way, healWay{m.hash64(n), n.now})
			}
		}
		m.arrivals(n, do)
		for i := range m.tree.seats {
			if !m.honest(n, i) {
				continue
			}
			for _, tie := range m.unheard(n, i) {
				do(i, healAct{kind: healLives, tie: tie})
			}
			k := &m.wards[n.members[i]]
			for tie := range k.links {
				t := m.wards[n.members[i]].s.tie(TieID(tie))
				switch {
				case t == nil || !t.live():
				case t.Relation == Lifeline:
					if adopt && m.trulyAsks(n, &m.wards[n.members[i]], t.ID) {
						do(i, healAct{kind: healAdopt, tie: t.ID})
					}
				case n.seized&(1<<m.other(k, t.ID)) != 0 && t.Cut == 0:
					do(i, healAct{kind: healConfirm, tie: t.ID})
				}
			}
			do(i, healAct{kind: healTick})
		}
		if !more || m.broken != "" {
			return way
		}
	}
	m.fail("it never comes to rest")
	return way
}

// arrivals lets everything arrive that is on its way.
func (m *healModel) arrivals(n *healNode, do func(i int, a healAct)) {
	for at := 0; at < healQueue && n.mail[at] != 0; {
		i, tie, ok := m.first(n, at)
		if !ok {
			at++
			continue
		}
		p := n.mail[at]
		m.take(n, at)
		do(i, healAct{kind: healReceive, tie: tie, pkt: p.pkt()})
		at = 0
	}
}

// surviving returns who keeps a lifeline for i that survives: its other end is
// honest. Without adopt only where there will be a second witness.
func (m *healModel) surviving(n *healNode, i int, adopt bool) (keepers uint8) {
	k := &m.wards[n.members[i]]
	if k.s.founder() {
		return 0
	}
	if lead := k.s.only(Lead); lead != nil && m.other(k, lead.ID) == m.liar {
		return 0
	}
	for j := range k.s.lifelines {
		l := &k.s.lifelines[j]
		other := m.other(k, l.tie)
		if l.held || !m.honest(n, other) {
			continue
		}
		at := m.wards[n.members[other]].live(k.links[l.tie])
		if at == nil || !adopt && !m.witnessed(n, k, l, other) {
			continue
		}
		keepers |= 1 << other
	}
	return keepers
}

// witnessed reports whether somebody will say that i's lead was lost, to the one
// who keeps the lifeline: somebody on the way who is there and will cut the
// lead, or the keeper itself.
func (m *healModel) witnessed(n *healNode, k *ward, own *lifeline, keeper int) bool {
	at := &m.wards[n.members[keeper]]
	l := at.s.lifelineOf(own.id)
	switch {
	case l == nil || l.doubted || own.doubted:
		return false
	case at.s.stands(l.witnessed, n.now+fairRounds):
		return true
	}
	over := at.s.tie(l.over)
	if over == nil || !over.live() {
		return false
	}
	hop := m.other(at, l.over)
	if n.seized&(1<<hop) != 0 {
		return since(n.now, at.s.tie(l.tie).Since) >= uint64(at.s.group.rounds(ripeAfter)) // the keeper will cut it
	}
	if !m.honest(n, hop) {
		return false
	}
	way := &m.wards[n.members[hop]]
	for _, w := range way.s.passed {
		if w.id == own.id && w.step == stepLead && way.live(at.links[l.over]) != nil {
			return n.seized&(1<<m.other(way, w.from)) != 0
		}
	}
	return false
}
