package vault

import (
	"crypto/subtle"

	"bulkhead/internal/noise"
	"bulkhead/keys"
)

// attempt is one passphrase tried on one file. It does the same for every
// passphrase: one Argon2id, every lock, every head, every body.
type attempt struct {
	f      *File
	file   []byte // its outer layer is off
	was    outer
	z      *noise.Source
	salt   [prefixLen]byte
	master master

	ok     int   // 1 if a lock opened
	own    int   // the region that opened; any, if none did
	match  []int // by region, 1 if its lock opened
	lock   [lockLen]byte
	opened []opened // by region
	plain  []byte   // the bodies, region by region
}

// opened is what trying a region came to. Only if both opened do head and body
// mean something.
type opened struct {
	headOK, bodyOK int
	head           [headLen]byte
	body           []byte // keyring, payload, ready, zeros
}

// begin takes the outer layer off file, which is kept, and stretches the
// passphrase.
func (f *File) begin(file []byte, pass *Passphrase) (*attempt, error) {
	a := &attempt{f: f, file: file}
	var err error
	if a.was, err = f.strip(file); err != nil {
		return nil, err
	}
	a.salt = [prefixLen]byte(f.Options.prefix(file, saltRegion))
	if a.z, err = noise.New(f.Rand); err != nil {
		return nil, err
	}
	return a, f.Params.stretch(&a.master, pass, a.salt[:], f.probe)
}

func (a *attempt) erase() {
	a.master.Erase()
	clear(a.lock[:])
	clear(a.plain)
	for i := range a.opened {
		clear(a.opened[i].head[:])
	}
}

// tryLocks tries every lock and stops at none. Of several that open, the one of
// the highest rank counts, and of those the first.
func (a *attempt) tryLocks() error {
	o := a.f.Options
	a.own = a.z.Below(o.Compartments)
	a.z.Fill(a.lock[:])
	a.match = make([]int, o.Compartments)
	best := 0
	for n := range o.Compartments {
		var plain [lockLen + tagLen]byte
		rank, err := a.tryLock(n, &plain)
		if err != nil {
			return err
		}
		better := subtle.ConstantTimeLessOrEq(best+1, rank)
		subtle.ConstantTimeCopy(better, a.lock[:], plain[:lockLen])
		a.own = subtle.ConstantTimeSelect(better, n, a.own)
		best = subtle.ConstantTimeSelect(better, rank, best)
		a.match[n] = subtle.ConstantTimeLessOrEq(1, rank)
		clear(plain[:])
	}
	a.ok = subtle.ConstantTimeLessOrEq(1, best)
	return nil
}

// tryLock tries one lock, and with what it holds, or its bytes are taken for,
// the head behind it. The rank is 0 if the lock does not open; otherwise the role
// decides: who types the duress passphrase must get duress, and nobody shuts the
// owner out with a decoy's passphrase.
func (a *attempt) tryLock(n int, plain *[lockLen + tagLen]byte) (rank int, err error) {
	o := a.f.Options
	a.f.probe.count(func(t *probe) { t.locks++ })
	region := o.in(a.file, n)
	key, err := derive(a.master.Bytes(), "lock", []byte{byte(n)}, freshAOf(region))
	if err != nil {
		return 0, err
	}
	defer clear(key)
	var scratch [lockLen + tagLen]byte
	ok, err := unseal(plain[:], scratch[:], lockOf(region), key, o.bound("lock", a.salt[:], n))
	if err != nil {
		return 0, err
	}
	var head [headLen + tagLen]byte
	defer clear(head[:])
	headOK, err := a.tryHead(n, plain[lockRegion:lockLen], &head)
	if err != nil {
		return 0, err
	}
	role := 1
	role = subtle.ConstantTimeSelect(subtle.ConstantTimeByteEq(head[headRole], byte(Normal)), 2, role)
	role = subtle.ConstantTimeSelect(subtle.ConstantTimeByteEq(head[headRole], byte(Duress)), 3, role)
	return ok * (1 + headOK*role), nil
}

// tryHead opens the head of region n, or passes over it.
func (a *attempt) tryHead(n int, regionKey []byte, head *[headLen + tagLen]byte) (ok int, err error) {
	region := a.f.Options.in(a.file, n)
	key, err := derive(regionKey, "head", []byte{byte(n)}, freshBOf(region))
	if err != nil {
		return 0, err
	}
	defer clear(key)
	var again [headLen + tagLen]byte
	a.f.probe.count(func(t *probe) { t.heads++ })
	return unseal(head[:], again[:], headOf(region), key, a.f.Options.bound("head", a.salt[:], n))
}

// open passes over every region: first the own one, whose keyring says with
// which keys the others are tried. What there is no key for is tried with one
// that means nothing.
func (a *attempt) open() error {
	o := a.f.Options
	size := o.bodyLen() + tagLen
	a.plain = make([]byte, o.Compartments*size)
	a.opened = make([]opened, o.Compartments)
	scratch := make([]byte, size)
	key, err := keys.Of[regionUse](a.lock[lockRegion:])
	if err != nil {
		return err
	}
	defer key.Erase()
	for i := range o.Compartments {
		n := (a.own + i) % o.Compartments
		if i > 0 {
			if key, err = keyring(a.opened[a.own].body).key(n); err != nil {
				return err
			}
		}
		if err := a.region(n, &key, a.plain[n*size:(n+1)*size], scratch); err != nil {
			return err
		}
	}
	return nil
}

// region tries one region key and the body key that its head holds, or that
// the head's bytes are taken for.
func (a *attempt) region(n int, k *regionKey, plain, scratch []byte) error {
	o, out := a.f.Options, &a.opened[n]
	region := o.in(a.file, n)
	var head [headLen + tagLen]byte
	defer clear(head[:])
	var err error
	if out.headOK, err = a.tryHead(n, k.Bytes(), &head); err != nil {
		return err
	}
	copy(out.head[:], head[:])
	a.f.probe.count(func(t *probe) { t.bodies++ })
	out.bodyOK, err = unseal(plain, scratch, bodyOf(region), head[headBodyKey:headLen], o.bound("body", a.salt[:], n))
	out.body = plain[:o.bodyLen()]
	return err
}
