package vault

import (
	"fmt"

	"bulkhead/internal/noise"
	"bulkhead/internal/secret"
)

// Add makes a compartment of role r under pass, with content c, in a region
// drawn at random from those that are not in use. Only from an open normal
// compartment, first the decoy. Both stay the caller's. Durable on return.
// [ErrTaken] if pass opens a compartment already, [ErrRole], or the errors of
// [Vault.SaveAll].
func (v *Vault) Add(r Role, pass *Passphrase, c Content) error {
	return v.change("adding a compartment", func(next *family) error {
		if v.role != Normal || r != Decoy && r != Duress || next[r] != nil || r == Duress && (next[Decoy] == nil || next[Decoy].damaged) {
			return ErrRole
		}
		m, err := v.free(pass)
		if err != nil {
			return err
		}
		z, err := noise.New(v.file.Rand)
		if err != nil {
			return err
		}
		added := &compartment{role: r, content: c.clone(), master: m}
		if added.number, err = unused(next, v.file.Options, z); err != nil {
			return err
		}
		z.Fill(added.region.Bytes())
		next[r] = added
		if !next.fitTogether(v.Capacity()) {
			return ErrFull
		}
		return nil
	})
}

// unused draws a region that no compartment is in.
func unused(f *family, o Options, z *noise.Source) (int, error) {
	var free []int
	for n := range o.Compartments {
		if f.at(n) == nil {
			free = append(free, n)
		}
	}
	if len(free) == 0 {
		return 0, ErrRole
	}
	return free[z.Below(len(free))], nil
}

// Remove makes the compartment of role r random. Only from an open normal
// compartment, and no decoy that a duress compartment needs; also one that is
// damaged. Durable on return. [ErrRole], or the errors of [Vault.SaveAll].
func (v *Vault) Remove(r Role) error {
	return v.change("removing a compartment", func(next *family) error {
		if v.role != Normal || r != Decoy && r != Duress || next[r] == nil || r == Decoy && next[Duress] != nil {
			return ErrRole
		}
		var gone family
		gone[r], next[r] = next[r], nil
		gone.forget(&v.known)
		return nil
	})
}

// Change puts newPass, which stays the caller's, in place of the passphrase
// of the compartment of role r: the own one, or from a normal one also
// another. The contents stay. Durable on return.
//
// What a normal compartment changes gets a new region key too. So an old
// copy of the file and the old passphrase do not lead to what is saved
// later. A decoy cannot do that, since a normal compartment may hold its
// key.
//
// [ErrRole]. From a normal compartment [ErrTaken], if newPass opens a
// compartment already. A decoy is never refused: it must not tell by a
// refusal what else there is. [File.Open] says what a passphrase of two
// compartments does then. Or the errors of [Vault.SaveAll].
func (v *Vault) Change(r Role, newPass *Passphrase) error {
	return v.change("changing the passphrase", func(next *family) error {
		if _, other := v.Other(r); !other && r != v.role {
			return ErrRole
		}
		m, err := v.fresh(newPass)
		if err != nil {
			return err
		}
		if next[r].master != nil {
			next[r].master.Erase()
		}
		next[r].master = m
		if v.role != Normal {
			return nil
		}
		z, err := noise.New(v.file.Rand)
		if err == nil {
			z.Fill(next[r].region.Bytes())
		}
		return err
	})
}

// fresh stretches a new passphrase of the own or, from a normal compartment,
// another's.
func (v *Vault) fresh(pass *Passphrase) (*master, error) {
	if v.role == Normal {
		return v.free(pass)
	}
	m := new(master)
	return m, v.file.Params.stretch(m, pass, v.salt[:], v.file.probe)
}

// free stretches a passphrase that opens no compartment of the file.
func (v *Vault) free(pass *Passphrase) (*master, error) {
	file, was, err := v.read()
	if err != nil {
		return nil, err
	}
	a := &attempt{f: &v.file, file: file, was: was, salt: v.salt}
	defer a.erase()
	if a.z, err = noise.New(v.file.Rand); err != nil {
		return nil, err
	}
	if err := v.file.Params.stretch(&a.master, pass, v.salt[:], v.file.probe); err != nil {
		return nil, err
	}
	if err := a.tryLocks(); err != nil {
		return nil, err
	}
	if a.ok == 1 {
		return nil, ErrTaken
	}
	m := new(master)
	copy(m.Bytes(), a.master.Bytes())
	return m, nil
}

// Coerced does from an open compartment, without another passphrase, what the
// duress passphrase does. It returns what the decoy holds from now on: its
// payload and what the duress compartment kept ready. Without a duress
// compartment nothing is kept ready any more. Without a decoy all becomes
// random. From an open decoy, which cannot know what else there is, everything
// but that decoy becomes random. With renew, which may be nil, what is kept
// ready is what renew makes, as [File.Renew] does in an opening. The content is
// the caller's. On return without error the file is durable. After an error or
// a crash it holds the old or the new state: then there is still [File.Wipe].
// The vault is closed in any case.
func (v *Vault) Coerced(renew Renew) (c Content, err error) {
	if v.release == nil {
		return Content{}, ErrClosed
	}
	secret.Do(func() { c, err = v.coerced(renew) })
	return c, err
}

func (v *Vault) coerced(renew Renew) (Content, error) {
	defer v.Close()
	z, err := noise.New(v.file.Rand)
	if err != nil {
		return Content{}, err
	}
	made := renewal{f: &v.file, z: z}
	var out *outcome
	if v.role == Decoy {
		made.decoy(renew, v.own())
		out = &outcome{plan: v.file.Options.planFor(&v.known, random), known: v.known}
		out.plan.insist = true
	} else {
		out = made.duress(renew, &v.known)
	}
	if err := v.write(out.plan); err != nil {
		return Content{}, fmt.Errorf("destroying what the vault holds: %w", err)
	}
	if out.known[Decoy] == nil {
		return Content{}, nil
	}
	return out.known[Decoy].content.clone(), nil
}
