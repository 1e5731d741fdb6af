package cell

import (
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"bulkhead/round"
)

// calendarsInHours are those that the tests of this page go through.
func calendarsInHours(t *testing.T) (all []round.Calendar) {
	for _, text := range []string{"2m:18:00-20:00", "2m:05:00-05:30,18:00-20:00", "2m:22:00-02:00", "2m:00:00-00:20,08:00-08:20,16:00-16:20", "30m:12:00-18:00", "1m:23:50-00:05,06:00-06:04"} {
		_, c, err := round.ParseCalendar(text)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, c)
	}
	return all
}

// Promise: what is reckoned with of when somebody is missed is what the rules do, who are
// asked in every round whether somebody is overdue.
func TestSomebodyIsMissedInTheRoundThatTheRulesSay(t *testing.T) {
	const h = time.Hour
	for _, c := range calendarsInHours(t) {
		for _, times := range [][2]time.Duration{{24 * h, 4 * h}, {24 * h, h / 2}, {11 * h, 10 * time.Minute}, {13 * h, h}, {4 * h, h}, {h, h / 2}, {4 * time.Minute, time.Minute}, {48 * h, 8 * h}, {30 * h, time.Minute}} {
			g := group()
			g.Calendar, g.PouchRounds = c, uint8(c.PouchRounds())
			in := CheckInOf(c, times[0], times[1])
			n := NoticingOf(c, times[0], times[1])
			for _, habit := range n.habits {
				for _, a := range habit.absences {
					at := c.At(someDay.Add(a.from))
					s := &State{standing: Member, group: g, checkIn: in, last: 1,
						ties: []Tie{{ID: 1, Relation: Led, Phase: Unconfirmed, Alias: "x", Since: at, Unlocked: at}}}
					now := at
					for began := 0; began == 0; now++ {
						s.Listened(now + 1)
						began, _ = overdue(s, now+1)
					}
					if got := c.End(now).Sub(someDay); got != a.missed {
						t.Errorf("%s, every %v, grace %v: who unlocks at %v is missed at %v by the rules, reckoned with is %v", c.HoursText(), times[0], times[1], a.from, got, a.missed)
					}
				}
			}
		}
	}
}

// Promise: nobody opens their device more seldom than agreed where a span allows it, and
// somebody is never missed while the next span in which they may come has not begun.
func TestHabitsKeepTheCheckIn(t *testing.T) {
	for _, c := range calendarsInHours(t) {
		waits := c.Waits()
		for _, every := range []time.Duration{time.Hour, waits[0], c.LongestWait(), 30 * time.Hour, 72 * time.Hour, 400 * 24 * time.Hour} {
			n := NoticingOf(c, every, time.Hour)
			for _, habit := range n.habits {
				sum := time.Duration(0)
				for i, a := range habit.absences {
					if i > 0 && a.from != habit.absences[i-1].to || a.missed < a.to || a.to-a.from > max(every, c.LongestWait()) {
						t.Errorf("%s, every %v: absence %+v", c.HoursText(), every, a)
					}
					sum += a.to - a.from
				}
				if sum != habit.period || habit.period%oneDay != 0 {
					t.Errorf("%s, every %v: absences of %v in a period of %v", c.HoursText(), every, sum, habit.period)
				}
			}
		}
	}
}

// Promise: a check-in that is as long as from one span to the next but one lets people
// come to every other.
func TestACheckInOfTwoDaysIsKeptInEveryOtherSpan(t *testing.T) {
	_, c, err := round.ParseCalendar("2m:18:00-20:00")
	if err != nil {
		t.Fatal(err)
	}
	for every, want := range map[time.Duration]float64{24 * time.Hour: 1, 47 * time.Hour: 1, 48 * time.Hour: .5, 72 * time.Hour: 1. / 3, time.Hour: 2} {
		if got := NoticingOf(c, every, time.Hour).PerDay(); math.Abs(got-want) > 1e-9 {
			t.Errorf("every %v: %v unlocks a day, want %v", every, got, want)
		}
	}
}

// TestTheRiskInHoursIsWhatARaceShows draws when somebody is taken, at any time of the
// day, and when their contact is.
func TestTheRiskInHoursIsWhatARaceShows(t *testing.T) {
	const runs, mean = 200_000, 24 * time.Hour
	rng := rand.New(seeded(91))
	for _, c := range append(calendarsInHours(t), round.Calendar{Length: 15 * time.Minute}) {
		for _, every := range []time.Duration{12 * time.Hour, 24 * time.Hour, 36 * time.Hour} {
			n := NoticingOf(c, every, time.Hour)
			lost, longest := 0, time.Duration(0)
			for range runs {
				after := n.After(time.Duration(rng.Float64()*float64(oneDay)), rng.Float64())
				longest = max(longest, after)
				if time.Duration(rng.ExpFloat64()*float64(mean)) < after {
					lost++
				}
			}
			want, got := n.PEff(1, mean), float64(lost)/runs
			if sd := math.Sqrt(want * (1 - want) / runs); math.Abs(got-want) > 4*sd {
				t.Errorf("%q, every %v: %.4f, want %.4f (sd %.4f)", c.HoursText(), every, got, want, sd)
			}
			if longest > n.Longest() || longest < n.Longest()*99/100 {
				t.Errorf("%q, every %v: the longest of many is %v, want %v", c.HoursText(), every, longest, n.Longest())
			}
		}
	}
}

// Promise: two short spans a day keep the chance below critical by far where one does
// not, and the usual times of one span keep it just below; with four hours of grace it
// would be far above, for who misses the evening is missed on the next.
func TestWhatSpansAreWorth(t *testing.T) {
	for _, c := range []struct {
		calendar     string
		every, grace time.Duration // 0: the usual
		want         float64
	}{
		{"2m:18:00-20:00", 0, 0, .395},
		{"2m:18:00-20:00", 24 * time.Hour, 4 * time.Hour, .766},
		{"2m:05:00-05:30,18:00-20:00", 0, 0, .374},
		{"2m:05:00-05:30,18:00-20:00", 11 * time.Hour, 10 * time.Minute, .222},
		{"2m:06:00-06:30,18:00-18:30", 0, 0, .223},
	} {
		_, calendar, err := round.ParseCalendar(c.calendar)
		if err != nil {
			t.Fatal(err)
		}
		if c.every == 0 {
			c.every, c.grace = DefaultTimes(calendar)
		}
		if got := NoticingOf(calendar, c.every, c.grace).PEff(1, 24*time.Hour); math.Abs(got-c.want) > .002 {
			t.Errorf("%s, every %v, grace %v: %.4f, want %v", c.calendar, c.every, c.grace, got, c.want)
		}
	}
}
