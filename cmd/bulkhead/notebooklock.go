package main

import (
	"bulkhead/device"
	"bulkhead/term"
	"bulkhead/vault"
)

type notebookLockCmd struct {
	Light bool `help:"Make one attempt with the passphrase cost 64 MiB in place of 256 MiB, for small machines. Guessing gets that much cheaper."`
}

// Help implements kong's HelpProvider.
func (notebookLockCmd) Help() string {
	return `Makes a place for locked pages on this machine, where there is none, and a passphrase for them: five words, shown once. The file for them has one size, however many pages there are.

    bulkhead notebook lock` + notebookExitHelp
}

type lockedResult struct {
	Locked  bool   `json:"locked"`
	Attempt string `json:"passphrase_attempt"`
}

func (r lockedResult) lines(p *term.Page) {
	p.Line("There is a place for locked pages now. One attempt with the passphrase costs %s.", r.Attempt)
	p.Line("Next: 'bulkhead notebook write --locked'.")
}

// Run makes a vault with nothing but locked pages.
func (c *notebookLockCmd) Run(a *app) error {
	if err := a.plan(c.Light, 0); err != nil {
		return err
	}
	pass, err := a.newPassphrase(ofPages)
	if err != nil {
		return err
	}
	defer pass.Erase()
	var n *device.Notebook
	_, env, err := a.create(c.Light, 0, "making the file", func(env device.Env) (err error) {
		n, err = device.FoundNotebook(env, pass)
		return err
	})
	if err != nil {
		return err
	}
	if err := n.Close(); err != nil {
		return err
	}
	return a.show(lockedResult{true, attemptOf(env.Params)})
}

type notebookChangeCmd struct{ newPassFlags }

// Help implements kong's HelpProvider.
func (notebookChangeCmd) Help() string {
	return `Changes the passphrase of the locked pages: five new words, shown once.

    bulkhead notebook change` + notebookExitHelp
}

// Run changes the passphrase of the locked pages.
func (c *notebookChangeCmd) Run(a *app) error {
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	return a.changePassphrase(dir, c.newPassFlags, vault.Decoy)
}
