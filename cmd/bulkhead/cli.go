package main

import (
	"context"
	"maps"
	"os"
	"os/signal"
	"reflect"
	"runtime"
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

	Open      openCmd      `cmd:"" group:"everyday" help:"open"`
	Unlock    unlockCmd    `cmd:"" group:"everyday" help:"unlock"`
	Run       runCmd       `cmd:"" group:"everyday" help:"run"`
	Send      sendCmd      `cmd:"" group:"everyday" help:"send"`
	Inbox     inboxCmd     `cmd:"" group:"everyday" help:"inbox"`
	Save      saveCmd      `cmd:"" group:"everyday" help:"save"`
	Status    statusCmd    `cmd:"" group:"everyday" help:"status"`
	Words     wordsCmd     `cmd:"" group:"everyday" help:"words"`
	Confirm   confirmCmd   `cmd:"" group:"everyday" help:"confirm"`
	Note      noteCmd      `cmd:"" group:"everyday" help:"note"`
	Report    reportCmd    `cmd:"" group:"everyday" help:"report"`
	Clean     cleanCmd     `cmd:"" group:"everyday" help:"clean"`
	Notebook  notebookCmd  `cmd:"" group:"everyday" help:"notebook"`
	Rename    renameCmd    `cmd:"" group:"everyday" help:"rename"`
	Delete    deleteCmd    `cmd:"" group:"everyday" help:"delete"`
	Invite    inviteCmd    `cmd:"" group:"group" help:"invite"`
	Introduce introduceCmd `cmd:"" group:"group" help:"introduce"`
	Notice    noticeCmd    `cmd:"" group:"group" help:"notice"`
	Reply     replyCmd     `cmd:"" group:"group" help:"reply"`
	Revoke    revokeCmd    `cmd:"" group:"group" help:"revoke"`
	Checkin   checkinCmd   `cmd:"" group:"group" help:"checkin"`
	Lifelines lifelinesCmd `cmd:"" group:"group" help:"lifelines"`
	Places    placesCmd    `cmd:"" group:"group" help:"places"`
	Desks     desksCmd     `cmd:"" group:"group" help:"desks"`
	Card      cardCmd      `cmd:"" group:"group" help:"card"`
	Suspect   suspectCmd   `cmd:"" group:"danger" help:"suspect"`
	Drill     drillCmd     `cmd:"" group:"danger" help:"drill"`
	Sever     severCmd     `cmd:"" group:"danger" help:"sever"`
	Leave     leaveCmd     `cmd:"" group:"danger" help:"leave"`
	Wipe      wipeCmd      `cmd:"" group:"danger" help:"wipe"`
	Init      initCmd      `cmd:"" group:"setup" help:"init"`
	Join      joinCmd      `cmd:"" group:"setup" help:"join"`
	Vault     vaultCmd     `cmd:"" group:"setup" help:"vault"`
	Help      helpCmd      `cmd:"" group:"setup" help:"help"`
	Version   versionCmd   `cmd:"" group:"setup" help:"version"`
	Sim       simCmd       `cmd:"" group:"sim" help:"sim"`
	KeepOpen  keepOpenCmd  `cmd:"" hidden:""`
}

// common are the flags of every verb.
type common struct {
	Dir          string      `placeholder:"DIR" help:"common_dir"`
	JSON         bool        `name:"json" help:"common_json"`
	PassphraseFD int         `name:"passphrase-fd" default:"-1" placeholder:"N" help:"common_passphrase_fd"`
	ClockIsRight bool        `help:"common_clock_is_right"`
	Version      versionFlag `help:"common_version"`
}

