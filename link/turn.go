package link

// turn lets this end's direction turn to its newest epoch, from round first
// on, once the other end surely holds it.
func (l *Link) turn(first int64) {
	e := l.out.newest()
	if e.turned || l.reason != NotFrozen || !l.shared(e.e) {
		return
	}
	e.turn, e.turned, l.out.trial = first, true, true
	l.out.settle(&l.kdf)
}

// begin makes the next step's key pair, if it is this end's to make and its
// time has come.
func (l *Link) begin(seed []byte) error {
	k := &l.ladder
	switch {
	case l.reason != NotFrozen, k.making, !l.makes(k.epoch + 1), !l.settled(), l.full():
		return nil
	case k.epoch > 0 && l.now < k.base+stepRounds:
		return nil
	}
	return k.begin(l.now, seed)
}

// settled reports whether both directions have turned to the newest epoch, which
// raiseTo gave to both.
func (l *Link) settled() bool { return l.out.newest().turned && l.in.newest().turned }

// full reports whether another turn would be more than may be scheduled.
func (l *Link) full() bool {
	return len(l.out.epochs) >= maxEpochs || len(l.in.epochs) >= maxEpochs
}

// name gives this sealing its number and tag.
func (l *Link) name(tag Tag) {
	l.gen++
	l.tags[l.gen%ownTags] = tag
	l.lost = false
}

// SealingLost tells that the last sealing surely never reached the pouch: the
// pouch's tag is older than the vault's. Its turn will be set afresh. Told twice is
// told once.
func (l *Link) SealingLost() {
	if l.gen == 0 {
		return
	}
	l.lost = true
	if l.out.trial {
		l.out.newest().turned, l.out.trial = false, false
	}
	l.outbox.unplace(l.out.at)
}

// SealingDoubted tells that the last sealing may not be in the pouch, although
// its boxes may have left: its turn stands, since the other end may have heard
// it, and nothing that it carried counts as on its way.
func (l *Link) SealingDoubted() { l.outbox.unplace(l.out.at) }

const lastRoundInt = 1<<32 - 1

// shared reports whether the other end surely holds epoch e: it made it known
// by a CT, or by a box.
func (l *Link) shared(e uint32) bool {
	if l.makes(e) || (l.in.newest().e == e && l.in.newest().turned) {
		return true
	}
	// the answer to step e went away with the first box of epoch e, which may have
	// come by hand and taught no turn
	return e > 0 && e == l.ladder.epoch && l.ladder.ct == nil && l.reason == NotFrozen
}

// makes reports whether this end is the maker of step e.
func (l *Link) makes(e uint32) bool { return (e%2 == 1) == (l.role == Shower) }
