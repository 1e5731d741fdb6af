package notebook

import (
	"cmp"
	"errors"
	"math"
	"slices"
	"time"
)

const (
	// MaxText is the longest text of a page, in bytes of UTF-8: some eight
	// printed sheets. The length must fit the 2 bytes it has in the encoding.
	MaxText = 16 << 10

	// Bound is the most that a notebook marshals to, in bytes: room for
	// hundreds of everyday pages, and small enough to lie in every compartment
	// beside what else is kept there.
	Bound = 96 << 10
)

var (
	// ErrEmpty is the error of a text without a visible character.
	ErrEmpty = errors.New("the page is empty")

	// ErrTooLong is the error of a text longer than [MaxText].
	ErrTooLong = errors.New("the page is longer than 16 KiB")

	// ErrNotText is the error of bytes that are not UTF-8, or that hold control
	// characters other than tabs and ends of lines.
	ErrNotText = errors.New("the page is not plain text")

	// ErrTime is the error of a time before 1970 or after the year 9999.
	ErrTime = errors.New("the clock shows an impossible year")

	// ErrFull is the error of a page that has no room left in the notebook.
	// Deleting pages makes room.
	ErrFull = errors.New("the notebook is full")
)

// A Page is one entry of a notebook. It never changes.
type Page struct {
	Number  uint32    // counts from 1; never given twice, also after a deletion
	Written time.Time // in whole seconds, UTC
	Text    string    // 1 to MaxText bytes; lines end with "\n"
}

// A Book is a notebook. Make one with [New] or [Unmarshal]. It lives in memory
// only: whoever holds it stores what [Book.Marshal] returns. Not safe for
// concurrent use.
type Book struct {
	last  uint32 // number last given, 0 for none
	pages []Page // numbers ascending
	size  int    // length of Marshal in bytes
}

// New returns an empty notebook.
func New() *Book { return &Book{size: headLen} }

// Write adds a page and returns it as kept: "\r\n" and "\r" become "\n", the
// time is cut to whole seconds. An error ([ErrEmpty], [ErrTooLong],
// [ErrNotText], [ErrTime], [ErrFull]) leaves the notebook as it was and uses up
// no number.
func (b *Book) Write(text string, at time.Time) (Page, error) {
	text = unixLines(text)
	if err := checkText(text); err != nil {
		return Page{}, err
	}
	if !validTime(at.Unix()) {
		return Page{}, ErrTime
	}
	if b.last == math.MaxUint32 || b.size+pageHeadLen+len(text) > Bound {
		return Page{}, ErrFull
	}
	b.last++
	p := Page{Number: b.last, Written: time.Unix(at.Unix(), 0).UTC(), Text: text}
	b.pages = append(b.pages, p)
	b.size += pageHeadLen + len(text)
	return p, nil
}

// Pages returns all pages, the last written first (by number: a clock may have
// been set back in between). The slice is the caller's.
func (b *Book) Pages() []Page {
	pages := slices.Clone(b.pages)
	slices.Reverse(pages)
	return pages
}

// Page returns the page of that number, and whether there is one.
func (b *Book) Page(n uint32) (Page, bool) {
	i, ok := b.find(n)
	if !ok {
		return Page{}, false
	}
	return b.pages[i], true
}

// Delete drops the page of that number and reports whether there was one.
func (b *Book) Delete(n uint32) bool {
	i, ok := b.find(n)
	if !ok {
		return false
	}
	b.size -= pageHeadLen + len(b.pages[i].Text)
	b.pages = slices.Delete(b.pages, i, i+1)
	return true
}

// Last returns the latest time at which a page still in the notebook was
// written, and the zero time if there is none.
func (b *Book) Last() time.Time {
	var last time.Time
	for _, p := range b.pages {
		if p.Written.After(last) {
			last = p.Written
		}
	}
	return last
}

func (b *Book) find(n uint32) (int, bool) {
	return slices.BinarySearchFunc(b.pages, n, func(p Page, n uint32) int { return cmp.Compare(p.Number, n) })
}
