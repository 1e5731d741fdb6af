package cell

// hands has a device get a packet over one of its ties, as whoever holds the
// other end may send it.
func (w *world) hands(to *person, over TieID, p packet) {
	w.t.Helper()
	effects, err := to.s.Receive(over, marshal(p), w.now, w.rand)
	w.must(err)
	w.do(to, effects)
}

// keeps runs one device's Tick and Upkeep and returns what it did.
func (w *world) keeps(p *person) []Effect {
	w.t.Helper()
	out := p.s.Tick(w.now)
	effects, err := p.s.Upkeep(w.now, w.rand)
	w.must(err)
	out = append(out, effects...)
	w.do(p, out)
	return out
}

// kept returns the lifeline that p keeps for an ask.
func (w *world) held(p *person, id ID) *lifeline {
	w.t.Helper()
	if l := p.s.lifelineOf(id); l != nil && l.held {
		return l
	}
	w.t.Fatalf("%s keeps no such lifeline", p.name)
	return nil
}

// sends counts the packets of a kind over a tie.
func sends(effects []Effect, over TieID, kind uint8) (n int) {
	for _, e := range effects {
		if s, ok := e.(Send); ok && s.Tie == over && s.Message[0] == kind {
			n++
		}
	}
	return n
}
