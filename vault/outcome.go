package vault

// outcome is what an attempt leads to: one write, and the compartments that are
// known after it.
type outcome struct {
	plan  *plan
	known family // what the session goes on with
	role  Role   // of the session
	err   error  // ErrNoMatch, ErrDamaged, ErrVersion: then the plan leaves the file as it is
}

// decide reads what the attempt found.
func (a *attempt) decide() *outcome {
	o := a.f.Options
	var f family
	role, err := a.family(&f)
	made := renewal{f: a.f, z: a.z}
	if err != nil {
		made.run(a.f.Renew, nil, nil, 0)
		f.erase()
		p := o.planFor(new(family), keep)
		p.same = a.f.Keystore == nil
		return &outcome{plan: p, err: err}
	}
	switch role {
	case Duress:
		return made.duress(a.f.Renew, &f)
	case Decoy:
		made.decoy(a.f.Renew, f[Decoy])
		out := &outcome{o.planFor(&f, keep), f, Decoy, nil}
		out.plan.insist = true
		return out
	default:
		made.run(a.f.Renew, nil, nil, 0)
		return &outcome{o.planFor(&f, random), f, Normal, nil}
	}
}

// family returns the compartments that were opened and the role of the one
// that the passphrase opens.
func (a *attempt) family(f *family) (Role, error) {
	if a.ok == 0 {
		return 0, ErrNoMatch
	}
	if _, err := parseLock(&a.lock); err != nil {
		return 0, err
	}
	own, err := a.compartment(a.own)
	if err != nil {
		return 0, err
	}
	f[own.role] = own
	own.master = new(master)
	copy(own.master.Bytes(), a.master.Bytes())
	if own.region, err = parseLock(&a.lock); err != nil {
		return 0, err
	}
	ring := a.ring()
	if err := ring.check(a.own, own.role, a.f.Options); err != nil {
		return 0, err
	}
	for n := range a.f.Options.Compartments {
		if r, ok := ring.role(n); ok {
			if f[r], err = a.led(n, r); err != nil {
				return 0, err
			}
		}
	}
	return own.role, nil
}

func (a *attempt) ring() keyring { return keyring(a.opened[a.own].body[:a.f.Options.keyringLen()]) }

// compartment reads one that opened. Its content lies in the attempt's memory.
func (a *attempt) compartment(n int) (*compartment, error) {
	found, o := &a.opened[n], a.f.Options
	if found.headOK&found.bodyOK == 0 {
		return nil, ErrDamaged
	}
	h, err := parseHead(&found.head, o.Capacity())
	if err != nil {
		return nil, err
	}
	at, end := o.keyringLen(), o.keyringLen()+h.payload
	c := &compartment{number: n, role: h.role, content: Content{
		Payload: found.body[at:end:end], Ready: found.body[end : end+h.ready : end+h.ready],
	}}
	copy(c.lock[:], o.in(a.file, n)[freshAAt:freshBAt])
	return c, nil
}

// led reads the compartment of role r that the keyring leads to. One that cannot
// be read is taken for an empty one and marked: it must not keep the owner out,
// nor a duress passphrase from what it is there for.
func (a *attempt) led(n int, r Role) (*compartment, error) {
	c, err := a.compartment(n)
	if err != nil || c.role != r {
		c = &compartment{number: n, role: r, damaged: true}
		copy(c.lock[:], a.f.Options.in(a.file, n)[freshAAt:freshBAt])
	}
	c.shared = a.match[n] == 1
	c.region, err = a.ring().key(n)
	return c, err
}
