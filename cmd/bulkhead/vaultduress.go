package main

import (
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/term"
	"bulkhead/vault"
)

type addDuressCmd struct {
	newPassFlags
	Yes bool `help:"vault_add_duress_yes"`
}

type duressResult struct {
	Added bool `json:"added"`
}

func (duressResult) lines(p *term.Page) {
	p.Line("%s", p.Say.VaultDuressAdded())
}

// Run adds a duress passphrase.
func (c *addDuressCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	say := a.saying()
	err = a.whileDevice(dir, func(h *home.Session) error {
		err := h.OnDevice(func(d *device.Device) error {
			switch has := d.Compartments(); {
			case !has.Decoy:
				return refuse(said(say.VaultNeedsDecoy()), say.VaultNeedsDecoyHint())
			case has.Duress:
				return refuse(said(say.VaultHasDuress()), say.VaultHasDuressHint())
			}
			return nil
		})
		if err != nil {
			return err
		}
		if !c.Yes {
			a.aside().Line("%s\n", say.VaultDuressExplained())
		}
		if err := a.agreed(say.VaultDuressAsk(), c.Yes); err != nil {
			return err
		}
		pass, err := a.anotherPassphrase(c.newPassFlags, say.PassphraseOfDuress(), h.Env.Params)
		if err != nil {
			return err
		}
		defer pass.Erase()
		return h.OnDevice(func(d *device.Device) error { return d.AddDuress(pass) })
	})
	if err != nil {
		return err
	}
	return a.show(duressResult{true})
}

type vaultRemoveCmd struct {
	What string `arg:"" enum:"decoy,duress" help:"vault_remove_what"`
	Yes  bool   `help:"vault_remove_yes"`
}

type removedResult struct {
	Removed string `json:"removed"`
}

func (r removedResult) lines(p *term.Page) {
	if roleOf(r.Removed) == vault.Decoy {
		p.Line("%s", p.Say.VaultRemovedDecoy())
		return
	}
	p.Line("%s", p.Say.VaultRemovedDuress())
}

// Run removes a compartment.
func (c *vaultRemoveCmd) Run(a *app) error {
	say := a.saying()
	err := a.open(visit{wish: func(d *device.Device) error {
		if has := d.Compartments(); c.What == "decoy" && !has.Decoy || c.What == "duress" && !has.Duress {
			return refuse(said(say.VaultNone()), say.VaultNoneHint())
		}
		question := say.VaultRemoveDuressAsk()
		if roleOf(c.What) == vault.Decoy {
			question = say.VaultRemoveDecoyAsk()
		}
		if err := a.agreed(question, c.Yes); err != nil {
			return err
		}
		return d.Remove(roleOf(c.What))
	}})
	if err != nil {
		return err
	}
	return a.show(removedResult{c.What})
}
