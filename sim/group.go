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
	taken := g.spread(seed, p, hops)
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

// orphan is a member who is free and whose lead is taken, with whom its lifelines
// reach: a member, desk or nobody.
type orphan struct{ v, to int32 }

// orphans returns them; their lifelines are those of the tree as it is.
func (g *group) orphans(taken []int32) (all []orphan) {
	for _, lead := range taken {
		for _, v := range g.all[lead].led {
			if g.all[v].taken {
				continue
			}
			g.end.orphans++
			all = append(all, orphan{v, g.wake(lead)})
		}
	}
	return all
}

// heal gives orphans a new lead: first those whom a member takes, then those
// whom the desk leads to somebody on top. Where a pair was parted by an earlier
// healing, a lifeline can lead to somebody below the orphan: that heals nobody.
func (g *group) heal(all []orphan) {
	for _, o := range all {
		switch {
		case o.to == nobody || o.to >= 0 && g.isAbove(o.v, o.to):
			g.all[o.v].cutOff = true
		case o.to >= 0:
			g.join(o.to, o.v)
			g.end.healed++
		}
	}
	for _, o := range all {
		if o.to == desk {
			g.join(g.top(o.v), o.v)
			g.end.healed++
		}
	}
}

// isAbove reports whether v is u or above u.
func (g *group) isAbove(v, u int32) bool {
	for u >= 0 && u != v {
		u = g.all[u].lead
	}
	return u == v
}

// wake returns whom the lifelines of those whom lead led reach: see HealTally.
func (g *group) wake(lead int32) int32 {
	free := func(v int32) bool { return v >= 0 && !g.all[v].taken }
	up := g.all[lead].lead
	if up < 0 {
		switch {
		case free(g.all[lead].partner):
			return g.all[lead].partner
		case g.all[lead].cutOff:
			return nobody
		}
		return desk
	}
	switch above := g.all[up]; {
	case free(above.partner):
		return above.partner
	case above.lead < 0:
		return desk
	case free(above.lead):
		return above.lead
	}
	return nobody
}

// top returns somebody on top who is free and not cut off, for the desk to lead
// v to; nobody if there is none, and then v is the top.
func (g *group) top(v int32) int32 {
	for u := range int32(len(g.all)) {
		if n := &g.all[u]; u != v && !n.taken && !n.cutOff && n.lead < 0 {
			return u
		}
	}
	return nobody
}

// join hangs v below host, or below the nearest there who has room: everybody
// keeps to the limit that package cell sets.
func (g *group) join(host, v int32) {
	if host < 0 {
		return
	}
	queue := []int32{host}
	for i := 0; ; i++ {
		n := &g.all[queue[i]]
		if len(n.led) < g.limit {
			n.led = append(n.led, v)
			g.all[v].lead = queue[i]
			return
		}
		queue = append(queue, n.led...)
	}
}

// pairUp introduces to each other two whom one leads and who have nobody.
func (g *group) pairUp() {
	for v := range g.all {
		lone := int32(nobody)
		for _, u := range g.all[v].led {
			switch {
			case g.all[u].taken || g.all[u].partner >= 0:
			case lone >= 0:
				g.all[u].partner, g.all[lone].partner = lone, u
				lone = nobody
			default:
				lone = u
			}
		}
	}
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

// look counts.
func (g *group) look() monthEnd {
	e := g.end
	places := g.places()
	for v := range g.all {
		n := &g.all[v]
		if n.taken {
			continue
		}
		e.confession = max(e.confession, g.names(n))
		if !places[v].joined {
			e.cutOff++
			continue
		}
		e.members++
		e.levels = max(e.levels, places[v].level)
	}
	return e
}

func (g *group) names(n *node) int {
	names := 1 + len(n.led)
	if n.lead >= 0 {
		names++
	}
	if n.partner >= 0 {
		names++
	}
	return names
}

// place is where a member stands: joined to the top, and on which level from 1.
type place struct {
	joined bool
	level  int
}

// places returns everybody's; the taken's are zero.
func (g *group) places() []place {
	all := make([]place, len(g.all))
	var below []int32
	for top := range int32(len(g.all)) {
		if n := &g.all[top]; n.taken || n.lead >= 0 {
			continue
		}
		all[top] = place{!g.all[top].cutOff, 1}
		below = append(below[:0], top)
		for i := 0; i < len(below); i++ {
			for _, u := range g.all[below[i]].led {
				all[u] = place{all[top].joined, all[below[i]].level + 1}
				below = append(below, u)
			}
		}
	}
	return all
}
