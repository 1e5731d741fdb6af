package main

import (
	"errors"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/term"
	"bulkhead/vault"
)

type addDuressCmd struct {
	newPassFlags
	Yes bool `help:"You know what it does: do not ask."`
}

const whatDuressDoes = `The duress passphrase is for the day when somebody makes you open this device. Typed wherever a passphrase is asked for, it

  - opens the locked pages, as the decoy's passphrase does: same screen, same time, same bytes written;
  - erases everything else in the vault, for good: links, messages, keys. Nobody can bring it back, you neither;
  - tells your partner, your lead and those you lead, with the next boxes that travel, that you were made to open it.

It does not undo what was copied before: an image of this device taken earlier still opens with your own passphrase.
It cannot be tried out: typed once, this device is gone. Don't make it one that your fingers know from elsewhere.`

// Help implements kong's HelpProvider.
func (addDuressCmd) Help() string {
	return whatDuressDoes + `

It needs a decoy. In a device that is open, the panic key Ctrl-\ does the same.

    bulkhead vault add-duress` + exitHelp
}

type duressResult struct {
	Added bool `json:"added"`
}

func (duressResult) lines(p *term.Page) {
	p.Line("The duress passphrase is there. Typed once, anywhere, it erases this device and raises the silent alarm.")
}

// Run adds a duress passphrase.
func (c *addDuressCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	err = a.whileDevice(dir, func(h *home.Session) error {
		err := h.OnDevice(func(d *device.Device) error {
			switch has := d.Compartments(); {
			case !has.Decoy:
				return refuse(errors.New("a duress passphrase opens the decoy's pages, and there is no decoy"), "'bulkhead vault add-decoy' first")
			case has.Duress:
				return refuse(errors.New("this vault has a duress passphrase already"), "'bulkhead vault change --of duress' changes it")
			}
			return nil
		})
		if err != nil {
			return err
		}
		if !c.Yes {
			a.aside().Line("%s\n", whatDuressDoes)
		}
		if err := a.agreed("Do you want such a passphrase?", c.Yes); err != nil {
			return err
		}
		pass, err := a.anotherPassphrase(c.newPassFlags, ofDuress, h.Env.Params)
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
	What string `arg:"" enum:"decoy,duress" help:"decoy (the duress passphrase goes with it) or duress."`
	Yes  bool   `help:"Do not ask."`
}

// Help implements kong's HelpProvider.
func (vaultRemoveCmd) Help() string {
	return `Removes the decoy with all its pages, and the duress passphrase that opens it; or the duress passphrase alone. What was there is overwritten with random bytes.

    bulkhead vault remove duress` + exitHelp
}

type removedResult struct {
	Removed string `json:"removed"`
}

func (r removedResult) lines(p *term.Page) { p.Line("Removed: %s.", r.Removed) }

// Run removes a compartment.
func (c *vaultRemoveCmd) Run(a *app) error {
	err := a.open(visit{wish: func(d *device.Device) error {
		if has := d.Compartments(); c.What == "decoy" && !has.Decoy || c.What == "duress" && !has.Duress {
			return refuse(errors.New("this vault has none"), "'bulkhead vault check' shows what it has")
		}
		question := "Remove the duress passphrase?"
		if roleOf(c.What) == vault.Decoy {
			question = "Remove the decoy with all its pages, and the duress passphrase if there is one?"
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
