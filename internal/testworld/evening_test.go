package testworld

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/seeds"
	"bulkhead/round"
)

// evenings are the hours of the promise, two a day, of rounds so long.
func evenings(seed uint64, members int, length time.Duration) Config {
	return Config{
		Seed: seed, Members: members, RoundLength: length, Slots: round.DefaultSlots, Keep: 8, Loss: .02,
		Spans: [round.MaxSpans]round.Span{{From: 18 * time.Hour, Length: 2 * time.Hour}}, Region: 320 << 10,
	}
}

// line is one text of an evening.
type line struct {
	from, to     int
	text         string
	typed, shown time.Time
}

// visit is a time for which somebody is there, with the phone on and the device open.
type visit struct{ from, to time.Time }

// together returns the part of two visits in which both are there, and the line is typed;
// it may end before it begins.
func (l *line) together(a, b visit) visit {
	v := visit{a.from, a.to}
	for _, t := range []time.Time{b.from, l.typed} {
		if t.After(v.from) {
			v.from = t
		}
	}
	if b.to.Before(v.to) {
		v.to = b.to
	}
	return v
}

// could returns since when, and whether, the line's two ends were there together for so long
// in an evening. In one that somebody missed they were not.
func (l *line) could(evening []visit, long time.Duration) (since time.Time, yes bool) {
	v := l.together(evening[l.from], evening[l.to])
	return v.from, v.to.Sub(v.from) >= long
}

// evening lives one evening: four in five come, up to twenty minutes late, and go up to
// thirty minutes early. Whoever is there keeps the phone on and the device open; it turns
// in the last eighth of each round. Each writes so many lines at any time of theirs. What it
// returns is when each member was there.
func (w *World) evening(t *testing.T, lines map[string]*line, each int) []visit {
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
	there := make([]visit, len(w.Members))
	for _, m := range w.Members {
		if m.chance.Float64() >= .8 {
			continue
		}
		from := span.Add(time.Duration(m.chance.Float64() * float64(20*time.Minute)))
		to := span.Add(2*time.Hour - time.Duration(m.chance.Float64()*float64(30*time.Minute)))
		there[m.Number] = visit{from, to}
		m.Env.Calendar = w.calendar
		events = append(events, event{from, func() error {
			m.SwitchOn()
			if err := m.Unlock(); err != nil {
				return err
			}
			err := m.Device.Refill()
			if errors.Is(err, device.ErrClockJump) { // after evenings away its owner is asked
				m.Device.ConfirmClock()
				err = m.Device.Refill()
			}
			return err
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
	return there
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
//
// Of six members one who stays away takes a third of the lines along, and one who comes late
// makes half of them wait: who is there decides those figures, and not the devices. So the
// short form, whose rounds last five minutes, asks about lines whose two ends were there
// together for eight rounds after the line was typed, and counts from then on.
func TestAnEveningInHours(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		c, each := evenings(seed, *size, 2*time.Minute), 2
		if !*long {
			c, each = evenings(seed, 6, 5*time.Minute), 8
		}
		t.Log(c)
		w := New(c)
		if err := w.Meet(); err != nil {
			t.Fatal(err)
		}
		for _, m := range w.Members {
			m.SwitchOff()
		}
		w.runUntil(w.now.Truncate(24 * time.Hour).Add(41*time.Hour + 30*time.Minute)) // the next day, before the hours
		for try := 1; ; try++ {
			puts := w.Drop.Puts
			lines := map[string]*line{}
			today := w.evening(t, lines, each)
			first := w.now
			tomorrow := w.evening(t, lines, 0)
			t.Logf("%d lines, %d writes", len(lines), w.Drop.Puts-puts)
			if *long {
				ofAll(t, lines, first)
				break
			}
			if ofThoseWhoMet(t, lines, first, today, tomorrow, c.RoundLength) {
				break
			}
			if try == 8 {
				t.Fatal("in eight evenings hardly anybody met: the world is asleep")
			}
		}
		if len(w.problems) > 0 {
			t.Errorf("problems: %v", w.problems[:min(5, len(w.problems))])
		}
	})
}

// ofAll holds the figures of the promise, of all lines: who is away takes some along.
func ofAll(t *testing.T, lines map[string]*line, first time.Time) {
	t.Helper()
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
	if len(lines) == 0 || len(same) == 0 {
		t.Fatalf("%d lines, of which %d were shown: the world is asleep", len(lines), len(same))
	}
	n, median := float64(len(lines)), same[len(same)/2]
	t.Logf("%.1f %% shown in the same hours, half within %v, 95 %% within %v; %.1f %% by the next day's end",
		100*float64(len(same))/n, median.Round(time.Second), same[len(same)*95/100].Round(time.Second), 100*float64(next)/n)
	if share := float64(len(same)) / n; share < .70 {
		t.Errorf("got %.3f shown in the same hours, want at least .70", share)
	}
	if share := float64(next) / n; share < .88 {
		t.Errorf("got %.3f shown by the next day's end, want at least .88", share)
	}
	if median > 210*time.Second {
		t.Errorf("half of them are shown within %v, want 3.5 minutes", median)
	}
}

// ofThoseWhoMet holds the same of the lines whose ends were there together for eight rounds.
// A line is typed at any time of a round, leaves in the next, and is shown at the end of that:
// so one to two rounds later, and one more for each request that is lost. Over two, half of
// them are late only where a device turns too seldom, or at another time of the round: then it
// was 2.3 and more. In 60 runs it was 1.20 to 1.81, and one
// such line of one run came a day late, after days of absence: three in four is far below.
// It returns false where there are hardly any.
func ofThoseWhoMet(t *testing.T, lines map[string]*line, first time.Time, today, tomorrow []visit, length time.Duration) bool {
	t.Helper()
	var waits []float64 // in rounds; one that did not come waited for all eight
	met, next, absent := 0, 0, 0
	for _, l := range lines {
		since, soon := l.could(today, 8*length)
		_, later := l.could(tomorrow, 8*length)
		if soon {
			wait := 8.
			if !l.shown.IsZero() && l.shown.Before(first) {
				wait = min(wait, l.shown.Sub(since).Seconds()/length.Seconds())
			}
			waits = append(waits, wait)
		}
		switch {
		case !soon && !later:
			absent++
		case l.shown.IsZero():
			met++
		default:
			met, next = met+1, next+1
		}
	}
	if len(waits) < 12 {
		return false
	}
	slices.Sort(waits)
	same, _ := slices.BinarySearch(waits, 8)
	t.Logf("same %d/%d median %.2f worst %.2f next %d/%d, %d absent", same, len(waits), waits[len(waits)/2], waits[len(waits)-1], next, met, absent)
	if got, most := waits[len(waits)/2], 2.; got > most {
		t.Errorf("half of the lines whose ends were there are shown within %.2f rounds, want %v", got, most)
	}
	if same*4 < len(waits)*3 {
		t.Errorf("%d of %d lines whose ends were there are shown in the same hours", same, len(waits))
	}
	if next*4 < met*3 {
		t.Errorf("%d of %d lines whose ends were there are shown by the next day's end", next, met)
	}
	return true
}
