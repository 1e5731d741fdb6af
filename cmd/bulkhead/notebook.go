package main

import (
	"errors"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
	"bulkhead/vault"
)

// notebookCmd are the verbs of the notebook.
type notebookCmd struct {
	Locked bool `help:"notebook_locked"`

	List   notebookListCmd   `cmd:"" default:"1" help:"notebook_list"`
	Read   notebookReadCmd   `cmd:"" help:"notebook_read"`
	Write  notebookWriteCmd  `cmd:"" help:"notebook_write"`
	Search notebookSearchCmd `cmd:"" help:"notebook_search"`
	Delete notebookDeleteCmd `cmd:"" help:"notebook_delete"`
	Open   notebookOpenCmd   `cmd:"" help:"notebook_open"`
	Lock   notebookLockCmd   `cmd:"" help:"notebook_lock"`
	Change notebookChangeCmd `cmd:"" help:"notebook_change"`
}

// on lets use read the pages that the person means: the open ones, or with
// --locked those that a passphrase opens. prepare comes after the passphrase
// was typed; may be nil.
func (n *notebookCmd) on(a *app, prepare func() error, use func(*notebook.Book) error) error {
	return n.visit(a, prepare, false, use)
}

// edit lets change change them, durably on return unless it returns an error.
func (n *notebookCmd) edit(a *app, prepare func() error, change func(*notebook.Book) error) error {
	return n.visit(a, prepare, true, change)
}

func (n *notebookCmd) visit(a *app, prepare func() error, write bool, use func(*notebook.Book) error) error {
	if n.Locked {
		return a.visitLocked(prepare, write, use)
	}
	if prepare != nil {
		if err := prepare(); err != nil {
			return err
		}
	}
	if write {
		return a.home.EditOpenPages(use)
	}
	return a.lookAtOpenPages(use)
}

func (a *app) lookAtOpenPages(use func(*notebook.Book) error) error {
	book, err := a.home.OpenPages()
	if err != nil {
		return err
	}
	return use(book)
}

func (n *notebookCmd) empty(say phrase.Say) string {
	if n.Locked {
		return say.NotebookNoLockedPages()
	}
	return say.NotebookNoOpenPages()
}

// list shows what pages returns; none is said if that is nothing.
func (n *notebookCmd) list(a *app, none string, pages func(*notebook.Book) []notebook.Page) error {
	var res tell.Pages
	err := n.on(a, nil, func(b *notebook.Book) error {
		res = tell.PagesOf(pages(b))
		return nil
	})
	if err != nil {
		return err
	}
	return a.showPages(&res, none)
}

type notebookListCmd struct{}

// Run lists the pages.
func (notebookListCmd) Run(a *app, n *notebookCmd) error {
	return n.list(a, n.empty(a.saying()), (*notebook.Book).Pages)
}

type notebookSearchCmd struct {
	Words []string `arg:"" help:"notebook_search_words"`
}

// Run lists the pages that were found.
func (c *notebookSearchCmd) Run(a *app, n *notebookCmd) error {
	return n.list(a, a.saying().NotebookNoneFound(), func(b *notebook.Book) []notebook.Page { return b.Search(strings.Join(c.Words, " ")) })
}

type notebookReadCmd struct {
	Number uint32 `arg:"" help:"notebook_read_number"`
}

// noPage is the error of a number that no page has.
func (a *app) noPage() error {
	return refuse(said(a.saying().NotebookNoPage()), a.saying().NotebookNoPageHint())
}

// Run shows a page.
func (c *notebookReadCmd) Run(a *app, n *notebookCmd) error {
	var res tell.Page
	err := n.on(a, nil, func(b *notebook.Book) (err error) {
		res, err = a.readPage(b, c.Number)
		return err
	})
	if err != nil {
		return err
	}
	return show(a, &res, term.NotebookPage)
}

func (a *app) readPage(b *notebook.Book, number uint32) (tell.Page, error) {
	p, ok := b.Page(number)
	if !ok {
		return tell.Page{}, a.noPage()
	}
	return tell.Page(p), nil
}

type notebookWriteCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"notebook_write_text"`
}

// Run writes a page.
func (c *notebookWriteCmd) Run(a *app, n *notebookCmd) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	var text string
	var res tell.PageWritten
	err := n.edit(a, func() (err error) {
		text, err = a.readText(a.say.WritePage(), notebook.MaxText)
		return err
	}, func(b *notebook.Book) error {
		p, err := b.Write(text, a.now())
		res.Number = p.Number
		return err
	})
	if err != nil {
		return err
	}
	return show(a, &res, term.PageWritten)
}

type notebookDeleteCmd struct {
	Number []uint32 `arg:"" help:"notebook_delete_number"`
}

// Run deletes pages.
func (c *notebookDeleteCmd) Run(a *app, n *notebookCmd) error {
	res := tell.PagesDeleted{Deleted: []uint32{}}
	err := n.edit(a, nil, func(b *notebook.Book) error {
		for _, number := range c.Number {
			if b.Delete(number) {
				res.Deleted = append(res.Deleted, number)
			}
		}
		if len(res.Deleted) == 0 {
			return a.noPage()
		}
		return nil
	})
	if err != nil {
		return err
	}
	return show(a, &res, term.PagesDeleted)
}

type notebookLockCmd struct {
	Light bool `help:"notebook_lock_light"`
}

// Run makes a vault with nothing but locked pages.
func (c *notebookLockCmd) Run(a *app) error {
	if err := a.plan(c.Light, 0); errors.Is(err, home.ErrDevice) {
		return refuse(said(a.saying().NotebookPlaceThere()), a.saying().NotebookPlaceThereHint())
	} else if err != nil {
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
	return show(a, &tell.PagesLocked{Locked: true, Attempt: tell.Attempt(env.Params)}, term.PagesLocked)
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

type notebookOpenCmd struct{}

// Run keeps the notebook open for a person.
func (notebookOpenCmd) Run(a *app, n *notebookCmd) error {
	if a.JSON {
		return usage(said(a.saying().NotebookNoJson()), a.saying().NotebookNoJsonHint())
	}
	t, err := a.terminal()
	if err != nil {
		return usage(err, a.saying().NotebookNoTerminalHint())
	}
	s := &term.Notebook{Asker: t, Sheet: a.sheet(t.Out), None: n.empty(a.saying()), Now: a.now}
	if !n.Locked {
		s.Look, s.Change = a.lookAtOpenPages, a.home.EditOpenPages
		return s.Converse()
	}
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	return a.whileOpen(dir, func(h *home.Session) error {
		onPages(h, s)
		return s.Converse()
	})
}

// onPages has a conversation go on with the locked pages of an open session.
func onPages(h *home.Session, s *term.Notebook) {
	s.NotYet = true
	s.Look = func(use func(*notebook.Book) error) error { return h.Pages(false, false, use) }
	s.Change = func(use func(*notebook.Book) error) error { return h.Pages(true, false, use) }
}

// showPages shows a list of pages; none is said if there are none.
func (a *app) showPages(r *tell.Pages, none string) error {
	return show(a, r, func(p *term.Sheet, r *tell.Pages) { term.Pages(p, r, none) })
}

// showLocked ends a verb whose passphrase opened a notebook.
func (a *app) showLocked(r tell.Pages) error {
	return errors.Join(a.showPages(&r, a.saying().NotebookNoLockedPages()), errShown)
}

// faceCmd is the program without a verb: the open notebook.
type faceCmd struct{}

// Run shows the open pages.
func (faceCmd) Run(a *app) error { return a.showOpenPages(false) }

// face lists the open pages. What cannot be read is as good as empty here;
// the notebook's own verbs say why.
func (a *app) face() tell.Pages {
	book, err := a.home.OpenPages()
	if err != nil {
		book = notebook.New()
	}
	return tell.PagesOf(book.Pages())
}

func (a *app) showOpenPages(notOpened bool) error {
	r := a.face()
	r.NotOpened = notOpened
	return a.showPages(&r, a.saying().NotebookNoOpenPages())
}

// showFace ends a verb that a passphrase did not open, or that the panic key
// ended: nothing is told but the open pages.
func (a *app) showFace(notOpened bool) error {
	if err := a.showOpenPages(notOpened); err != nil {
		return err
	}
	return errShown
}
