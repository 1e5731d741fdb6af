package term

import (
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/tell"
)

// Promise: on every screen, every word comes from a catalogue; a pseudo-locale
// marks those that do. "Heron" stands for what no catalogue can have.

// at is when the tests of screens are.
var at = time.Unix(1e6, 0)

// allMarked fails if a word of what draw draws, at least so many bytes, comes from no
// catalogue.
func allMarked(t *testing.T, least int, draw func(*Sheet)) {
	t.Helper()
	var shown strings.Builder
	p := NewSheet(&shown)
	p.Say = phrase.Marked(time.UTC).On(at)
	draw(p)
	if shown.Len() < least {
		t.Fatalf("only %d bytes: the walk is broken", shown.Len())
	}
	for _, word := range phrase.Unmarked(shown.String()) {
		if word != "Heron" {
			t.Errorf("%q comes from no catalogue", word)
		}
	}
}

func TestScreensOfCheckInAndLifelinesAreMarked(t *testing.T) {
	allMarked(t, 4000, func(p *Sheet) {
		for _, r := range []tell.Risk{
			tell.RiskAt(round.Calendar{}, 12*time.Hour, 4*time.Hour, 1, 24*time.Hour, 1), tell.RiskAt(round.Calendar{}, 12*time.Hour, 6*time.Hour, .9999, 24*time.Hour, 1),
			tell.RiskAt(round.Calendar{}, 24*time.Hour, 4*time.Hour, 1, 24*time.Hour, 2), tell.RiskAt(round.Calendar{}, 24*time.Hour, 4*time.Hour, 1, 0, 1),
		} {
			Risk(p, &r)
			RiskLines(p, &r)
		}
		for _, in := range []string{"2m:18:00-20:00", "6h:12:00-18:00"} {
			_, c, err := round.ParseCalendar(in)
			if err != nil {
				t.Fatal(err)
			}
			for _, every := range []time.Duration{24 * time.Hour, 72 * time.Hour} {
				r := tell.RiskAt(c, every, time.Hour, 1, 24*time.Hour, 1)
				r.Hours = "Heron"
				Risk(p, &r)
			}
		}
		for bits := range 16 {
			all := tell.Lifelines{Orphan: bits&1 != 0, NoLifeline: bits&2 != 0, Founder: bits&4 != 0, Checked: 7, Adopted: 7}
			if bits&8 != 0 {
				all.Own = []tell.Lifeline{{Number: 7, Heard: &at}, {Number: 7, Secured: true, Doubted: true, Asks: true}}
				all.Held = []tell.Lifeline{{Number: 7, Confirmed: true, Asks: bits&1 != 0}}
			}
			Lifelines(p, &all)
			LifelineLine(p, &all)
		}
	})
}

