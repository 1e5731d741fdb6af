package main

import (
	"context"
	"os"

	"bulkhead/desk/folder"
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

type initCmd struct {
	common
	siteFlags
	Name string `required:"" placeholder:"NAME" help:"The desk's name in the alerts that it exports: letters of a to z, digits and hyphens. It is not the name that members see: a founder gives that."`
}

// Help is shown below the flags.
func (*initCmd) Help() string {
	return `For example:

  bulkhead-desk init --name notification-team

A passphrase of five words is drawn and shown; you type it once before the desk is made. With --passphrase-fd it is yours. Whoever has the folder and the passphrase reads every report. Without the passphrase nobody does, you among them.`
}

// Run makes a desk.
func (c *initCmd) Run(ctx context.Context, e edge) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(path, 0o700); err != nil {
		return err
	}
	dir, err := durable.Open(path)
	if err != nil {
		return err
	}
	if _, err := dir.Size("vault"); err == nil {
		return vault.ErrExists // before anybody learns a passphrase
	}
	if !folder.Named(c.Name) {
		return folder.ErrName
	}
	var site *folder.Site
	if c.siteFlags != (siteFlags{}) {
		if site, err = c.site(e); err != nil {
			return err
		}
	}
	pass, err := c.newPassphrase(ctx, e)
	if err != nil {
		return err
	}
	defer pass.Erase()
	f, err := folder.Create(dir, pass, e.settings(), c.Name)
	if err != nil {
		return err
	}
	defer f.Close()
	var keys *publicKeys
	if site != nil {
		if err := f.SetSite(*site); err != nil {
			return err
		}
		if keys, err = publicOf(site); err != nil {
			return err
		}
	}
	return c.show(e, struct {
		Folder string      `json:"folder"`
		Name   string      `json:"name"`
		Keys   *publicKeys `json:"publication_keys,omitempty"`
	}{path, c.Name, keys}, func(p *term.Sheet) {
		p.Line("%s", e.say.DeskCmdMade(path))
		p.Line("%s", e.say.DeskCmdMadeNext())
		if keys != nil {
			keys.words(e, p)
		}
	})
}

// newPassphrase reads the passphrase of what is to be made, or draws one and teaches it.
func (c *initCmd) newPassphrase(ctx context.Context, e edge) (*vault.Passphrase, error) {
	if c.PassphraseFD >= 0 {
		pass, err := c.passphrase(ctx, e)
		if err == nil && tell.Rate(pass.Bytes()).Weak() {
			e.tell(e.say.PassphraseWeak(), "")
		}
		return pass, err
	}
	t, err := c.asker(ctx, e)
	if err != nil {
		return nil, err
	}
	pass, err := vault.Generate(e.rand)
	if err != nil {
		return nil, err
	}
	if err := t.TeachPassphrase(pass, e.say.DeskCmdPassphrase()); err != nil {
		pass.Erase()
		return nil, err
	}
	return pass, nil
}
