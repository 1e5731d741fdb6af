package round_test

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// hours makes a calendar of spans, each given as from and to in minutes of the day.
func hours(length time.Duration, minutes ...int) round.Calendar {
	c := round.Calendar{Length: length}
	for i := 0; i < len(minutes); i += 2 {
		from, to := time.Duration(minutes[i])*time.Minute, time.Duration(minutes[i+1])*time.Minute
		c.Spans[i/2] = round.Span{From: from, Length: to - from}
	}
	return c
}

// calendars are some of every kind. The nights cross midnight, and are split there.
var calendars = map[string]round.Calendar{
	"day and night":       {Length: 15 * time.Minute},
	"half seconds":        {Length: round.MinLength},
	"a day":               {Length: 24 * time.Hour},
	"evenings":            hours(2*time.Minute, 18*60, 20*60),
	"mornings, evenings":  hours(2*time.Minute, 5*60, 5*60+30, 18*60, 20*60),
	"nights":              hours(time.Minute, 0, 60, 22*60+30, 24*60),
	"four spans":          hours(10*time.Minute, 0, 10, 20, 60, 720, 730, 1420, 1430),
	"one round a day":     hours(12*time.Hour, 12*60, 24*60),
	"half a second a day": {Length: round.MinLength, Spans: [4]round.Span{{From: 3 * time.Second, Length: round.MinLength}}},
}

// oracle numbers the rounds of some days in the plainest way: one after the other.
type oracle struct{ starts []time.Time }

func listed(c round.Calendar, from time.Time, days int) (o oracle) {
	for d := range days {
		day := from.AddDate(0, 0, d)
		if !c.HasHours() {
			for at := day; at.Before(day.AddDate(0, 0, 1)); at = at.Add(c.Length) {
				o.starts = append(o.starts, at)
			}
			continue
		}
		for _, s := range c.Spans {
			for at := day.Add(s.From); at.Before(day.Add(s.To())); at = at.Add(c.Length) {
				o.starts = append(o.starts, at)
			}
		}
	}
	return o
}

// Promise: numbers and times of rounds belong to each other both ways, over days,
// months and leap days, whatever the hours are: no number is left out and none given
// twice.
func TestRoundsAndTimesAgreeOverMonths(t *testing.T) {
	for name, c := range calendars {
		if err := c.Check(); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		days := 120 // from January of a leap year on
		if c.Length < time.Second {
			days = 2
		}
		from := time.Date(2028, 1, 1, 0, 0, 0, 0, time.UTC)
		o := listed(c, from, days)
		first := box.Round(from.Unix() / 86400 * int64(c.PerDay()))
		if got := len(o.starts); got != days*c.PerDay() {
			t.Fatalf("%s: %d rounds in %d days, of %d a day", name, got, days, c.PerDay())
		}
		for i, at := range o.starts {
			r := first + box.Round(i)
			if !c.Start(r).Equal(at) || !c.End(r).Equal(at.Add(c.Length)) || !c.Half(r).Equal(at.Add(c.Length/2)) {
				t.Fatalf("%s: round %d is from %v to %v, want from %v", name, r, c.Start(r), c.End(r), at)
			}
			if c.At(at) != r || c.At(at.Add(c.Length-1)) != r || c.At(at.Add(-1)) != r-1 || !c.Open(at) || !c.Open(at.Add(c.Length-1)) {
				t.Fatalf("%s: round %d is not the current one from %v on", name, r, at)
			}
			if i+1 == len(o.starts) {
				break
			}
			next := o.starts[i+1]
			if !c.Next(at).Equal(next) || !c.Next(next.Add(-1)).Equal(next) {
				t.Fatalf("%s: after %v the next round begins at %v, want %v", name, at, c.Next(at), next)
			}
			if gap := next.Sub(at) > c.Length; c.Open(next.Add(-1)) == gap || c.At(next.Add(-1)) != r {
				t.Fatalf("%s: before %v the round is %d, open %v; want %d and %v", name, next, c.At(next.Add(-1)), !gap, r, !gap)
			}
		}
	}
}

