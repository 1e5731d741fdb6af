package main

import (
	"strings"
	"testing"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
	"bulkhead/round"
)

// Promise: whoever founds a group chooses among the drop's calendars, and what each verb
// says of its rounds follows the hours: that none are now, how long the pouch lasts, when
// the next are, and what the check-in is worth.
func TestAGroupWithHoursIsToldOfThem(t *testing.T) {
	_, evenings, err := round.ParseCalendar("2m:18:00-20:00")
	if err != nil {
		t.Fatal(err)
	}
	noon := time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)
	at := noon
	now := func() time.Time { return at }
	url, stop, err := startDropWith(func(c *dropserver.Config) {
		c.Now, c.Name, c.RoundLength = func() time.Time { return noon }, "always", 15*time.Minute
		c.Others = []dropserver.Offer{{Name: "evenings", Calendar: evenings, Prefix: drop.Prefix{7}, Store: storetest.NewMem()}}
	})
	if err != nil {
		t.Fatal(err)
	}
	defer stop()
	dir, pass := cheapFolder(t), passFile(t)
	does := func(want int, args ...string) string {
		t.Helper()
		code, shown := capturedAt(t, now, append([]string{"--dir", dir, "--passphrase-fd", pass()}, args...))
		if code != want {
			t.Fatalf("%q: exit code %d: %s", args, code, shown)
		}
		return strings.Join(strings.Fields(shown), " ")
	}
	says := func(shown string, wants ...string) {
		t.Helper()
		for _, want := range wants {
			if !strings.Contains(shown, want) {
				t.Errorf("%q is missing in %q", want, shown)
			}
		}
	}
	says(does(exitFailed, "init", "--drop", url, "--calendar", "mornings"), "it offers always, evenings")
	at = at.Add(time.Hour) // as one that shows local time for UTC is
	says(does(exitFailed, "init", "--drop", url, "--calendar", "evenings"), "about 60 minutes apart, more than a round")
	at = at.Add(-time.Hour)
	founded := does(exitDone, "init", "--drop", url, "--calendar", "evenings")
	says(founded, "2 minutes long", "(18:00-20:00 UTC)", "next: today", "goes on for 3 days", "check-in every 24 hours, overdue 60 minutes after that")
	if n := strings.Count(founded, "speaks to the drop directly"); n != 1 {
		t.Errorf("the way to the drop is warned of %d times", n)
	}
	if strings.Contains(founded, "faster than you notice") {
		t.Error("the usual times are said to be too slow")
	}
	says(does(exitDone, "status"), "hours next: today", "check-in every 24 hours")
	says(does(exitDone, "status", "--json"), `"hours":{"now":false,"next":{"from":"2026-03-02T18:00:00Z","to":"2026-03-02T20:00:00Z"}`)
	says(does(exitDone, "checkin"), "it can be 25.1 hours until anybody notices", "(18:00-20:00 UTC)", "64 minutes later than that")
	says(does(exitDone, "checkin", "--grace", "4h"), "TOO SLOW", "Open your devices more often: every 24 hours, and overdue 60 minutes after that")
	says(does(exitDone, "invite", "--partner", "--text", "--alias", "Heron"), "It is outside your group's hours, and nothing travels before the next: today")
	at = time.Date(2026, 3, 2, 18, 30, 0, 0, time.UTC)
	says(does(exitDone, "status", "--json"), `"hours":{"now":true,"until":"2026-03-02T20:00:00Z","next":{"from":"2026-03-03T18:00:00Z"`)
}
