package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"bulkhead/device"
	"bulkhead/notebook"
)

// pageSession is a person at a terminal with an open notebook.
type pageSession struct {
	a      *app
	t      *asker
	p      *page
	empty  string
	notYet string // what is said of a page just written
	look   func(func(*notebook.Book) error) error
	change func(func(*notebook.Book) error) error
}

const pageHelp = "write, read NUMBER, list, search WORDS, delete NUMBER, quit"

func (s *pageSession) run() error {
	if err := s.list(""); err != nil {
		return err
	}
	s.p.line("%s", pageHelp)
	for {
		line, err := s.t.line("> ")
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
		if errors.Is(err, errPanicKey) || errors.Is(err, errInterrupted) || errors.Is(err, errNoLockedPages) || errors.Is(err, device.ErrStopped) {
			return err
		}
		if err != nil {
			s.p.bad("%s", safe(err.Error()))
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
			return errNoPage
		}
		if verb[0] == 'r' {
			return s.read(uint32(n))
		}
		return s.delete(uint32(n))
	}
	s.p.line("%s", pageHelp)
	return nil
}

// list shows all pages, or those with all of some words.
func (s *pageSession) list(words string) error {
	return s.look(func(b *notebook.Book) error {
		hint := s.empty
		if words != "" {
			hint = noneFound
		}
		s.a.listed(b.Search(words), hint).lines(s.p)
		return nil
	})
}

func (s *pageSession) read(n uint32) error {
	return s.look(func(b *notebook.Book) error {
		res, err := s.a.readPage(b, n)
		if err == nil {
			res.lines(s.p)
		}
		return err
	})
}

func (s *pageSession) delete(n uint32) error {
	return s.change(func(b *notebook.Book) error {
		if !b.Delete(n) {
			return errNoPage
		}
		s.p.line("Deleted%s.", s.notYet)
		return nil
	})
}

func (s *pageSession) write() error {
	text, err := s.t.text()
	if err != nil || text == "" {
		return err
	}
	return s.change(func(b *notebook.Book) error {
		p, err := b.Write(text, s.a.now())
		if err == nil {
			s.p.line("Page %d is written%s.", p.Number, s.notYet)
		}
		return err
	})
}

// text asks for lines until one that is a single dot, or the end.
func (t *asker) text() (string, error) {
	fmt.Fprintln(t.out, "A line with nothing but a dot ends the page.")
	var lines []string
	for {
		l, err := t.line("")
		if err != nil && err != io.EOF {
			return "", err
		}
		if err == io.EOF || l == "." {
			return strings.Join(lines, "\n"), nil
		}
		lines = append(lines, l)
	}
}
