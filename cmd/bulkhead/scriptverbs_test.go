package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"bulkhead/home"
	"bulkhead/phrase"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// person NAME…: gives each a folder with cheap settings and a passphrase.
func person(ts *testscript.TestScript, _ bool, names []string) {
	for _, name := range names {
		dir := ts.MkAbs(name)
		ts.Check(os.MkdirAll(dir, 0o700))
		ts.Check(os.WriteFile(filepath.Join(dir, home.SettingsFile), []byte(cheap), 0o600))
		ts.Check(scriptOf(ts).clock.of(dir))
		ts.Check(os.WriteFile(dir+".pass", []byte(name+" correct horse battery staple\n"), 0o600))
	}
}

// slots N: $DROP is another drop from here on, laid out for groups of so many slots. Where
// few know each other, most of a round's usual boxes are cover, which costs time.
func slots(ts *testscript.TestScript, _ bool, args []string) {
	n, err := strconv.Atoi(args[0])
	ts.Check(err)
	clock := scriptOf(ts).clock
	url, stop, err := startDropFor(n, clock.calendar.Length, clock.Now)
	ts.Check(err)
	ts.Defer(stop)
	ts.Setenv("DROP", url)
}

// types FILE [REGEXP]: the next command finds the file on its standard input, or
// those of its lines that match.
func types(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile(args[0])
	if len(args) > 1 {
		text = strings.Join(regexp.MustCompile(`(?m)`+args[1]+`.*\n?`).FindAllString(text, -1), "")
	}
	scriptOf(ts).typed = text
	scriptOf(ts).give(text)
}

// does ARG…: carries out the program's command line, in this process: one of its
// own would take longer to start than most verbs take. What main adds to run has
// tests of its own, and "exec started NAME VERB …" and "exec bulkhead ARG…" start it.
func does(ts *testscript.TestScript, _ bool, args []string) {
	well(ts, append([]string{"does"}, args...))
}

// as NAME VERB …: the same in the folder NAME, with the passphrase in the file
// NAME.pass by file descriptor.
func as(ts *testscript.TestScript, _ bool, args []string) { well(ts, append([]string{"as"}, args...)) }

// with NAME FILE VERB …: the same with the passphrase in another file.
func with(ts *testscript.TestScript, _ bool, args []string) {
	well(ts, append([]string{"with"}, args...))
}

// exits CODE COMMAND…: the command ends with this exit code.
func exits(ts *testscript.TestScript, _ bool, args []string) {
	o := command(ts, args[1:])
	o.show(ts)
	if fmt.Sprint(o.code) != args[0] {
		ts.Fatalf("%s: exit code %d, want %s", strings.Join(args[1:], " "), o.code, args[0])
	}
}

// until REGEXP COMMAND… [+ NAME…]: repeats the command until its output
// matches, however long that takes. In between, each of the names opens their
// device too.
func until(ts *testscript.TestScript, _ bool, args []string) {
	want, line := regexp.MustCompile("(?s)"+args[0]), args[1:]
	var others []string
	if i := slices.Index(line, "+"); i >= 0 {
		line, others = line[:i], line[i+1:]
	}
	pause := nextRound
	if line[0] == "cat" {
		pause = poll
	}
	for ; ; pause(ts) {
		o := command(ts, line)
		if o.code == exitDone && want.MatchString(o.out+o.err) {
			o.show(ts)
			return
		}
		for _, name := range others {
			well(ts, []string{"as", name, "status"})
		}
	}
}

// numbered REGEXP NAME VERB ARG…: does VERB with the number of the inbox's
// line that matches.
func numbered(ts *testscript.TestScript, _ bool, args []string) {
	typed := scriptOf(ts).typed
	scriptOf(ts).typed = ""
	line := regexp.MustCompile(`(?m)^ *(\d+) .*` + args[0]).FindStringSubmatch(well(ts, []string{"as", args[1], "inbox", "--all"}).out)
	if line == nil {
		ts.Fatalf("no line of the inbox matches %q", args[0])
	}
	scriptOf(ts).typed = typed
	well(ts, append([]string{"as", args[1], args[2], line[1]}, args[3:]...))
}

