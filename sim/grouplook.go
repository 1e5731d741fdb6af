package sim

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