// Promise: every number that a box can have is a time, and the other way round.
func TestEveryNumberIsATime(t *testing.T) {
	rng := rand.New(chacha(1))
	for name, c := range calendars {
		for range 10_000 {
			r := box.Round(rng.Uint32())
			if c.At(c.Start(r)) != r || c.At(c.End(r).Add(-1)) != r || !c.Open(c.Start(r)) {
				t.Fatalf("%s: round %d does not come back from its times", name, r)
			}
			if next := c.Next(c.Start(r)); r < math.MaxUint32 && !next.Equal(c.Start(r+1)) || next.Before(c.End(r)) {
				t.Fatalf("%s: after round %d the next begins at %v", name, r, next)
			}
			if got := c.Half(r).Sub(c.Start(r)); got != c.Length/2 {
				t.Fatalf("%s: half is %v", name, got)
			}
		}
		if c.At(time.Unix(-3600, 0)) != 0 || c.Open(time.Unix(-1, 0)) || !c.Next(time.Unix(-1, 0)).Equal(c.Start(0)) {
			t.Errorf("%s: before 1970 there are rounds", name)
		}
		if c.At(time.Unix(1<<50, 0)) != math.MaxUint32 {
			t.Errorf("%s: times beyond the calendar are not held at its end", name)
		}
	}
}

func TestPouchLastsTwoDaysOrThreeWithHours(t *testing.T) {
	for _, c := range []struct {
		round.Calendar
		want int
	}{
		{calendar(time.Second), 192}, {calendar(15 * time.Minute), 192}, {calendar(20 * time.Minute), 144},
		{calendar(time.Hour), 48}, {calendar(3 * time.Hour), 16}, {calendar(24 * time.Hour), 16},
		{calendars["evenings"], 180}, {hours(2*time.Minute, 300, 330, 1080, 1200), 192}, {hours(time.Minute, 0, 5), 16}, {hours(10*time.Minute, 0, 120), 36},
	} {
		if got := c.PouchRounds(); got != c.want {
			t.Errorf("T=%v, spans %v: %d rounds, want %d", c.Length, c.Spans, got, c.want)
		}
	}
}

func TestTimeIsTurnedIntoRounds(t *testing.T) {
	const week = 7 * 24 * time.Hour
	for _, c := range []struct {
		round.Calendar
		d    time.Duration
		want box.Round
	}{
		{calendar(15 * time.Minute), 0, 0}, {calendar(15 * time.Minute), 1, 1}, {calendar(15 * time.Minute), 12 * time.Hour, 48},
		{calendar(15 * time.Minute), 12*time.Hour + 1, 49}, {calendar(15 * time.Minute), week, 672},
		{calendar(500 * time.Millisecond), 100 * 365 * 24 * time.Hour, math.MaxUint32},
		{calendars["evenings"], week, 420}, {calendars["evenings"], 24 * time.Hour, 60}, {calendars["evenings"], 12 * time.Hour, 30},
		{calendars["evenings"], 4 * time.Hour, 10}, {calendars["evenings"], time.Minute, 1}, {calendars["mornings, evenings"], 72 * time.Hour, 225},
		{calendars["one round a day"], 5*24*time.Hour + 1, 6},
	} {
		if got := c.Rounds(c.d); got != c.want {
			t.Errorf("T=%v, spans %v: %v are %d rounds, want %d", c.Length, c.Spans, c.d, got, c.want)
		}
	}
}

