package main

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
)

// Promise: a drill shows everything first, what cannot be undone too, does nothing
// without a yes, and does it once. Until the time of the cut it can be taken back.
func TestADrillIsShownThenDoneOnce(t *testing.T) {
	dir, pass := cheapFolder(t), passFile(t)
	at := time.Now()
	clock := func() time.Time { return at }
	does := func(args ...string) (int, string) {
		return capturedAt(t, clock, append([]string{"--dir", dir, "--passphrase-fd", pass()}, args...))
	}
	if code, shown := does("init", "--drop", dropFor(t, time.Minute, 0)); code != exitDone {
		t.Fatal(shown)
	}
	if code, shown := does("invite", "--led", "--alias", "Clay", "--text"); code != exitDone {
		t.Fatal(shown)
	}
	p := newTypist(t)
	e := realEdge()
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

// Promise: whoever was taken, the drill says whom to meet, by the owner's own
// aliases, sends nobody to the person taken, and promises nothing that there is
// nobody for.
func TestADrillFitsWhoWasTaken(t *testing.T) {
	full := circle{name: "Heron", partner: "Ash", lead: "Elm", other: "Dune", leads: true}
	for _, c := range []struct {
		who  string
		from circle
		want []string
		not  []string
	}{
		{"partner", of(full, cell.Partner), []string{"Elm is the lead of both of you", "those whom Heron leads; nobody whom you lead", "A new partner comes by Elm"}, []string{"Dune", "you have no lead"}},
		{"lead", of(full, cell.Lead), []string{"Ash has lost the same lead", "Heron's own partner and own lead, if any", "Then you have no lead", "'bulkhead join', on this device", "notes stop at you"}, []string{"Elm", "Dune"}},
		{"led", of(full, cell.Led), []string{"Dune is the other one of the pair", "They ask Ash's device, then Elm's", "gives Dune a partner again"}, []string{"you have no lead"}},
		{"who invited, before the welcome", circle{name: "Heron"}, []string{"Then you have no lead"}, []string{"lost the same lead", "Those whom you lead"}},
		{"partner, nobody else there", circle{name: "Heron", relation: cell.Partner}, []string{"Then you have neither partner nor lead"}, []string{"is the lead of both"}},
		{"the other founder", circle{name: "Heron", relation: cell.Partner, founder: true, leads: true}, []string{"the only founder now", "bulkhead revoke", "their devices ask yours"}, []string{"A new partner comes"}},
		{"led by a founder", circle{name: "Heron", relation: cell.Led, partner: "Ash", founder: true}, []string{"They ask Ash's device for a new lead"}, []string{"introduce", "Elm"}},
		{"led by a founder alone", circle{name: "Heron", relation: cell.Led, founder: true}, []string{"invites them anew"}, []string{"ask"}},
	} {
		t.Run(c.who, func(t *testing.T) {
			said := strings.Join(append(append(c.from.inPerson(), c.from.next()...), c.from.known()), "\n")
			for _, want := range append(c.want, "Do not write to Heron, do not call, do not ask around") {
				if !strings.Contains(said, want) {
					t.Errorf("%q is missing in\n%s", want, said)
				}
			}
			for _, not := range c.not {
				if strings.Contains(strings.ReplaceAll(said, "do not ask around", ""), not) {
					t.Errorf("%q has no place in\n%s", not, said)
				}
			}
			if strings.Contains(said, "%!") || strings.Contains(said, "  ") {
				t.Errorf("broken words:\n%s", said)
			}
		})
	}
}

func of(c circle, taken cell.Relation) circle {
	switch c.relation = taken; taken {
	case cell.Partner:
		c.partner, c.other = "", ""
	case cell.Lead:
		c.lead, c.other = "", ""
	}
	return c
}
