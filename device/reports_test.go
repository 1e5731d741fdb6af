package device

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"bulkhead/report"
	"bulkhead/report/book"
)

func aReport(text string) report.Report {
	return report.Report{Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure, Text: text}
}

// Promise: a report is kept in the vault and comes back; what is refused, or has no room,
// changes nothing; the room is the owner's own.
func TestReportsAreKeptAndCharged(t *testing.T) {
	d := founder(t)
	room := d.ownRoom()
	n, err := d.NewReport(aReport("12 beds"))
	if err != nil {
		t.Fatal(err)
	}
	if taken := room - d.ownRoom(); taken != d.reports.Bytes() || taken == 0 {
		t.Errorf("the report takes %d bytes, the owner was charged %d", d.reports.Bytes(), taken)
	}
	if err := d.EditReport(n, aReport("14 beds")); err != nil {
		t.Fatal(err)
	}
	kept, err := d.marshal()
	if err != nil {
		t.Fatal(err)
	}
	for name, refused := range map[string]error{
		"a report that says nothing of how it is known": d.EditReport(n, report.Report{Kind: report.Site}),
		"another's number": d.EditReport(n+1, aReport("x")),
	} {
		if refused == nil {
			t.Errorf("%s is taken", name)
		}
	}
	if again, err := d.marshal(); err != nil || !bytes.Equal(again, kept) {
		t.Errorf("a refusal changes something: %v", err)
	}
	s, err := unmarshal(kept)
	if err != nil {
		t.Fatal(err)
	}
	if r, err := s.reports.Text(n); err != nil || r.Text != "14 beds" {
		t.Errorf("the report does not come back: %v", err)
	}
	l, length, err := d.PreviewReport(n)
	if err != nil || l.Report.Text != "14 beds" || length != report.ShortLetter {
		t.Errorf("the preview: %v, %d bytes", err, length)
	}
	for i := 0; err == nil; i++ {
		if _, err = d.NewReport(aReport(strings.Repeat("x", report.MaxText))); i > book.MaxEntries {
			t.Fatal("there is no bound")
		}
	}
	if !errors.Is(err, ErrNoRoom) && !errors.Is(err, book.ErrFull) {
		t.Errorf("too many: %v", err)
	}
	if err := d.Save(); err != nil {
		t.Errorf("with all room taken: %v", err)
	}
	d.DeleteReport(n)
	if _, err := d.Report(n); !errors.Is(err, book.ErrNone) {
		t.Errorf("it is not forgotten: %v", err)
	}
	d.Abandon()
	if len(d.reports.All()) != 0 {
		t.Error("reports stay in memory")
	}
}
