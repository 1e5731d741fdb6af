package sim

import (
	"context"
	"errors"
	"math"
	"reflect"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/round"
)

const hour = time.Hour

func race(t testing.TB, g Graph, w Watch) *Watched {
	t.Helper()
	r, err := Race(context.Background(), g, w)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestARaceIsPEff: where there is one way between any two members, a race without
// an end exposes what the exact cascade does at cell.PEff; in a triangle, whose
// two ways have one noticing in common, a little less.
func TestARaceIsPEff(t *testing.T) {
	for _, w := range []Watch{
		{P: 1, Every: 12 * hour, Grace: 6 * hour, Mean: 24 * hour},
		{P: .5, Every: 24 * hour, Grace: 4 * hour, Mean: 24 * hour},
		{P: .7, Every: 4 * hour, Grace: hour, Mean: 6 * hour},
		{P: .3, Mean: 0},
	} {
		w.Within, w.Runs, w.Seed = 1_000_000*hour, 40_000, 3
		p := cell.PEff(w.P, w.Every, w.Grace, w.Mean)
		for _, g := range []Graph{path(t, 60), Cells{Members: 62, Pairs: 1, OneLink: true}} {
			want, _ := Exact(g, p, 0)
			if r := race(t, g, w); math.Abs(r.Mean-want) > 4*r.StdErr {
				t.Errorf("%T, %+v: %.4f ± %.4f, want %.4f", g, w, r.Mean, r.StdErr, want)
			}
		}
		cells := Cells{Members: 62, Pairs: 1}
		want, _ := Exact(cells, p, 0)
		if r := race(t, cells, w); r.Mean > want+4*r.StdErr || r.Mean < .85*want {
			t.Errorf("cells, %+v: %.4f ± %.4f, exact with independent ways %.4f", w, r.Mean, r.StdErr, want)
		}
	}
}

// TestARaceInHoursIsPEff: of one contact, taken at any time of the day, a race in hours
// exposes what cell.Noticing reckons; and what follows from it is not far from that, for
// who is taken by a contact's word is taken at no time of the day in particular.
func TestARaceInHoursIsPEff(t *testing.T) {
	for _, text := range []string{"2m:18:00-20:00", "2m:05:00-05:30,18:00-20:00", "2m:22:00-02:00"} {
		c := calendar(t, text)
		for _, times := range [][2]time.Duration{{24 * hour, hour}, {12 * hour, hour}, {48 * hour, hour}} {
			w := Watch{P: .8, Every: times[0], Grace: times[1], When: c, Mean: 24 * hour, Within: 1_000_000 * hour, Runs: 40_000, Seed: 3}
			p := cell.NoticingOf(c, w.Every, w.Grace).PEff(w.P, w.Mean)
			if r := race(t, path(t, 2), w); math.Abs(r.Mean-p) > 4*r.StdErr {
				t.Errorf("%s, %v: %.4f ± %.4f, want %.4f", text, times, r.Mean, r.StdErr, p)
			}
			want, _ := Exact(path(t, 30), p, 0)
			if r := race(t, path(t, 30), w); math.Abs(r.Mean/want-1) > .1 {
				t.Errorf("%s, %v, a chain: %.4f ± %.4f, want about %.4f", text, times, r.Mean, r.StdErr, want)
			}
		}
	}
}

func calendar(t *testing.T, text string) round.Calendar {
	t.Helper()
	_, c, err := round.ParseCalendar(text)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// TestWhatHappensInADayIsPartOfAll: a shorter time exposes fewer, the curve rises to the
// mean, and a time that nobody notices in is one draw from naming to capture.
func TestWhatHappensInADayIsPartOfAll(t *testing.T) {
	w := Watch{P: 1, Every: 12 * hour, Grace: 6 * hour, Mean: 24 * hour, Within: 24 * hour, Runs: 20_000, Seed: 3}
	day := race(t, Cells{Members: 254, Pairs: 1}, w)
	if last := day.Curve[len(day.Curve)-1]; math.Abs(last-day.Mean) > 1e-9 {
		t.Errorf("the curve ends at %v, the mean is %v", last, day.Mean)
	}
	for i := 1; i < len(day.Curve); i++ {
		if day.Curve[i] < day.Curve[i-1] {
			t.Errorf("the curve falls at %d", i)
		}
	}
	w.Within = 72 * hour
	if three := race(t, Cells{Members: 254, Pairs: 1}, w); three.Mean <= day.Mean {
		t.Errorf("%v in three days, %v in one", three.Mean, day.Mean)
	}
	w.Within, w.Grace = 6*hour, 1000*hour
	want := 1 - math.Exp(-.25)
	if r := race(t, path(t, 2), w); math.Abs(r.Mean-want) > 4*r.StdErr {
		t.Errorf("two members, six hours: %.4f ± %.4f, want %.4f", r.Mean, r.StdErr, want)
	}
}

func TestARaceReplaysAndRefuses(t *testing.T) {
	w := Watch{P: .8, Every: 12 * hour, Grace: 6 * hour, Mean: 24 * hour, Within: 24 * hour, Runs: 2001, Seed: 3, Workers: 1}
	one := race(t, Cells{Members: 254, Pairs: 2}, w)
	w.Workers = 5
	if again := race(t, Cells{Members: 254, Pairs: 2}, w); !reflect.DeepEqual(one, again) {
		t.Error("another number of goroutines, other numbers")
	}
	for _, bad := range []Watch{{P: 2}, {Every: -1}, {Within: -1}, {Mean: -1}} {
		bad.Runs = 10
		if bad.Within == 0 {
			bad.Within = hour
		}
		if _, err := Race(context.Background(), path(t, 2), bad); !errors.Is(err, ErrQuestion) {
			t.Errorf("%+v: %v, want ErrQuestion", bad, err)
		}
	}
	w.Workers = 0
	if _, err := Race(context.Background(), Flat(1_000_000), w); !errors.Is(err, ErrQuestion) {
		t.Errorf("a flat chat of a million: %v, want ErrQuestion", err)
	}
}
