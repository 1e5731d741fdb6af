package dropserver_test

import (
	"context"
	"net/http"
	"testing"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
	"bulkhead/round"
)

// Promise: a drop goes by wall time at the edges of hours: a round's boxes are taken
// from T before it begins until T after it has ended, and given until 8 T after. So the
// evening's are gone in the night, and last night's round takes nothing in the morning.
func TestAtTheEdgesOfHoursADropGoesByWallTime(t *testing.T) {
	const length = 2 * time.Minute
	calendar := round.Calendar{Length: length, Spans: [round.MaxSpans]round.Span{{From: 5 * time.Hour, Length: 30 * time.Minute}, {From: 18 * time.Hour, Length: 2 * time.Hour}}}
	evening := time.Date(2026, 3, 1, 20, 0, 0, 0, time.UTC) // as it ends
	morning := evening.Add(9 * time.Hour)
	last := calendar.At(evening.Add(-1))
	r := start(t, false, func(c *dropserver.Config) { c.RoundLength, c.Spans = length, calendar.Spans })
	c := r.client(t, false)
	r.clock.set(evening.Add(-length))
	ref, content := storetest.Some(last, 1)
	put(t, c, ref, content, drop.Stored)
	for _, at := range []struct {
		name     string
		at       time.Time
		put, get drop.Outcome
	}{
		{"as the span ends", evening, drop.Same, drop.Found},
		{"a T after it, less a moment", evening.Add(length - 1), drop.Same, drop.Found},
		{"a T after it", evening.Add(length), drop.Refused, drop.Found},
		{"8 T after it, less a moment", evening.Add(8*length - 1), drop.Refused, drop.Found},
		{"8 T after it", evening.Add(8 * length), drop.Refused, drop.Refused},
		{"in the morning", morning, drop.Refused, drop.Refused},
	} {
		r.clock.set(at.at)
		t.Run(at.name, func(t *testing.T) {
			put(t, c, ref, content, at.put)
			get(t, c, ref, at.get, nil)
		})
	}
	first, content := storetest.Some(last+1, 2)
	for _, at := range []struct {
		at   time.Time
		want drop.Outcome
	}{
		{evening.Add(length), drop.Refused}, {morning.Add(-length - 1), drop.Refused}, {morning.Add(-length), drop.Stored}, {morning, drop.Same},
		{morning.Add(2*length - 1), drop.Same}, {morning.Add(2 * length), drop.Refused},
	} {
		r.clock.set(at.at)
		put(t, c, first, content, at.want)
	}
}

// Promise: a drop's calendars have a prefix and boxes each, and it says which it offers.
func TestCalendarsHavePrefixAndBoxesOfTheirOwn(t *testing.T) {
	const length = 2 * time.Minute
	spans := [round.MaxSpans]round.Span{{From: 18 * time.Hour, Length: 2 * time.Hour}}
	evenings := round.Calendar{Length: length, Spans: spans}
	other := drop.Prefix{1, 2, 3}
	r := start(t, false, func(c *dropserver.Config) {
		c.Name = "always"
		c.Others = []dropserver.Offer{{Name: "evenings", Calendar: evenings, Prefix: other, Store: storetest.NewMem()}}
	})
	a, err := drop.NewPlainAddress(r.addr, other)
	if err != nil {
		t.Fatal(err)
	}
	tr := new(http.Transport)
	t.Cleanup(tr.CloseIdleConnections)
	first, second := r.client(t, false), drop.NewClient(a, tr)
	now := time.Date(2026, 3, 1, 19, 0, 0, 0, time.UTC)
	r.clock.set(now)
	ref, content := storetest.Some(evenings.At(now), 1)
	put(t, second, ref, content, drop.Stored)
	get(t, second, ref, drop.Found, &content)
	get(t, first, ref, drop.Refused, nil)
	for name, c := range map[string]*drop.Client{"always": first, "evenings": second} {
		info, _, err := c.Info(context.Background())
		when, err2 := info.When()
		if err != nil || err2 != nil || info.Calendar != name || len(info.Calendars) != 2 || info.Calendars[1].Prefix != other.Text() || info.Calendars[1].Hours != "18:00-20:00" {
			t.Errorf("%s: the drop says %+v, %v, %v", name, info, err, err2)
		}
		if want := map[string]round.Calendar{"always": {Length: testLength}, "evenings": evenings}[name]; when != want {
			t.Errorf("%s: its rounds are %v, want %v", name, when, want)
		}
	}
	if n := r.store.Len(); n != 0 {
		t.Errorf("%d boxes of the evenings lie among those of the other calendar", n)
	}
}
