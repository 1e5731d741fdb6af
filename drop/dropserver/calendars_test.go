package dropserver

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/round"
)

// Promise: a box of one calendar is never refused, dropped or given because of a round of
// another, though the same numbers and ids are in both, at other times. Three calendars
// live through two days: in every round of each a box is written, always under the same
// id; it is given until 8 T after its round has ended, by wall time, and not after.
func TestRoundNumbersOfCalendarsDoNotMeet(t *testing.T) {
	var all []round.Calendar
	for _, text := range []string{"15m", "2m:18:00-21:12", "10m:00:00-06:00,08:00-18:00"} { // 96 rounds a day, all of them
		_, c, err := round.ParseCalendar(text)
		if err != nil || c.PerDay() != 96 {
			t.Fatal(text, err, c.PerDay())
		}
		all = append(all, c)
	}
	synctest.Test(t, func(t *testing.T) {
		const keep = 8
		stores := []kept{{}, {}, {}}
		c := Config{Store: stores[0], RoundLength: all[0].Length, Keep: keep, Prefix: drop.Prefix{1}, Name: "a", Now: time.Now}
		for i, calendar := range all[1:] {
			c.Others = append(c.Others, Offer{Name: string(rune('b' + i)), Calendar: calendar, Prefix: drop.Prefix{byte(2 + i)}, Store: stores[1+i]})
		}
		s, err := New(c)
		if err != nil {
			t.Fatal(err)
		}
		ctx, stop := context.WithCancel(context.Background())
		for _, o := range s.offers {
			go s.expire(ctx, o)
		}
		ask := func(method string, o *offer, r box.Round, body string) (int, string) {
			w := httptest.NewRecorder()
			q := httptest.NewRequest(method, o.Prefix.BoxPath(box.Ref{Round: r, ID: box.ID{1}}), strings.NewReader(body))
			q.ContentLength = int64(len(body))
			s.Handler().ServeHTTP(w, q)
			return w.Code, w.Body.String()
		}
		content := func(o *offer, r box.Round) string {
			return strings.Repeat(o.Name+string(rune('a'+r%26)), box.Size/2)
		}
		begin := time.Now().Truncate(24 * time.Hour).Add(24 * time.Hour)
		time.Sleep(time.Until(begin.Add(time.Second)))
		puts, numbers := 0, map[box.Round]int{}
		for time.Since(begin) < 48*time.Hour {
			now := time.Now()
			for _, o := range s.offers {
				r := o.Calendar.At(now)
				if o.Calendar.Open(now) && now.Sub(o.Calendar.Start(r)) < time.Minute {
					if code, _ := ask(http.MethodPut, o, r, content(o, r)); code != http.StatusCreated {
						t.Errorf("%v, calendar %s: the box of round %d is answered %d", now, o.Name, r, code)
					}
					puts++
					numbers[r]++
				}
				for back := range box.Round(keep + 3) {
					if o.Calendar.Start(r - back).Before(begin) {
						continue
					}
					gone := o.Calendar.End(r - back).Add(keep * o.Calendar.Length)
					code, body := ask(http.MethodGet, o, r-back, "")
					if now.Before(gone) && (code != http.StatusOK || body != content(o, r-back)) {
						t.Errorf("%v, calendar %s: the box of round %d, due until %v, is answered %d", now, o.Name, r-back, gone, code)
					} else if !now.Before(gone) && code == http.StatusOK {
						t.Errorf("%v, calendar %s: the box of round %d, due until %v, is still given", now, o.Name, r-back, gone)
					}
				}
			}
			time.Sleep(time.Minute)
		}
		met := 0
		for _, n := range numbers {
			if n > 1 {
				met++
			}
		}
		if puts != 3*2*96 || met < 150 {
			t.Errorf("%d boxes were written, and %d numbers stood for several rounds: the test is broken", puts, met)
		}
		for i, o := range s.offers {
			if n := len(stores[i]); n > keep+3 {
				t.Errorf("calendar %s keeps %d boxes", o.Name, n)
			}
		}
		stop()
		synctest.Wait()
	})
}

// Promise: no two calendars have their boxes in one store: there the numbers would meet.
func TestCalendarsMustNotShareAStore(t *testing.T) {
	shared := new(lone)
	c := Config{Store: shared, RoundLength: time.Minute, Prefix: drop.Prefix{1}, Now: time.Now}
	for name, o := range map[string]Offer{
		"the store of the first": {Calendar: round.Calendar{Length: time.Minute}, Prefix: drop.Prefix{2}, Store: shared},
		"the prefix of it":       {Calendar: round.Calendar{Length: time.Minute}, Prefix: drop.Prefix{1}, Store: new(lone)},
		"no store":               {Calendar: round.Calendar{Length: time.Minute}, Prefix: drop.Prefix{2}},
	} {
		c.Others = []Offer{o}
		if _, err := New(c); err == nil {
			t.Errorf("a calendar with %s is taken", name)
		}
	}
	c.Others = []Offer{{Calendar: round.Calendar{Length: time.Minute}, Prefix: drop.Prefix{2}, Store: new(lone)}}
	if _, err := New(c); err != nil {
		t.Error(err)
	}
}

// lone is a store that can be compared.
type lone struct {
	kept
	_ int
}
