package main

import (
	"time"

	"bulkhead/notebook"
	"bulkhead/term"
)

// pagesResult lists pages of a notebook: what 'bulkhead' without a verb shows,
// and every verb whose passphrase opens no more. Its text and its JSON must
// depend on nothing but the pages.
type pagesResult struct {
	Pages   []pageItem `json:"pages"` // the last written first
	Message string     `json:"message,omitempty"`
	hint    string     // if there are no pages
}

type pageItem struct {
	Number  uint32    `json:"number"`
	Written time.Time `json:"written"` // whole seconds, UTC
	Title   string    `json:"title"`   // the first line, cut
	clock   string
}

func (r pagesResult) lines(p *term.Page) {
	if r.Message != "" {
		p.Line("%s", r.Message)
	}
	if len(r.Pages) == 0 {
		p.Line("%s", r.hint)
	}
	for _, i := range r.Pages {
		p.Line("%4d  %s%s", i.Number, term.Column(i.clock, 18), p.Say.Text(i.Title))
	}
}

// listed lists pages; hint is shown if there are none.
func (a *app) listed(pages []notebook.Page, hint string) pagesResult {
	r := pagesResult{Pages: []pageItem{}, hint: hint}
	who := people{now: a.now(), say: a.saying()}
	for _, p := range pages {
		r.Pages = append(r.Pages, pageItem{p.Number, p.Written, notebook.Title(p), who.clock(p.Written)})
	}
	return r
}

// faceCmd is the program without a verb: the open notebook.
type faceCmd struct{}

// Run shows the open pages.
func (faceCmd) Run(a *app) error { return a.show(a.face("")) }

// face lists the open pages. What cannot be read is as good as empty here;
// the notebook's own verbs say why.
func (a *app) face(message string) pagesResult {
	book, err := a.openBook()
	if err != nil {
		book = notebook.New()
	}
	r := a.listed(book.Pages(), a.saying().NotebookNoOpenPages())
	r.Message = message
	return r
}

// showFace ends a verb that a passphrase did not open, or that the panic key
// ended: nothing is told but the open pages.
func (a *app) showFace(message string) error {
	if err := a.show(a.face(message)); err != nil {
		return err
	}
	return errShown
}
