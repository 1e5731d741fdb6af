package desk

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/export"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

func must[T any](t testing.TB) func(T, error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

func ok(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// key is the desk's key of all tests: making one takes longer than most of them.
var key = sync.OnceValues(func() (*seal.Record, *seal.Opener) {
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		panic(err)
	}
	record := &seal.Record{Expires: 1000, Public: public, Name: "Desk"}
	opener, err := seal.NewOpener(&seed, record)
	if err != nil {
		panic(err)
	}
	return record, opener
})

// office is a desk in a test, with its clock.
type office struct {
	*Desk
	t     testing.TB
	store Store
	now   time.Time
	room  int
}

func openOffice(t testing.TB, s Store) *office {
	o := &office{t: t, store: s, now: time.Date(2026, 11, 14, 9, 17, 23, 0, time.UTC)}
	o.reopen(false)
	return o
}

// reopen opens the desk again from its store alone.
func (o *office) reopen(earlier bool) {
	o.t.Helper()
	_, opener := key()
	o.Desk = must[*Desk](o.t)(Open(o.store, []*seal.Opener{opener}, Options{Now: func() time.Time { return o.now }, Rand: rand.Reader, MaxReports: o.room, Earlier: earlier}))
}

// Opened opens a report by somebody who sees it as it is now.
func (o *office) Opened(n Name) error {
	th, err := o.Thread(n)
	if err != nil {
		return err
	}
	return o.Desk.Opened(th)
}

// Clear clears a case by somebody who sees it as it is now.
func (o *office) Clear(c Name, it export.Item) error {
	shown, err := o.Case(c)
	if err != nil {
		return err
	}
	return o.Desk.Clear(c, it, shown.Seen)
}

// take gives the desk one packet, and wants an outcome.
func (o *office) take(packet []byte, want Outcome) Name {
	o.t.Helper()
	got := must[[]Taken](o.t)(o.Take([][]byte{packet}))
	if len(got) != 1 || got[0].Outcome != want {
		o.t.Fatalf("outcome %v, want %v", got, want)
	}
	return got[0].Report
}

// line hands all replies that wait to a line, and returns them.
func (o *office) line() (packets [][]byte) {
	o.t.Helper()
	for _, out := range must[[]Outgoing](o.t)(o.Outgoing(maxReplies)) {
		packets = append(packets, out.Packet)
		ok(o.t, o.Sent(out.Number))
	}
	return packets
}

// writer is somebody with one report.
type writer struct {
	t        testing.TB
	id       report.ID
	key      report.ReplyKey
	report   report.Report
	revision uint16
	progress seal.Progress
}

func cell(t testing.TB, lat, lon float64) place.Cell {
	e := must[place.Exact](t)(place.Degrees(lat, lon))
	return must[place.Cell](t)(e.Coarsen(place.HundredMetres))
}

func newWriter(t testing.TB, lat, lon float64) *writer {
	id, key, err := report.NewThread(rand.Reader)
	ok(t, err)
	return &writer{t: t, id: id, key: key, report: report.Report{ID: id, Kind: report.Site, Type: 1, State: 1, Severity: report.Moderate, How: report.Seen,
		Confidence: report.Sure, Consent: report.MayNotify | report.MayPublish, People: report.Counted(120),
		Where: place.Place{Cell: cell(t, lat, lon), Name: "Mill Street"}, Text: "Two wings, 120 beds."}}
}

func sealed(t testing.TB, l report.Letter) []byte {
	record, _ := key()
	return must[[]byte](t)(seal.Seal(&l, record))
}

// edit returns the packet of the next revision.
func (w *writer) edit(f func(*report.Report)) []byte {
	if f != nil {
		f(&w.report)
	}
	w.next()
	w.report.Revision = w.revision
	return sealed(w.t, report.LetterOf(w.report, w.key))
}

func (w *writer) next() { w.revision++; w.progress.Sent(w.revision) }

func (w *writer) withdraw(why report.Why) []byte {
	w.next()
	return sealed(w.t, report.Letter{What: report.AWithdrawal, Key: w.key, ID: w.id, Revision: w.revision, Why: why})
}

func (w *writer) answer(number uint16, text string) []byte {
	w.next()
	return sealed(w.t, report.Letter{What: report.AnAnswer, Key: w.key, ID: w.id, Revision: w.revision, Answers: number, Text: text})
}

// hear opens the replies that are the writer's.
func (w *writer) hear(packets [][]byte) (all []seal.Reply) {
	w.t.Helper()
	for _, p := range packets {
		if r, err := seal.OpenReply(&w.key, w.id, p); err == nil {
			if got := w.progress.Take(r); got != report.Newest {
				w.t.Fatalf("reply %d (%d) is %d to its writer", r.Number, r.Word, got)
			}
			all = append(all, *r)
		}
	}
	return all
}

// dump is everything that a store holds, with what stands in base64 beside it in clear.
func dump(t testing.TB, s Store) (rows int, all []byte) {
	t.Helper()
	ok(t, s.Load(func(r Stored) error {
		rows++
		all = append(append(all, fmt.Sprint(r.Table, r.Number)...), r.Data...)
		for _, word := range strings.Split(string(r.Data), `"`) {
			if b, err := base64.StdEncoding.DecodeString(word); err == nil {
				all = append(all, b...)
			}
		}
		return nil
	}))
	return rows, all
}

func holds(all []byte, text string) bool { return bytes.Contains(all, []byte(text)) }

func coarse(t testing.TB) place.Cell {
	e := must[place.Exact](t)(place.Degrees(33.5, 36.3))
	return must[place.Cell](t)(e.Coarsen(place.TenKilometres))
}
