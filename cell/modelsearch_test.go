package cell

import (
	"flag"
	"fmt"
	"strings"
	"testing"

	"bulkhead/box"
)

var modelBudget = flag.String("model", "", "seizures,lies,words,silences,clocks,losses: go test ./cell -run 'TestModel$' -v -model 2,1,1,1,1,0")

// expand judges a node and goes on from it everywhere.
func (m *model) expand(n *node) {
	m.judgeAll(n)
	for i := range places {
		m.deliveries(n, i)
		m.lies(n, i)
		if !m.honest(n, i) {
			continue
		}
		if n.left.seized > 0 {
			next := *n
			next.left.seized--
			m.forget(&next, i)
			next.seized |= 1 << i
			next.members[i] = 0 // what its owner's device knew no longer matters
			m.visit(&next, deed{what: isSeized, who: i})
		}
		m.wishes(n, i)
		m.do(n, i, act{kind: doTick}, nil)
	}
	if n.left.clocks > 0 {
		g := m.known[n.members[0]].s.group
		for _, r := range []box.Round{maxDelay, g.QuarantineRounds(), g.wordRounds()} {
			next := *n
			next.left.clocks--
			next.now += r
			m.visit(&next, deed{what: clockGoesOn, rounds: r})
		}
	}
}

func (m *model) honest(n *node, i int) bool { return i != m.liar && n.seized&(1<<i) == 0 }

// forget drops what waits for one whose device is no longer its own.
func (m *model) forget(n *node, i int) {
	for from := range places {
		n.queue[from][i] = [modelQueue]uint8{}
	}
}

// wishes are what an honest person may do, with a reason: somebody was seized,
// is silent or is said to be taken.
func (m *model) wishes(n *node, i int) {
	k := &m.known[n.members[i]]
	for x := range places {
		t, ok := k.s.Tie(m.tie[i][x])
		if !ok || !t.live() {
			continue
		}
		if n.left.silences > 0 {
			m.do(n, i, act{kind: doSilence, to: x}, func(n *node) { n.left.silences-- })
		}
		if n.left.words == 0 {
			continue
		}
		word := func(n *node) { n.left.words-- }
		taken := n.seized&(1<<x) != 0
		if taken || t.Overdue || t.Told != 0 {
			m.do(n, i, act{kind: doSuspect, to: x}, word)
		}
		if taken {
			m.do(n, i, act{kind: doConfirm, to: x}, word)
		}
		m.do(n, i, act{kind: doTakeBack, to: x}, word)
		if t.Cut != 0 {
			m.do(n, i, act{kind: doTakeBackDrill, to: x}, word)
		}
	}
}

// do performs an act, if it is possible and changes anything.
func (m *model) do(n *node, i int, a act, pay func(*node)) {
	var st step
	m.during(deed{what: acts, who: i, act: a}, func() { st = m.perform(n.members[i], a, n.now) })
	if st.err || st.next == n.members[i] && len(st.sends) == 0 && a.kind != doReceive {
		return
	}
	next := *n
	if pay != nil {
		pay(&next)
	}
	next.members[i] = st.next
	for _, send := range st.sends {
		if !m.put(&next, i, send.to, send.pkt) {
			return
		}
	}
	for x := range places {
		if st.drops&(1<<x) != 0 {
			next.queue[i][x], next.queue[x][i] = [modelQueue]uint8{}, [modelQueue]uint8{}
		}
	}
	m.visit(&next, deed{what: acts, who: i, act: a})
}

// put sends a packet; false if the link's queue is full.
func (m *model) put(n *node, from, to int, pkt uint8) bool {
	if !m.honest(n, to) || m.known[n.members[to]].cut&(1<<from) != 0 {
		return true // nobody there whose state matters
	}
	for j := range n.queue[from][to] {
		if n.queue[from][to][j] == 0 {
			n.queue[from][to][j] = pkt
			return true
		}
	}
	return false
}

// deliveries takes the first packet of every link to i: it arrives, or it is
// lost.
func (m *model) deliveries(n *node, i int) {
	for from := range places {
		q := n.queue[from][i]
		if q[0] == 0 {
			continue
		}
		rest := *n
		copy(rest.queue[from][i][:], q[1:])
		rest.queue[from][i][modelQueue-1] = 0
		m.do(&rest, i, act{kind: doReceive, to: from, pkt: q[0]}, nil)
		if n.left.losses > 0 {
			rest.left.losses--
			rest.lost = true
			m.visit(&rest, deed{what: isLost, who: i, to: from})
		}
	}
}

