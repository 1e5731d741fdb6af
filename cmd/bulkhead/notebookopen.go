package main

import (
	"errors"

	"bulkhead/home"
	"bulkhead/notebook"
)

type notebookOpenCmd struct{}

// Help implements kong's HelpProvider.
func (notebookOpenCmd) Help() string {
	return `Opens the notebook in a terminal until 'quit'. What you write in locked pages is kept within a minute, and when you quit.

    bulkhead notebook --locked open` + notebookExitHelp
}

// Run keeps the notebook open for a person.
func (notebookOpenCmd) Run(a *app, n *notebookCmd) error {
	if a.JSON {
		return usage(errors.New("a terminal session has no JSON"), "the other verbs of the notebook have")
	}
	t, err := a.terminal()
	if err != nil {
		return usage(err, "'bulkhead notebook write' takes its text from standard input")
	}
	s := &pageSession{a: a, t: t, p: a.page(t.Out), empty: n.empty()}
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
		s.notYet = ", not yet kept"
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