func TestScreensOfTheEverydayVerbsAreMarked(t *testing.T) {
	allMarked(t, 15000, func(p *Sheet) {
		status := tell.Status{Standing: cell.Member, Unread: 3, Exposes: []tell.Person{{Alias: "Heron", Relation: cell.Led}}, ZoneUnknown: true}
		for phase := cell.Invited; phase <= cell.Severed; phase++ {
			status.Links = append(status.Links, tell.Link{
				Alias: "Heron", Relation: cell.Lead, Phase: phase, Heard: at, Overdue: true, Securing: true, Quarantine: at, Probation: at,
				Unproven: true, Suspected: true, Told: true, Frozen: link.ReasonEcho,
			}, tell.Link{Alias: "Heron", Cut: at}, tell.Link{Alias: "Heron", Phase: phase, Heard: at, Opened: at, Until: at})
		}
		stretches := []tell.Stretch{{From: at, To: at.Add(time.Hour)}, {From: at.AddDate(0, 0, 1), To: at.AddDate(0, 0, 1)}}
		for _, by := range []time.Duration{time.Hour, -time.Hour, time.Minute, -time.Minute} {
			for _, next := range append(stretches, tell.Stretch{From: at.AddDate(0, 0, 9), To: at.AddDate(0, 0, 9)}) {
				status.Hours = &tell.DayHours{Now: by > 0, Next: next, Daily: stretches, UTC: "Heron", Shift: &tell.HourShift{At: at, By: tell.Span(by), First: next, Daily: stretches}}
				hours(p, status.Hours)
			}
		}
		status.Travel = tell.Travel{Since: at, Compared: at}
		for k := device.StopClockJump; k <= device.StopHours; k++ {
			for _, since := range []time.Time{{}, at} {
				status.Travel.Stops = append(status.Travel.Stops, tell.Stop{Kind: k, Since: since, Until: at, Cause: cause.Name})
			}
		}
		for c := range cause.Cause(cause.Causes) {
			status.Travel.Failures = append(status.Travel.Failures, tell.Failure{Cause: c, Count: 2, Last: at})
		}
		for k := mail.AlarmPouchGone; k <= mail.AlarmNewer; k++ {
			status.Alarms = append(status.Alarms, tell.Item{What: mail.Alarm, Alarm: k, From: "Heron", Times: 9, Lately: 7, First: at})
		}
		for s := mail.NotSaved; s <= mail.Undelivered; s++ {
			status.Messages = append(status.Messages, tell.Written{
				Written: at, Kind: mail.Text, Stage: s, Reason: mail.ReasonSevered,
				Parts: []tell.Part{{To: "Heron", Stage: s, Reason: mail.ReasonFrozen}, {Stage: s}},
			}, tell.Written{
				Written: at, Kind: mail.Text, Stage: s, Parts: []tell.Part{{To: "Heron", Stage: s, Boxes: 14, There: 7, Left: tell.Span(2 * time.Hour)}},
			}, tell.Written{
				Written: at, Kind: mail.Text, Stage: s, Parts: []tell.Part{{To: "Heron", Stage: s, Boxes: 14, There: 7, Left: tell.Span(2 * time.Hour), At: at}},
			})
		}
		Status(p, &status)
		for _, skew := range []time.Duration{0, time.Hour, -time.Hour} {
			Status(p, &tell.Status{
				Travel: tell.Travel{Travels: true, Asked: at, Compared: at}, Pouch: tell.Pouch{Sealed: at, BytesToday: 3000, Skew: tell.Span(skew), Jumped: skew == 0},
			})
		}
		var inbox tell.Inbox
		founder := cell.SecondFounder
		for w := cell.Welcomed; w <= cell.DeskRevoked; w++ {
			for _, cut := range []bool{false, true} {
				i := tell.Item{Number: 7, What: w, From: "Heron", By: "Heron", Relation: cell.Lead, Why: cell.Malformed, Times: 3, Founder: &founder, Cut: cut, Doubt: cut}
				inbox.Items = append(inbox.Items, i)
			}
		}
		for c := mail.NotClosed; c <= mail.ClosedByTakeBack; c++ {
			inbox.Items = append(inbox.Items, tell.Item{What: cell.TieSevered, Closed: c})
		}
		Inbox(p, &inbox)
		Arrivals(p, &tell.Event{At: at, Items: inbox.Items})
		Sent(p, &tell.Sent{To: "Heron", Kind: mail.Text, Stage: mail.Saved})
		Sent(p, &tell.Sent{To: "Heron", Kind: mail.Text, Stage: mail.InPouch, From: at})
		p.Line("%s", p.Say.When(at, at))
		Sent(p, &tell.Sent{Kind: mail.Note, Stage: mail.Undelivered, Reason: mail.ReasonNobody})
		came := tell.Run{Span: tell.Span(time.Hour), Written: 3, Read: 4, Failed: 5, Causes: map[cause.Cause]int{cause.Name: 5}}
		Run(p, &came)
		p.screen = true
		for k := tell.Begun; k <= tell.HoursOver; k++ {
			Event(p, &tell.Event{Kind: k, At: at, Until: at, Hours: status.Hours, Round: time.Hour, Slots: 6, Came: came, Err: syscall.ENOSPC, Cause: cause.OtherKey})
		}
		Event(p, &tell.Event{Kind: tell.RoundOver, At: at})
		Event(p, &tell.Event{Kind: tell.Begun, At: at, Until: at})
		Event(p, &tell.Event{Kind: tell.Begun, At: at, Until: at, Hours: &tell.DayHours{Now: true, Until: at}})
		Event(p, &tell.Event{Kind: tell.NoAnswer, At: at, Cause: cause.Name})
	})
}

