package main

import (
	"errors"
	"strings"
	"time"

	"bulkhead/notebook"
	"bulkhead/term"
)

// notebookCmd are the verbs of the notebook.
type notebookCmd struct {
	Locked bool `help:"The locked pages: asks for their passphrase."`

	List   notebookListCmd   `cmd:"" default:"1" help:"List the pages, the last written first."`
	Read   notebookReadCmd   `cmd:"" help:"Read a page."`
	Write  notebookWriteCmd  `cmd:"" help:"Write a page, from standard input."`
	Search notebookSearchCmd `cmd:"" help:"List the pages that have all of these words."`
	Delete notebookDeleteCmd `cmd:"" help:"Delete pages."`
	Open   notebookOpenCmd   `cmd:"" help:"Write, search and read in one go, in a terminal."`
	Lock   notebookLockCmd   `cmd:"" help:"Make a place for locked pages, with a passphrase."`
	Change notebookChangeCmd `cmd:"" help:"Change the passphrase of the locked pages."`
}

// Help implements kong's HelpProvider.
func (notebookCmd) Help() string {
	return `A notebook of plain pages. Open pages need no passphrase, and everybody who has this machine can read them; they are also what 'bulkhead' alone shows. Locked pages are for your eyes: --locked asks for their passphrase. What you write is asked for, or read from standard input.

    bulkhead notebook
    bulkhead notebook write
    bulkhead notebook --locked search milk` + notebookExitHelp
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
		return a.editOpenBook(use)
	}
	book, err := a.openBook()
	if err != nil {
		return err
	}
	return use(book)
}

func (n *notebookCmd) empty() string {
	if n.Locked {
		return noLockedPages
	}
	return noOpenPages
}

type notebookListCmd struct{}

// Run lists the pages.
func (notebookListCmd) Run(a *app, n *notebookCmd) error {
	var res pagesResult
	err := n.on(a, nil, func(b *notebook.Book) error {
		res = a.listed(b.Pages(), n.empty())
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

type notebookSearchCmd struct {
	Words []string `arg:"" help:"Case makes no difference; parts of words are found too."`
}

// Run lists the pages that were found.
func (c *notebookSearchCmd) Run(a *app, n *notebookCmd) error {
	var res pagesResult
	err := n.on(a, nil, func(b *notebook.Book) error {
		res = a.listed(b.Search(strings.Join(c.Words, " ")), noneFound)
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

type notebookReadCmd struct {
	Number uint32 `arg:"" help:"Its number in the list."`
}

type readResult struct {
	Number  uint32    `json:"number"`
	Written time.Time `json:"written"`
	Text    string    `json:"text"`
	clock   string
}

func (r readResult) lines(p *term.Page) {
	p.Head("%4d  %s", r.Number, r.clock)
	p.Body(r.Text)
}

var errNoPage = errors.New("no page has that number")

// Run shows a page.
func (c *notebookReadCmd) Run(a *app, n *notebookCmd) error {
	var res readResult
	err := n.on(a, nil, func(b *notebook.Book) (err error) {
		res, err = a.readPage(b, c.Number)
		return err
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

func (a *app) readPage(b *notebook.Book, number uint32) (readResult, error) {
	p, ok := b.Page(number)
	if !ok {
		return readResult{}, refuse(errNoPage, "'bulkhead notebook' lists them")
	}
	return readResult{p.Number, p.Written, p.Text, people{now: a.now(), say: a.saying()}.clock(p.Written)}, nil
}