// partner ALIAS as NAME: calls the partner of NAME so.
func partner(ts *testscript.TestScript, _ bool, args []string) {
	now := regexp.MustCompile(`(?m)^  (\S+) +partner `).FindStringSubmatch(well(ts, []string{"as", args[2], "status"}).out)
	if now == nil {
		ts.Fatalf("%s has no partner", args[2])
	}
	well(ts, []string{"as", args[2], "rename", now[1], args[0]})
}

// samewords NAME OTHER: the words of NAME's first lifeline confirm one of
// OTHER's.
func sameWords(ts *testscript.TestScript, _ bool, args []string) {
	for ; ; nextRound(ts) {
		words := regexp.MustCompile(`"words":\["([a-z",-]+)"\]`).FindStringSubmatch(well(ts, []string{"as", args[0], "lifelines", "--json"}).out)
		if words == nil {
			ts.Fatalf("%s has no lifeline with words", args[0])
		}
		if o := command(ts, []string{"as", args[1], "lifelines", "--check", strings.ReplaceAll(words[1], `","`, " ")}); o.code == exitDone {
			o.show(ts)
			return
		}
	}
}

// numberof REGEXP COMMAND…: $NUMBER is what the regular expression's group
// matches in what the command prints.
func numberOf(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[0]).FindStringSubmatch(well(ts, args[1:]).out)
	if found == nil {
		ts.Fatalf("nothing matches %q", args[0])
	}
	ts.Setenv("NUMBER", found[1])
}

// sixWords NAME ALIAS NAME ALIAS: both see the same six words under the same
// number. While the next key exchange is on its way, they may not.
func sixWords(ts *testscript.TestScript, _ bool, args []string) {
	words := func(name, alias string) string {
		o := command(ts, []string{"as", name, "words", alias, "--json"})
		if o.code != exitDone {
			return o.out
		}
		return regexp.MustCompile(`"epoch":.*\]`).FindString(o.out)
	}
	for ; ; nextRound(ts) {
		a, b := words(args[0], args[1]), words(args[2], args[3])
		if a == b && strings.Contains(a, "words") {
			return
		}
	}
}

// helps VERB…: shows the help of all.
func helps(ts *testscript.TestScript, _ bool, verbs []string) {
	for _, verb := range verbs {
		well(ts, append(append([]string{"does"}, strings.Fields(verb)...), "--help"))
	}
}

// teaches VERB…: the help of each names its exit codes and shows an example.
func teaches(ts *testscript.TestScript, _ bool, verbs []string) {
	for _, verb := range verbs {
		o := well(ts, []string{"does", verb, "--help"})
		if !strings.Contains(o.out, "\nExit codes") || !strings.Contains(o.out, "\n    bulkhead "+verb) {
			ts.Fatalf("%s --help does not teach", verb)
		}
	}
}

// outcome is what became of a command.
type outcome struct {
	code     int
	out, err string
}

// show makes it what the script's next lines look at.
func (o outcome) show(ts *testscript.TestScript) {
	io.WriteString(ts.Stdout(), o.out)
	io.WriteString(ts.Stderr(), o.err)
}

// well carries out a command that must end with exit code 0, and shows it.
func well(ts *testscript.TestScript, line []string) outcome {
	o := command(ts, line)
	o.show(ts)
	if o.code != exitDone {
		ts.Fatalf("%s: exit code %d", strings.Join(line, " "), o.code)
	}
	return o
}

