package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"

	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
)

// app is one command line being carried out. It is one goroutine's, except
// where a field says otherwise.
type app struct {
	ctx context.Context // ends with SIGINT or SIGTERM
	edge
	common
	home      *home.Home  // the folder; nil: of a verb that has to do with none, where there is none
	folder    durable.Dir // the home's, once it is opened: not closed before this ends
	verb      string
	inherited map[int]*os.File // see fdFile
	held      *home.Held       // of the open session, while a wish is carried out; else nil
}

// show prints a verb's result: as JSON, or as its screen. A verb calls it once, at
// its end.
func show[R any](a *app, r *R, screen func(*term.Sheet, *R)) error {
	if a.JSON {
		return term.WriteJSON(a.out, r)
	}
	p := a.sheet(a.out)
	screen(p, r)
	return p.Err()
}

// openAndShow carries out a visit that makes a result, and shows that.
func openAndShow[T any](a *app, r *T, screen func(*term.Sheet, *T), v visit) error {
	if err := a.open(v); err != nil {
		return err
	}
	return show(a, r, screen)
}

// finish tells of err and returns the exit code.
func (a *app) finish(err error) int {
	pressed := errors.Is(err, home.ErrPanicKey) || errors.Is(err, home.ErrErased)
	if pressed || err != nil && a.session != nil && a.panic.Down() {
		if a.session != nil {
			err = a.sessionPanicked()
		} else {
			err = a.panicked(err)
		}
	}
	var told *shown
	if errors.As(err, &told) {
		return told.code
	}
	var ended *home.KeeperEnded
	if errors.As(err, &ended) {
		return ended.Code
	}
	code, sentence, hint := verdict(err, a.saying())
	if err == nil {
		return code
	}
	if a.JSON {
		if term.WriteJSON(a.out, tell.Failed{Error: sentence, Hint: hint, Exit: code}) == nil {
			return code
		}
	}
	p := a.aside()
	name := "bulkhead"
	if a.verb != "" {
		name += " " + a.verb
	}
	p.Bad("%s", p.Say.ErrorsOf(name, sentence))
	if hint != "" {
		p.Line("  %s", hint)
	}
	return code
}

// aside is the page for what is not the result: questions, warnings, progress.
func (a *app) aside() *term.Sheet { return a.sheet(a.err) }

// sheet returns a sheet on f in the person's language, as of now.
func (a *app) sheet(f *os.File) *term.Sheet {
	p := term.SheetOn(f)
	p.Say = a.saying()
	return p
}

// saying is what sentences are said with, as of now.
func (a *app) saying() phrase.Say { return a.say.On(a.now()) }

// warn tells a person something that does not stop the command.
func (a *app) warn(format string, args ...any) {
	a.aside().Bad("%s", a.saying().LineNote(fmt.Sprintf(format, args...)))
}

// reachable are all inherited files of this process. The runtime closes a file
// that nobody reaches, here behind the back of whoever shares the descriptor, and
// perhaps under a number that is another file's by then.
var reachable struct {
	sync.Mutex
	files []*os.File // guarded by Mutex
}

// fdFile returns an inherited file descriptor. It stays open, and reachable, as
// long as this process.
func (a *app) fdFile(n int, flag string) (*os.File, error) {
	if f, there := a.given[n]; there {
		return f, nil
	}
	if a.given != nil {
		return nil, usage(said(a.say.LineDescriptor(uint32(n), flag)), "")
	}
	if n == int(a.in.Fd()) {
		return a.in, nil
	}
	if f, there := a.inherited[n]; there {
		return f, nil // two would be closed one after the other, and the second time it may be another's
	}
	f := os.NewFile(uintptr(n), flag)
	if f == nil {
		return nil, usage(said(a.say.LineDescriptor(uint32(n), flag)), "")
	}
	if a.inherited == nil {
		a.inherited = map[int]*os.File{}
	}
	a.inherited[n] = f
	reachable.Lock()
	reachable.files = append(reachable.files, f)
	reachable.Unlock()
	if _, err := f.Stat(); err != nil {
		return nil, usage(said(a.say.LineDescriptor(uint32(n), flag)), a.say.LineDescriptorHint(flag+" 3 3<file"))
	}
	return f, nil
}
