package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"bulkhead/round"

	"github.com/alecthomas/kong"
)

// options are the command line.
type options struct {
	Members int           `default:"14" placeholder:"N" help:"How many members: two founders, then pairs level by level (6, 14, 30 and 62 are full trees). 4 to 126."`
	Round   time.Duration `placeholder:"D" help:"Least length of a round, 500ms to 1m, a divisor of 24h. Without it, a round is as short as this machine can make it; in any case as long as it needs to."`
	Seize   role          `default:"lead" enum:"leaf,lead,founder" placeholder:"ROLE" help:"Whose device is seized: a leaf's, a lead's or a founder's."`
	State   state         `default:"open" enum:"locked,open,decoy,duress" placeholder:"STATE" help:"In which state: locked, open (its owner told the passphrase), decoy (a harmless one) or duress (the one that destroys)."`
	JSON    bool          `name:"json" help:"Print one JSON object on standard output; the story goes to standard error."`
	Quiet   bool          `help:"Do not tell the story."`
	Keep    bool          `help:"Keep the temporary folder: every vault, pouch and the drop's log, to look at."`
	observeFlags

	short bool   // tests: nobody talks but for the seizure's sake
	tmp   string // tests: where the temporary folder is made
}

const description = `A network of cells that lives for a minute, loses a member and heals.

A real drop and N real devices on this machine: members join by invitations, write to each other, send a note up and a notice down. Then a device is seized and opened; what is on it is printed, searched for what must not be there, and tried against the drop's full log. The others notice, cut it off under cover, go on, and join those who lost their lead to the rest again. A table at the end says what held.

    go run ./cmd/bulkhead-demo
    go run ./cmd/bulkhead-demo --members 30 --seize founder
    go run ./cmd/bulkhead-demo --seize leaf --state duress
    go run ./cmd/bulkhead-demo --json --quiet

The default takes about a minute. Its clock goes on once every device has done what is due: a busy machine makes rounds longer, and nothing fails for it. It writes some 10 GB to a temporary folder in all, which it removes at the end.

Exit codes: 0 every promise held; 1 one failed, or the story could not be told to its end; 2 wrong command line.`

const (
	exitHeld   = 0
	exitBroken = 1
	exitUsage  = 2
)

// command parses and carries out one command line and returns its exit code.
func command(ctx context.Context, args []string, out, aside *os.File) int {
	var o options
	exited := -1
	parser, err := kong.New(&o, kong.Name("bulkhead-demo"), kong.Description(description), kong.Writers(out, aside),
		kong.Exit(func(code int) { exited = code }), kong.ConfigureHelp(kong.HelpOptions{WrapUpperBound: 95}))
	if err != nil {
		panic(err) // the struct above is wrong
	}
	_, err = parser.Parse(args)
	if exited >= 0 {
		return exited // --help was printed
	}
	if err == nil {
		err = o.check()
	}
	if err != nil {
		fmt.Fprintf(aside, "bulkhead-demo: %v\n  see 'bulkhead-demo --help'\n", err)
		return exitUsage
	}
	return o.show(ctx, out, aside)
}

// check refuses what no story can be told with.
func (o *options) check() error {
	switch {
	case o.Members < minMembers || o.Members > 126:
		return fmt.Errorf("%d members: 4 to 126 are possible", o.Members)
	case o.Round != 0 && o.Round < 500*time.Millisecond || o.Round > time.Minute || o.Round != 0 && o.Round != round.AtLeast(o.Round):
		return fmt.Errorf("rounds of %v: 500ms to 1m are possible, of which 24 h have a whole number, as %v", o.Round, round.AtLeast(min(o.Round, time.Minute)))
	case shape(o.Members).first(o.Seize) < 0:
		return fmt.Errorf("among %d members nobody is a %s with a full cell: 8 are enough", o.Members, o.Seize)
	}
	return nil
}

// pouch is PL: as short as can be, so that lifelines begin soon and are quick.
func (o *options) pouch() int { return round.MinPouchRounds }

// show runs the demo and shows it on the page that was asked for.
func (o *options) show(ctx context.Context, out, aside *os.File) int {
	p := newPage(out)
	if o.JSON {
		p = newPage(aside)
	}
	if o.Quiet {
		p = &page{w: io.Discard}
	}
	r, err := run(ctx, *o, p)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(aside, "bulkhead-demo: ended early; everything is removed")
		return exitBroken
	}
	if r == nil {
		fmt.Fprintf(aside, "bulkhead-demo: %v\n", err)
		return exitBroken
	}
	p.table(r)
	if o.JSON {
		lines := json.NewEncoder(out)
		lines.SetIndent("", "  ")
		if err := lines.Encode(r); err != nil {
			fmt.Fprintf(aside, "bulkhead-demo: %v\n", err)
			return exitBroken
		}
	}
	if r.broken() != nil {
		return exitBroken
	}
	return exitHeld
}