// run parses and carries out one command line and returns its exit code.
func run(ctx context.Context, args []string, e edge) int {
	e.say = e.speak(e.language(args))
	a := &app{ctx: ctx, edge: e}
	defer runtime.KeepAlive(a) // and its folder: closed by the runtime meanwhile, it would be seen at some moment
	parsed, of, plain := e.parsePlain(args)
	if !plain {
		var c cli
		helped, texts := false, phrase.HelpVars(e.say)
		parser := e.parser(&c, func() { helped = true }, kong.Help(printHelp(e.out, e.say, texts)))
		shortHelp(parser.Model.Node, texts)
		parser.Model.HelpFlag.Help = texts["common_help"]
		longHelp(parser.Model.Node, texts)
		var err error
		if parsed, err = parser.Parse(args); helped {
			return exitDone
		}
		if a.common = c.common; err != nil {
			return a.finish(lineError(err, a.saying(), texts))
		}
		of = c.common
	}
	a.common = of
	a.verb = verbOf(parsed.Selected())
	if a.session != nil {
		a.Dir = a.sessionDir
	}
	var err error
	if a.home, err = a.place(); err != nil && !noHome(a.verb) {
		return a.finish(err)
	}
	switch {
	case a.verb == "help", a.verb == "version":
	case a.private:
		return a.finish(errPrivate(a.saying()))
	case a.session != nil:
		if !callable(a.verb, args) && !(a.verb == "wipe" && a.given == nil) || a.verb == "unlock" {
			return a.finish(usage(said(a.saying().OpenNotHere()), a.saying().OpenNotHereHint()))
		}
		if err := a.passOver(); err != nil {
			return a.finish(err)
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

// parser makes a parser that fills in c, a pointer to a struct of verbs. exit is called where
// a flag did all there was to do.
func (e *edge) parser(c any, exit func(), more ...kong.Option) *kong.Kong {
	parser, err := kong.New(c, append(more, kong.Name("bulkhead"), kong.Writers(e.out, e.err),
		kong.Vars{"slots": strconv.Itoa(round.DefaultSlots)}, kong.Exit(func(int) { exit() }))...)
	if err != nil {
		panic(err) // the struct is wrong
	}
	return parser
}

// parsePlain parses a command line that says its verb before all but the flags of every
// verb, and asks for no help: by a parser of that verb alone. One of all verbs takes longer
// to make than many a verb to carry out. false if the line is of another kind or is wrong,
// which takes the whole parser to tell.
func (e *edge) parsePlain(args []string) (*kong.Context, common, bool) {
	verb, is := plainVerb(args)
	if !is {
		return nil, common{}, false
	}
	c := reflect.New(reflect.StructOf([]reflect.StructField{
		{Name: "Common", Type: reflect.TypeFor[common](), Tag: `embed:""`}, {Name: verb.Name, Type: verb.Type, Tag: verb.Tag},
	}))
	exited := false
	parsed, err := e.parser(c.Interface(), func() { exited = true }, kong.NoDefaultHelp()).Parse(args)
	if err != nil || exited {
		return nil, common{}, false
	}
	return parsed, c.Elem().Field(0).Interface().(common), true
}

// plainVerb returns the field of the verb of a command line as parsePlain takes it.
func plainVerb(args []string) (verb reflect.StructField, is bool) {
	if slices.ContainsFunc(args, func(arg string) bool {
		return strings.HasPrefix(arg, "--help") || strings.HasPrefix(arg, "--version") || strings.HasPrefix(arg, "-h")
	}) {
		return verb, false
	}
	for len(args) > 0 {
		arg, _, given := strings.Cut(args[0], "=")
		switch {
		case arg == "--dir" || arg == "--passphrase-fd":
			if !given {
				args = args[1:]
			}
		case arg == "--json" || arg == "--clock-is-right":
		default:
			for _, f := range reflect.VisibleFields(reflect.TypeFor[cli]()) {
				if _, of := f.Tag.Lookup("cmd"); of && strings.ToLower(f.Name) == args[0] && args[0] != "help" {
					return f, true
				}
			}
			return verb, false
		}
		args = args[min(1, len(args)):] // a flag may lack its value
	}
	return verb, false
}

// noHome reports whether a verb has to do with no folder.
func noHome(verb string) bool {
	first, _, _ := strings.Cut(verb, " ")
	return first == "sim" || first == "clean" || first == "help" || first == "version"
}

// verbs are the verbs of the command line that do something, each with its first
// word.
var verbs = func() map[string]bool {
	names := map[string]bool{}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[cli]()) {
		if _, is := f.Tag.Lookup("cmd"); is && !slices.Contains([]string{"Face", "KeepOpen", "Help", "Version"}, f.Name) {
			names[strings.ToLower(f.Name)] = true
		}
	}
	return names
}()

func verbNames() []string { return slices.Sorted(maps.Keys(verbs)) }

// shortHelp puts the texts that phrase.HelpVars returns in the place of their
// names, which the struct tags hold, below n. (As variables of the parser, which
// looks at all of them for every flag, they cost a tenth of a second a command.)
func shortHelp(n *kong.Node, texts map[string]string) {
	text := func(name *string) {
		if t, there := texts[*name]; there {
			*name = t
		}
	}
	text(&n.Help)
	for _, f := range n.Flags {
		text(&f.Help)
	}
	for _, p := range n.Positional {
		text(&p.Help)
	}
	for _, below := range n.Children {
		shortHelp(below, texts)
	}
}

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
