package main

import (
	"errors"
	"fmt"

	"bulkhead/internal/durable"
	"bulkhead/term"
)

type wipeCmd struct {
	Passphrase bool `help:"Ask for the passphrase: your own keeps the decoy, and raises the silent alarm if there is a duress passphrase."`
	Yes        bool `help:"Do not ask."`
}

// Help implements kong's HelpProvider.
func (wipeCmd) Help() string {
	return `Erases everything that any passphrase opens on this device, for good, without asking for one, even while another program has the device open. The open notebook stays, and so does the traffic: what was sealed and not yet sent goes out with random bytes in front, which opens nowhere.

With --passphrase: your own erases all but the decoy, as the duress passphrase would; that one does so anyway; the decoy's erases nothing.

The panic key, Ctrl-\, does the same at once, without asking for yes. Before the device is open (where the passphrase or the text of a message is asked for), what 'wipe' does; in a device that is open ('open', --wait, 'vault change'), what 'wipe --passphrase' does with your own; in a notebook that is open, what 'wipe' does. It then shows the open notebook and ends.

    bulkhead wipe` + exitHelp
}

type wipeResult struct {
	Done bool `json:"done"`
}

func (wipeResult) lines(p *term.Page) { p.Line("Done.") }

// Run wipes the device.
func (c *wipeCmd) Run(a *app) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	if !h.HasDevice() {
		return refuse(errors.New("there is nothing to erase in this folder"), "--dir names another folder")
	}
	if err := a.agreed("Erase everything that a passphrase opens here, for good?", c.Yes); err != nil {
		return err
	}
	if c.Passphrase {
		err = a.wipeWithPassphrase()
	} else {
		err = h.Wipe()
	}
	if durable.OfDisk(err) {
		return refuse(fmt.Errorf("not erased, or not all of it: %s", durable.Words(err)), "")
	}
	if err != nil {
		return err
	}
	return a.show(wipeResult{true})
}

func (a *app) wipeWithPassphrase() error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	u, _, err := a.unlockAny(dir, nil, nil)
	if err != nil {
		return err
	}
	if u.Device != nil {
		return u.Device.Coerced()
	}
	return u.Notebook.Close()
}
