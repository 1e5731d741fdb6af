package main

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/term"
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

type decoyResult struct {
	Added  bool            `json:"added"`
	Pages  int             `json:"pages"`
	Advice []notebook.Want `json:"notebook_advice"`
}

func (r decoyResult) lines(p *term.Page) {
	if r.Pages == 0 {
		p.Line("%s", p.Say.VaultDecoyAddedEmpty())
	} else {
		p.Line("%s", p.Say.VaultDecoyAdded(r.Pages))
	}
	for _, w := range r.Advice {
		p.Line("  %s", p.Say.NotebookWant(w))
	}
	p.Line("%s", p.Say.VaultDecoyNext())
}

// Run adds a decoy.
func (c *addDecoyCmd) Run(a *app) error {
	dir, err := a.folder()
	if err != nil {
		return err
	}
	var res decoyResult
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
		res = decoyResult{true, len(book.Pages()), notebook.Advice(book, a.now())}
		return h.OnDevice(func(d *device.Device) error { return d.AddDecoy(pass, book) })
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

// fill takes the first pages of a decoy: from standard input, or by asking.
func (a *app) fill(book *notebook.Book) error {
	if !term.Interactive(a.in) {
		raw, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, notebook.Bound)) })
		if err != nil {
			return err
		}
		for text := range strings.SplitSeq("\n"+strings.TrimRight(string(raw), "\n")+"\n", "\n.\n") {
			if _, err := book.Write(strings.Trim(text, "\n"), a.now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
				return err
			}
		}
	} else if err := a.askForPages(book); err != nil {
		return err
	}
	if len(book.Pages()) < fewestPages {
		return refuse(said(a.saying().VaultFewPages(fewestPages)), a.saying().VaultFewPagesHint())
	}
	return nil
}

// askForPages leads a person to write the first pages.
func (a *app) askForPages(book *notebook.Book) error {
	t, err := a.terminal()
	if err != nil {
		return err
	}
	say := a.saying()
	fmt.Fprintln(t.Out, say.VaultFill(fewestPages))
	for _, prompt := range say.Prompts() {
		n := len(book.Pages())
		if n >= fewestPages {
			answer, err := t.Line(say.VaultAnotherPage())
			if err != nil {
				return err
			}
			if answer != "yes" {
				return nil
			}
		}
		fmt.Fprintf(t.Out, "\n%s\n%s\n", prompt, say.NotebookEndsPage())
		text, err := t.Text()
		if err != nil {
			return err
		}
		if _, err := book.Write(text, a.now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
			reason, _ := told(err, say)
			fmt.Fprintln(t.Out, say.VaultNotWritten(reason))
		}
	}
	return nil
}
