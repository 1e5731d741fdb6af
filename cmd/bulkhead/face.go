package main

import (
	"errors"

	"bulkhead/notebook"
	"bulkhead/tell"
	"bulkhead/term"
)

// showPages shows a list of pages; none is said if there are none.
func (a *app) showPages(r *tell.Pages, none string) error {
	return show(a, r, func(p *term.Page, r *tell.Pages) { term.Pages(p, r, none) })
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
