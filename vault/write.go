package vault

import (
	"bytes"
	"crypto/subtle"
	"fmt"

	"bulkhead/internal/noise"
	"bulkhead/keys"
)

// plan is what a write does to each region: the same work for every plan.
type plan struct {
	regions []choice
	cells   []*compartment // what is sealed into a region chosen reseal
	rings   []keyring      // and with what keyring
	same    bool           // without a keystore, the very same bytes again: nothing opened the file
	brief   bool           // a save in a session, whose role the screen shows: no work for show
	insist  bool           // if the disk takes no second file, it is written over the first
	whole   bool           // if the disk takes no second file, nothing is written at all
}

// planFor reseals a family, leaves what of it is damaged as it is, and does what
// others says to all other regions.
func (o Options) planFor(f *family, others choice) *plan {
	p := &plan{make([]choice, o.Compartments), make([]*compartment, o.Compartments), make([]keyring, o.Compartments), false, false, false, false}
	for n := range o.Compartments {
		p.regions[n] = others
		if c := f.at(n); c != nil && c.damaged {
			p.regions[n] = keep
		} else if c != nil {
			p.reseal(c, f.ring(c, o))
		}
	}
	return p
}

func (p *plan) reseal(c *compartment, ring keyring) {
	p.regions[c.number], p.cells[c.number], p.rings[c.number] = reseal, c, ring
}

// erase clears the keyrings and, if known is given, the keys of what was sealed
// and is not in it.
func (p *plan) erase(known *family) {
	for n, ring := range p.rings {
		clear(ring)
		if c := p.cells[n]; c != nil && known != nil && known.at(n) != c {
			c.region.Erase()
		}
	}
}

// add has p do too what a plan that the disk refused was to do: to every region
// that p leaves alone.
func (p *plan) add(owed *plan) {
	if owed == nil {
		return
	}
	for n := range p.regions {
		if p.regions[n] == keep && p.cells[n] == nil {
			p.regions[n], p.cells[n], p.rings[n] = owed.regions[n], owed.cells[n], bytes.Clone(owed.rings[n])
		}
	}
	p.brief = false
}

// write carries out a plan on a file whose outer layer is off, puts that on
// again and replaces the file. file is changed. On return without error it is
// durable and an earlier key of the keystore is gone. rand is asked for the
// same number of bytes, and the work is the same, whatever the plan of an
// attempt.
func (f *File) write(file []byte, was outer, p *plan) error {
	z, err := noise.New(f.Rand)
	if err != nil {
		return err
	}
	o := f.Options
	salt := [prefixLen]byte(o.prefix(file, saltRegion))
	fresh, sealed := make([]byte, o.region()), make([]byte, o.region())
	prefixes := random
	if p.same {
		prefixes = keep
	}
	for n := range o.Compartments {
		z.Fill(fresh)
		f.probe.count(func(t *probe) { t.noise += len(fresh) })
		if p.cells[n] != nil || !p.brief {
			if err := f.candidate(sealed, n, salt[:], p.cells[n], p.rings[n], fresh, z); err != nil {
				return err
			}
		}
		region := o.in(file, n)
		choose(region[:prefixLen], fresh, sealed, prefixes)
		choose(region[prefixLen:], fresh[prefixLen:], sealed[prefixLen:], p.regions[n])
	}
	copy(o.prefix(file, saltRegion), salt[:])
	if f.Keystore != nil { // every key of its own writes under a nonce of its own
		z.Fill(o.prefix(file, nonceRegion))
	}
	if err := f.wrap(file, was); err != nil {
		return err
	}
	return f.replace(file, p, z)
}

// candidate fills sealed with region n as it would be if c were sealed into it,
// or, if c is nil, with something that takes as long.
func (f *File) candidate(sealed []byte, n int, salt []byte, c *compartment, ring keyring, fresh []byte, z *noise.Source) error {
	dummy := compartment{content: Content{Payload: fresh[:f.Options.Capacity()]}}
	if c == nil {
		c, ring = &dummy, newKeyring(f.Options)
	}
	if c.content.len() > f.Options.Capacity() {
		return ErrFull
	}
	z.Fill(freshAOf(sealed))
	z.Fill(freshBOf(sealed))
	body, err := keys.Read[bodyUse](z)
	if err != nil {
		return err
	}
	defer body.Erase()
	if err := f.sealLock(sealed, n, salt, c); err != nil {
		return err
	}
	h := head{c.role, len(c.content.Payload), len(c.content.Ready)}
	if err := f.sealHead(sealed, n, salt, c, h, &body); err != nil {
		return err
	}
	return f.sealBody(sealed, n, salt, c, ring, &body)
}

func (f *File) sealLock(region []byte, n int, salt []byte, c *compartment) error {
	f.probe.count(func(t *probe) { t.seals++ })
	m, known := c.master, 1
	if m == nil {
		m, known = new(master), 0
	}
	key, err := derive(m.Bytes(), "lock", []byte{byte(n)}, freshAOf(region))
	if err != nil {
		return err
	}
	defer clear(key)
	plain := marshalLock(&c.region)
	defer clear(plain[:])
	if err := seal(lockOf(region), plain[:], key, f.Options.bound("lock", salt, n)); err != nil {
		return err
	}
	subtle.ConstantTimeCopy(1-known, region[freshAAt:freshBAt], c.lock[:])
	return nil
}

func (f *File) sealHead(region []byte, n int, salt []byte, c *compartment, h head, body *bodyKey) error {
	f.probe.count(func(t *probe) { t.seals++ })
	key, err := derive(c.region.Bytes(), "head", []byte{byte(n)}, freshBOf(region))
	if err != nil {
		return err
	}
	defer clear(key)
	plain := h.marshal(body)
	defer clear(plain[:])
	return seal(headOf(region), plain[:], key, f.Options.bound("head", salt, n))
}

func (f *File) sealBody(region []byte, n int, salt []byte, c *compartment, ring keyring, body *bodyKey) error {
	f.probe.count(func(t *probe) { t.seals++ })
	room := bodyOf(region)
	plain := room[:len(room)-tagLen]
	at := copy(plain, ring)
	at += copy(plain[at:], c.content.Payload)
	at += copy(plain[at:], c.content.Ready)
	clear(plain[at:])
	if err := seal(room, plain, body.Bytes(), f.Options.bound("body", salt, n)); err != nil {
		clear(plain)
		return fmt.Errorf("sealing a body: %w", err)
	}
	return nil
}