// lies are words that the liar, or a captor with a seized device, sends to
// whoever still has a tie to it.
func (m *model) lies(n *node, i int) {
	if m.honest(n, i) || n.left.lies == 0 {
		return
	}
	for to := range places {
		if m.tie[i][to] == 0 || !m.honest(n, to) || m.known[n.members[to]].cut&(1<<i) != 0 {
			continue
		}
		t, _ := m.known[n.members[to]].s.Tie(m.tie[to][i])
		for _, back := range []bool{false, true} {
			next := *n
			next.left.lies--
			whom := map[Relation]Relation{Partner: Lead, Lead: Partner, Led: Led}[t.Relation]
			if m.put(&next, i, to, m.packet(marshal(&taken{whom, back}))) {
				m.visit(&next, deed{what: lies, who: i, to: to, back: back})
			}
		}
	}
}

// judgeAll holds the group to the promises that no member can see alone.
func (m *model) judgeAll(n *node) {
	for x := range places {
		if n.seized&(1<<x) == 0 {
			continue
		}
		know, cut, reach := 0, 0, uint8(0)
		for i := range places {
			k := &m.known[n.members[i]]
			if m.tie[i][x] == 0 || !m.honest(n, i) {
				continue
			}
			know++
			reach |= k.all
			if k.cut&(1<<x) != 0 {
				cut++
			}
		}
		if cut < know || know == 0 {
			continue
		}
		m.allCut++
		if reach&(1<<x) != 0 {
			m.fail("everybody who knew %c cut it, and it gets texts", places[x])
		}
	}
	for _, pair := range []string{"cdA", "dcA", "efB", "feB"} {
		i, j, lead := strings.IndexByte(places, pair[0]), strings.IndexByte(places, pair[1]), strings.IndexByte(places, pair[2])
		if n.lost || !m.honest(n, i) || !m.honest(n, j) || n.queue[i][j][0] != 0 || n.queue[j][i][0] != 0 {
			continue
		}
		a, b := &m.known[n.members[i]], &m.known[n.members[j]]
		fresh := func(r box.Round) bool { return r != 0 && n.now-r < a.s.group.wordRounds() }
		if !fresh(a.ghost.own[lead]) || !fresh(b.ghost.own[lead]) {
			continue
		}
		m.bothSaid++
		if a.cut&(1<<lead) == 0 {
			m.fail("both of the pair said that %c was taken, and %c has not cut it", places[lead], places[i])
		}
	}
}

// modelRun is one budget, with each of the liars in turn.
type modelRun struct {
	budget budget
	liars  string
}

// modelRuns are what the model searches; the long ones take minutes:
// go test ./cell -run 'TestModel$' -v -long
func modelRuns(t *testing.T) []modelRun {
	const all = "ABcdeg"
	switch {
	case *modelBudget != "":
		var b budget
		if _, err := fmt.Sscanf(*modelBudget, "%d,%d,%d,%d,%d,%d", &b.seized, &b.lies, &b.words, &b.silences, &b.clocks, &b.losses); err != nil {
			t.Fatal(err)
		}
		return []modelRun{{b, all}}
	case *long:
		return []modelRun{
			{budget{seized: 2, lies: 1, words: 2, silences: 1}, all},
			{budget{seized: 2, lies: 1, words: 1, silences: 1, clocks: 1}, all},
			{budget{seized: 1, lies: 1, words: 2, silences: 1, losses: 1}, all},
			{budget{seized: 1, lies: 1, words: 2, clocks: 1, losses: 1}, all},
			{budget{seized: 1, lies: 2, words: 3}, all},
		}
	}
	return []modelRun{
		{budget{seized: 2, lies: 1, words: 2}, all},
		{budget{seized: 1, lies: 1, words: 2, silences: 1}, "d"},
		{budget{seized: 1, lies: 1, words: 1, clocks: 1, losses: 1}, "d"},
	}
}

// TestModel searches everything and finds no broken promise.
func TestModel(t *testing.T) {
	var states, moves, own, allCut, bothSaid int
	for _, run := range modelRuns(t) {
		b := run.budget
		for _, liar := range run.liars {
			m, n := newModel(t, byte(liar))
			n.left = b
			m.search(&n)
			if m.broken != "" {
				t.Fatalf("budget %+v, liar %c: %s", b, liar, m.broken)
			}
			t.Logf("budget %+v, liar %c: %d states, %d transitions", b, liar, len(m.seen), m.moves)
			states, moves, own = states+len(m.seen), moves+m.moves, own+len(m.known)
			allCut, bothSaid = allCut+m.allCut, bothSaid+m.bothSaid
		}
	}
	if allCut == 0 || bothSaid == 0 {
		t.Errorf("a seized member was cut by all in %d states, a lead was said to be taken by both in %d: nothing was tried", allCut, bothSaid)
	}
	t.Logf("%d states of the group (a seized member cut by all in %d, a lead said taken by both in %d), %d transitions, %d states of single members",
		states, allCut, bothSaid, moves, own)
}
