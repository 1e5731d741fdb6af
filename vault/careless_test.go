package vault

import (
	"bytes"
	"crypto/subtle"
)

// careless are builds of an attempt that leak by what they do. Each must be
// caught by the tests of what an attempt changes, or of how long it takes.
var careless = map[string]func(*File, *Passphrase) (*Vault, error){
	"an attempt stops at the first match": stopsAtTheMatch,
	"duress skips the noise":              skipsNoise,
	"a decoy writes only its region":      writesOwnRegion,
	"a wrong passphrase does not write":   wrongDoesNotWrite,
	"duress leaves the normal region be":  leavesNormal,
}

// carelessly runs an attempt whose parts can be exchanged.
func carelessly(f *File, p *Passphrase, try func(*attempt) error, write func(*File, *attempt, *outcome) error) (*Vault, error) {
	if err := f.prepare(); err != nil {
		return nil, err
	}
	release, err := f.Dir.Lock(f.Name)
	if err != nil {
		return nil, err
	}
	defer release()
	file, err := f.read()
	if err != nil {
		return nil, err
	}
	nonce := bytes.Clone(f.Options.prefix(file, nonceRegion))
	a, err := f.begin(file, p)
	if err != nil {
		return nil, err
	}
	if err := try(a); err != nil {
		return nil, err
	}
	out := a.decide()
	err = f.writing(func() error {
		if err := f.unchanged(nonce); err != nil {
			return err
		}
		return write(f, a, out)
	})
	if err == nil {
		err = out.err
	}
	if err != nil {
		return nil, err
	}
	v := &Vault{file: *f, role: out.role, salt: a.salt, known: out.known, plain: a.plain}
	return v, nil
}

func tryAll(a *attempt) error {
	if err := a.tryLocks(); err != nil {
		return err
	}
	return a.open()
}

func writeAll(f *File, a *attempt, out *outcome) error { return f.write(a.file, a.was, out.plan) }

// stopsAtTheMatch tries no lock after the one that opens and no body that
// nothing leads to.
func stopsAtTheMatch(f *File, p *Passphrase) (*Vault, error) {
	return carelessly(f, p, func(a *attempt) error {
		if err := a.tryLocks(); err != nil || a.ok == 0 {
			a.opened = make([]opened, f.Options.Compartments)
			return err
		}
		return openKnown(a)
	}, writeAll)
}

func openKnown(a *attempt) error {
	o := a.f.Options
	size := o.bodyLen() + tagLen
	a.opened, a.plain = make([]opened, o.Compartments), make([]byte, o.Compartments*size)
	scratch := make([]byte, size)
	key, err := parseLock(&a.lock)
	if err != nil {
		return err
	}
	if err := a.region(a.own, &key, a.plain[a.own*size:(a.own+1)*size], scratch); err != nil {
		return err
	}
	for n := range o.Compartments {
		if _, ok := a.ring().role(n); !ok {
			continue
		}
		if key, err = a.ring().key(n); err == nil {
			err = a.region(n, &key, a.plain[n*size:(n+1)*size], scratch)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// writesOwnRegion leaves the nonce as it is when a decoy is opened, and with
// that every byte but its region's.
func writesOwnRegion(f *File, p *Passphrase) (*Vault, error) {
	return carelessly(f, p, tryAll, func(f *File, a *attempt, out *outcome) error {
		out.plan.same = out.plan.same || out.err == nil && out.plan.regions[a.own] == reseal && count(out.plan, keep) > 0
		return f.write(a.file, a.was, out.plan)
	})
}

func wrongDoesNotWrite(f *File, p *Passphrase) (*Vault, error) {
	return carelessly(f, p, tryAll, func(f *File, a *attempt, out *outcome) error {
		if out.err != nil {
			return nil
		}
		return f.write(a.file, a.was, out.plan)
	})
}

// skipsNoise draws and seals only what is used.
func skipsNoise(f *File, p *Passphrase) (*Vault, error) {
	return carelessly(f, p, tryAll, func(f *File, a *attempt, out *outcome) error {
		if a.opened[a.own].head[headRole] != byte(Duress) || out.err != nil {
			return f.write(a.file, a.was, out.plan)
		}
		fresh := make([]byte, f.Options.region())
		a.z.Fill(f.Options.prefix(a.file, nonceRegion))
		for n, c := range out.plan.cells {
			if c == nil {
				continue
			}
			sealed := f.Options.in(a.file, n)
			prefix := bytes.Clone(sealed[:prefixLen])
			if err := f.candidate(sealed, n, a.salt[:], c, out.plan.rings[n], fresh, a.z); err != nil {
				return err
			}
			copy(sealed, prefix)
		}
		if err := f.wrap(a.file, a.was); err != nil {
			return err
		}
		return f.replace(a.file, out.plan, a.z)
	})
}

// leavesNormal does the work but keeps what a duress passphrase should destroy.
func leavesNormal(f *File, p *Passphrase) (*Vault, error) {
	return carelessly(f, p, tryAll, func(f *File, a *attempt, out *outcome) error {
		if a.ok == 1 && a.opened[a.own].head[headRole] == byte(Duress) {
			for n, c := range out.plan.regions {
				out.plan.regions[n] = choice(subtle.ConstantTimeSelect(subtle.ConstantTimeByteEq(byte(c), byte(random)), int(keep), int(c)))
			}
		}
		return f.write(a.file, a.was, out.plan)
	})
}

func count(p *plan, c choice) (n int) {
	for _, x := range p.regions {
		if x == c {
			n++
		}
	}
	return n
}
