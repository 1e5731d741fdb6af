package main

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/signal"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"

	"bulkhead/phrase"
	"bulkhead/round"

	"github.com/alecthomas/kong"
)

// cli is the command line: the flags of every verb, then the verbs in the
// order in which a person meets them.
type cli struct {
	common

	Face faceCmd `cmd:"" hidden:"" default:"1"`

	Init      initCmd      `cmd:"" help:"Found a new group, as its first founder."`
	Join      joinCmd      `cmd:"" help:"Join from an invitation that somebody shows you in person; again, if your lead was lost."`
	Open      openCmd      `cmd:"" help:"${open}"`
	Unlock    unlockCmd    `cmd:"" help:"${unlock}"`
	Run       runCmd       `cmd:"" help:"Let the boxes travel. Needs no passphrase."`
	Invite    inviteCmd    `cmd:"" help:"Invite the second founder, or somebody to lead."`
	Words     wordsCmd     `cmd:"" help:"Show the six words of a link, to compare."`
	Confirm   confirmCmd   `cmd:"" help:"Record that six words were compared and are equal."`
	Introduce introduceCmd `cmd:"" help:"Make two whom you lead a pair."`
	Send      sendCmd      `cmd:"" help:"${send}"`
	Inbox     inboxCmd     `cmd:"" help:"Read what has arrived."`
	Status    statusCmd    `cmd:"" help:"See how far each message is, and the state of this device."`
	Checkin   checkinCmd   `cmd:"" help:"What the group's check-in is worth, if one of you is taken."`
	Note      noteCmd      `cmd:"" help:"Send a note up to the founders."`
	Reply     replyCmd     `cmd:"" help:"Answer a note (founders)."`
	Notice    noticeCmd    `cmd:"" help:"Send a signed notice down to everybody (founders)."`
	Revoke    revokeCmd    `cmd:"" help:"Take back the other founder's notice (founders)."`
	Suspect   suspectCmd   `cmd:"" help:"${suspect}"`
	Drill     drillCmd     `cmd:"" help:"${drill}"`
	Lifelines lifelinesCmd `cmd:"" help:"${lifelines}"`
	Sever     severCmd     `cmd:"" help:"${sever}"`
	Rename    renameCmd    `cmd:"" help:"Call somebody by another alias."`
	Delete    deleteCmd    `cmd:"" help:"Erase a message from this device now."`
	Notebook  notebookCmd  `cmd:"" help:"A notebook: open pages, and locked ones."`
	Vault     vaultCmd     `cmd:"" help:"The passphrases of this device, and what they are worth."`
	Sim       simCmd       `cmd:"" help:"${sim}"`
	Leave     leaveCmd     `cmd:"" help:"${leave}"`
	Wipe      wipeCmd      `cmd:"" help:"Erase everything that a passphrase opens, at once."`
	KeepOpen  keepOpenCmd  `cmd:"" hidden:"" help:"What 'open' starts."`
}

// common are the flags of every verb.
type common struct {
	Dir          string `placeholder:"DIR" help:"The device's folder (default: the folder \"bulkhead\" among your programs' settings)."`
	JSON         bool   `name:"json" help:"Print one JSON object on standard output, for scripts."`
	PassphraseFD int    `name:"passphrase-fd" default:"-1" placeholder:"N" help:"Read the passphrase, one line, from file descriptor N in place of asking. For scripts."`
	ClockIsRight bool   `help:"Your word that this machine's clock is right, when a command asks for it (exit code 5)."`
}

const description = `Messages for a cell of two and its lead, carried in rounds that look the same whether anything is said or not.

Two people, from nothing to a message:

    first                                second
    bulkhead init --drop ADDRESS
    bulkhead invite --partner --wait     bulkhead join --wait
    bulkhead run                         bulkhead run
    bulkhead send ALIAS                  bulkhead inbox

'bulkhead VERB --help' explains a verb, with an example and its exit codes.`

