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
	AddDecoy  addDecoyCmd    `cmd:"" help:"Add a passphrase that opens a notebook and nothing else."`
	AddDuress addDuressCmd   `cmd:"" help:"Add a passphrase that erases this device while it opens the notebook."`
	Change    vaultChangeCmd `cmd:"" help:"Change a passphrase."`
	Remove    vaultRemoveCmd `cmd:"" help:"Remove the decoy, or the duress passphrase."`
	Check     vaultCheckCmd  `cmd:"" help:"See what the passphrases are worth, and what is claimed for them."`
}

// Help implements kong's HelpProvider.
func (vaultCmd) Help() string {
	return `The vault is one file of random bytes with place for several passphrases: your own, which opens this device; a decoy's, which opens a notebook; and a duress passphrase, which opens the notebook and erases everything else.

    bulkhead vault check` + exitHelp
}

type addDecoyCmd struct {
	newPassFlags
	PagesLater bool `help:"Leave the notebook empty for now. An empty one convinces nobody."`
}

// fewestPages is how many pages a new decoy is begun with.
const fewestPages = 3

// ofDuress is what a duress passphrase is of, on screens of the device.
const ofDuress = "the duress compartment"

// Help implements kong's HelpProvider.
func (addDecoyCmd) Help() string {
	return `Adds a decoy: a second passphrase, which opens a notebook of locked pages and nothing else. Somebody who makes you give a passphrase gets this one. Nothing in the vault's file tells that there is another; he must find a notebook that is in use, so write into it now ('bulkhead notebook --locked write' does it with either passphrase) and every few days. In scripts, pages come from standard input, each ended by a line with nothing but a dot.

    bulkhead vault add-decoy` + exitHelp
}

type decoyResult struct {
	Added  bool     `json:"added"`
	Pages  int      `json:"pages"`
	Advice []string `json:"notebook_advice"`
}

func (r decoyResult) lines(p *term.Page) {
	p.Line("The decoy is there: its passphrase opens a notebook with %s.", plural(r.Pages, "no pages", "1 page", "%d pages"))
	for _, s := range r.Advice {
		p.Line("  %s", s)
	}
	p.Line("Next: 'bulkhead vault check'; perhaps 'bulkhead vault add-duress'.")
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
				return refuse(errors.New("this vault has a decoy already"), "'bulkhead vault remove decoy' destroys it, with what is in it")
			}
			return nil
		})
		if err != nil {
			return err
		}
		pass, err := a.anotherPassphrase(c.newPassFlags, ofPages, h.Env.Params)
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

var errFewPages = refuse(fmt.Errorf("a decoy begins with %d pages at least; nothing was changed", fewestPages),
	"each page ends with a line that is a single dot; --pages-later leaves the notebook empty for now")

// fill takes the first pages of a decoy: from standard input, or by asking.
func (a *app) fill(book *notebook.Book) error {
	if !term.Interactive(a.in) {
		raw, err := term.Unless(a.ctx, a.panic, func() ([]byte, error) { return io.ReadAll(io.LimitReader(a.in, notebook.Bound)) })
		if err != nil {
			return fmt.Errorf("reading the pages: %w", err)
		}
		for text := range strings.SplitSeq("\n"+strings.TrimRight(string(raw), "\n")+"\n", "\n.\n") {
			if _, err := book.Write(strings.Trim(text, "\n"), a.now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
				return fmt.Errorf("writing the pages: %w", err)
			}
		}
	} else if err := a.askForPages(book); err != nil {
		return err
	}
	if len(book.Pages()) < fewestPages {
		return errFewPages
	}
	return nil
}

// askForPages leads a person to write the first pages.
func (a *app) askForPages(book *notebook.Book) error {
	t, err := a.terminal()
	if err != nil {
		return err
	}
	fmt.Fprintf(t.Out, "Now the notebook: write %d pages or more, of true and harmless things. Here is what other people write about;\nan empty page passes on to the next.\n", fewestPages)
	for _, prompt := range notebook.Prompts() {
		n := len(book.Pages())
		if n >= fewestPages {
			answer, err := t.Line("Another page? Type yes: ")
			if err != nil {
				return err
			}
			if answer != "yes" {
				return nil
			}
		}
		fmt.Fprintf(t.Out, "\n%s\n%s\n", prompt, dotEndsPage)
		text, err := t.Text()
		if err != nil {
			return err
		}
		if _, err := book.Write(text, a.now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
			fmt.Fprintf(t.Out, "Not written: %v.\n", err)
		}
	}
	return nil
}
