package notebook

import (
	"fmt"
	"slices"
	"strings"
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
	const empty, quiet, few, oneDay = "is empty", "Nothing was written", "few pages", "one day"
	week := []time.Duration{0, day, 2 * day, 3 * day, 4 * day, 5 * day, 6 * day, 7 * day}
	hours := []time.Duration{0, 1, 2, 3, 4, 5, 6, 7}
	for _, c := range []struct {
		name  string
		pages []time.Duration
		now   time.Duration
		want  []string
	}{
		{"empty", nil, 0, []string{empty}},
		{"one page", []time.Duration{0}, 0, []string{few}},
		{"two pages on one day", []time.Duration{0, 1}, 0, []string{few, oneDay}},
		{"two pages on two days", []time.Duration{0, day}, day, []string{few}},
		{"seven pages", week[:7], 7 * day, []string{few}},
		{"lived in", week, 7 * day, nil},
		{"fourteen days later", week, 21 * day, nil},
		{"a second more", week, 21*day + time.Second, []string{quiet}},
		{"eight on one day", hours, 0, []string{oneDay}},
		{"all of it", hours[:2], 30 * day, []string{quiet, few, oneDay}},
		{"a page from the future is not recent", append(week, 400*day), 30 * day, []string{quiet}},
		{"only pages from the future", []time.Duration{40 * day}, 0, []string{few}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := Advice(pagesOn(t, c.pages...), monday.Add(c.now))
			if !slices.EqualFunc(got, c.want, strings.Contains) {
				t.Errorf("got %q, want sentences with %q", got, c.want)
			}
		})
	}
}

// TestADayIsTheReadersDay: what is one day in one zone is two in another.
func TestADayIsTheReadersDay(t *testing.T) {
	b := pagesOn(t, 0, 10*time.Hour) // 09:30 and 19:30 UTC
	for hours, want := range map[int]bool{0: true, 4: true, 5: false, -9: true, -10: false} {
		now := monday.Add(11 * time.Hour).In(time.FixedZone("", hours*3600))
		if got := strings.Contains(fmt.Sprint(Advice(b, now)), "one day"); got != want {
			t.Errorf("at UTC%+d: one day is %v, want %v", hours, got, want)
		}
	}
}

func TestThereIsMoreToWriteAboutThanANotebookNeeds(t *testing.T) {
	prompts := Prompts()
	if len(prompts) <= livedInPages {
		t.Errorf("%d prompts, want more than %d", len(prompts), livedInPages)
	}
	prompts[0] = ""
	seen := map[string]bool{}
	for _, p := range Prompts() {
		if !visible(p) || seen[p] || strings.Contains(p, "\n") {
			t.Errorf("prompt %q is empty, there twice or more than a line", p)
		}
		seen[p] = true
	}
}
