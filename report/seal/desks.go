package seal

import (
	"slices"
	"strings"

	"bulkhead/box"
)

// Bounds of what a device keeps of desks. No founder alone can fill what is both's.
const (
	MaxByBoth   = 4
	MaxByOne    = 2  // of each founder alone
	MaxRevoked  = 32 // of each founder: one box of a link carries all of one's
	revokedLife = MaxLife + Ahead
)

// Desks is what a device knows of desks. What stands depends on what was heard and when,
// not on the order of it, as long as there is room.
type Desks struct {
	Known   []Known
	Revoked []Revoked
}

// Known is a record and the round in which the device heard of it with these signatures.
type Known struct {
	Signed
	Heard box.Round
}

// Revoked is a revocation and the round in which the device heard of it.
type Revoked struct {
	Revocation
	Heard box.Round
}

// Take takes a record in, in round r.
func (d *Desks) Take(s Signed, r box.Round, group Group, f Founders) error {
	if err := s.Record.Check(); err != nil {
		return err
	}
	digest, err := s.Record.Digest()
	switch {
	case err != nil:
		return err
	case s.Record.Group != group:
		return ErrGroup
	case s.Check(f) != nil:
		return ErrSignature
	case s.Record.Issued > r+Ahead:
		return ErrEarly
	case s.Record.Expires < r:
		return ErrExpired
	case slices.ContainsFunc(d.Revoked, func(v Revoked) bool { return v.Digest == digest }):
		return ErrRevoked
	}
	known := slices.IndexFunc(d.Known, func(k Known) bool { return k.Record == s.Record })
	if known >= 0 {
		have := d.Known[known]
		if have.By|s.By == have.By {
			return nil
		}
		for i := range s.Signatures {
			if have.By>>i&1 == 1 {
				s.Signatures[i] = have.Signatures[i]
			}
		}
		s.By |= have.By
	}
	room := MaxByOne
	if s.By == 3 {
		room = MaxByBoth
	}
	for _, k := range d.Known {
		if k.By == s.By {
			room--
		}
	}
	if room <= 0 {
		return ErrNoRoom
	}
	if known >= 0 {
		d.Known[known] = Known{s, r}
	} else {
		d.Known = append(d.Known, Known{s, r})
	}
	return nil
}

// Revoke takes a revocation in, in round r, and drops what it revokes.
func (d *Desks) Revoke(v Revocation, r box.Round, group Group, f Founders) error {
	if v.Group != group {
		return ErrGroup
	}
	if !f.verify(v.Founder, v.Message(), v.Signature[:]) {
		return ErrSignature
	}
	mine := 0
	for _, have := range d.Revoked {
		if have.Founder == v.Founder {
			if mine++; have.Digest == v.Digest {
				return nil
			}
		}
	}
	if mine >= MaxRevoked {
		return ErrNoRoom
	}
	d.Revoked = append(d.Revoked, Revoked{v, r})
	d.Known = slices.DeleteFunc(d.Known, func(k Known) bool {
		digest, err := k.Record.Digest()
		return err != nil || digest == v.Digest
	})
	return nil
}

// Tidy drops what has expired before round r.
func (d *Desks) Tidy(r box.Round) {
	d.Known = slices.DeleteFunc(d.Known, func(k Known) bool { return k.Record.Expires < r })
	d.Revoked = slices.DeleteFunc(d.Revoked, func(v Revoked) bool { return r > v.Heard && r-v.Heard > revokedLife })
}

// Standing is a desk as a person is shown it.
type Standing struct {
	Known
	Digest Digest
	From   box.Round // the first round in which reports are sealed to it
	Counts bool      // in the round that was asked for
	Two    bool      // another record has the same name
	Many   bool      // more than one stands: fingerprints are shown, whatever the names look like
	Alone  bool      // one founder alone has signed it: that is always shown
}

// Standing returns the desks in round r, in the order of their digests. pl is the group's
// pouch length in rounds.
func (d *Desks) Standing(r box.Round, pl int) []Standing {
	var all []Standing
	for _, k := range d.Known {
		digest, err := k.Record.Digest()
		if err != nil {
			continue
		}
		from := k.Heard
		if k.By != 3 {
			from += box.Round(3 * pl)
		}
		from = max(from, k.Record.Begins)
		two := slices.ContainsFunc(d.Known, func(o Known) bool { return strings.EqualFold(o.Record.Name, k.Record.Name) && o.Record != k.Record })
		all = append(all, Standing{k, digest, from, from <= r && r <= k.Record.Expires, two, len(d.Known) > 1, k.By != 3})
	}
	slices.SortFunc(all, func(a, b Standing) int { return slices.Compare(a.Digest[:], b.Digest[:]) })
	return all
}
