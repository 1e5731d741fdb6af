package sim

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
