// Command bulkhead-drop runs a drop: a server that holds boxes, written once,
// read by id, gone after some rounds. Strangers meet a plain web site.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"syscall"
	"time"

	"github.com/alecthomas/kong"

	"bulkhead/internal/durable"
	"bulkhead/round"
)

// The exit codes, as --help says them.
const (
	exitFine   = 0
	exitFailed = 1
	exitUsage  = 2
)

// edge is what a command reaches the world through.
type edge struct {
	out, err io.Writer
	rand     io.Reader
	now      func() time.Time
}

type commands struct {
	Serve   serve   `cmd:"" help:"Run a drop."`
	Address address `cmd:"" help:"Print the address of the drop in a folder, for an invitation."`
}

const description = `A drop holds boxes of noise for people who must not be seen talking to each other. It does not know who they are and keeps no log.

Exit codes: 0 ended as it was told to, 1 failed, 2 wrong usage.`

func main() {
	durable.OwnerOnly()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], edge{os.Stdout, os.Stderr, randReader, time.Now})
	stop()
	os.Exit(code)
}

// run is main without its process. It returns the exit code.
func run(ctx context.Context, args []string, e edge) int {
	var c commands
	helped := false
	parser, err := kong.New(&c, kong.Name("bulkhead-drop"), kong.Description(description), kong.UsageOnError(),
		kong.Vars{"slots": strconv.Itoa(round.DefaultSlots), "folder": "bulkhead-drop among your programs' data, as in ~/.local/share"},
		kong.Writers(e.out, e.err), kong.Exit(func(int) { helped = true }))
	if err != nil {
		fmt.Fprintln(e.err, "bulkhead-drop:", err)
		return exitFailed
	}
	chosen, err := parser.Parse(args)
	if helped {
		return exitFine
	}
	if err != nil {
		fmt.Fprintf(e.err, "bulkhead-drop: %v\nSee bulkhead-drop --help.\n", err)
		return exitUsage
	}
	chosen.BindTo(ctx, (*context.Context)(nil))
	if err := chosen.Run(e); err != nil {
		fmt.Fprintln(e.err, "bulkhead-drop:", err)
		return exitFailed
	}
	return exitFine
}
