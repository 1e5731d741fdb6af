package device

import (
	"errors"
	"fmt"
	"io"

	"bulkhead/box"
	"bulkhead/link"
	"bulkhead/notebook"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

// Compartments says what else the vault of an open device holds. Only the
// normal passphrase tells.
type Compartments struct {
	Decoy  bool
	Duress bool
	Sets   int // how many coerced openings in a row, without a real one in between, change every start in the pouch
}

// Compartments returns what else the vault holds.
func (d *Device) Compartments() Compartments {
	decoy, hasDecoy := d.vault.Other(vault.Decoy)
	_, hasDuress := d.vault.Other(vault.Duress)
	c := Compartments{Decoy: hasDecoy, Duress: hasDuress}
	if r, err := readReady(decoy.Ready); err == nil && len(r.sets) > 0 {
		for _, s := range r.sets {
			if s.tag == r.sets[len(r.sets)-1].tag {
				c.Sets++
			}
		}
	}
	return c
}

// ErrSmallVault: the vault's compartments are too small for a decoy of this
// group.
var ErrSmallVault = errors.New("this vault is too small to hold a decoy beside a pouch of so many slots")

// AddDecoy adds a decoy: pass opens the notebook book from now on. Durable on
// return, with everything else. vault.ErrTaken, vault.ErrRole, ErrSmallVault.
func (d *Device) AddDecoy(pass *vault.Passphrase, book *notebook.Book) error {
	if d.newSets() == 0 {
		return ErrSmallVault
	}
	if err := d.vault.Add(vault.Decoy, pass, vault.Content{Payload: book.Marshal()}); err != nil {
		return fmt.Errorf("adding the decoy: %w", err)
	}
	return d.Turn()
}

// AddDuress adds a duress passphrase: pass opens the decoy from now on,
// destroys what this device is, and raises the silent alarm. Durable on
// return. vault.ErrTaken; vault.ErrRole without a decoy, or if there is one.
func (d *Device) AddDuress(pass *vault.Passphrase) error {
	if err := d.vault.Add(vault.Duress, pass, vault.Content{}); err != nil {
		return fmt.Errorf("adding the duress passphrase: %w", err)
	}
	return d.Turn()
}

// Remove destroys the decoy or the duress compartment; a decoy's goes with its
// duress. Durable on return. vault.ErrRole if there is none.
func (d *Device) Remove(r vault.Role) error {
	if r == vault.Decoy && d.Compartments().Duress {
		if err := d.vault.Remove(vault.Duress); err != nil {
			return fmt.Errorf("removing the duress passphrase: %w", err)
		}
	}
	if err := d.vault.Remove(r); err != nil {
		return fmt.Errorf("removing a passphrase: %w", err)
	}
	return nil
}

// ChangePassphrase puts pass in place of the passphrase of a role. Durable on
// return. vault.ErrTaken, vault.ErrRole.
func (d *Device) ChangePassphrase(r vault.Role, pass *vault.Passphrase) error {
	if err := d.vault.Change(r, pass); err != nil {
		return fmt.Errorf("changing the passphrase: %w", err)
	}
	return nil
}

// DecoyBook returns the decoy's notebook; false if there is no decoy, or
// only a later version can read it. What is changed in it is kept by KeepDecoyBook.
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
// there is a duress compartment, and otherwise beginnings that open nowhere.
func (d *Device) Coerced() error {
	defer d.release()
	left, err := d.vault.Coerced(nil)
	if err != nil {
		return fmt.Errorf("destroying the vault: %w", err)
	}
	r, damaged := readReady(left.Ready)
	if damaged != nil || len(r.sets) == 0 {
		return d.env.rewrite(func(*pouch.View) (pouch.Change, error) { return scrambled(d.env.Rand), nil })
	}
	return d.env.rewrite(func(v *pouch.View) (pouch.Change, error) { return r.change(v, d.env.Rand), nil })
}

// newSets returns how many sets of starts fit beside a full notebook, at most
// newSets; 0 if not even one of the pouch before and one of the new one do.
func (d *Device) newSets() int {
	for n := newSets; n > 0; n-- {
		if readySize(planOf(d.group), n+1)+notebook.Bound <= d.vault.Capacity() {
			return n
		}
	}
	return 0
}

// starts begins the alternatives of a sealing; nil if nothing needs them.
func (d *Device) starts() (*alternatives, error) {
	if _, ok := d.vault.Other(vault.Decoy); !ok {
		return nil, nil
	}
	return newAlternatives(d.newSets(), d.env.Rand)
}

// readied returns what decoy and duress compartments hold from now on.
func (d *Device) readied(a *alternatives, fill *pouch.Fill, first box.Round, tag [pouch.TagSize]byte) (map[vault.Role]vault.Content, error) {
	others := map[vault.Role]vault.Content{}
	for kind, role := range [kinds]vault.Role{plain: vault.Decoy, flagged: vault.Duress} {
		old, ok := d.vault.Other(role)
		if !ok {
			continue
		}
		before, err := readReady(old.Ready)
		if err != nil {
			before = &ready{}
		}
		sets, err := a.sets(kind, fill, planOf(d.group), first, tag, d.env.Rand)
		if err != nil {
			return nil, err
		}
		if n := len(before.sets); n > 0 {
			sets = append([]readySet{before.sets[n-1]}, sets...)
		}
		others[role] = vault.Content{Payload: old.Payload, Ready: (&ready{hit: d.hit, sets: sets}).marshal()}
	}
	return others, nil
}

// scrambled gives everything unsent a beginning that opens nowhere.
func scrambled(rand io.Reader) pouch.Change {
	return pouch.Change{Append: true, Hit: round.StartHitRate(), Starts: func(pouch.Entry) (start [link.StartLen]byte, ok bool) {
		_, err := io.ReadFull(rand, start[:])
		return start, err == nil
	}}
}
