package main

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// cheap is a settings.json that makes a passphrase attempt take no time, with
// the smallest vault that holds a decoy of a short pouch.
const cheap = `{"vault_format": 2, "vault_bytes": 2097152, "argon2_memory_kib": 64, "argon2_passes": 1, "argon2_lanes": 1}`

// TestMain is also the program itself, for tests that need it as a process of
// its own: by its name, or by the name started.
func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // short lives of many devices leave much to collect
	// Scripts wait for rounds more than they compute: more of them than processors.
	if err := flag.Set("test.parallel", "4"); err != nil { // the command line's comes later
		panic(err)
	}
	testscript.Main(m, map[string]func(){"bulkhead": bulkheadMain, "started": startedMain})
}

// bulkheadMain is main, for a script in the language of scripts.
func bulkheadMain() {
	e := testEdge()
	if os.Getenv(inScript) != "" {
		e.speak = ofScripts
	}
	if at := slices.Index(os.Args, "--dir"); at >= 0 && at+1 < len(os.Args) {
		e.goByClock(os.Args[at+1])
	}
	begin(e)
}

// inScript is the variable of the environment by which a process knows that a
// script has started it.
const inScript = "BULKHEAD_TEST_SCRIPT"

// startedMain is the command "started NAME VERB …": what "as NAME VERB …" does,
// in a process of its own.
func startedMain() {
	pass, err := unix.Open(os.Args[1]+".pass", unix.O_RDONLY, 0) // no os.File, which would be collected and closed
	if err != nil {
		os.Stderr.WriteString(err.Error() + "\n")
		os.Exit(99)
	}
	os.Args = append(passLine("bulkhead", os.Args[1], pass), os.Args[2:]...)
	bulkheadMain()
}

// TestScripts plays one person's task per file.
//
// Promise: in whatever a script makes the program say, every word comes from a
// catalogue; see ofScripts.
func TestScripts(t *testing.T) {
	t.Parallel() // scripts and quickstart wait for rounds: so all wait at once
	play(t, "testdata")
}

var long = flag.Bool("long", false, "play the scripts that take minutes, too")

// TestLongScripts plays those that take minutes: go test ./cmd/bulkhead -run
// LongScripts -long.
func TestLongScripts(t *testing.T) {
	if !*long {
		t.Skip("needs -long")
	}
	desk := filepath.Join(t.TempDir(), "bulkhead-desk")
	if out, err := exec.Command("go", "build", "-o", desk, "bulkhead/cmd/bulkhead-desk").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	playWith(t, filepath.Join("testdata", "long"), newJumpClock, func(env *testscript.Env) { env.Setenv("DESK", desk) })
}

func play(t *testing.T, dir string) { playWith(t, dir, newJumpClock, func(*testscript.Env) {}) }

// playWith plays the scripts of a folder, each by a clock and in an environment of its own.
func playWith(t *testing.T, dir string, newClock func() (*jumpClock, error), more func(*testscript.Env)) {
	testscript.Run(t, testscript.Params{
		Dir: dir,
		Setup: func(env *testscript.Env) error {
			more(env)
			return setup(t, env, newClock)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"person": person, "slots": slots, "types": types, "does": does, "as": as, "with": with, "exits": exits, "until": until, "sixwords": sixWords,
			"numbered": numbered, "partner": partner, "samewords": sameWords, "numberof": numberOf, "helps": helps, "teaches": teaches,
			"catalogued": catalogued, "office": office, "picture": picture,
		},
	})
}

// scriptKey is what a script is found by.
type scriptKey struct{}

// script is what the commands of one script share.
type script struct {
	ctx   context.Context // ends with the script, or before go test's time is over
	clock *jumpClock      // its time
	typed string          // what the next command finds on its standard input
	given map[string]bool // the words that people made up, or that have been typed
}

// timeToTell is how long before go test's time is over a script gives up, so
// that it can still say where it was.
const timeToTell = 10 * time.Second

// setup starts a drop of the script's own, at $DROP.
func setup(t *testing.T, env *testscript.Env, newClock func() (*jumpClock, error)) error {
	clock, err := newClock()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	if over, limited := t.Deadline(); limited {
		ctx, cancel = context.WithDeadline(context.Background(), over.Add(-timeToTell))
	}
	env.Values[scriptKey{}] = &script{ctx: ctx, clock: clock, given: map[string]bool{}}
	url, stop, err := startDrop(clock.calendar.Length, clock.Now)
	if err != nil {
		cancel()
		return err
	}
	env.Defer(func() { cancel(); stop(); clock.close() })
	env.Setenv("DROP", url)
	env.Setenv("HOME", env.WorkDir)
	env.Setenv(inScript, "yes")
	return nil
}
