package sim

import (
	"math/rand/v2"
	"slices"
)

// group is a tree of cells that changes: one run of a History.
type group struct {
	limit int // whom one leads at most
	rng   *rand.Rand
	all   []node
	live  int // not taken
	end   monthEnd
	queue []int32
}

// node is one member.
type node struct {
	lead, partner int32 // nobody, or a member
	led           []int32
	taken         bool
	cutOff        bool // its lifelines led to nobody: it is on top of a part that is cut off
}

// startOf is the group as its shape has it.
func startOf(c Cells, rng *rand.Rand) *group {
	g := &group{limit: 2 * c.Pairs, rng: rng, all: make([]node, c.Members), live: c.Members}
	for v := range int32(c.Members) {
		n := &g.all[v]
		n.lead, n.partner = c.Lead(v), c.Partner(v)
		first, count := c.led(v)
		for u := first; u < first+count; u++ {
			n.led = append(n.led, u)
		}
	}
	return g
}

// live lives through one run.
func (h History) live(rng *rand.Rand) []monthEnd {
	g := startOf(h.Start, rng)
	ends := []monthEnd{g.look()}
	for range h.Months {
		g.end.captures, g.end.lost = poisson(rng, h.Captures), 0
		for range g.end.captures {
			g.capture(h.P, h.Hops)
		}
		g.grow(h.Growth)
		ends = append(ends, g.look())
	}
	return ends
}

// capture takes somebody, spreads, cuts and heals.
func (g *group) capture(p float64, hops int) {
	if g.live == 0 {
		return
	}
	seed := int32(g.rng.IntN(len(g.all)))
	for g.all[seed].taken {
		seed = int32(g.rng.IntN(len(g.all)))
	}
	g.lose(g.spread(seed, p, hops))
}

// lose cuts those marked as taken, and heals.
func (g *group) lose(taken []int32) {
	g.end.lost += len(taken)
	g.end.taken += len(taken)
	g.live -= len(taken)
	orphans := g.orphans(taken)
	for _, v := range taken {
		g.remove(v)
	}
	g.heal(orphans)
	g.pairUp()
}

// remove takes a captured member out of the tree; whom it led is left without a
// lead.
func (g *group) remove(v int32) {
	n := &g.all[v]
	if n.partner >= 0 && g.all[n.partner].partner == v {
		g.all[n.partner].partner = nobody
	}
	if n.lead >= 0 {
		l := &g.all[n.lead]
		if i := slices.Index(l.led, v); i >= 0 {
			l.led = slices.Delete(l.led, i, i+1)
		}
	}
	for _, u := range n.led {
		g.all[u].lead = nobody
	}
	n.led, n.lead, n.partner = nil, nobody, nobody
}

// spread marks and returns everybody taken.
func (g *group) spread(seed int32, p float64, hops int) []int32 {
	taken := append(g.queue[:0], seed)
	g.all[seed].taken = true
	try := func(u int32) {
		if u >= 0 && !g.all[u].taken && g.rng.Float64() < p {
			g.all[u].taken = true
			taken = append(taken, u)
		}
	}
	for from, hop := 0, 0; from < len(taken) && (hops == 0 || hop < hops); hop++ {
		for end := len(taken); from < end; from++ {
			n := g.all[taken[from]]
			try(n.partner)
			try(n.lead)
			for _, u := range n.led {
				try(u)
			}
		}
	}
	g.queue = taken
	return taken
}

// grow recruits: each newcomer by somebody drawn among those joined to the top
// who have room.
func (g *group) grow(share float64) {
	var room []int32
	joined := 0
	places := g.places()
	for v := range int32(len(g.all)) {
		if places[v].joined {
			joined++
			if len(g.all[v].led) < g.limit {
				room = append(room, v)
			}
		}
	}
	for range poisson(g.rng, share*float64(joined)) {
		if len(room) == 0 || g.live >= maxHistory {
			return
		}
		i := g.rng.IntN(len(room))
		lead, v := room[i], int32(len(g.all))
		g.all = append(g.all, node{lead: lead, partner: nobody})
		g.all[lead].led = append(g.all[lead].led, v)
		g.live++
		g.end.recruited++
		if len(g.all[lead].led) == g.limit {
			room[i] = room[len(room)-1]
			room = room[:len(room)-1]
		}
		room = append(room, v)
	}
	g.pairUp()
}
