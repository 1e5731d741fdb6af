package term

import "bulkhead/tell"

// Pages is the screen of a list of pages; none is said if there are none.
func Pages(p *Page, r *tell.Pages, none string) {
	if r.NotOpened {
		p.Line("%s", p.Say.NotebookNotOpened())
	}
	if len(r.Pages) == 0 {
		p.Line("%s", none)
	}
	for _, i := range r.Pages {
		p.Line("%4d  %s%s", i.Number, Column(p.Say.Clock(i.Written), 18), p.Say.Text(i.Title))
	}
}

// NotebookPage is the screen of one page.
func NotebookPage(p *Page, r *tell.Page) {
	p.Head("%4d  %s", r.Number, p.Say.Clock(r.Written))
	p.Body(r.Text)
}

// PageWritten is the screen of 'notebook write'.
func PageWritten(p *Page, r *tell.PageWritten) { p.Line("%s", p.Say.NotebookWritten(r.Number)) }

// PagesDeleted is the screen of 'notebook delete'.
func PagesDeleted(p *Page, r *tell.PagesDeleted) {
	p.Line("%s", p.Say.NotebookDeletedPages(len(r.Deleted)))
}

// PagesLocked is the screen of 'notebook lock'.
func PagesLocked(p *Page, r *tell.PagesLocked) {
	p.Line("%s", p.Say.NotebookLocked(p.Say.Attempt(r.Attempt)))
	p.Line("%s", p.Say.NotebookLockedNext())
}
