package main

import (
	"cmp"
	"context"
	"os"
	"strings"

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
	if err == nil && len(came) > 0 && takenIn(came) == 0 {
		err = errNoneTaken
	}
	if err != nil && len(came) == 0 && sent == 0 {
		return o.close(err)
	}
	return o.close(cmp.Or(err, c.show(e, takeResult{came, sent}, func(p *term.Sheet) {
		for _, line := range outcomes(e.say, came) {
			p.Line("%s", line)
		}
		if len(came) == 0 {
			p.Line("%s", e.say.DeskCmdNothingCame())
		}
		p.Line("%s", e.say.DeskCmdSent(sent))
	})))
}

// ready says whether the desk can open anything at all.
func (o *office) ready() error {
	openers, err := o.folder.Openers()
	if err == nil && len(openers) == 0 {
		return errNoRecord
	}
	return err
}

// sorts are what outcomes come to for a person, in the order in which they are told. What is
// of none is refused.
var sorts = []struct {
	codes string // of a desk's outcomes and of what a line left, between blanks
	taken bool
	stays bool // where it is, for another look
	say   func(phrase.Say, int) string
}{
	{" new ", true, false, phrase.Say.DeskCmdCameNew},
	{" newest late ", true, false, phrase.Say.DeskCmdCameMore},
	{" repeat again ", true, false, phrase.Say.DeskCmdCameAgain},
	{" full ", false, true, phrase.Say.DeskCmdCameFull},
	{" " + leftStranger + " ", false, true, phrase.Say.DeskCmdCameStranger},
	{" " + leftGrowing + " ", false, true, phrase.Say.DeskCmdCameUnfinished},
	{"", false, false, phrase.Say.DeskCmdCameRefused},
}

// sorted counts by sort what is counted by outcome.
func sorted(came map[string]int) []int {
	counts := make([]int, len(sorts))
	for code, n := range came {
		i := 0
		for sorts[i].codes != "" && !strings.Contains(sorts[i].codes, " "+code+" ") {
			i++
		}
		counts[i] += n
	}
	return counts
}

// outcomes says what became of what came.
func outcomes(say phrase.Say, came map[string]int) (lines []string) {
	for i, n := range sorted(came) {
		if n > 0 {
			lines = append(lines, sorts[i].say(say, n))
		}
	}
	return lines
}

// takenIn counts what the desk has, of what came.
func takenIn(came map[string]int) (all int) {
	for i, n := range sorted(came) {
		if sorts[i].taken {
			all += n
		}
	}
	return all
}

// notices says what was refused, and what stays where it is if it is not as many as before.
func notices(say phrase.Say, came, before map[string]int) (lines []string) {
	were := sorted(before)
	for i, n := range sorted(came) {
		if n > 0 && !sorts[i].taken && (!sorts[i].stays || n != were[i]) {
			lines = append(lines, sorts[i].say(say, n))
		}
	}
	return lines
}
