package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

// TestMain also fails if a goroutine outlives the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

var long = flag.Bool("long", false, "run the demo whole, in all three roles and four states: go test ./cmd/bulkhead-demo -long -timeout 60m")

// TestTheDemoKeepsItsPromises lets a small group live on a real drop, disk and
// network, and loses a founder.
func TestTheDemoKeepsItsPromises(t *testing.T) {
	t.Parallel()
	r := live(t, options{Members: 4, Seize: founder, State: asOpen, short: true})
	checkReport(t, r, 4, 4, founder, 4)
}

// TestTheWholeDemoInEveryRole is the demo as a person starts it, for a device
// of every role that is seized in every state.
func TestTheWholeDemoInEveryRole(t *testing.T) {
	if !*long {
		t.Skip("takes half an hour; run with -long")
	}
	for r, open := range map[role]int{leaf: 3, lead: 5, founder: 4} {
		for _, s := range allStates {
			t.Run(fmt.Sprintf("%s/%s", r, s), func(t *testing.T) {
				exposed := 0
				if s == asOpen {
					exposed = open
				}
				checkReport(t, live(t, options{Members: 14, Seize: r, State: s}), 14, 19, r, exposed)
			})
		}
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
	if o.State != asLocked && !strings.Contains(story.String(), "opened: everything on it") {
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
	if r.FailedRequests+r.LateRequests+r.Silences != 0 {
		t.Errorf("%d requests without an answer, %d answered late, a worker fell silent %d times: the clock did not wait", r.FailedRequests, r.LateRequests, r.Silences)
	}
	// 12 boxes of 4 kB, and TLS besides.
	if r.BytesPerDeviceRound < 2*slots*4096 || r.BytesPerDeviceRound > 4*slots*4096 {
		t.Errorf("%.0f bytes for each device and round", r.BytesPerDeviceRound)
	}
}

// TestTheJSONHasTheKeysThatWerePromised: scripts read them.
func TestTheJSONHasTheKeysThatWerePromised(t *testing.T) {
	r := newReport(options{Members: 14})
	r.Seizures = append(r.Seizures, &Seizure{Role: "lead", State: "open", Exposed: 5, Allowed: 5})
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
	whole := func(s state) *report {
		r := newReport(options{Members: 14})
		r.Sent, r.Delivered, r.Orphans, r.Healed, r.NoticeOf, r.NoticeReached = 9, 9, 2, 2, 12, 12
		r.Seizures = []*Seizure{{Role: "lead", State: string(s), ControlCanaries: 5, CutBy: 4}}
		switch one := r.Seizures[0]; s {
		case asOpen:
			one.Exposed, one.Allowed, one.TiedCanaries, one.LinkKeys, one.Lifelines, one.CoverHeard = 5, 5, 5, 4, 2, 4
		case asDecoy, asDuress:
			one.DecoyShown, one.PassphrasesOpen = true, 1
		}
		return r
	}
	for _, s := range allStates {
		r := whole(s)
		if r.finish(nil); r.broken() != nil {
			t.Fatalf("%s: nothing is broken, and yet: %+v", s, r.Promises)
		}
		for what, harm := range harms(s) {
			r := whole(s)
			harm(r, r.Seizures[0])
			if r.finish(nil); r.broken() == nil {
				t.Errorf("%s, %s: not seen", s, what)
			}
		}
	}
}

// harms are what breaks a promise in a state.
func harms(s state) map[string]func(*report, *Seizure) {
	all := map[string]func(*report, *Seizure){
		"lost":       func(r *report, _ *Seizure) { r.Lost = 1 },
		"twice":      func(r *report, _ *Seizure) { r.Duplicated = 1 },
		"nothing":    func(r *report, _ *Seizure) { r.Delivered = 0 },
		"problem":    func(r *report, _ *Seizure) { r.Problems = append(r.Problems, "one") },
		"no seizure": func(r *report, _ *Seizure) { r.Seizures = nil },
		"names more": func(_ *report, s *Seizure) { s.Exposed++ },
		"canary":     func(_ *report, s *Seizure) { s.ForeignCanaries = 1 },
		"no search":  func(_ *report, s *Seizure) { s.ControlCanaries = 0 },
		"locked":     func(_ *report, s *Seizure) { s.LockedCanaries = 1 },
		"lifeline":   func(_ *report, s *Seizure) { s.LifelinesNamed = 1 },
		"passed on":  func(_ *report, s *Seizure) { s.PassedOnKept = 1 },
		"past":       func(_ *report, s *Seizure) { s.PastFound = 1 },
		"again":      func(_ *report, s *Seizure) { s.LogAgain = 1 },
		"log after":  func(_ *report, s *Seizure) { s.LogMessagesAfter = 1 },
		"not cut":    func(_ *report, s *Seizure) { s.CutBy = 0 },
		"not healed": func(r *report, _ *Seizure) { r.Healed = 1 },
		"not told":   func(r *report, _ *Seizure) { r.NoticeReached = 11 },
		"copy":       func(_ *report, s *Seizure) { s.NewShown = 1 },
	}
	if s == asOpen {
		all["cut seen"] = func(_ *report, s *Seizure) { s.CoverHeard = 3 }
	} else {
		all["keys"] = func(_ *report, s *Seizure) { s.LinkKeys = 1 }
	}
	if s == asDecoy || s == asDuress {
		all["no notebook"] = func(_ *report, s *Seizure) { s.DecoyShown = false }
	}
	return all
}

func TestWrongCommandLinesAreRefused(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	for _, args := range [][]string{
		{"--members", "3"}, {"--members", "127"}, {"--members", "x"}, {"--round", "499ms"}, {"--round", "2m"}, {"--round", "500.5ms"},
		{"--seize", "desk"}, {"--state", "asleep"}, {"--members", "6", "--seize", "lead"}, {"--nothing"}, {"word"},
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
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	o := options{Members: 4, Seize: leaf, State: asOpen, tmp: tmp}
	if _, err := run(ctx, o, &page{w: tripwire{"Each invites a pair", cancel}}); !errors.Is(err, context.Canceled) {
		t.Errorf("an interrupted demo ended with %v", err)
	}
	checkEmpty(t, tmp)
}

// tripwire is a page that ends the demo when it comes to a word.
type tripwire struct {
	word string
	end  func()
}

func (t tripwire) Write(p []byte) (int, error) {
	if strings.Contains(string(p), t.word) {
		t.end()
	}
	return len(p), nil
}