// run parses and carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, e edge) int {
	var c cli
	a, helped := &app{ctx: ctx, edge: e}, false
	texts := phrase.HelpVars(e.say)
	parser, err := kong.New(&c,
		kong.Name("bulkhead"), kong.Description(description), kong.Writers(e.out, e.err), kong.Vars(texts),
		kong.Vars{"slots": strconv.Itoa(round.DefaultSlots)},
		kong.Exit(func(int) { helped = true }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 90}))
	if err != nil {
		panic(err) // the struct above is wrong
	}
	longHelp(parser.Model.Node, texts)
	parsed, err := parser.Parse(args)
	if helped {
		return exitDone
	}
	a.common = c.common
	if err != nil {
		return a.finish(lineError(err))
	}
	a.verb = verbOf(parsed.Selected())
	switch {
	case a.session != nil:
		a.Dir = a.sessionDir
		if !callable(a.verb, args) || a.verb == "unlock" {
			return a.finish(usage(errors.New(a.saying().OpenNotHere()), a.saying().OpenNotHereHint()))
		}
	case a.verb != "open" && parsed.Selected().Name != "keep-open":
		var cancel context.CancelFunc
		a.ctx, cancel = interruptible(ctx, e.interrupts)
		defer cancel()
		if e.interrupts != nil {
			// From a second after the first one on, another ends the program at once.
			// (One Ctrl-C can arrive twice: from the terminal and from whoever started us.)
			context.AfterFunc(a.ctx, func() { time.AfterFunc(time.Second, func() { signal.Reset(os.Interrupt) }) })
		}
		if callable(a.verb, args) {
			if code, done := a.call(args); done && a.verb != "unlock" {
				return code
			}
		}
		if a.verb == "unlock" {
			a.ctx = ctx // from here on it is open
		}
	}
	return a.finish(parsed.Run(a))
}

// interruptible returns a context that ends at an interrupt, too.
func interruptible(ctx context.Context, interrupts <-chan os.Signal) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(ctx)
	go func() {
		select {
		case <-interrupts:
			cancel()
		case <-ctx.Done():
		}
	}()
	return ctx, cancel
}

// verbs are the verbs of the command line, each with its first word.
var verbs = func() map[string]bool {
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[cli]()) {
		if _, is := f.Tag.Lookup("cmd"); is && f.Name != "Face" && f.Name != "KeepOpen" {
			names[strings.ToLower(f.Name)] = true
		}
	}
	return names
}()

func isVerb(word string) bool { return verbs[word] }

func verbNames() []string { return slices.Sorted(maps.Keys(verbs)) }

// longHelp gives every verb below n its own page of help, from the texts that
// phrase.HelpVars returns: VERB_long, and below it the exit codes, those of its
// first word (sim_exit_codes) or of all verbs.
func longHelp(n *kong.Node, texts map[string]string) {
	for _, verb := range n.Children {
		name := strings.ReplaceAll(strings.ReplaceAll(verbOf(verb), " ", "_"), "-", "_")
		if long, there := texts[name+"_long"]; there {
			codes, own := texts[strings.Split(name, "_")[0]+"_exit_codes"]
			if !own {
				codes = texts["exit_codes"]
			}
			verb.Detail = long + "\n\n" + codes
		}
		longHelp(verb, texts)
	}
}

// lineError makes of the parser's error a usage error.
func lineError(err error) error {
	var p *kong.ParseError
	verb := ""
	if errors.As(err, &p) && p.Context != nil && p.Context.Selected() != nil {
		verb = " " + verbOf(p.Context.Selected())
	}
	return usage(err, fmt.Sprintf("see 'bulkhead%s --help'", verb))
}

// verbOf names a verb as it is typed.
func verbOf(n *kong.Node) string {
	var words []string
	for ; n != nil && n.Type == kong.CommandNode; n = n.Parent {
		if !n.Hidden {
			words = append([]string{n.Name}, words...)
		}
	}
	return strings.Join(words, " ")
}
