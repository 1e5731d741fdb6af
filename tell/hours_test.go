package tell

import (
	"slices"
	"testing"
	"time"
	_ "time/tzdata"

	"bulkhead/box"
	"bulkhead/card"
	"bulkhead/carrier"
	"bulkhead/cell"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

func calendar(t *testing.T, text string) round.Calendar {
	t.Helper()
	_, c, err := round.ParseCalendar(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func utc(t *testing.T, text string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", text)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func zone(t *testing.T, name string) *time.Location {
	t.Helper()
	z, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return z
}

// Promise: a device says when the next hours begin or until when they last, and how a
// change of the person's clocks moves them.
func TestHoursAreToldWithTheClocksChange(t *testing.T) {
	for _, c := range []struct {
		calendar, now, zone string
		until               string // "": none are now
		next                [2]string
		shift               string // when; "": never
		by                  time.Duration
		first               string
	}{
		{"2m:18:00-20:00", "2026-10-20 12:00", "Europe/Berlin", "", [2]string{"2026-10-20 18:00", "2026-10-20 20:00"}, "2026-10-25 01:00", -time.Hour, "2026-10-25 18:00"},
		{"2m:18:00-20:00", "2026-10-20 19:59", "Europe/Berlin", "2026-10-20 20:00", [2]string{"2026-10-21 18:00", "2026-10-21 20:00"}, "2026-10-25 01:00", -time.Hour, "2026-10-25 18:00"},
		{"2m:18:00-20:00", "2026-10-20 20:00", "Europe/Berlin", "", [2]string{"2026-10-21 18:00", "2026-10-21 20:00"}, "2026-10-25 01:00", -time.Hour, "2026-10-25 18:00"},
		{"2m:05:00-05:30,18:00-20:00", "2026-12-01 05:10", "Europe/Berlin", "2026-12-01 05:30", [2]string{"2026-12-01 18:00", "2026-12-01 20:00"}, "2027-03-28 01:00", time.Hour, "2027-03-28 05:00"},
		{"2m:22:00-02:00", "2026-10-24 23:30", "Europe/Berlin", "2026-10-25 02:00", [2]string{"2026-10-25 22:00", "2026-10-26 02:00"}, "2026-10-25 01:00", -time.Hour, "2026-10-25 22:00"}, // in the midst of them
		{"2m:00:00-00:30", "2026-12-01 00:00", "America/New_York", "2026-12-01 00:30", [2]string{"2026-12-02 00:00", "2026-12-02 00:30"}, "2027-03-14 07:00", time.Hour, "2027-03-15 00:00"},
		{"2m:18:00-20:00", "2026-12-01 12:00", "Australia/Lord_Howe", "", [2]string{"2026-12-01 18:00", "2026-12-01 20:00"}, "2027-04-03 15:00", -30 * time.Minute, "2027-04-03 18:00"},
		{"2m:18:00-20:00", "2012-01-01 12:00", "Europe/Moscow", "", [2]string{"2012-01-01 18:00", "2012-01-01 20:00"}, "", 0, ""}, // their next change is in 2014
		{"2m:18:00-20:00", "2026-12-01 12:00", "Asia/Baghdad", "", [2]string{"2026-12-01 18:00", "2026-12-01 20:00"}, "", 0, ""},
		{"2m:18:00-20:00", "2026-12-01 12:00", "", "", [2]string{"2026-12-01 18:00", "2026-12-01 20:00"}, "", 0, ""},
	} {
		z := zone(t, c.zone)
		h := HoursOf(calendar(t, c.calendar), utc(t, c.now), z)
		if h.Now != (c.until != "") || h.Now && !h.Until.Equal(utc(t, c.until)) || !h.Next.From.Equal(utc(t, c.next[0])) || !h.Next.To.Equal(utc(t, c.next[1])) {
			t.Errorf("%s, %s: %+v", c.calendar, c.now, h)
		}
		if len(h.Daily) != len(calendar(t, c.calendar).Whole()) || h.Daily[0] != h.Next {
			t.Errorf("%s, %s: a day's are %v", c.calendar, c.now, h.Daily)
		}
		switch {
		case (h.Shift != nil) != (c.shift != ""):
			t.Errorf("%s, %s: shift %+v", c.zone, c.now, h.Shift)
		case h.Shift == nil:
		case !h.Shift.At.Equal(utc(t, c.shift)), h.Shift.By.Duration() != c.by, !h.Shift.First.From.Equal(utc(t, c.first)), len(h.Shift.Daily) != len(h.Daily):
			t.Errorf("%s, %s: shift %+v", c.zone, c.now, h.Shift)
		default: // what it says is so: the same time of day in UTC, shown so much later
			clock := func(at time.Time) time.Duration {
				at = at.In(z)
				return time.Duration(at.Hour())*time.Hour + time.Duration(at.Minute())*time.Minute
			}
			before, after := clock(h.Shift.First.From.AddDate(0, 0, -7)), clock(h.Shift.First.From)
			if d := after - before - c.by; d%(24*time.Hour) != 0 {
				t.Errorf("%s, %s: shown at %v before, at %v after", c.zone, c.now, before, after)
			}
		}
	}
	if HoursOf(round.Calendar{Length: time.Minute}, time.Now(), time.UTC) != nil {
		t.Error("a group without hours is told of some")
	}
}

// Promise: how long a message still takes is told by the rounds there are: what the
// present hours have no room for comes in the next.
func TestWhatIsLeftOfAMessageFollowsTheHours(t *testing.T) {
	evenings := calendar(t, "2m:18:00-20:00")
	for _, c := range []struct {
		calendar round.Calendar
		now      string
		boxes    int
		left     time.Duration
		at       string // "": within the present hours
	}{
		{round.Calendar{Length: 15 * time.Minute}, "2026-12-01 23:50", 3, 45 * time.Minute, ""},
		{evenings, "2026-12-01 18:30", 3, 6 * time.Minute, ""},
		{evenings, "2026-12-01 19:54", 3, 6 * time.Minute, ""},
		{evenings, "2026-12-01 19:55", 3, 22*time.Hour + 7*time.Minute, "2026-12-02 18:02"},
		{evenings, "2026-12-01 21:00", 1, 21*time.Hour + 2*time.Minute, "2026-12-02 18:02"},
		{evenings, "2026-12-01 21:00", 61, 45*time.Hour + 2*time.Minute, "2026-12-03 18:02"},
		{evenings, "2026-12-01 21:00", 0, 0, ""},
		{calendar(t, "2m:22:00-02:00"), "2026-12-01 23:58", 3, 6 * time.Minute, ""}, // midnight ends nothing
	} {
		left, at := untilThere(c.calendar, c.boxes, utc(t, c.now))
		if left != c.left || at.IsZero() != (c.at == "") || c.at != "" && !at.Equal(utc(t, c.at)) {
			t.Errorf("%d boxes at %s: %v, %v", c.boxes, c.now, left, at)
		}
	}
}

// Promise: what is said at the founding of a group with hours is so: the pouch lasts for
// days, not for as many minutes as it has rounds, and the check-in follows the spans.
func TestAFoundedGroupWithHours(t *testing.T) {
	for text, want := range map[string]struct {
		pouch, every, grace time.Duration
		slow                bool
	}{
		"15m":                        {48 * time.Hour, 12 * time.Hour, 4 * time.Hour, false},
		"2m:18:00-20:00":             {72 * time.Hour, 24 * time.Hour, time.Hour, false},
		"2m:05:00-05:30,18:00-20:00": {192 * 24 * time.Hour / 75, 13 * time.Hour, 14 * time.Minute, false},
		"2m:22:00-02:00":             {192 * 24 * time.Hour / 120, 24 * time.Hour, time.Hour, false},
		"30m:12:00-12:30":            {16 * 24 * time.Hour, 24 * time.Hour, 30 * time.Minute, true}, // one round a day: nobody is missed in it who is due in it
	} {
		c := calendar(t, text)
		r := FoundedOf(cell.Group{Calendar: c, Slots: 6, PouchRounds: uint8(c.PouchRounds())}, vault.Params{}, cell.DefaultCheckIn(c), utc(t, "2026-12-01 12:00"), nil)
		if r.Pouch.Duration() != want.pouch || r.CheckIn.Duration() != want.every || r.Grace.Duration() != want.grace || r.TooSlow != want.slow || (r.Hours != nil) != c.HasHours() {
			t.Errorf("%s: %+v", text, r)
		}
	}
}

// Promise: the last round of the hours is told of when it is over, not when the next
// begins, and so are the hours: once, whatever is repeated.
func TestTheEndOfTheHoursIsToldOf(t *testing.T) {
	c := calendar(t, "2m:18:00-20:00")
	rounds := Rounds{Plan: pouch.Plan{Cards: card.Pair{InForce: card.Card{Calendar: c, Slots: 3}}}}
	last := c.At(utc(t, "2026-12-01 19:59"))
	report := func(r box.Round, n int) (told []EventKind) {
		for i := range n {
			kind, outcome := pouch.Write, carrier.Stored
			if i >= 3 {
				kind, outcome = pouch.Read, carrier.Absent
			}
			for _, e := range rounds.Report(pouch.Report{Request: pouch.Request{Round: r, Kind: kind}, Answer: carrier.Answer{Outcome: outcome}}, c.Half(r), nil) {
				told = append(told, e.Kind)
				if e.Kind == HoursOver && !e.Hours.Next.From.Equal(utc(t, "2026-12-02 18:00")) {
					t.Errorf("the next hours are %v", e.Hours.Next)
				}
				if e.Kind == RoundOver && e.Came.Written+e.Came.Read != 6 {
					t.Errorf("a round came to %+v", e.Came)
				}
			}
		}
		return told
	}
	for _, s := range []struct {
		round box.Round
		n     int
		want  []EventKind
	}{
		{last - 1, 6, nil}, {last, 5, []EventKind{RoundOver}}, {last, 1, []EventKind{RoundOver, HoursOver}}, {last, 1, nil}, {last + 1, 6, nil}, {last + 2, 1, []EventKind{RoundOver}},
	} {
		n := s.n
		var got []EventKind
		if s.round == last && n == 1 { // one more read
			for _, e := range rounds.Report(pouch.Report{Request: pouch.Request{Round: last, Kind: pouch.Read}, Answer: carrier.Answer{Outcome: carrier.Absent}}, c.Half(last), nil) {
				got = append(got, e.Kind)
			}
		} else {
			got = report(s.round, n)
		}
		if !slices.Equal(got, s.want) {
			t.Errorf("round %d: told %v, want %v", s.round-last, got, s.want)
		}
	}
}

// Promise: where the times of a group with hours are too slow, those that are named
// instead would do, in these hours; and where none do, none are named.
func TestTimesThatAreEnoughInHours(t *testing.T) {
	for text, does := range map[string]bool{"2m:18:00-20:00": true, "2m:05:00-05:30,18:00-20:00": true, "6h:12:00-18:00": false} {
		c := calendar(t, text)
		r := RiskAt(c, 48*time.Hour, 8*time.Hour, 1, UsualMean, 1)
		if !r.Over || (r.Enough != nil) != does {
			t.Fatalf("%s: %+v", text, r)
		}
		if does {
			if again := RiskAt(c, r.Enough.Every.Duration(), r.Enough.Grace.Duration(), 1, UsualMean, 1); again.Over || again.PEff != r.Enough.PEff {
				t.Errorf("%s: %+v would be %+v", text, r.Enough, again)
			}
		}
	}
}

// Promise: what happens outside the hours is noted in the last round before, and is told
// as between that and the next hours, not as if it had been in that round.
func TestWhatIsNotedInTheLastRoundMayBeLater(t *testing.T) {
	for text, want := range map[string]map[string]string{
		"2m:18:00-20:00": {"2026-12-01 19:57": "", "2026-12-01 19:58": "2026-12-02 18:00", "2026-12-01 23:00": "2026-12-02 18:00", "2026-12-02 18:00": ""},
		"2m:22:00-02:00": {"2026-12-01 23:59": "", "2026-12-02 01:59": "2026-12-02 22:00"}, // midnight ends nothing
		"15m":            {"2026-12-01 19:58": ""},
	} {
		c := calendar(t, text)
		p := people{calendar: c}
		for at, until := range want {
			got := p.outside(c.At(utc(t, at)))
			if got.IsZero() != (until == "") || until != "" && !got.Equal(utc(t, until)) {
				t.Errorf("%s, %s: until %v, want %q", text, at, got, until)
			}
		}
		if !p.outside(0).IsZero() {
			t.Error("round 0 is never")
		}
	}
}
