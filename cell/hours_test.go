package cell

import (
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/round"
)

// evenings are two hours a day, and mornings half an hour more.
func evenings(spans ...round.Span) Group {
	g := group()
	g.Calendar = round.Calendar{Length: 2 * time.Minute}
	copy(g.Calendar.Spans[:], spans)
	g.PouchRounds = uint8(g.Calendar.PouchRounds())
	return g
}

var (
	morning = round.Span{From: 5 * time.Hour, Length: 30 * time.Minute}
	evening = round.Span{From: 18 * time.Hour, Length: 2 * time.Hour}
)

// TestAMissedSpanIsTheSoonestThatAnybodyIsMissed: check-in is time of the clock, and
// is found out in a round. Whoever was there in every span is not overdue.
func TestAMissedSpanIsTheSoonestThatAnybodyIsMissed(t *testing.T) {
	for _, c := range []struct {
		name   string
		g      Group
		in     CheckIn
		missed int // spans that are missed until it is told
	}{
		{"evenings, as they begin", evenings(evening), DefaultCheckIn(evenings(evening).Calendar), 1},
		{"mornings and evenings, as they begin", evenings(morning, evening), DefaultCheckIn(evenings(morning, evening).Calendar), 1},
	} {
		w := newWorld(t, 97)
		calendar := c.g.Calendar
		w.now = calendar.At(time.Date(2026, 3, 1, 18, 20, 0, 0, time.UTC))
		unlocked := w.now
		s := &State{standing: Member, group: c.g, checkIn: c.in, last: 1,
			ties: []Tie{{ID: 1, Relation: Led, Phase: Unconfirmed, Alias: "x", Since: w.now, Unlocked: w.now}}}
		live := func(now box.Round, there bool) (began int) {
			if there {
				_, err := s.Heard(1, now, now, now)
				w.must(err)
				unlocked = now
			}
			s.Listened(now)
			began, _ = overdue(s, now)
			return began
		}
		// For two weeks they are there in each span, twenty minutes after it begins.
		now := w.now
		for range 14 * calendar.PerDay() {
			now++
			into := calendar.Start(now).Sub(spanOf(calendar, now))
			if live(now, into == 20*time.Minute) != 0 {
				t.Fatalf("%s: overdue %v after the last unlock, and there in every span", c.name, calendar.Start(now).Sub(calendar.Start(unlocked)))
			}
		}
		// Then they stay away. One span without them is not over before it is missed.
		missed, last := 0, spanOf(calendar, unlocked)
		for {
			now++
			if began := spanOf(calendar, now); began != last {
				missed, last = missed+1, began
			}
			if live(now, false) > 0 {
				break
			}
			if missed > 10 {
				t.Fatalf("%s: never overdue", c.name)
			}
		}
		after := calendar.Start(now).Sub(calendar.Start(unlocked))
		t.Logf("%s: every %d, grace %d lengths; overdue %v after the last unlock, in span %d after it", c.name, c.in.Every, c.in.Grace, after, missed)
		if missed < c.missed || missed > c.missed+1 {
			t.Errorf("%s: told in span %d after the last unlock, want %d or the one after", c.name, missed, c.missed)
		}
	}
}

// spanOf is when the span of a round began.
func spanOf(c round.Calendar, r box.Round) time.Time {
	from, _ := c.Hours(c.Start(r))
	return from
}

// TestDaysAreTurnedIntoRoundsByTheCalendar: what is said in days lasts days, in a
// group with hours as in one without.
func TestDaysAreTurnedIntoRoundsByTheCalendar(t *testing.T) {
	const day = 24 * time.Hour
	for name, g := range map[string]Group{"without hours": group(), "evenings": evenings(evening), "mornings and evenings": evenings(morning, evening)} {
		for what, c := range map[string]struct {
			rounds box.Round
			want   time.Duration
		}{
			"a quarantine":      {g.QuarantineRounds(), 3 * day},
			"a word":            {g.wordRounds(), 14 * day},
			"a stamp":           {g.stampRounds(), day},
			"a note's way":      {(&State{group: g}).routeRounds(), 14 * day},
			"to be asked again": {g.askRounds(), 7 * day},
			"silence":           {g.silentRounds(), 90 * day},
		} {
			start := g.Calendar.At(time.Date(2026, 3, 1, 19, 0, 0, 0, time.UTC))
			least := box.Round(0)
			if what == "silence" || what == "to be asked again" {
				least = lifelineBoxes * lifelineBlock // where rounds are few, as many as boxes need
			}
			got := g.Calendar.Start(start + c.rounds).Sub(g.Calendar.Start(start))
			if got != c.want && c.rounds != least {
				t.Errorf("%s: %s lasts %v, want %v", name, what, got, c.want)
			}
		}
	}
}
