package term

import (
	"testing"
	"time"

	"bulkhead/notebook"
	"bulkhead/tell"
)

func TestScreensOfTheNotebookAreMarked(t *testing.T) {
	allMarked(t, 400, func(p *Sheet) {
		Pages(p, &tell.Pages{NotOpened: true}, p.Say.NotebookNoOpenPages())
		Pages(p, &tell.Pages{Pages: []tell.PageTitle{{Number: 7, Written: at, Title: "Heron"}}}, "")
		NotebookPage(p, &tell.Page{Number: 7, Written: at, Text: "Heron"})
		PageWritten(p, &tell.PageWritten{Number: 7})
		PagesDeleted(p, &tell.PagesDeleted{Deleted: []uint32{7}})
		PagesLocked(p, &tell.PagesLocked{Attempt: tell.Attempt{MemoryKiB: 65536, Time: 3, Threads: 4}})
	})
}

// Promise: nothing is shown while the pages are held: a terminal may be stuck, and
// whoever lends them waits.
func TestNothingIsShownWhileThePagesAreHeld(t *testing.T) {
	book := notebook.New()
	if _, err := book.Write("Flat bread", time.Unix(0, 0)); err != nil {
		t.Fatal(err)
	}
	w := new(heldWriter)
	hold := func(use func(*notebook.Book) error) error {
		w.held = true
		defer func() { w.held = false }()
		return use(book)
	}
	s := &Notebook{Sheet: NewSheet(w), Now: time.Now, Look: hold, Change: hold}
	for _, c := range [][2]string{{"list", ""}, {"search", "bread"}, {"search", "oil"}, {"read", "1"}, {"read", "2"}, {"delete", "2"}, {"delete", "1"}} {
		before := w.lines
		if err := s.CarryOut(c[0], c[1]); err != nil {
			t.Fatal(err)
		}
		if w.early || w.lines == before {
			t.Errorf("%q: shown while held: %v; lines shown: %d", c, w.early, w.lines-before)
		}
	}
}

// heldWriter knows whether something was written while the pages were held.
type heldWriter struct {
	held, early bool
	lines       int
}

func (w *heldWriter) Write(b []byte) (int, error) {
	w.early = w.early || w.held
	w.lines++
	return len(b), nil
}