func TestBadCalendarsAreRefused(t *testing.T) {
	bad := []round.Calendar{
		{}, calendar(499 * time.Millisecond), calendar(25 * time.Hour), calendar(48 * time.Hour), calendar(time.Second + time.Microsecond),
		calendar(7 * time.Minute), calendar(700 * time.Millisecond),
		hours(2*time.Minute, 0, 24*60),                   // no hours
		hours(2*time.Minute, 18*60, 20*60, 20*60, 21*60), // touch
		hours(2*time.Minute, 18*60, 20*60, 19*60, 21*60), // overlap
		hours(2*time.Minute, 18*60, 20*60, 5*60, 6*60),   // out of order
		hours(2*time.Minute, 18*60, 18*60),               // empty
		hours(2*time.Minute, 18*60, 17*60),
		hours(2*time.Minute, 23*60, 25*60), // beyond midnight
		hours(2*time.Minute, 18*60+1, 20*60+1),
		hours(2*time.Minute, 18*60, 20*60+1),
		hours(2*time.Minute, -60, 60),
		{Length: time.Minute, Spans: [4]round.Span{1: {From: 0, Length: time.Hour}}}, // a hole
	}
	for _, c := range bad {
		if err := c.Check(); !errors.Is(err, round.ErrCalendar) {
			t.Errorf("%v: got %v", c, err)
		}
	}
}

// Promise: a calendar has one form in bytes.
func FuzzCalendar(f *testing.F) {
	for _, c := range calendars {
		b := c.Bytes()
		f.Add(b[:])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != round.CalendarSize {
			return
		}
		c, err := round.CalendarOf([round.CalendarSize]byte(b))
		if err != nil {
			return
		}
		if again := c.Bytes(); again != [round.CalendarSize]byte(b) {
			t.Fatalf("%v comes back as other bytes", c)
		}
		if c.Check() != nil || c.PerDay() < 1 || c.At(c.Start(1<<31)) != 1<<31 {
			t.Fatalf("%v is no calendar", c)
		}
	})
}

func TestAtLeastGivesALengthThatACalendarCanHave(t *testing.T) {
	for d, want := range map[time.Duration]time.Duration{
		0: round.MinLength, round.MinLength: round.MinLength, 501 * time.Millisecond: 512 * time.Millisecond, 3 * time.Second: 3 * time.Second,
		7 * time.Second: 7200 * time.Millisecond, 13 * time.Hour: 24 * time.Hour, 30 * time.Hour: 24 * time.Hour, time.Second + 1: 1024 * time.Millisecond,
	} {
		got := round.AtLeast(d)
		if got != want || calendar(got).Check() != nil {
			t.Errorf("%v: %v, want %v", d, got, want)
		}
	}
}

// Promise: hours have one text, and what people write of them is read.
func TestHoursAsText(t *testing.T) {
	for name, c := range calendars {
		again, err := round.ParseHours(c.Length, c.HoursText())
		if err != nil || again != c {
			t.Errorf("%s: %q is read as %v, %v", name, c.HoursText(), again, err)
		}
	}
	for text, want := range map[string]string{
		"18:00-20:00,05:00-05:30": "05:00-05:30,18:00-20:00", "22:00-01:00": "00:00-01:00,22:00-24:00", "22:00-00:00": "22:00-24:00",
		"18:00-18:00": "!", "18-20": "!", "18:00": "!", "18:01-20:00": "!", "25:00-26:00": "!", "18:00-20:00,19:00-21:00": "!", "00:00-24:00": "!",
		"18:60-20:00": "!", "-1:00-02:00": "!", "1e1:00-12:00": "!",
	} {
		c, err := round.ParseHours(2*time.Minute, text)
		if got := c.HoursText(); err == nil && got != want || (err != nil) != (want == "!") {
			t.Errorf("%q is read as %q, %v; want %q", text, got, err, want)
		}
	}
}

func FuzzHours(f *testing.F) {
	f.Add("05:00-05:30,18:00-20:00")
	f.Add("22:00-01:00")
	f.Fuzz(func(t *testing.T, text string) {
		c, err := round.ParseHours(time.Minute, text)
		if err != nil {
			return
		}
		if again, err := round.ParseHours(time.Minute, c.HoursText()); err != nil || again != c {
			t.Fatalf("%q comes back as %v, %v", c.HoursText(), again, err)
		}
	})
}

