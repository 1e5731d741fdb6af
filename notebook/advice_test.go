package notebook

import (
	"slices"
	"testing"
	"time"
)

const day = 24 * time.Hour

// pagesOn returns a notebook with a page at each of these times after monday.
func pagesOn(t *testing.T, after ...time.Duration) *Book {
	t.Helper()
	b := New()
	for _, d := range after {
		if _, err := b.Write("a page", monday.Add(d)); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestAdviceSaysWhatIsMissingAndNothingElse(t *testing.T) {
	const empty, quiet, few, oneDay = WantAnything, WantWriting, WantPages, WantOtherDays
	week := []time.Duration{0, day, 2 * day, 3 * day, 4 * day, 5 * day, 6 * day, 7 * day}
	hours := []time.Duration{0, 1, 2, 3, 4, 5, 6, 7}
	for _, c := range []struct {
		name  string
		pages []time.Duration
		now   time.Duration
		want  []WantKind
	}{
		{"empty", nil, 0, []WantKind{empty}},
		{"one page", []time.Duration{0}, 0, []WantKind{few}},
		{"two pages on one day", []time.Duration{0, 1}, 0, []WantKind{few, oneDay}},
		{"two pages on two days", []time.Duration{0, day}, day, []WantKind{few}},
		{"seven pages", week[:7], 7 * day, []WantKind{few}},
		{"lived in", week, 7 * day, nil},
		{"fourteen days later", week, 21 * day, nil},
		{"a second more", week, 21*day + time.Second, []WantKind{quiet}},
		{"eight on one day", hours, 0, []WantKind{oneDay}},
		{"all of it", hours[:2], 30 * day, []WantKind{quiet, few, oneDay}},
		{"a page from the future is not recent", append(week, 400*day), 30 * day, []WantKind{quiet}},
		{"only pages from the future", []time.Duration{40 * day}, 0, []WantKind{few}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Advice(pagesOn(t, c.pages...), monday.Add(c.now))
			if !slices.EqualFunc(got, c.want, func(w Want, k WantKind) bool { return w.Kind == k }) {
				t.Errorf("got %v, want the kinds %v", got, c.want)
			}
		})
	}
}

// TestADayIsTheReadersDay: what is one day in one zone is two in another.
func TestADayIsTheReadersDay(t *testing.T) {
	b := pagesOn(t, 0, 10*time.Hour) // 09:30 and 19:30 UTC
	for hours, want := range map[int]bool{0: true, 4: true, 5: false, -9: true, -10: false} {
		now := monday.Add(11 * time.Hour).In(time.FixedZone("", hours*3600))
		if got := slices.Contains(Advice(b, now), Want{Kind: WantOtherDays}); got != want {
			t.Errorf("at UTC%+d: one day is %v, want %v", hours, got, want)
		}
	}
}
