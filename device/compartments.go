package device

import (
	"errors"
	"fmt"
	"slices"

	"bulkhead/device/ready"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/vault"
)

// Compartments says what else the vault of an open device holds. Only the
// normal passphrase tells.
type Compartments struct {
	Decoy  bool
	Duress bool
	Sets   int // how many coerced openings in a row, without a real one in between, change every lid in the pouch
}

// Compartments returns what else the vault holds.
func (d *Device) Compartments() Compartments {
	decoy, hasDecoy := d.vault.Other(vault.Decoy)
	_, hasDuress := d.vault.Other(vault.Duress)
	return Compartments{Decoy: hasDecoy, Duress: hasDuress, Sets: d.env.mark().Left(decoy.Ready)}
}

// ErrSmallVault: the vault's compartments are too small for a decoy of this
// group.
var ErrSmallVault = errors.New("this vault is too small to hold a decoy beside a pouch of so many slots")

// AddDecoy adds a decoy: pass opens the notebook book from now on. Durable on
// return, with everything else. vault.ErrTaken, vault.ErrRole, ErrSmallVault.
func (d *Device) AddDecoy(pass *vault.Passphrase, book *notebook.Book) error {
	if d.sets() == 0 {
		return ErrSmallVault
	}
	if err := d.add(vault.Decoy, pass, book.Marshal()); err != nil {
		return fmt.Errorf("adding the decoy: %w", err)
	}
	return nil
}

// AddDuress adds a duress passphrase: pass opens the decoy from now on,
// destroys what this device is, and raises the silent alarm. Durable on
// return. vault.ErrTaken; vault.ErrRole without a decoy, or if there is one.
func (d *Device) AddDuress(pass *vault.Passphrase) error {
	if err := d.add(vault.Duress, pass, nil); err != nil {
		return fmt.Errorf("adding the duress passphrase: %w", err)
	}
	return nil
}

// add adds a compartment in one write, in which it holds lids for the pouch
// that is there: nothing is half there after a crash.
func (d *Device) add(r vault.Role, pass *vault.Passphrase, payload []byte) error {
	if _, there := d.vault.Other(r); there {
		return vault.ErrRole
	}
	d.adding = r
	defer func() { d.adding, d.added = vault.Normal, nil }()
	if err := d.Refill(); err != nil {
		return err
	}
	return notSaved("keeping it", d.vault.Add(r, pass, vault.Content{Payload: payload, Ready: d.added}))
}

// Remove destroys the decoy or the duress compartment; a decoy's goes with its
// duress. Durable on return. vault.ErrRole if there is none.
func (d *Device) Remove(r vault.Role) error {
	_, duress := d.vault.Other(vault.Duress)
	if r == vault.Decoy && (duress || slices.Contains(d.vault.Damaged(), vault.Duress)) {
		if err := d.vault.Remove(vault.Duress); err != nil {
			return notSaved("removing the duress passphrase", err)
		}
	}
	if err := d.vault.Remove(r); err != nil {
		return notSaved("removing a passphrase", err)
	}
	return nil
}

// ChangePassphrase puts pass in place of the passphrase of a role. Durable on
// return. vault.ErrTaken, vault.ErrRole.
func (d *Device) ChangePassphrase(r vault.Role, pass *vault.Passphrase) error {
	return notSaved("changing the passphrase", d.vault.Change(r, pass))
}

// DecoyBook returns the decoy's notebook; false if there is no decoy, or
// only a later version can read it. What is changed in it is saved by KeepDecoyBook.
func (d *Device) DecoyBook() (*notebook.Book, bool) {
	c, ok := d.vault.Other(vault.Decoy)
	if !ok {
		return nil, false
	}
	book, err := notebook.Unmarshal(c.Payload)
	return book, err == nil
}

// KeepDecoyBook keeps the decoy's notebook, and everything else, durably on
// return. vault.ErrRole if there is no decoy.
func (d *Device) KeepDecoyBook(book *notebook.Book) error {
	decoy, ok := d.vault.Other(vault.Decoy)
	if !ok {
		return vault.ErrRole
	}
	return d.save(map[vault.Role]vault.Content{vault.Decoy: {Payload: book.Marshal(), Ready: decoy.Ready}})
}

// Coerced is the panic key of an open device: it does what the duress
// passphrase does. On return everything that this device was is destroyed,
// durably, and the device is closed; the pouch carries the silent alarm if
// there is a duress compartment, and otherwise lids that open nowhere.
func (d *Device) Coerced() error {
	defer d.release()
	mark := d.env.mark()
	left, err := d.vault.Coerced(func(decoy vault.Content, forced *vault.Content) []byte {
		if forced != nil {
			return mark.Renew(decoy, forced, d.env.Rand)
		}
		spoilt, err := mark.Spoilt(decoy, d.env.Rand)
		if err != nil {
			return decoy.Ready
		}
		return mark.Renew(decoy, spoilt, d.env.Rand)
	})
	if err != nil {
		return fmt.Errorf("destroying the vault: %w", err)
	}
	set := mark.Current(left.Ready)
	return d.env.rewrite(func(v *pouch.View) (pouch.Change, error) {
		if set == nil {
			return ready.Scrambled(d.env.Rand), nil
		}
		return set.Change(v, d.env.Rand), nil
	})
}

// sets returns how many sets of lids are made for each pouch.
func (d *Device) sets() int { return ready.Sets(pouch.Plan{Cards: d.Cards()}, d.vault.Capacity()) }

// lids begins the lids of a sealing for other compartments; nil if nothing needs
// them.
func (d *Device) lids() (*ready.Lids, error) {
	_, decoy := d.vault.Other(vault.Decoy)
	_, duress := d.vault.Other(vault.Duress) // its decoy may be damaged
	if !decoy && !duress && d.adding == vault.Normal {
		return nil, nil
	}
	return ready.NewLids(d.sets(), d.env.Rand)
}

// readied returns what decoy and duress compartments hold from a sealing on.
func (d *Device) readied(a *ready.Lids, s ready.Sealing) (map[vault.Role]vault.Content, error) {
	others := map[vault.Role]vault.Content{}
	for kind, role := range []vault.Role{ready.Plain: vault.Decoy, ready.Flagged: vault.Duress} {
		was, ok := d.vault.Other(role)
		if !ok && d.adding != role {
			continue
		}
		kept, err := a.Keep(ready.Kind(kind), s, d.vault.Capacity(), was.Ready, d.env.Rand)
		if err != nil {
			return nil, err
		}
		if ok {
			others[role] = vault.Content{Payload: was.Payload, Ready: kept}
		} else {
			d.added = kept
		}
	}
	return others, nil
}
