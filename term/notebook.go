package term

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/tell"
)

// Pages is the screen of a list of pages; none is said if there are none.
func Pages(p *Sheet, r *tell.Pages, none string) {
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
func NotebookPage(p *Sheet, r *tell.Page) {
	p.Head("%4d  %s", r.Number, p.Say.Clock(r.Written))
	p.Body(r.Text)
}

// PageWritten is the screen of 'notebook write'.
func PageWritten(p *Sheet, r *tell.PageWritten) { p.Line("%s", p.Say.NotebookWritten(r.Number)) }

// PagesDeleted is the screen of 'notebook delete'.
func PagesDeleted(p *Sheet, r *tell.PagesDeleted) {
	p.Line("%s", p.Say.NotebookDeletedPages(len(r.Deleted)))
}

// PagesLocked is the screen of 'notebook lock'.
func PagesLocked(p *Sheet, r *tell.PagesLocked) {
	p.Line("%s", p.Say.NotebookLocked(p.Say.Attempt(r.Attempt)))
	p.Line("%s", p.Say.NotebookLockedNext())
}

// Notebook is a person at a terminal with an open notebook.
type Notebook struct {
	Asker  *Asker
	Sheet  *Sheet
	None   string // said of an empty notebook
	NotYet bool   // what is written is not saved yet
	Now    func() time.Time

	// Look lets somebody read the pages, and Change change them; an error changes nothing.
	// Nobody shows anything meanwhile: a terminal may wait, and a session may not.
	Look, Change func(func(*notebook.Book) error) error
}

// Converse lists the pages and carries out what is typed, until that is quit, or the
// terminal ends.
func (s *Notebook) Converse() error {
	if err := s.CarryOut("list", ""); err != nil {
		return err
	}
	s.Verbs()
	for {
		line, err := s.Asker.Line("> ")
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		verb, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch verb {
		case "":
			continue
		case "quit", "q", "exit":
			return nil
		}
		if err := s.CarryOut(verb, strings.TrimSpace(rest)); err != nil {
			return err
		}
	}
}

// Verbs says what can be typed.
func (s *Notebook) Verbs() { s.Sheet.Line("%s", s.Sheet.Say.NotebookSessionVerbs()) }

// CarryOut does what was typed, and tells what did not work, but for what ends the
// conversation: that is returned.
func (s *Notebook) CarryOut(verb, rest string) error {
	s.Sheet.Say = s.Sheet.Say.On(s.Now())
	err := s.carryOut(verb, rest)
	for _, end := range []error{home.ErrPanicKey, ErrInterrupted, home.ErrNoLockedPages, device.ErrStopped} {
		if errors.Is(err, end) {
			return err
		}
	}
	if err != nil {
		sentence, _ := s.Sheet.Say.Error(err)
		s.Sheet.Bad("%s", sentence)
	}
	return nil
}

func (s *Notebook) carryOut(verb, rest string) error {
	switch verb {
	case "write", "w":
		return s.write()
	case "list", "l":
		return s.list("")
	case "search", "s":
		return s.list(rest)
	case "read", "r":
		return s.read(number(rest))
	case "delete", "d":
		return s.delete(number(rest))
	}
	s.Verbs()
	return nil
}

// number returns the number of a page; 0, which no page has, of anything else.
func number(typed string) uint32 {
	n, _ := strconv.ParseUint(typed, 10, 32)
	return uint32(n)
}

func (s *Notebook) noPage() { s.Sheet.Bad("%s", s.Sheet.Say.NotebookNoPage()) }

func (s *Notebook) read(number uint32) error {
	var p notebook.Page
	var found bool
	err := s.Look(func(b *notebook.Book) error {
		p, found = b.Page(number)
		return nil
	})
	switch {
	case err != nil:
		return err
	case found:
		NotebookPage(s.Sheet, (*tell.Page)(&p))
	default:
		s.noPage()
	}
	return nil
}

func (s *Notebook) delete(number uint32) error {
	var found bool
	err := s.Change(func(b *notebook.Book) error {
		found = b.Delete(number)
		return nil
	})
	switch {
	case err != nil:
		return err
	case !found:
		s.noPage()
	case s.NotYet:
		s.Sheet.Line("%s", s.Sheet.Say.NotebookDeletedNotYet())
	default:
		s.Sheet.Line("%s", s.Sheet.Say.NotebookDeleted())
	}
	return nil
}

// list shows all pages, or those with all of some words.
func (s *Notebook) list(words string) error {
	none := s.None
	if words != "" {
		none = s.Sheet.Say.NotebookNoneFound()
	}
	var r tell.Pages
	err := s.Look(func(b *notebook.Book) error {
		r = tell.PagesOf(b.Search(words))
		return nil
	})
	if err != nil {
		return err
	}
	Pages(s.Sheet, &r, none)
	return nil
}

func (s *Notebook) write() error {
	fmt.Fprintln(s.Asker.Out, s.Sheet.Say.NotebookEndsPage())
	text, err := s.Asker.Text()
	if err != nil || text == "" {
		return err
	}
	var p notebook.Page
	err = s.Change(func(b *notebook.Book) (err error) {
		p, err = b.Write(text, s.Now())
		return err
	})
	switch {
	case err != nil:
		return err
	case s.NotYet:
		s.Sheet.Line("%s", s.Sheet.Say.NotebookWrittenNotYet(p.Number))
	default:
		s.Sheet.Line("%s", s.Sheet.Say.NotebookWritten(p.Number))
	}
	return nil
}

// FirstPages leads a person to write the first pages of a notebook, at least so many.
func (t *Asker) FirstPages(book *notebook.Book, least int, now func() time.Time) error {
	say := t.Say
	fmt.Fprintln(t.Out, say.VaultFill(least))
	for _, prompt := range say.Prompts() {
		if len(book.Pages()) >= least {
			answer, err := t.Line(say.VaultAnotherPage())
			if err != nil {
				return err
			}
			if answer != "yes" {
				return nil
			}
		}
		fmt.Fprintf(t.Out, "\n%s\n%s\n", prompt, say.NotebookEndsPage())
		text, err := t.Text()
		if err != nil {
			return err
		}
		if _, err := book.Write(text, now()); err != nil && !errors.Is(err, notebook.ErrEmpty) {
			reason, _ := say.Error(err)
			fmt.Fprintln(t.Out, say.VaultNotWritten(reason))
		}
	}
	return nil
}
