package main

import (
	"errors"
	"io"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/notebook"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

// vaultCmd are the verbs of the vault's passphrases.
type vaultCmd struct {
	AddDecoy  addDecoyCmd    `cmd:"" help:"vault_add_decoy"`
	AddDuress addDuressCmd   `cmd:"" help:"vault_add_duress"`
	Change    vaultChangeCmd `cmd:"" help:"vault_change"`
	Remove    vaultRemoveCmd `cmd:"" help:"vault_remove"`
	Check     vaultCheckCmd  `cmd:"" help:"vault_check"`
}

type addDecoyCmd struct {
	newPassFlags
	PagesLater bool `help:"vault_add_decoy_pages_later"`
}

// fewestPages is how many pages a new decoy is begun with.
const fewestPages = 3

// Run adds a decoy.
func (c *addDecoyCmd) Run(a *app) error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	var res tell.DecoyAdded
	err = a.whileDevice(dir, func(h *home.Session) error {
		err := h.OnDevice(func(d *device.Device) error {
			if d.Compartments().Decoy {
				return refuse(said(a.saying().VaultHasDecoy()), a.saying().VaultHasDecoyHint())
			}
			return nil
		})
		if err != nil {
			return err
		}
		pass, err := a.anotherPassphrase(c.newPassFlags, a.saying().PassphraseOfPages(), h.Env.Params)
		if err != nil {
			return err
		}
		defer pass.Erase()
		book := notebook.New()
		if !c.PagesLater {
			if err := a.fill(book); err != nil {
				return err
			}
		}
		res = tell.DecoyAdded{Added: true, Pages: len(book.Pages()), Advice: notebook.Advice(book, a.now())}
		return h.OnDevice(func(d *device.Device) error {
			return a.tries(a.saying().OpeningTrying(), func() error { return d.AddDecoy(pass, book) })
		})
	})
	if err != nil {
		return err
	}
	return show(a, &res, term.DecoyAdded)
}

// fill takes the first pages of a decoy: from standard input, or by asking.
func (a *app) fill(book *notebook.Book) error {
	if !term.Interactive(a.in) {
		raw, err := term.Unless(a.ctx, a.panic, a.in, func(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, notebook.Bound)) })
		if err != nil {
			return err
		}
		for text := range strings.SplitSeq("\n"+strings.TrimRight(string(raw), "\n")+"\n", "\n.\n") {
			if _, err := book.Write(strings.Trim(text, "\n"), a.now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
				return err
			}
		}
	} else if t, err := a.terminal(); err != nil {
		return err
	} else if err := t.FirstPages(book, fewestPages, a.now); err != nil {
		return err
	}
	if len(book.Pages()) < fewestPages {
		return refuse(said(a.saying().VaultFewPages(fewestPages)), a.saying().VaultFewPagesHint())
	}
	return nil
}

type addDuressCmd struct {
	newPassFlags
	Yes bool `help:"vault_add_duress_yes"`
}

// Run adds a duress passphrase.
func (c *addDuressCmd) Run(a *app) error {
	dir, err := a.home.Device()
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
		explained := func(p *term.Sheet) { p.Line("%s\n", say.VaultDuressExplained()) }
		if err := a.agreedTo(explained, say.VaultDuressAsk(), c.Yes); err != nil {
			return err
		}
		pass, err := a.anotherPassphrase(c.newPassFlags, say.PassphraseOfDuress(), h.Env.Params)
		if err != nil {
			return err
		}
		defer pass.Erase()
		return h.OnDevice(func(d *device.Device) error {
			return a.tries(a.saying().OpeningTrying(), func() error { return d.AddDuress(pass) })
		})
	})
	if err != nil {
		return err
	}
	return show(a, &tell.DuressAdded{Added: true}, term.DuressAdded)
}

type vaultRemoveCmd struct {
	What string `arg:"" enum:"decoy,duress" help:"vault_remove_what"`
	Yes  bool   `help:"vault_remove_yes"`
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
	return show(a, &tell.Removed{Role: roleOf(c.What)}, term.Removed)
}

type vaultChangeCmd struct {
	Of string `enum:"normal,decoy,duress" default:"normal" help:"vault_change_of"`
	newPassFlags
}

// Run changes a passphrase.
func (c *vaultChangeCmd) Run(a *app) error {
	dir, err := a.home.Device()
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
			return a.tries(a.saying().OpeningTrying(), func() error {
				if n, ok := s.Session.(*device.Notebook); ok {
					return n.ChangePassphrase(pass)
				}
				return s.Session.(*device.Device).ChangePassphrase(r, pass)
			})
		})
	})
	if err != nil {
		return err
	}
	return show(a, &tell.Changed{Changed: true}, term.Changed)
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

type vaultCheckCmd struct{}

// Run checks the vault.
func (vaultCheckCmd) Run(a *app) error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	s, err := home.SettingsOf(dir)
	if err != nil {
		return err
	}
	var res tell.Vault
	err = a.open(visit{
		reads: true,
		wish:  func(*device.Device) error { return nil },
		tell:  func(d *device.Device) { res = tell.VaultOf(d, s, a.now()) },
	})
	if err != nil {
		return err
	}
	err = term.Patiently(a.err, a.after, a.saying().VaultMeasuring(), func() error {
		res.Here = tell.Span(home.TimeAttempt(s.Params()))
		return nil
	})
	if err != nil {
		return err
	}
	res.Swap, res.DumpsOff = home.SwapHere(), home.DumpsAreOff()
	return show(a, &res, term.Vault)
}
