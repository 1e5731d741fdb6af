package main

import (
	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

type notebookLockCmd struct {
	Light bool `help:"notebook_lock_light"`
}

type lockedResult struct {
	Locked  bool   `json:"locked"`
	Attempt string `json:"passphrase_attempt"` // words for people
}

func (r lockedResult) lines(p *term.Page) {
	p.Line("%s", p.Say.NotebookLocked(r.Attempt))
	p.Line("%s", p.Say.NotebookLockedNext())
}

// Run makes a vault with nothing but locked pages.
func (c *notebookLockCmd) Run(a *app) error {
	if err := a.plan(c.Light, 0); err != nil {
		return err
	}
	pass, err := a.newPassphrase(a.saying().PassphraseOfPages())
	if err != nil {
		return err
	}
	defer pass.Erase()
	var n *device.Notebook
	_, env, err := a.create(c.Light, 0, "", a.saying().NotebookMaking(), func(env device.Env) (err error) {
		n, err = device.FoundNotebook(env, pass)
		return err
	})
	if err != nil {
		return err
	}
	if err := n.Close(); err != nil {
		return err
	}
	return a.show(lockedResult{true, a.saying().Attempt(tell.Attempt(env.Params))})
}

type notebookChangeCmd struct{ newPassFlags }

// Run changes the passphrase of the locked pages.
func (c *notebookChangeCmd) Run(a *app) error {
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	return a.changePassphrase(dir, c.newPassFlags, vault.Decoy)
}
