package cell

import (
	"flag"
	"fmt"
	"strings"
	"testing"
)

var healModelRun = flag.String("healmodel", "",
	"tree:liars:seizures,lies,words,silences,clocks,losses,adopts: go test ./cell -run 'TestHealModel$' -v -healmodel deep:cg:1,1,1,0,1,0,0")

// healRun is one budget in one tree, with each of the liars in turn; "-" is
// nobody.
type healRun struct {
	tree, liars string
	budget      healBudget
}

// healRuns are what the model searches; the long ones are nine million
// states and take ten minutes:
// go test ./cell -run 'TestHealModel$' -v -long -timeout 1h
func healRuns(t *testing.T) []healRun {
	const deep, top = "ABcdgi", "ABcdeg" // who is like another is left out
	switch {
	case *healModelRun != "":
		var r healRun
		b := &r.budget
		text := strings.ReplaceAll(*healModelRun, ":", " ")
		if _, err := fmt.Sscanf(text, "%s %s %d,%d,%d,%d,%d,%d,%d", &r.tree, &r.liars,
			&b.seized, &b.lies, &b.words, &b.silences, &b.clocks, &b.losses, &b.adopts); err != nil {
			t.Fatal(err)
		}
		return []healRun{r}
	case *long:
		return []healRun{
			{"deep", "-", healBudget{seized: 2, words: 2, clocks: 1}},
			{"deep", "-", healBudget{seized: 1, words: 1, clocks: 1, losses: 1, adopts: 1}},
			{"deep", deep, healBudget{seized: 2, lies: 1, clocks: 1}},
			{"deep", deep, healBudget{seized: 1, lies: 1, words: 1, clocks: 1}},
			{"deep", "gi", healBudget{seized: 1, lies: 2, clocks: 1}},
			{"deep", "cgi", healBudget{lies: 3, clocks: 1}},
			{"deep", "cdi", healBudget{seized: 1, lies: 1, silences: 1, clocks: 1, losses: 1}},
			{"deep", "dg", healBudget{seized: 1, lies: 1, words: 1, clocks: 1, adopts: 1}},
			{"planted", "-", healBudget{seized: 1, lies: 1, words: 1, clocks: 1}},
			{"top", "-", healBudget{seized: 2, words: 1, clocks: 1}},
			{"top", top, healBudget{seized: 1, lies: 1, words: 1, clocks: 1}},
		}
	}
	return []healRun{ // the least in which what TestHealModelFindsPlantedFaults plants is found, and every liar
		{"deep", "-", healBudget{seized: 2, clocks: 1}},
		{"deep", "-", healBudget{seized: 2, lies: 1}},
		{"deep", "-", healBudget{seized: 1, lies: 1, clocks: 1}},
		{"deep", "d", healBudget{seized: 1, lies: 1, words: 1}},
		{"deep", deep, healBudget{seized: 1, lies: 1}},
		{"deep", "i", healBudget{lies: 1, clocks: 1}},
		{"deep", "c", healBudget{lies: 2}},
		{"planted", "-", healBudget{seized: 1, lies: 1, clocks: 1}},
		{"top", "cg", healBudget{seized: 1, lies: 1}},
	}
}

func healTreeOf(t testing.TB, name string) healTree {
	for _, tree := range healTrees {
		if tree.name == name {
			return tree
		}
	}
	t.Fatalf("no tree %q", name)
	return healTree{}
}

// TestHealModel searches everything and finds no broken promise: a captured
// device gets nothing after all who knew it cut it; nobody honest is cut off for
// ever while a lifeline survives; and a liar cuts no link but its own, is not
// adopted on its own word, and is nobody's new lead but of those who asked it.
func TestHealModel(t *testing.T) {
	var states, moves, own, full int
	var sum healCount
	for _, run := range healRuns(t) {
		for _, liar := range run.liars {
			m, n := newHealModel(t, healTreeOf(t, run.tree), byte(liar))
			n.left = run.budget
			m.search(&n)
			if m.broken != "" {
				t.Fatalf("tree %s, %+v, liar %c: %s", run.tree, run.budget, liar, m.broken)
			}
			t.Logf("tree %s, %+v, liar %c: %d states, %d transitions, healed within %d rounds", run.tree, run.budget, liar, len(m.seen), m.moves, m.count.longest)
			states, moves, own, full = states+len(m.seen), moves+m.moves, own+len(m.wards), full+m.full
			sum.add(m.count)
		}
	}
	for _, lost := range []string{"cg", "gi"} { // all that follows on a lead's loss, packets of it lost, and owners who adopt
		m, n := newHealModel(t, healTreeOf(t, "deep"), '-')
		m.searchAfterAWord(n, lost[0], lost[1], healBudget{clocks: 1, losses: 1, adopts: 1})
		if m.broken != "" {
			t.Fatalf("after %c was seized and %c said so: %s", lost[0], lost[1], m.broken)
		}
		states, moves, own, full = states+len(m.seen), moves+m.moves, own+len(m.wards), full+m.full
		sum.add(m.count)
	}
	if *healModelRun == "" && (sum.allCut == 0 || sum.adopted == 0 || sum.promised == 0 || sum.fair == 0) {
		t.Errorf("%+v: nothing was tried", sum)
	}
	if full != 0 {
		t.Errorf("%d transitions left out: too many packets on their way", full)
	}
	t.Logf("%d states of the group (a seized member cut by all in %d), %d transitions, %d states of single members, %d adoptions; "+
		"%d promises of a new lead, kept within %d rounds; seized members adopted after their cut, since their lead was seized before it said so: %d",
		states, sum.allCut, moves, own, sum.adopted, sum.promised, sum.longest, sum.again)
}

func (c *healCount) add(o healCount) {
	c.allCut, c.adopted, c.again = c.allCut+o.allCut, c.adopted+o.adopted, c.again+o.again
	c.promised, c.fair, c.fairMoves = c.promised+o.promised, c.fair+o.fair, c.fairMoves+o.fairMoves
	c.longest = max(c.longest, o.longest)
}

// searchAfterAWord searches from where one member was seized and another has said so.
func (m *healModel) searchAfterAWord(n healNode, seized, by byte, left healBudget) {
	x, i := strings.IndexByte(m.tree.seats, seized), strings.IndexByte(m.tree.seats, by)
	m.seize(&n, x)
	k := &m.wards[n.members[i]]
	for tie := range k.links {
		if t := k.s.tie(TieID(tie)); t != nil && t.live() && t.Relation != Lifeline && m.other(k, t.ID) == x {
			m.step(&n, i, healAct{kind: healConfirm, tie: t.ID})
		}
	}
	n.left = left
	m.search(&n)
}
