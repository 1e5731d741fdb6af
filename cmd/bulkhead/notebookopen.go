package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/notebook"
	"bulkhead/tell"
	"bulkhead/term"
)

type notebookOpenCmd struct{}

// Run keeps the notebook open for a person.
func (notebookOpenCmd) Run(a *app, n *notebookCmd) error {
	if a.JSON {
		return usage(said(a.saying().NotebookNoJson()), a.saying().NotebookNoJsonHint())
	}
	t, err := a.terminal()
	if err != nil {
		return usage(err, a.saying().NotebookNoTerminalHint())
	}
	s := &pageSession{a: a, t: t, p: a.page(t.Out), empty: n.empty(a.saying())}
	if !n.Locked {
		s.look = func(use func(*notebook.Book) error) error {
			book, err := a.home.OpenPages()
			if err != nil {
				return err
			}
			return use(book)
		}
		s.change = a.home.EditOpenPages
		return s.run()
	}
	dir, err := a.lockedFolder()
	if err != nil {
		return err
	}
	return a.whileOpen(dir, func(h *home.Session) error {
		s.look = func(use func(*notebook.Book) error) error { return onPages(h, use, false) }
		s.change = func(use func(*notebook.Book) error) error { return onPages(h, use, true) }
		s.notYet = true
		return s.run()
	})
}

// onPages lets use read, or with write change, the locked pages.
func onPages(h *home.Session, use func(*notebook.Book) error, write bool) error {
	return h.Do(func(s *home.Held) error {
		book, ok := s.Book()
		if !ok {
			return home.ErrNoLockedPages
		}
		err := use(book)
		if err == nil && write {
			s.Changed(book)
		}
		return err
	})
}

// pageSession is a person at a terminal with an open notebook.
type pageSession struct {
	a      *app
	t      *term.Asker
	p      *term.Page
	empty  string
	notYet bool // a page just written is not kept yet
	look   func(func(*notebook.Book) error) error
	change func(func(*notebook.Book) error) error
}

func (s *pageSession) run() error {
	if err := s.list(""); err != nil {
		return err
	}
	s.p.Line("%s", s.p.Say.NotebookSessionVerbs())
	for {
		line, err := s.t.Line("> ")
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
		err = s.carryOut(verb, strings.TrimSpace(rest))
		if errors.Is(err, home.ErrPanicKey) || errors.Is(err, term.ErrInterrupted) || errors.Is(err, home.ErrNoLockedPages) || errors.Is(err, device.ErrStopped) {
			return err
		}
		if err != nil {
			sentence, _ := told(err, s.p.Say)
			s.p.Bad("%s", sentence)
		}
	}
}

func (s *pageSession) carryOut(verb, rest string) error {
	switch verb {
	case "write", "w":
		return s.write()
	case "list", "l":
		return s.list("")
	case "search", "s":
		return s.list(rest)
	case "read", "r", "delete", "d":
		n, err := strconv.ParseUint(rest, 10, 32)
		if err != nil {
			return s.a.noPage()
		}
		if verb[0] == 'r' {
			return s.read(uint32(n))
		}
		return s.delete(uint32(n))
	}
	s.p.Line("%s", s.p.Say.NotebookSessionVerbs())
	return nil
}

// list shows all pages, or those with all of some words.
func (s *pageSession) list(words string) error {
	return s.look(func(b *notebook.Book) error {
		hint := s.empty
		if words != "" {
			hint = s.p.Say.NotebookNoneFound()
		}
		r := tell.PagesOf(b.Search(words))
		term.Pages(s.p, &r, hint)
		return nil
	})
}

func (s *pageSession) read(n uint32) error {
	return s.look(func(b *notebook.Book) error {
		res, err := s.a.readPage(b, n)
		if err == nil {
			term.NotebookPage(s.p, &res)
		}
		return err
	})
}

func (s *pageSession) delete(n uint32) error {
	return s.change(func(b *notebook.Book) error {
		if !b.Delete(n) {
			return s.a.noPage()
		}
		if s.notYet {
			s.p.Line("%s", s.p.Say.NotebookDeletedNotYet())
		} else {
			s.p.Line("%s", s.p.Say.NotebookDeleted())
		}
		return nil
	})
}

func (s *pageSession) write() error {
	fmt.Fprintln(s.t.Out, s.p.Say.NotebookEndsPage())
	text, err := s.t.Text()
	if err != nil || text == "" {
		return err
	}
	return s.change(func(b *notebook.Book) error {
		p, err := b.Write(text, s.a.now())
		switch {
		case err != nil:
			return err
		case s.notYet:
			s.p.Line("%s", s.p.Say.NotebookWrittenNotYet(p.Number))
		default:
			s.p.Line("%s", s.p.Say.NotebookWritten(p.Number))
		}
		return nil
	})
}
