package link

// uncertain reports whether the reader holds an epoch whose turn it has not
// heard; start is then the first round that may use it.
func (d *direction) uncertain() (start int64, ok bool) {
	e := d.newest()
	if !d.reads || e.turned {
		return 0, false
	}
	return d.start(e), true
}

// start returns the first round in which epoch e can serve content. Its ids
// follow PL rounds later.
func (d *direction) start(e *epochKeys) int64 {
	if e.turned {
		return e.turn
	}
	return max(d.heard, e.base) + 1
}

// secondOf yields the uncertain candidate of round r ≥ at, if there is one.
func (d *direction) secondOf(x *kdf, es []epochKeys, r int64, s *second) bool {
	start, ok := d.uncertain()
	if !ok || r < start {
		return false
	}
	e := &es[len(es)-1]
	if !e.content.yield(x, &nameContent, r, s.content.Bytes()) {
		return false
	}
	s.hasID = r >= start+d.pouch && e.id.yield(x, &nameID, r, s.id.Bytes())
	return true
}

// hear notes a turn of the newest epoch: one candidate of every kept round
// goes.
func (d *direction) hear(x *kdf, turn int64) {
	e := d.newest()
	e.turn, e.turned = turn, true
	for i := range d.kept {
		k := &d.kept[i]
		if k.second == nil {
			continue
		}
		if k.round >= turn {
			k.first.content = k.second.content
		}
		if k.round >= turn+d.pouch && k.second.hasID {
			k.first.id = k.second.id
		}
		d.settled(k)
	}
	d.settle(x)
}

// raise notes that the peer had sealed up to round u under epochs known.
func (d *direction) raise(x *kdf, u int64) {
	if u <= d.heard {
		return
	}
	d.heard = u
	start, ok := d.uncertain()
	if !ok {
		return // no round has a second candidate
	}
	for i := range d.kept {
		k := &d.kept[i]
		if k.second == nil {
			continue
		}
		if k.round < start {
			d.settled(k)
		} else if k.round < start+d.pouch {
			k.second.id.Erase()
			k.second.hasID = false
		}
	}
	d.settle(x)
}
