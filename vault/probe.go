package vault

// probe counts the work of a write or an attempt for the tests; nil outside
// them.
type probe struct {
	stretches int  // Argon2id
	locks     int  // tried
	heads     int  // opened or passed over
	bodies    int  // the same
	seals     int  // locks, heads and bodies sealed
	noise     int  // bytes drawn
	renewals  int  // calls of Renew
	shreds    int  // old copies overwritten
	shredding bool // right now
}

func (p *probe) count(what func(*probe)) {
	if p != nil {
		what(p)
	}
}
