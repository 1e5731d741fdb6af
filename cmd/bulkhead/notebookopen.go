package main

import (
	"bulkhead/home"
	"bulkhead/notebook"
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
			book, err := a.openBook()
			if err != nil {
				return err
			}
			return use(book)
		}
		s.change = a.editOpenBook
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
