package main

import (
	"strings"
	"time"

	"bulkhead/notebook"
	"bulkhead/phrase"
	"bulkhead/term"
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
		return a.editOpenBook(use)
	}
	book, err := a.openBook()
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

type notebookListCmd struct{}

// Run lists the pages.
func (notebookListCmd) Run(a *app, n *notebookCmd) error {
	var res pagesResult
	err := n.on(a, nil, func(b *notebook.Book) error {
		res = a.listed(b.Pages(), n.empty(a.saying()))
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

type notebookSearchCmd struct {
	Words []string `arg:"" help:"notebook_search_words"`
}

// Run lists the pages that were found.
func (c *notebookSearchCmd) Run(a *app, n *notebookCmd) error {
	var res pagesResult
	err := n.on(a, nil, func(b *notebook.Book) error {
		res = a.listed(b.Search(strings.Join(c.Words, " ")), a.saying().NotebookNoneFound())
		return nil
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

type notebookReadCmd struct {
	Number uint32 `arg:"" help:"notebook_read_number"`
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

// noPage is the error of a number that no page has.
func (a *app) noPage() error {
	return refuse(said(a.saying().NotebookNoPage()), a.saying().NotebookNoPageHint())
}

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
		return readResult{}, a.noPage()
	}
	return readResult{p.Number, p.Written, p.Text, people{now: a.now(), say: a.saying()}.clock(p.Written)}, nil
}
