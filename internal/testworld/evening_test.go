package testworld

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"bulkhead/internal/seeds"
	"bulkhead/round"
)

// evenings are the hours of the promise: two a day, of rounds of two minutes.
func evenings(seed uint64, members int) Config {
	return Config{
		Seed: seed, Members: members, RoundLength: 2 * time.Minute, Slots: round.DefaultSlots, Keep: 8, Loss: .02,
		Spans: [round.MaxSpans]round.Span{{From: 18 * time.Hour, Length: 2 * time.Hour}}, Region: 320 << 10,
	}
}

// line is one text of an evening.
type line struct {
	from, to     int
	text         string
	typed, shown time.Time
}

// evening lives one evening: four in five come, up to twenty minutes late, and go up to
// thirty minutes early. Whoever is there keeps the phone on and the device open; it turns
// in the last eighth of each round. Each writes so many lines at any time of theirs.
func (w *World) evening(t *testing.T, lines map[string]*line, each int) {
	t.Helper()
	span := w.now.Truncate(24 * time.Hour).Add(18 * time.Hour)
	if span.Before(w.now) {
		span = span.Add(24 * time.Hour)
	}
	type event struct {
		at time.Time
		do func() error
	}
	var events []event
	for _, m := range w.Members {
		if m.chance.Float64() >= .8 {
			continue
		}
		from := span.Add(time.Duration(m.chance.Float64() * float64(20*time.Minute)))
		to := span.Add(2*time.Hour - time.Duration(m.chance.Float64()*float64(30*time.Minute)))
		m.Env.Calendar = w.calendar
		events = append(events, event{from, func() error {
			m.SwitchOn()
			if err := m.Unlock(); err != nil {
				return err
			}
			return m.Device.Refill()
		}}, event{to, func() error {
			err := m.Device.Refill()
			m.sees(lines)
			m.Device.Abandon()
			m.Device = nil
			m.SwitchOff()
			return err
		}})
		for range each {
			at := from.Add(time.Duration(m.chance.Float64() * float64(to.Sub(from)-time.Second)))
			events = append(events, event{at, func() error {
				var others []int
				for n := range w.Members {
					if _, tied := m.Ties[n]; tied {
						others = append(others, n)
					}
				}
				l := &line{from: m.Number, to: others[m.chance.IntN(len(others))], typed: w.now}
				l.text = fmt.Sprintf("line %d from %d to %d", len(lines), l.from, l.to)
				lines[l.text] = l
				m.Device.Present()
				_, err := m.Device.Send(m.Ties[l.to], l.text)
				return err
			}})
		}
	}
	for at := span.Add(w.RoundLength * 7 / 8); at.Before(span.Add(2 * time.Hour)); at = at.Add(w.RoundLength) {
		events = append(events, event{at, func() error {
			var open []*Member
			for _, m := range w.Members {
				if m.Device != nil {
					open = append(open, m)
				}
			}
			failed := make([]error, len(w.Members))
			sideBySide(open, func(m *Member) { failed[m.Number] = m.Device.Tick() })
			for _, m := range open {
				m.sees(lines)
				if err := failed[m.Number]; err != nil {
					return err
				}
			}
			return nil
		}})
	}
	slices.SortStableFunc(events, func(a, b event) int { return a.at.Compare(b.at) })
	for _, e := range events {
		w.runUntil(e.at)
		if err := e.do(); err != nil {
			t.Fatal(err)
		}
	}
	w.runUntil(span.Add(3 * time.Hour))
}

// sees notes what is on the member's screen now.
func (m *Member) sees(lines map[string]*line) {
	for _, r := range m.Device.Inbox() {
		if l := lines[r.Text]; l != nil && l.to == m.Number && l.shown.IsZero() {
			l.shown = m.w.now
		}
	}
}

// TestAnEveningInHours is the promise of hours, among people: with two hours a day and
// rounds of two minutes, four in five there, at least seven lines in ten are shown in the
// same hours, half of these within three and a half minutes of being typed, and 88 in a
// hundred by the next day's end. The 300 members of the promise are the long form:
//
//	go test ./internal/testworld -run AnEvening -long -v -timeout 2h
func TestAnEveningInHours(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		members, each := *size, 2
		if !*long {
			members, each = 6, 8
		}
		c := evenings(seed, members)
		t.Log(c)
		w := New(c)
		if err := w.Meet(); err != nil {
			t.Fatal(err)
		}
		for _, m := range w.Members {
			m.SwitchOff()
		}
		w.runUntil(w.now.Truncate(24 * time.Hour).Add(41*time.Hour + 30*time.Minute)) // the next day, before the hours
		puts := w.Drop.Puts
		lines := map[string]*line{}
		w.evening(t, lines, each)
		first := w.now
		w.evening(t, lines, 0)
		same, next := []time.Duration{}, 0
		for _, l := range lines {
			if l.shown.IsZero() {
				continue
			}
			next++
			if l.shown.Before(first) {
				same = append(same, l.shown.Sub(l.typed))
			}
		}
		slices.Sort(same)
		n := float64(len(lines))
		if len(lines) == 0 || len(same) == 0 {
			t.Fatalf("%d lines, of which %d were shown: the world is asleep", len(lines), len(same))
		}
		median := same[len(same)/2]
		t.Logf("%d lines: %.1f %% shown in the same hours, half within %v, 95 %% within %v; %.1f %% by the next day's end; %d writes",
			len(lines), 100*float64(len(same))/n, median.Round(time.Second), same[len(same)*95/100].Round(time.Second), 100*float64(next)/n, w.Drop.Puts-puts)
		least, late := .70, .88
		if !*long { // of six, one who stays away takes a third of the lines along
			least, late = .15, .30
		}
		if share := float64(len(same)) / n; share < least {
			t.Errorf("got %.3f shown in the same hours, want at least %v", share, least)
		}
		if share := float64(next) / n; share < late {
			t.Errorf("got %.3f shown by the next day's end, want at least %v", share, late)
		}
		if median > 210*time.Second {
			t.Errorf("half of them are shown within %v, want 3.5 minutes", median)
		}
		if len(w.problems) > 0 {
			t.Errorf("problems: %v", w.problems[:min(5, len(w.problems))])
		}
	})
}
