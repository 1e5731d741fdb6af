package tell

import (
	"time"

	"bulkhead/notebook"
)

// Pages lists pages of a notebook: what 'bulkhead' without a verb shows, and every
// verb whose passphrase opens no more. It depends on nothing but the pages, and on
// whether the passphrase opened any.
type Pages struct {
	Pages     []PageTitle `json:"pages"`                // the last written first
	NotOpened bool        `json:"not_opened,omitempty"` // no locked pages open with the passphrase: these are the open ones
}

// PageTitle is one page of a list.
type PageTitle struct {
	Number  uint32    `json:"number"`
	Written time.Time `json:"written"` // whole seconds
	Title   string    `json:"title"`   // the first line, cut
}

// PagesOf lists pages.
func PagesOf(pages []notebook.Page) Pages {
	r := Pages{Pages: []PageTitle{}}
	for _, p := range pages {
		r.Pages = append(r.Pages, PageTitle{p.Number, p.Written, notebook.Title(p)})
	}
	return r
}

// Page is a page of a notebook.
type Page struct {
	Number  uint32    `json:"number"`
	Written time.Time `json:"written"` // whole seconds
	Text    string    `json:"text"`
}

// PageWritten is a page that was written.
type PageWritten struct {
	Number uint32 `json:"number"`
}

// PagesDeleted are pages that were deleted.
type PagesDeleted struct {
	Deleted []uint32 `json:"deleted"` // their numbers
}

// PagesLocked tells of a new vault with nothing but locked pages.
type PagesLocked struct {
	Locked  bool    `json:"locked"`
	Attempt Attempt `json:"passphrase_attempt"`
}