// Promise: the hours that are shown are those that go on or come next, whole, over
// midnight too.
func TestHoursOfAMoment(t *testing.T) {
	at := func(day, h, m int) time.Time { return time.Date(2026, 3, day, h, m, 0, 0, time.UTC) }
	for _, c := range []struct {
		of           string
		t, from, end time.Time
	}{
		{"evenings", at(1, 12, 0), at(1, 18, 0), at(1, 20, 0)}, {"evenings", at(1, 18, 0), at(1, 18, 0), at(1, 20, 0)},
		{"evenings", at(1, 19, 59), at(1, 18, 0), at(1, 20, 0)}, {"evenings", at(1, 20, 0), at(2, 18, 0), at(2, 20, 0)},
		{"nights", at(1, 12, 0), at(1, 22, 30), at(2, 1, 0)}, {"nights", at(2, 0, 30), at(1, 22, 30), at(2, 1, 0)},
		{"mornings, evenings", at(1, 20, 0), at(2, 5, 0), at(2, 5, 30)}, {"day and night", at(1, 12, 0), at(1, 0, 0), at(2, 0, 0)},
	} {
		if from, to := calendars[c.of].Hours(c.t); !from.Equal(c.from) || !to.Equal(c.end) {
			t.Errorf("%s at %v: from %v to %v, want %v to %v", c.of, c.t, from, to, c.from, c.end)
		}
	}
}

// A span over midnight is one to people: it begins once a day.
func TestWholeSpansGoOnOverMidnight(t *testing.T) {
	for text, want := range map[string][]time.Duration{
		"18:00-20:00":                         {24 * time.Hour},
		"05:00-05:30,18:00-20:00":             {13 * time.Hour, 11 * time.Hour},
		"22:00-02:00":                         {24 * time.Hour},
		"22:00-02:00,12:00-13:00":             {10 * time.Hour, 14 * time.Hour},
		"00:00-01:00,23:00-23:30":             {23 * time.Hour, time.Hour},
		"00:00-00:30":                         {24 * time.Hour},
		"23:30-24:00":                         {24 * time.Hour},
		"00:00-08:00,09:00-12:00,13:00-24:00": {4 * time.Hour, 20 * time.Hour},
	} {
		c, err := round.ParseHours(2*time.Minute, text)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.Waits(); !slices.Equal(got, want) {
			t.Errorf("%s: waits %v, want %v", text, got, want)
		}
		for i, s := range c.Whole() {
			if from, to := c.Hours(time.Unix(0, 0).AddDate(0, 0, 100).Add(s.From)); to.Sub(from) != s.Length || from.Sub(from.Truncate(24*time.Hour)) != s.From {
				t.Errorf("%s: span %d is %v, hours are %v to %v", text, i, s, from, to)
			}
		}
		if got := c.LongestWait(); got != slices.Max(want) {
			t.Errorf("%s: the longest wait is %v", text, got)
		}
	}
	if c := (round.Calendar{Length: time.Minute}); c.Waits() != nil || c.Whole() != nil || c.LongestWait() != time.Minute {
		t.Error("without hours there are waits")
	}
}

func TestCalendarsAreReadAsTheyAreOffered(t *testing.T) {
	for text, want := range map[string]string{
		"always:15m": "always 15m0s ", "15m": " 15m0s ", "evenings:2m:05:00-05:30,18:00-20:00": "evenings 2m0s 05:00-05:30,18:00-20:00",
		"2m:18:00-20:00": " 2m0s 18:00-20:00", "2m:22:00-01:00": " 2m0s 00:00-01:00,22:00-24:00",
	} {
		name, c, err := round.ParseCalendar(text)
		if got := name + " " + c.Length.String() + " " + c.HoursText(); err != nil || got != want {
			t.Errorf("%q: %q, %v", text, got, err)
		}
		if _, again, err := round.ParseCalendar(c.Text()); err != nil || again != c {
			t.Errorf("%q is written %q, which is %v, %v", text, c.Text(), again, err)
		}
	}
	for _, bad := range []string{"", "x", "x:y", "7m", "a:7m", "2m:18:00", "2m:18:00-20:01", "18:00-20:00", "a:b:2m", "0s", "-15m"} {
		if name, c, err := round.ParseCalendar(bad); err == nil {
			t.Errorf("%q is %q, %v", bad, name, c)
		}
	}
}
