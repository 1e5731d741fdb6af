package round

import (
	"encoding/binary"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
)

var update = flag.Bool("update", false, "write testdata/vectors.txt anew: go test ./round -run Vectors -update")

// TestVectors holds calendars against the file that a second implementation reads
// (internal/second). A change of it is a change of format.
func TestVectors(t *testing.T) {
	const file = "testdata/vectors.txt"
	got := vectors(t)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(file); err != nil || string(want) != got {
		t.Errorf("the vectors are others (%v)", err)
	}
}

func vectors(t *testing.T) string {
	var b strings.Builder
	b.WriteString("# docs/protocol/calendar.md: form, rounds of a day, PL; times in milliseconds of Unix time, and\n" +
		"# their rounds; what a drop takes, and gives if it keeps boxes for so many lengths T\n")
	for _, c := range []struct {
		length time.Duration
		hours  string
	}{
		{15 * time.Minute, ""}, {time.Hour, ""}, {24 * time.Hour, ""}, {500 * time.Millisecond, ""},
		{2 * time.Minute, "05:00-05:30,18:00-20:00"}, {15 * time.Minute, "22:00-01:00,08:00-09:30"},
		{time.Second, "06:00-06:00:20,12:00-12:00:01,17:30-18:00,23:59:59-24:00"}, {4 * time.Hour, "04:00-20:00"},
	} {
		cal, err := ParseHours(c.length, c.hours)
		if err != nil {
			t.Fatal(err)
		}
		describe(&b, cal)
	}
	b.WriteString("\n# no calendars: T, order, gaps, touching spans, beyond the day, all of it\n")
	for _, words := range [][9]uint32{
		{0}, {499}, {86_400_001}, {700_001}, {900_000, 0, 0, 4, 4}, {900_000, 4, 4, 8, 4}, {900_000, 4, 4, 6, 4}, {900_000, 8, 4, 0, 4},
		{900_000, 90, 7}, {900_000, 0, 96}, {900_000, 5, 0}, {900_000, 1<<32 - 1, 2}, {900_000, 1, 1, 3, 1, 0, 0, 5, 1},
	} {
		var form [CalendarSize]byte
		for i, w := range words {
			binary.BigEndian.PutUint32(form[4*i:], w)
		}
		if _, err := CalendarOf(form); err == nil {
			t.Errorf("%x is a calendar", form)
		}
		fmt.Fprintf(&b, "refused %x\n", form)
	}
	return b.String()
}

// describe writes one calendar, at the edges of its rounds.
func describe(b *strings.Builder, c Calendar) {
	fmt.Fprintf(b, "\ncalendar %x\nper-day %d\npouch %d\n", c.Bytes(), c.PerDay(), c.PouchRounds())
	for _, d := range []time.Duration{1, time.Hour, 48 * time.Hour, 7 * 24 * time.Hour, 100*time.Hour + time.Millisecond} {
		d = max(d, time.Millisecond)
		fmt.Fprintf(b, "in %d %d\n", d.Milliseconds(), c.Rounds(d))
	}
	day := time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC)
	first := c.At(day.Add(-time.Millisecond)) + 1
	rounds, n := []box.Round{0, 1, first, first + box.Round(c.PerDay()/3), first + box.Round(c.PerDay()) - 1, first + box.Round(c.PerDay()), 1<<32 - 1}, first
	for _, s := range c.Spans {
		n += box.Round(s.Length / c.Length)
		rounds = append(rounds, n-1, n) // a span's last, and the next one's first
	}
	for _, r := range rounds {
		fmt.Fprintf(b, "begins %d %d\n", r, c.Start(r).UnixMilli())
	}
	for _, r := range []box.Round{first, first + box.Round(c.PerDay()/3), first + box.Round(c.PerDay()) - 1} {
		start := c.Start(r)
		for _, at := range []time.Time{start.Add(-time.Millisecond), start, start.Add(c.Length - time.Millisecond), start.Add(c.Length), c.Next(start).Add(-time.Millisecond), c.Next(start)} {
			fmt.Fprintf(b, "at %d %d %s\n", at.UnixMilli(), c.At(at), map[bool]string{true: "open", false: "between"}[c.Open(at)])
		}
		for _, at := range []time.Duration{-c.Length - time.Millisecond, -c.Length, 0, 2*c.Length - time.Millisecond, 2 * c.Length, 9*c.Length - time.Millisecond, 9 * c.Length} {
			fmt.Fprintf(b, "drop %d 8 %d %t %t\n", r, start.Add(at).UnixMilli(), c.Takes(r, start.Add(at)), c.Gives(r, start.Add(at), 8))
		}
	}
	for _, at := range []time.Time{time.UnixMilli(0), time.UnixMilli(1), day, day.Add(13*time.Hour + 7*time.Second)} {
		fmt.Fprintf(b, "at %d %d %s\n", at.UnixMilli(), c.At(at), map[bool]string{true: "open", false: "between"}[c.Open(at)])
	}
}
