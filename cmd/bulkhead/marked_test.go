package main

import (
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/link"
	"bulkhead/phrase"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

// Promise: on the screens of 'status', 'inbox' and of what was sent, every word
// comes from a catalogue, but for those that people made up.
func TestScreensComeFromCatalogues(t *testing.T) {
	say := phrase.Marked(time.UTC).On(time.Unix(1e6, 0))
	who := people{
		alias:    map[cell.TieID]string{1: "Heron"},
		calendar: round.Calendar{Origin: time.Unix(0, 0), Length: time.Minute},
		now:      time.Unix(1e6, 0), say: say,
	}
	at := time.Unix(1e6, 0)
	status := statusResult{standing: cell.Member, Unread: 3, Exposes: []exposed{{}, {"Heron", "led", cell.Led}}}
	for p := cell.Invited; p <= cell.Severed; p++ {
		status.Links = append(status.Links, linkStatus{
			Alias: "Heron", relation: cell.Lead, phase: p, Heard: &at, Overdue: true, Securing: true, Quarantine: &at, Probation: &at,
			Unproven: true, Suspected: true, Told: true, Frozen: "x", frozen: say.Frozen(link.ReasonEcho),
		})
	}
	status.Travel = travelStatus{now: at, Since: &at, Compared: &at}
	for k := device.StopClockJump; k <= device.StopFirst; k++ {
		for _, since := range []time.Time{{}, at} {
			status.Travel.Stops = append(status.Travel.Stops, stopStatus{stop: device.Stop{Kind: k, Since: since, Until: at, Cause: cause.Name}})
		}
	}
	for c := range cause.Cause(cause.Causes) {
		status.Travel.Failures = append(status.Travel.Failures, failureStatus{Count: 2, Last: at, cause: c})
	}
	var inbox inboxResult
	for w := cell.Welcomed; w <= cell.ReplyStopped; w++ {
		inbox.Items = append(inbox.Items, itemOf(device.Received{Number: 7, What: w, Tie: 1, By: 1, Rel: cell.Lead, Why: cell.Malformed, Count: 3}, who))
	}
	for k := device.AlarmPouchGone; k <= device.AlarmOtherKey; k++ {
		status.Alarms = append(status.Alarms, itemOf(device.Received{What: device.Alarm, Alarm: k, Tie: 1, Count: 9, Seen: 2}, who))
	}
	for s := device.NotKept; s <= device.Undelivered; s++ {
		status.Messages = append(status.Messages, sentStatus{
			Written: at, kind: device.Text, stage: s, reason: device.ReasonSevered,
			Parts: []partStatus{{To: "Heron", stage: s, reason: device.ReasonFrozen}, {To: "Heron", stage: s}},
		}, sentStatus{
			Written: at, kind: device.Text, stage: s,
			Parts: []partStatus{{To: "Heron", stage: s, Boxes: 14, There: 7, left: 2 * time.Hour}},
		})
	}
	var shown strings.Builder
	p := term.NewPage(&shown)
	p.Say = say
	status.lines(p)
	for _, skew := range []time.Duration{0, time.Hour, -time.Hour} {
		t := travelStatus{now: at, Compared: &at, use: pouch.Use{Skew: skew, Compared: at}, Travels: true}
		t.lines(p)
		t.readings(p, at, 3000)
		t.clockLine(p)
	}
	inbox.lines(p)
	sentResult{To: "Heron", kind: device.Text, stage: device.Kept}.lines(p)
	if shown.Len() < 5000 {
		t.Fatalf("only %d bytes: the walk is broken", shown.Len())
	}
	for _, word := range phrase.Unmarked(shown.String()) {
		if !slices.Contains([]string{"Heron"}, word) {
			t.Errorf("%q comes from no catalogue", word)
		}
	}
	if said := phrase.Unmarked(say.StatusSuspected("Heron")); len(said) > 0 {
		t.Errorf("%q is typed, and told as a text", said)
	}
}

// Promise: so does every word on the screens for the day when somebody was
// taken.
func TestScreensOfDangerComeFromCatalogues(t *testing.T) {
	at := time.Unix(1e6, 0)
	say := phrase.Marked(time.UTC).On(at)
	var shown strings.Builder
	p := term.NewPage(&shown)
	p.Say = say
	for _, relation := range []cell.Relation{cell.Partner, cell.Lead, cell.Led} {
		for bits := range 16 {
			has := func(bit int, s string) string { return s[:len(s)*(bits>>bit&1)] }
			c := circle{
				name: "Heron", relation: relation, partner: has(0, "Heron"), lead: has(1, "Heron"), other: has(2, "Heron"),
				leads: bits&2 != 0, founder: bits&8 != 0, say: say,
			}
			r := drillResult{
				Done: bits&1 != 0, Alias: "Heron", relation: relation, seen: bits&4 != 0, InPerson: c.inPerson(), Next: c.next(),
				Knows: learned{Names: []exposed{{}, {"Heron", "led", cell.Led}}, Others: 2, OthersMost: 2 + bits, Notes: true, Who: c.known()},
				Cuts:  []plannedCut{{Alias: "Heron", AtOnce: true}, {Alias: "Heron", Rounds: mostDelay, Seconds: 16 * 60, At: &at}},
			}
			if bits&8 != 0 {
				r.Tells = []plannedWord{{"Heron", "led", cell.Led}}
			}
			r.lines(p)
			suspectResult{Alias: "Heron", Suspected: bits&1 != 0, Told: []string{"Heron"}, Cut: bits&2 != 0, Quarantine: &at, lead: bits&4 != 0}.lines(p)
		}
	}
	term.Severed(p, &tell.Severed{Severed: true, Alias: "Heron"})
	for _, names := range [][]string{nil, {"Heron"}} {
		left := leaveResult{Told: names, NotTold: names, Sealed: at, leads: true, founder: true, travels: time.Hour}
		left.plan(p)
		left.lines(p)
	}
	drillBackResult{Alias: "Heron", Told: []string{"Heron"}, Quarantine: at}.lines(p)
	p.Line("%s %s %s", (&drillResult{Alias: "Heron", Cuts: []plannedCut{{AtOnce: true}}}).undone(say), (&drillResult{Alias: "Heron"}).undone(say), say.DrillAgree("Heron"))
	for w := cell.Welcomed; w <= cell.ReplyStopped; w++ {
		p.Line("%s", say.Told(device.Received{What: w, Tie: 1, Doubt: true, Rel: cell.Lead}, phrase.About{Who: say.Text("Heron"), Cut: true}))
	}
	for c := device.NotClosed; c <= device.ClosedByTakeBack; c++ {
		p.Line("%s", say.Closed(c, say.ToldTieSevered()))
	}
	if shown.Len() < 50000 {
		t.Fatalf("only %d bytes: the walk is broken", shown.Len())
	}
	for _, word := range phrase.Unmarked(shown.String()) {
		if word != "Heron" {
			t.Errorf("%q comes from no catalogue", word)
		}
	}
}

// Promise: so do those of founding, joining and inviting, of six words, of the
// check-in, and what 'run' says.
func TestScreensOfTheEverydayVerbsComeFromCatalogues(t *testing.T) {
	say := phrase.Marked(time.UTC).On(time.Unix(1e6, 0))
	var shown strings.Builder
	p := term.NewPage(&shown)
	p.Say = say
	words := &tell.Words{Alias: "Heron", Epoch: 7, Words: []string{"Heron"}}
	compared := *words
	compared.Confirmed = true
	term.Founded(p, &tell.Founded{Round: tell.Span(15 * time.Minute), Slots: 6, MaxLinks: 4, Attempt: tell.Attempt{MemoryKiB: 8, Time: 1, Threads: 1}, TooSlow: true})
	for _, r := range []tell.Joined{{Alias: "Heron"}, {Alias: "Heron", Again: true, Words: words}} {
		term.Joined(p, &r)
	}
	for _, r := range []tell.Invited{{Alias: "Heron"}, {Alias: "Heron", Words: &compared}} {
		term.Invitation(p, &r, false)
		term.Invited(p, &r)
	}
	term.Introduced(p, &tell.Introduced{First: "Heron", Second: "Heron"})
	term.Confirmed(p, &tell.Confirmed{Alias: "Heron"})
	term.Renamed(p, &tell.Renamed{Was: "Heron", Alias: "Heron"})
	term.Deleted(p, &tell.Deleted{Deleted: []uint32{7}})
	for _, r := range []result{
		runResult{Seconds: 100, Written: 3, Read: 4, Failed: 5},
	} {
		r.lines(p)
	}
	for s := home.StepFirstBox; s <= home.StepReady; s++ {
		p.Line("%s", say.Step(s))
	}
	if shown.Len() < 2000 {
		t.Fatalf("only %d bytes: the walk is broken", shown.Len())
	}
	for _, word := range phrase.Unmarked(shown.String()) {
		if word != "Heron" {
			t.Errorf("%q comes from no catalogue", word)
		}
	}
	for _, err := range []error{stillWaiting(say), (&app{edge: edge{say: say}}).noText([]string{"x"}), mayJoinAgain(device.Status{}, say)} {
		_, sentence, hint := verdict(err, say)
		if unmarked := phrase.Unmarked(sentence + " " + hint); len(unmarked) > 0 {
			t.Errorf("%q come from no catalogue", unmarked)
		}
	}
}
