package main

import (
	"strings"
	"testing"
	"time"
)

// Promise: a drill shows everything first, what cannot be undone too, does nothing
// without a yes, and does it once. Until the time of the cut it can be taken back.
func TestADrillIsShownThenDoneOnce(t *testing.T) {
	t.Parallel()
	dir, pass := cheapFolder(t), passFile(t)
	at := time.Now()
	clock := func() time.Time { return at }
	does := func(args ...string) (int, string) {
		return capturedAt(t, clock, append([]string{"--dir", dir, "--passphrase-fd", pass()}, args...))
	}
	if code, shown := does("init", "--drop", dropFor(t, time.Minute, 0), "--pouch-rounds", "16"); code != exitDone {
		t.Fatal(shown)
	}
	if code, shown := does("invite", "--led", "--alias", "Clay", "--text"); code != exitDone {
		t.Fatal(shown)
	}
	p := newTypist(t)
	e := testEdge()
	e.now, e.in, e.out, e.err = clock, p.slave, p.slave, p.slave
	asked := func() <-chan int {
		done := make(chan int, 1)
		go func() {
			done <- run(t.Context(), []string{"--dir", dir, "--passphrase-fd", pass(), "drill"}, e)
		}()
		return done
	}

	done := asked()
	p.sees("Who was taken?")
	p.sees("Clay          led")
	p.sees("nothing is done): ")
	p.types("")
	p.sees("nothing was done")
	p.ends(done, exitFailed)

	done = asked()
	p.sees("nothing is done): ")
	p.types("clay")
	p.sees("After the cut nothing undoes it")
	p.sees("Type yes: ")
	p.types("y")
	p.sees("the answer was not yes")
	p.ends(done, exitFailed)
	if _, shown := does("status"); strings.Contains(shown, "taken:") {
		t.Errorf("something was done without a yes:\n%s", shown)
	}

	done = asked()
	p.sees("nothing is done): ")
	p.types("Clay")
	if plan := p.sees("Type yes: "); !strings.Contains(plan, "1 to 16 rounds from now (16 minutes at most)") || !strings.Contains(plan, "What you do, in person") {
		t.Errorf("the plan is not shown before the question:\n%s", plan)
	}
	p.types("yes")
	if after := p.sees("Open the device once more after the time of the cut"); strings.Contains(after, "What a captor learns") {
		t.Errorf("the plan is shown twice:\n%s", after)
	}
	p.ends(done, exitDone)

	for _, again := range [][]string{{"drill", "Clay", "--yes"}, {"drill", "Clay", "--dry-run"}, {"suspect", "Clay"}, {"suspect", "--take-back", "Clay"}} {
		if code, shown := does(again...); code != exitFailed || !strings.Contains(shown, "this link is being cut") {
			t.Errorf("%q: exit code %d, %s", again, code, shown)
		}
	}
	if _, shown := does("status"); !strings.Contains(shown, "taken: the link is cut at") {
		t.Errorf("the coming cut is not in the status:\n%s", shown)
	}
	if code, shown := does("drill", "--take-back", "Clay"); code != exitDone || !strings.Contains(shown, "the link is not cut") || !strings.Contains(shown, "stays done") {
		t.Errorf("taking it back: exit code %d, %s", code, shown)
	}
	if code, shown := does("drill", "--take-back", "Clay"); code != exitFailed || !strings.Contains(shown, "no drill to take back") {
		t.Errorf("taking it back again: exit code %d, %s", code, shown)
	}
	at = at.Add(17 * time.Minute)
	if _, shown := does("status"); strings.Contains(shown, "severed") || !strings.Contains(shown, "in quarantine until") {
		t.Errorf("taken back, and yet:\n%s", shown)
	}
	if code, shown := does("drill", "Clay", "--yes"); code != exitDone {
		t.Errorf("the drill again: exit code %d, %s", code, shown)
	}
	at = at.Add(17 * time.Minute)
	if _, shown := does("status"); !strings.Contains(shown, "severed") {
		t.Errorf("not cut 17 rounds later:\n%s", shown)
	}
}
