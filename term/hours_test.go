package term

import (
	"strings"
	"testing"
	"time"
	_ "time/tzdata"

	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/tell"
)

// Promise: the hours are said in the person's own time, with the day where it is not
// today, and with what becomes of them when the clocks change.
func TestHoursAreSaidInTheOwnTime(t *testing.T) {
	for _, c := range []struct {
		calendar, now, zone string
		want                []string
	}{
		{"2m:18:00-20:00", "2026-10-20T12:00:00Z", "Europe/Berlin", []string{
			"  hours         next: today 20:00 to 22:00",
			"kept in UTC, so that the clocks' change moves them: from Sun 25 Oct on they are an hour earlier here, 19:00 to 21:00"}},
		{"2m:18:00-20:00", "2026-12-01T18:30:00Z", "Asia/Baghdad", []string{"  hours         now, until 23:00; then: tomorrow 21:00 to 23:00"}},
		{"2m:18:00-20:00", "2026-12-01T20:30:00Z", "Asia/Baghdad", []string{"  hours         next: tomorrow 21:00 to 23:00"}},
		{"2m:18:00-20:00", "2026-12-01T21:30:00Z", "Asia/Baghdad", []string{"  hours         next: today 21:00 to 23:00"}}, // it is tomorrow there
		{"2m:21:00-23:30", "2026-12-01T12:00:00Z", "Asia/Kolkata", []string{"  hours         next: tomorrow 02:30 to 05:00"}},
		{"2m:18:00-20:00", "2026-12-01T12:00:00Z", "Asia/Kolkata", []string{"  hours         next: today 23:30 to 01:30"}},
		{"2m:00:00-00:30", "2026-12-01T12:00:00Z", "America/New_York", []string{
			"  hours         next: today 19:00 to 19:30", "from Sun 14 Mar on they are an hour later here, 20:00 to 20:30"}},
		{"2m:05:00-05:30,18:00-20:00", "2026-12-01T12:00:00Z", "Australia/Lord_Howe", []string{
			"  hours         next: tomorrow 05:00 to 07:00", "from Sun 4 Apr on they are 30 minutes earlier here, 04:30 to 06:30 and 15:30 to 16:00"}},
		{"2m:22:00-02:00", "2026-12-01T12:00:00Z", "UTC", []string{"  hours         next: today 22:00 to 02:00"}},
		{"30s:18:00:30-20:00", "2026-12-01T12:00:00Z", "UTC", []string{"  hours         next: today 18:00:30 to 20:00"}},
	} {
		z, err := time.LoadLocation(c.zone)
		if err != nil {
			t.Fatal(err)
		}
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		_, calendar, err := round.ParseCalendar(c.calendar)
		if err != nil {
			t.Fatal(err)
		}
		var shown strings.Builder
		p := NewSheet(&shown)
		p.Say = phrase.New("en", z).On(now)
		h := tell.HoursOf(calendar, now, z)
		Status(p, &tell.Status{Hours: h})
		for _, want := range c.want {
			if !strings.Contains(shown.String(), want) {
				t.Errorf("%s, %s, %s: %q is missing in\n%s", c.calendar, c.now, c.zone, want, shown.String())
			}
		}
		if (h.Shift == nil) != !strings.Contains(shown.String(), "kept in UTC") {
			t.Errorf("%s: a shift is %v; shown\n%s", c.zone, h.Shift, shown.String())
		}
	}
}

// Promise: whoever lets boxes travel between the hours is told that none do yet, and in
// them until when.
func TestBoxesTravelInTheHoursAlone(t *testing.T) {
	_, c, err := round.ParseCalendar("2m:18:00-20:00")
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range []struct {
		at   int // hour of the day
		want string
	}{
		{12, "No boxes travel yet: the next hours are today 18:00 to 20:00. Then 6 travel each way in every round of 2 minutes."},
		{19, "Boxes travel until 20:00: 6 each way in every round of 2 minutes. Then none before the next hours, tomorrow 18:00 to 20:00."},
		{23, "No boxes travel yet: the next hours are tomorrow 18:00 to 20:00."},
	} {
		now := time.Date(2026, 12, 1, s.at, 0, 0, 0, time.UTC)
		var shown strings.Builder
		p := NewSheet(&shown)
		p.Say = phrase.New("en", time.UTC).On(now)
		e := tell.Event{Kind: tell.Begun, At: now, Slots: 6, Round: c.Length, Until: now.Add(72 * time.Hour), Hours: tell.HoursOf(c, now, time.UTC)}
		Event(p, &e)
		if !strings.HasPrefix(shown.String(), s.want) {
			t.Errorf("at %d: %q, want %q", s.at, shown.String(), s.want)
		}
	}
}

// Promise: a stop outside the hours names when they begin, and is nothing bad.
func TestAStopOutsideTheHoursIsNoTrouble(t *testing.T) {
	now := time.Date(2026, 12, 1, 12, 0, 0, 0, time.UTC)
	var shown strings.Builder
	p := NewSheet(&shown)
	p.colour, p.Say = true, phrase.New("en", time.UTC).On(now)
	travel(p, &tell.Travel{Stops: []tell.Stop{{Kind: device.StopHours, Until: now.Add(6 * time.Hour)}}})
	if want := "Outside your group's hours: no boxes travel until 18:00.\n\n"; shown.String() != want {
		t.Errorf("%q, want %q", shown.String(), want)
	}
}

// Promise: somebody who opened their device outside the hours is not said to have done so
// a day ago.
func TestAnUnlockOutsideTheHoursIsSaidSo(t *testing.T) {
	now := time.Date(2026, 12, 1, 18, 5, 0, 0, time.UTC)
	last := time.Date(2026, 11, 30, 19, 58, 0, 0, time.UTC)
	l := tell.Link{Alias: "Heron", Heard: now, Opened: last}
	for until, want := range map[time.Time]string{{}: "opened their device 22 h ago", last.Add(22 * time.Hour): "opened their device outside the hours, after Mon 30 Nov 19:58"} {
		var shown strings.Builder
		p := NewSheet(&shown)
		p.Say = phrase.New("en", time.UTC).On(now)
		l.Until = until
		linkLines(p, &l)
		if !strings.Contains(shown.String(), want) {
			t.Errorf("%q is missing in %q", want, shown.String())
		}
	}
}
