package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"
)

// TestMain also fails if a goroutine outlives the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var long = flag.Bool("long", false, "run the demo whole, in all three roles: go test ./cmd/bulkhead-demo -long -timeout 30m")

// TestTheDemoKeepsItsPromises lets a small group live on a real drop, disk and
// network, and loses a founder.
func TestTheDemoKeepsItsPromises(t *testing.T) {
	t.Parallel() // it waits for rounds to pass
	r := live(t, options{Members: 4, Round: 700 * time.Millisecond, Seize: founder, short: true})
	checkReport(t, r, 4, 4, founder, 4)
}

// TestTheWholeDemoInEveryRole is the demo as a person starts it.
func TestTheWholeDemoInEveryRole(t *testing.T) {
	if !*long {
		t.Skip("takes minutes; run with -long")
	}
	for r, exposed := range map[role]int{leaf: 3, lead: 5, founder: 4} {
		t.Run(string(r), func(t *testing.T) {
			checkReport(t, live(t, options{Members: 14, Round: time.Second, Seize: r}), 14, 19, r, exposed)
		})
	}
}

// live runs a demo and gives its report the way through JSON that a script
// sees.
func live(t *testing.T, o options) *report {
	t.Helper()
	o.tmp = t.TempDir()
	var story bytes.Buffer
	r, err := run(t.Context(), o, &page{w: &story})
	text, _ := json.Marshal(r)
	t.Logf("%s", text)
	if err != nil {
		t.Fatalf("%v\n%s", err, story.String())
	}
	checkEmpty(t, o.tmp)
	back := new(report)
	if err := json.Unmarshal(text, back); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(story.String(), "opened: everything on it") {
		t.Error("the story does not show what the captor sees")
	}
	return back
}

func checkEmpty(t *testing.T, folder string) {
	t.Helper()
	left, err := os.ReadDir(folder)
	if err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func checkReport(t *testing.T, r *report, members, links int, seized role, exposed int) {
	t.Helper()
	for _, p := range r.Promises {
		if !p.Held {
			t.Errorf("broken: %s: %s", p.What, p.Found)
		}
	}
	if len(r.Problems) > 0 {
		t.Errorf("problems: %q", r.Problems)
	}
	if r.Members != members || r.Links != links {
		t.Errorf("%d members with %d links, want %d with %d", r.Members, r.Links, members, links)
	}
	if r.Sent == 0 || r.Delivered == 0 || r.Lost != 0 || r.Duplicated != 0 {
		t.Errorf("%d sent, %d delivered, %d lost, %d twice", r.Sent, r.Delivered, r.Lost, r.Duplicated)
	}
	if r.HopRoundsP50 <= 0 || r.HopRoundsP95 < r.HopRoundsP50 {
		t.Errorf("half of the hops within %.2f rounds, 95 %% within %.2f", r.HopRoundsP50, r.HopRoundsP95)
	}
	if len(r.Seizures) != 1 || r.Seizures[0].Role != string(seized) || r.Seizures[0].Exposed != exposed {
		t.Errorf("seizures %+v, want one of a %s that exposes %d", r.Seizures, seized, exposed)
	}
	// 12 boxes of 4 kB, and TLS besides.
	if r.BytesPerDeviceRound < 2*slots*4096 || r.BytesPerDeviceRound > 4*slots*4096 {
		t.Errorf("%.0f bytes for each device and round", r.BytesPerDeviceRound)
	}
}

// TestTheJSONHasTheKeysThatWerePromised: scripts read them.
func TestTheJSONHasTheKeysThatWerePromised(t *testing.T) {
	r := newReport(options{Members: 14, Round: time.Second})
	r.Seizures = append(r.Seizures, &Seizure{Role: "lead", Exposed: 5, Allowed: 5})
	text, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(text, &got); err != nil {
		t.Fatal(err)
	}
	for _, key := range []string{"members", "sent", "delivered", "duplicated", "lost", "hop_rounds_p50", "hop_rounds_p95",
		"seizures", "bytes_per_device_round", "wall_seconds"} {
		if _, ok := got[key]; !ok {
			t.Errorf("no key %q", key)
		}
	}
}

// TestABrokenPromiseIsAFailure breaks each promise in turn.
func TestABrokenPromiseIsAFailure(t *testing.T) {
	whole := func() *report {
		r := newReport(options{Members: 14, Round: time.Second})
		r.Sent, r.Delivered = 9, 9
		r.Seizures = []*Seizure{{Role: "lead", Exposed: 5, Allowed: 5, TiedCanaries: 5}}
		return r
	}
	r := whole()
	if r.finish(nil); r.broken() != nil {
		t.Fatalf("nothing is broken, and yet: %+v", r.Promises)
	}
	for what, harm := range map[string]func(*report){
		"lost":       func(r *report) { r.Lost = 1 },
		"twice":      func(r *report) { r.Duplicated = 1 },
		"nothing":    func(r *report) { r.Delivered = 0 },
		"names more": func(r *report) { r.Seizures[0].Exposed = 6 },
		"canary":     func(r *report) { r.Seizures[0].ForeignCanaries = 1 },
		"no search":  func(r *report) { r.Seizures[0].TiedCanaries = 0 },
		"locked":     func(r *report) { r.Seizures[0].LockedCanaries = 1 },
		"passed on":  func(r *report) { r.Seizures[0].PassedOnKept = 1 },
		"erased":     func(r *report) { r.Seizures[0].ErasedFound = 1 },
		"again":      func(r *report) { r.Seizures[0].LogAgain = 1 },
		"log after":  func(r *report) { r.Seizures[0].LogAfter = 1 },
		"copy":       func(r *report) { r.Seizures[0].NewShown = 1 },
		"problem":    func(r *report) { r.Problems = append(r.Problems, "one") },
		"no seizure": func(r *report) { r.Seizures = nil },
	} {
		r := whole()
		harm(r)
		if r.finish(nil); r.broken() == nil {
			t.Errorf("%s: not seen", what)
		}
	}
}

func TestWrongCommandLinesAreRefused(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, args := range [][]string{
		{"--members", "3"}, {"--members", "127"}, {"--members", "x"}, {"--round", "499ms"}, {"--round", "2m"}, {"--round", "500.5ms"},
		{"--seize", "desk"}, {"--members", "6", "--seize", "lead"}, {"--nothing"}, {"word"},
	} {
		if got := command(t.Context(), args, null, null); got != exitUsage {
			t.Errorf("%q: exit %d, want %d", args, got, exitUsage)
		}
	}
	if got := command(t.Context(), []string{"--help"}, null, null); got != exitHeld {
		t.Errorf("--help: exit %d", got)
	}
}

// TestAnInterruptedDemoLeavesNothing ends one while people join.
func TestAnInterruptedDemoLeavesNothing(t *testing.T) {
	t.Parallel()
	tmp := t.TempDir()
	ctx, cancel := context.WithTimeout(t.Context(), 1500*time.Millisecond)
	defer cancel()
	o := options{Members: 4, Round: 500 * time.Millisecond, Seize: leaf, tmp: tmp}
	if _, err := run(ctx, o, &page{w: io.Discard}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("an interrupted demo ended with %v", err)
	}
	checkEmpty(t, tmp)
}
