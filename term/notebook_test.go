package term

import (
	"testing"

	"bulkhead/tell"
)

func TestScreensOfTheNotebookAreMarked(t *testing.T) {
	allMarked(t, 400, func(p *Page) {
		Pages(p, &tell.Pages{NotOpened: true}, p.Say.NotebookNoOpenPages())
		Pages(p, &tell.Pages{Pages: []tell.PageTitle{{Number: 7, Written: at, Title: "Heron"}}}, "")
		NotebookPage(p, &tell.Page{Number: 7, Written: at, Text: "Heron"})
		PageWritten(p, &tell.PageWritten{Number: 7})
		PagesDeleted(p, &tell.PagesDeleted{Deleted: []uint32{7}})
		PagesLocked(p, &tell.PagesLocked{Attempt: tell.Attempt{MemoryKiB: 65536, Time: 3, Threads: 4}})
	})
}
