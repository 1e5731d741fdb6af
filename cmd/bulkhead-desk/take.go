package main

import (
	"context"
	"maps"
	"os"
	"slices"

	"bulkhead/phrase"
	"bulkhead/term"
)

// lineFlags say where packets come from and replies go.
type lineFlags struct {
	In  string `type:"existingdir" placeholder:"DIR" help:"Folder of what comes: each file NAME.packet is one sealed packet. What was taken in is removed, once it is kept; what is no packet becomes DRAWN.packet.refused, under a drawn name. What is for a record that this desk does not have stays."`
	Out string `type:"existingdir" placeholder:"DIR" help:"Folder for replies: each becomes a file NAME.packet, which has to go back the way that its report came."`
}

func (f *lineFlags) line(e edge) (*byHand, error) {
	if f.In != "" && f.Out != "" {
		in, err := os.Stat(f.In)
		if err != nil {
			return nil, err
		}
		out, err := os.Stat(f.Out)
		if err != nil {
			return nil, err
		}
		if os.SameFile(in, out) {
			return nil, usageError{errFolders}
		}
	}
	return &byHand{in: f.In, out: f.Out, rand: e.rand}, nil
}

type takeCmd struct {
	working
	lineFlags
}

// Help is shown below the flags.
func (*takeCmd) Help() string {
	return `For example:

  bulkhead-desk take --in came --out replies

Packets are carried between the folders and a liaison by hand or by another program. A packet says nothing to whoever carries it but which desk it is for; the time at which its file was written may say more.`
}

type takeResult struct {
	Came map[string]int `json:"came"` // by outcome
	Sent int            `json:"sent"`
}

// Run takes in what is there, once.
func (c *takeCmd) Run(ctx context.Context, e edge) error {
	l, err := c.line(e)
	if err != nil {
		return err
	}
	o, err := c.work(ctx, e)
	if err != nil {
		return err
	}
	if l.ours, err = o.records(); err != nil {
		return o.close(err)
	}
	came, sent, err := o.turn(ctx, l, c.Out != "")
	if err == nil {
		err = ctx.Err()
	}
	if err != nil {
		return o.close(err)
	}
	return o.close(c.show(e, takeResult{came, sent}, func(p *term.Sheet) {
		for _, what := range slices.Sorted(maps.Keys(came)) {
			p.Line("%s", outcomeWord(e.say, what, came[what]))
		}
		if len(came) == 0 {
			p.Line("%s", e.say.DeskCmdNothingCame())
		}
		p.Line("%s", e.say.DeskCmdSent(sent))
	}))
}

// ready says whether the desk can open anything at all.
func (o *office) ready() error {
	openers, err := o.folder.Openers()
	if err == nil && len(openers) == 0 {
		return errNoRecord
	}
	return err
}

// outcomeWord says what became of so many packets.
func outcomeWord(say phrase.Say, code string, n int) string {
	switch code {
	case "new":
		return say.DeskCmdCameNew(n)
	case "newest", "late":
		return say.DeskCmdCameMore(n)
	case "repeat", "again":
		return say.DeskCmdCameAgain(n)
	case leftStranger:
		return say.DeskCmdCameStranger(n)
	case leftGrowing:
		return say.DeskCmdCameUnfinished(n)
	case "full":
		return say.DeskCmdCameFull(n)
	}
	return say.DeskCmdCameRefused(n)
}
