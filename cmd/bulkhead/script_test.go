package main

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/home"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// cheap is a settings.json that makes a passphrase attempt take no time, with
// the smallest vault that holds a decoy of a short pouch.
const cheap = `{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 64, "argon2_passes": 1, "argon2_lanes": 1}`

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"bulkhead": main, "as": asMain, "with": withMain})
}

// asMain is the command "as NAME VERB …": bulkhead in the folder NAME, with
// the passphrase in the file NAME.pass by file descriptor.
func asMain() { asWith(os.Args[1], os.Args[1]+".pass", os.Args[2:]) }

// withMain is the command "with NAME FILE VERB …": the same with the
// passphrase in another file.
func withMain() { asWith(os.Args[1], os.Args[2], os.Args[3:]) }

func asWith(dir, file string, verb []string) {
	pass, err := unix.Open(file, unix.O_RDONLY, 0) // no os.File, which would be collected and closed
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(99)
	}
	os.Args = append([]string{"bulkhead", "--dir", dir, "--passphrase-fd", fmt.Sprint(pass)}, verb...)
	main()
}

// TestScripts plays one person's task per file.
func TestScripts(t *testing.T) { play(t, "testdata") }

var long = flag.Bool("long", false, "play the scripts that take minutes, too")

// TestLongScripts plays those that take minutes: go test ./cmd/bulkhead -run
// LongScripts -long.
func TestLongScripts(t *testing.T) {
	if !*long {
		t.Skip("needs -long")
	}
	play(t, filepath.Join("testdata", "long"))
}

func play(t *testing.T, dir string) {
	testscript.Run(t, testscript.Params{
		Dir:   dir,
		Setup: setup,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"person": person, "exits": exits, "until": until, "sixwords": sixWords,
			"numbered": numbered, "partner": partner, "samewords": sameWords, "numberof": numberOf,
		},
	})
}

// setup starts a drop of the script's own, at $DROP.
func setup(env *testscript.Env) error {
	length := roundLength()
	url, stop, err := startDrop(length, 0)
	if err != nil {
		return err
	}
	env.Defer(stop)
	env.Setenv("DROP", url)
	env.Setenv("ROUND", length.String())
	env.Setenv("HOME", env.WorkDir)
	return nil
}

// person NAME…: gives each a folder with cheap settings and a passphrase.
func person(ts *testscript.TestScript, neg bool, names []string) {
	for _, name := range names {
		dir := ts.MkAbs(name)
		ts.Check(os.MkdirAll(dir, 0o700))
		ts.Check(os.WriteFile(filepath.Join(dir, home.SettingsFile), []byte(cheap), 0o600))
		ts.Check(os.WriteFile(dir+".pass", []byte(name+" correct horse battery staple\n"), 0o600))
	}
}

// exits CODE COMMAND…: the command ends with this exit code.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	code := 0
	err := ts.Exec(args[1], args[2:]...)
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if fmt.Sprint(code) != args[0] {
		ts.Fatalf("%s: exit code %d, want %s\n%s%s", strings.Join(args[1:], " "), code, args[0], ts.ReadFile("stdout"), ts.ReadFile("stderr"))
	}
}

// until REGEXP COMMAND… [+ NAME…]: repeats the command until its output
// matches, however long that takes. In between, each of the names opens their
// device too.
func until(ts *testscript.TestScript, neg bool, args []string) {
	want, command := regexp.MustCompile("(?s)"+args[0]), args[1:]
	var others []string
	if i := slices.Index(command, "+"); i >= 0 {
		command, others = command[:i], command[i+1:]
	}
	for {
		err := ts.Exec(command[0], command[1:]...)
		last := ts.ReadFile("stdout") + ts.ReadFile("stderr")
		if err == nil && want.MatchString(last) {
			return
		}
		for _, name := range others {
			ts.Check(ts.Exec("as", name, "status"))
		}
		time.Sleep(roundLength()) // more often than that nothing moves
	}
}

// numbered REGEXP NAME VERB ARG…: does VERB with the number of the inbox's
// line that matches.
func numbered(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec("as", args[1], "inbox", "--all"))
	line := regexp.MustCompile(`(?m)^ *(\d+) .*` + args[0]).FindStringSubmatch(ts.ReadFile("stdout"))
	if line == nil {
		ts.Fatalf("no line of the inbox matches %q", args[0])
	}
	command := append([]string{"-c", `as "$@" < text`, "sh", args[1], args[2], line[1]}, args[3:]...)
	ts.Check(ts.Exec("sh", command...))
}

// partner ALIAS as NAME: calls the partner of NAME so.
func partner(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec("as", args[2], "status"))
	now := regexp.MustCompile(`(?m)^  (\S+) +partner `).FindStringSubmatch(ts.ReadFile("stdout"))
	if now == nil {
		ts.Fatalf("%s has no partner", args[2])
	}
	ts.Check(ts.Exec("as", args[2], "rename", now[1], args[0]))
}

// samewords NAME OTHER: the words of NAME's first lifeline confirm one of
// OTHER's.
func sameWords(ts *testscript.TestScript, neg bool, args []string) {
	for ; ; time.Sleep(roundLength()) {
		ts.Check(ts.Exec("as", args[0], "lifelines", "--json"))
		words := regexp.MustCompile(`"words":\["([a-z",-]+)"\]`).FindStringSubmatch(ts.ReadFile("stdout"))
		if words == nil {
			ts.Fatalf("%s has no lifeline with words", args[0])
		}
		if ts.Exec("as", args[1], "lifelines", "--check", strings.ReplaceAll(words[1], `","`, " ")) == nil {
			return
		}
	}
}

// numberof REGEXP COMMAND…: $NUMBER is what the regular expression's group
// matches in what the command prints.
func numberOf(ts *testscript.TestScript, neg bool, args []string) {
	ts.Check(ts.Exec(args[1], args[2:]...))
	found := regexp.MustCompile(args[0]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("nothing matches %q", args[0])
	}
	ts.Setenv("NUMBER", found[1])
}

// sixWords NAME ALIAS NAME ALIAS: both see the same six words under the same
// number. While the next key exchange is on its way, they may not.
func sixWords(ts *testscript.TestScript, neg bool, args []string) {
	words := func(name, alias string) string {
		if err := ts.Exec("as", name, "words", alias, "--json"); err != nil {
			return ts.ReadFile("stdout")
		}
		return regexp.MustCompile(`"epoch":.*\]`).FindString(ts.ReadFile("stdout"))
	}
	for ; ; time.Sleep(roundLength()) {
		a, b := words(args[0], args[1]), words(args[2], args[3])
		if a == b && strings.Contains(a, "words") {
			return
		}
	}
}