// command carries out one of the program's command lines, reads a file, or
// starts another program.
func command(ts *testscript.TestScript, line []string) outcome {
	switch line[0] {
	case "office":
		return outcome{out: officeWorks(ts, line[1:])}
	case "does":
		return inProcess(ts, line[1:])
	case "as":
		return withPass(ts, line[1], line[1]+".pass", line[2:])
	case "with":
		return withPass(ts, line[1], line[2], line[3:])
	case "cat":
		text, err := os.ReadFile(ts.MkAbs(line[1]))
		if err != nil {
			return outcome{exitFailed, "", err.Error()}
		}
		catalogues(ts, line, string(text))
		return outcome{out: phrase.Plain(string(text))}
	}
	err := ts.Exec(line[0], line[1:]...)
	o := outcome{0, ts.ReadFile("stdout"), ts.ReadFile("stderr")}
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		o.code = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	cataloguedOf(ts, line, o)
	o.out, o.err = phrase.Plain(o.out), phrase.Plain(o.err)
	return o
}

func withPass(ts *testscript.TestScript, dir, file string, verb []string) outcome {
	pass, err := unix.Open(ts.MkAbs(file), unix.O_RDONLY|unix.O_CLOEXEC, 0) // the program's own
	ts.Check(err)
	return inProcess(ts, append(passLine("", dir, pass)[1:], verb...))
}

func passLine(name, dir string, pass int) []string {
	return []string{name, "--dir", dir, "--passphrase-fd", fmt.Sprint(pass)}
}

// pathFlags are followed by a path, which a script means in its own folder.
var pathFlags = []string{"--dir", "--file", "--in", "--out", "--to", "--record", "--replies"}

func inProcess(ts *testscript.TestScript, args []string) outcome {
	s, args := scriptOf(ts), slices.Clone(args)
	for i, arg := range args[:max(len(args)-1, 0)] {
		if slices.Contains(pathFlags, arg) {
			args[i+1] = ts.MkAbs(args[i+1])
		}
	}
	dir, err := os.MkdirTemp(ts.MkAbs("."), ".in")
	ts.Check(err)
	defer os.RemoveAll(dir)
	file := func(name, text string) *os.File {
		ts.Check(os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600))
		f, err := os.OpenFile(filepath.Join(dir, name), os.O_RDWR, 0)
		ts.Check(err)
		return f
	}
	e := testEdge()
	e.speak = ofScripts
	s.give(strings.Join(namesIn(args), " "))
	s.clock.hold()
	e.now, e.pace = s.clock.Now, s.clock.pace(func() { s.clock.release() })
	e.in, e.out, e.err = file("in", s.typed), file("out", ""), file("err", "")
	s.typed, e.getenv = "", ts.Getenv
	defer e.in.Close()
	for i, arg := range args { // standard input, by its number
		if i > 0 && arg == "0" && strings.HasSuffix(args[i-1], "-fd") {
			args[i] = fmt.Sprint(e.in.Fd())
		}
	}
	o := outcome{code: run(s.ctx, args, e)}
	s.clock.hold()
	o.out, o.err = ts.ReadFile(e.out.Name()), ts.ReadFile(e.err.Name())
	ts.Check(errors.Join(e.out.Close(), e.err.Close()))
	cataloguedOf(ts, args, o)
	if i := slices.Index(args, "--out"); i >= 0 && o.code == exitDone && !isFolder(args[i+1]) { // a page to look at
		ts.Check(os.WriteFile(args[i+1], []byte(phrase.Plain(ts.ReadFile(args[i+1]))), 0o600))
	}
	o.out, o.err = phrase.Plain(o.out), phrase.Plain(o.err)
	return o
}

func scriptOf(ts *testscript.TestScript) *script { return ts.Value(scriptKey{}).(*script) }

// nextRound waits until the reads of a round are over.
func nextRound(ts *testscript.TestScript) {
	if scriptOf(ts).clock.passReads(scriptOf(ts).ctx) != nil {
		ts.Fatalf("the time that go test has is over")
	}
}

// poll waits for a process.
func poll(ts *testscript.TestScript) {
	if scriptOf(ts).clock.poll(scriptOf(ts).ctx) != nil {
		ts.Fatalf("the time that go test has is over")
	}
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}
