package main

import (
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/term"
	"bulkhead/vault"
)

type vaultChangeCmd struct {
	Of string `enum:"normal,decoy,duress" default:"normal" help:"vault_change_of"`
	newPassFlags
}

type changedResult struct {
	Changed bool `json:"changed"`
}

func (changedResult) lines(p *term.Page) { p.Line("%s", p.Say.VaultChanged()) }

// Run changes a passphrase.
func (c *vaultChangeCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	return a.changePassphrase(dir, c.newPassFlags, roleOf(c.Of))
}

func roleOf(name string) vault.Role {
	switch name {
	case "decoy":
		return vault.Decoy
	case "duress":
		return vault.Duress
	}
	return vault.Normal
}

// changePassphrase changes the passphrase of a role, or that of the notebook
// that the passphrase opened, whichever role was asked for.
func (a *app) changePassphrase(dir durable.Dir, f newPassFlags, r vault.Role) error {
	err := a.whileOpen(dir, func(h *home.Session) error {
		if err := a.has(h, r); err != nil {
			return err
		}
		say := a.saying()
		what := say.PassphraseOfDevice()
		switch {
		case !h.IsDevice() || r == vault.Decoy:
			what = say.PassphraseOfPages()
		case r == vault.Duress:
			what = say.PassphraseOfDuress()
		}
		pass, err := a.anotherPassphrase(f, what, h.Env.Params)
		if err != nil {
			return err
		}
		defer pass.Erase()
		return h.Do(func(s *home.Held) error {
			if n, ok := s.Session.(*device.Notebook); ok {
				return n.ChangePassphrase(pass)
			}
			return s.Session.(*device.Device).ChangePassphrase(r, pass)
		})
	})
	if err != nil {
		return err
	}
	return a.show(changedResult{true})
}

// has refuses early a role that an open device has no compartment for. A
// notebook has the one that is open.
func (a *app) has(h *home.Session, r vault.Role) error {
	if !h.IsDevice() || r == vault.Normal {
		return nil
	}
	var c device.Compartments
	err := h.OnDevice(func(d *device.Device) error {
		c = d.Compartments()
		return nil
	})
	switch {
	case err != nil:
		return err
	case r == vault.Decoy && !c.Decoy:
		return home.ErrNoLockedPages
	case r == vault.Duress && !c.Duress:
		return refuse(said(a.saying().VaultNoDuress()), a.saying().VaultNoDuressHint())
	}
	return nil
}
