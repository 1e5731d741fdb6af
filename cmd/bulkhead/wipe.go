package main

import (
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
)

type wipeCmd struct {
	Passphrase bool `help:"wipe_passphrase"`
	Yes        bool `help:"wipe_yes"`
}

// Run wipes the device.
func (c *wipeCmd) Run(a *app) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	if !h.HasDevice() {
		return refuse(said(a.saying().OpeningWipeNothing()), a.saying().OpeningWipeNothingHint())
	}
	if err := a.agreed(a.saying().OpeningWipeAsk(), c.Yes); err != nil {
		return err
	}
	if c.Passphrase {
		err = a.wipeWithPassphrase()
	} else {
		err = h.Wipe()
	}
	if durable.OfDisk(err) {
		return refuse(said(a.saying().OpeningWipeFailed(a.saying().Text(durable.Words(err)))), "")
	}
	if err != nil {
		return err
	}
	return show(a, &tell.Wiped{Done: true}, term.Wiped)
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