func TestScreensOfStartingAreMarked(t *testing.T) {
	words := &tell.Words{Alias: "Heron", Epoch: 7, Words: []string{"Heron"}}
	compared := *words
	compared.Confirmed = true
	allMarked(t, 2000, func(p *Sheet) {
		Founded(p, &tell.Founded{Hours: &tell.DayHours{UTC: "Heron", Daily: []tell.Stretch{{From: at, To: at}}}})
		Founded(p, &tell.Founded{Round: tell.Span(15 * time.Minute), Slots: 6, MaxLinks: 4, Attempt: tell.Attempt{MemoryKiB: 8, Time: 1, Threads: 1}, TooSlow: true})
		for _, r := range []tell.Joined{{Alias: "Heron"}, {Alias: "Heron", Hours: &tell.DayHours{Next: tell.Stretch{From: at, To: at}}}, {Alias: "Heron", Again: true, Words: words}} {
			Joined(p, &r)
		}
		for _, r := range []tell.Invited{{Alias: "Heron"}, {Alias: "Heron", Words: &compared}} {
			Invitation(p, &r, false)
			Invited(p, &r)
		}
		Introduced(p, &tell.Introduced{First: "Heron", Second: "Heron"})
		WordsToConfirm(p, words)
		Confirmed(p, &tell.Confirmed{Alias: "Heron"})
		Renamed(p, &tell.Renamed{Was: "Heron", Alias: "Heron"})
		Deleted(p, &tell.Deleted{Deleted: []uint32{7}})
		Severed(p, &tell.Severed{Severed: true, Alias: "Heron"})
		Wiped(p, &tell.Wiped{Done: true})
		for s := home.StepFirstBox; s <= home.StepReady; s++ {
			p.Line("%s", p.Say.Step(s))
		}
	})
}

func TestScreensOfDangerAreMarked(t *testing.T) {
	allMarked(t, 40000, func(p *Sheet) {
		for _, relation := range []cell.Relation{cell.Partner, cell.Lead, cell.Led} {
			for bits := range 16 {
				has := func(bit int) string { return "Heron"[:5*(bits>>bit&1)] }
				r := tell.Drill{
					Done: bits&1 != 0, Alias: "Heron", Relation: relation,
					Circle: tell.Circle{Partner: has(0), Lead: has(1), Other: has(2), Leads: bits&2 != 0, Founder: bits&8 != 0},
					Knows:  tell.Learned{Names: []tell.Person{{Alias: "Heron", Relation: cell.Led}}, Others: 2, OthersMost: 2 + bits, Notes: true},
					Cuts:   []tell.Cut{{Alias: "Heron", AtOnce: true}, {Alias: "Heron", Rounds: 16, Span: tell.Span(16 * time.Minute), At: at}},
				}
				if bits&8 != 0 {
					r.Tells = []tell.Word{{To: "Heron", Whom: cell.Led}}
				}
				Drill(p, &r)
				r.Cuts = r.Cuts[bits&1:]
				DrillToAgree(p, &r)
				DrillAgreed(p, &r)
				s := tell.Suspicion{Alias: "Heron", Suspected: bits&1 != 0, Told: []string{"Heron"}, Cut: bits&2 != 0, Quarantine: at}
				if bits&4 != 0 {
					s.Relation = cell.Lead
				}
				Suspicion(p, &s)
			}
		}
		DrillTakenBack(p, &tell.DrillTakenBack{Alias: "Heron", Told: []string{"Heron"}, Quarantine: at})
		DrillWho(p, []cell.Tie{{Alias: "Heron", Relation: cell.Led}})
		p.Line("%s", p.Say.DrillAgree("Heron"))
		for _, names := range [][]string{nil, {"Heron"}} {
			left := tell.Left{Told: names, NotTold: names, Sealed: at, Leads: true, Founder: true, Travels: tell.Span(time.Hour)}
			LeftToAgree(p, &left)
			Left(p, &left)
		}
	})
}
