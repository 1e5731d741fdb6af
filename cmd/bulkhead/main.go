package main

import (
	"context"
	"crypto/rand"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
	"time"

	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/term"
)

func main() { begin(realEdge()) }

// begin is the program in a world. It does not return.
func begin(e edge) {
	durable.OwnerOnly()
	home.Quietly()
	if slices.Contains(os.Args[1:], keepOpen) {
		e.panic.Heed() // from the first moment: what the process above cannot erase, this one does
	}
	e.panic.HeedSignals(exitPassphrase)
	if err := home.NoDumps(); err != nil {
		say := e.speak(e.language(os.Args[1:]))
		fmt.Fprintln(os.Stderr, say.LineDumps(say.System(err)))
		os.Exit(exitFailed)
	}
	ends := []os.Signal{syscall.SIGTERM}
	if !signal.Ignored(syscall.SIGHUP) { // nohup(1)
		ends = append(ends, syscall.SIGHUP)
	}
	ctx, stop := signal.NotifyContext(context.Background(), ends...)
	interrupts := make(chan os.Signal, 1)
	signal.Notify(interrupts, os.Interrupt)
	e.interrupts = interrupts
	// From a second after the first signal on, another ends the program at once.
	// (One Ctrl-C can arrive twice: from the terminal and from whoever started us.)
	context.AfterFunc(ctx, func() { time.AfterFunc(time.Second, stop) })
	code := run(ctx, os.Args[1:], e)
	os.Exit(code)
}

// edge is the outside world as the commands see it: the only place that knows
// the real clock, the real randomness, the real disk and the real terminal.
type edge struct {
	now        func() time.Time
	after      term.After // by it a person who waits is shown that work goes on
	rand       io.Reader  // cryptographic
	in         *os.File
	out        *os.File
	err        *os.File
	panic      *home.PanicKey
	disk       home.Disk
	shelfPages int                              // see home.Home
	regions    int                              // see home.Home
	pace       *home.Pace                       // nil: the real time
	speak      func(language string) phrase.Say // by a code; any other language is English
	say        phrase.Say                       // of the person's language and time zone: run sets it
	getenv     func(string) string
	freeMemory func() (bytes int64, known bool)
	interrupts <-chan os.Signal // SIGINT; nil: none comes

	// Of a verb that an open session carries out.
	session    *home.Session    // nil: none
	private    bool             // it takes none of these
	left       func()           // ends it: its device has left the group
	sessionDir string           // its folder
	given      map[int]*os.File // the caller's files, if it is another program
	key, lock  func()           // a key was pressed in a question, and Ctrl-L; nil: no session
}

func realEdge() edge {
	return edge{
		now: time.Now, after: time.After, rand: rand.Reader, in: os.Stdin, out: os.Stdout, err: os.Stderr, panic: home.NewPanicKey(),
		disk:  home.Disk{Open: durable.Open, Existing: durable.Existing},
		speak: func(language string) phrase.Say { return phrase.New(language, time.Local) }, getenv: os.Getenv,
		freeMemory: home.FreeMemory,
	}
}
