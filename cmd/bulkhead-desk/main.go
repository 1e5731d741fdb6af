// Command bulkhead-desk runs a desk: the office that receives reports. It opens what was
// sealed to the desk, keeps it, and shows it to people in a browser on the same computer.
package main

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"os"
	"os/signal"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"bulkhead/desk/page"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/report/publish"
	"bulkhead/term"
	"bulkhead/vault"
)

// The exit codes, as --help says them.
const (
	exitDone       = 0
	exitFailed     = 1
	exitUsage      = 2
	exitPassphrase = 3
	exitInUse      = 4
)

// edge is what a command reaches the world through.
type edge struct {
	in, out, err *os.File
	rand         io.Reader
	now          func() time.Time
	panic        *home.PanicKey
	cost         vault.Params // of an attempt with a passphrase; zero: the usual
	say          phrase.Say
	served       func(link string) // told of each link to the page, for tests; nil: nobody
}

type commands struct {
	Init    initCmd    `cmd:"" help:"Make a desk: its vault, with its first key."`
	Key     keyCmd     `cmd:"" help:"List the desk's keys; write one for a founder; draw or forget one."`
	Record  recordCmd  `cmd:"" help:"Take in the record that a founder made of a key."`
	Take    takeCmd    `cmd:"" help:"Open reports that lie in a folder, and write replies into another."`
	Serve   serveCmd   `cmd:"" help:"Show inbox, map and cases in a browser on this computer."`
	Export  exportCmd  `cmd:"" help:"Export what is cleared: GeoJSON, CSV with HXL tags, a CAP alert."`
	Publish publishCmd `cmd:"" help:"Make a folder for a web server of all that is cleared and may be for everybody."`
}

const description = `A desk receives reports from people who must not be found: of places to be spared, hazards to be cleared, movements, needs, harm. It never learns who they are.

A desk begins so:

  bulkhead-desk init --name notification-team
  bulkhead-desk key --write key.bin        give the file to a founder, in person
  bulkhead-desk record record.bin          take in what the founder gives back
  bulkhead-desk serve --in DIR --out DIR

Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 the passphrase opens nothing, 4 in use by another running program.`

func main() {
	durable.OwnerOnly()
	home.Quietly()
	e := edge{in: os.Stdin, out: os.Stdout, err: os.Stderr, rand: rand.Reader, now: time.Now, panic: home.NewPanicKey(), say: phrase.New("en", time.Local)}
	e.panic.HeedSignals(exitFailed)
	if err := home.NoDumps(); err != nil {
		e.tell(e.say.LineDumps(e.say.System(err)), "")
		os.Exit(exitFailed)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], e)
	stop()
	os.Exit(code)
}

// run is main without its process. It returns the exit code.
func run(ctx context.Context, args []string, e edge) int {
	var c commands
	helped := false
	parser, err := kong.New(&c, kong.Name("bulkhead-desk"), kong.Description(description), kong.UsageOnError(),
		kong.Vars{"folder": "bulkhead-desk among your programs' data, as in ~/.local/share"}, kong.Writers(e.out, e.err), kong.Exit(func(int) { helped = true }))
	if err != nil {
		e.tell(err.Error(), "")
		return exitFailed
	}
	chosen, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	if err != nil {
		e.tell(e.say.Text(err.Error()), e.say.DeskCmdSeeHelp())
		return exitUsage
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	return e.finish(chosen.Run(e))
}

// usageError is an error of the command line.
type usageError struct{ error }

func (u usageError) Unwrap() error { return u.error }

// finish tells of an error in words and returns the exit code.
func (e edge) finish(err error) int {
	if err == nil {
		return exitDone
	}
	sentence, hint := e.words(err)
	e.tell(sentence, hint)
	switch {
	case errors.As(err, new(usageError)):
		return exitUsage
	case errors.Is(err, vault.ErrNoMatch), errors.Is(err, vault.ErrNoPassphrase), errors.Is(err, vault.ErrPassphrase):
		return exitPassphrase
	case errors.Is(err, vault.ErrInUse), errors.Is(err, durable.ErrLocked):
		return exitInUse
	}
	return exitFailed
}

func (e edge) tell(sentence, hint string) {
	p := term.SheetOn(e.err)
	p.Say = e.say
	p.Bad("%s", e.say.ErrorsOf("bulkhead-desk", sentence))
	if hint != "" {
		p.Line("  %s", hint)
	}
}

// words says an error, and what a person can do about it.
func (e edge) words(err error) (sentence, hint string) {
	for _, r := range refusals {
		if errors.Is(err, r.is) {
			return r.said(e.say), ""
		}
	}
	if says, known := page.Refused(e.say, err); known {
		return says, ""
	}
	if why := publish.Refusal(""); errors.As(err, &why) && why.Sentence(e.say) != "" {
		return why.Sentence(e.say), ""
	}
	return term.Told(e.say, err)
}
