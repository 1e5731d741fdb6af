package desk_test

import (
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"bulkhead/desk"
	"bulkhead/desk/sqlitestore"
	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// processor returns how much processor time this process has used: on a busy machine rates
// say little.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// thread is the same of this thread alone.
func thread(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(1, &u); err != nil { // RUSAGE_THREAD, which syscall does not name
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// deskKey is the desk's key of all benchmarks.
func deskKey(b *testing.B) (*seal.Record, *seal.Opener) {
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	record := &seal.Record{Expires: 1000, Public: public, Name: "Desk"}
	opener, err := seal.NewOpener(&seed, record)
	if err != nil {
		b.Fatal(err)
	}
	return record, opener
}

type memHolder struct{ b []byte }

func (h *memHolder) Held() ([]byte, error) { return slices.Clone(h.b), nil }
func (h *memHolder) Hold(b []byte) error   { h.b = slices.Clone(b); return nil }

func openStore(b *testing.B, folder string, h sqlitestore.Holder) *sqlitestore.Store {
	s, err := sqlitestore.Open(folder, h, rand.Reader, sqlitestore.Options{})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.Close() })
	return s
}

// reported returns the letter of a report somewhere in 400 km by 400 km.
func reported(b *testing.B, rng *mrand.Rand) report.Letter {
	id, key, err := report.NewThread(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	e, err := place.Degrees(33+4*rng.Float64(), 36+4*rng.Float64())
	if err != nil {
		b.Fatal(err)
	}
	cell, err := e.Coarsen(place.HundredMetres)
	if err != nil {
		b.Fatal(err)
	}
	r := report.Report{ID: id, Revision: 1, Kind: report.Kind(1 + rng.IntN(2)), Type: 1, How: report.How(1 + rng.IntN(3)), Confidence: report.Likely,
		Severity: report.Severity(rng.IntN(5)), Where: place.Place{Cell: cell, Name: "Mill Street"},
		Text: "Two wings, 120 beds, water for two days. The road from the north is open until the bridge."}
	return report.LetterOf(r, key)
}

// fill makes packets on all processors.
func fill(b *testing.B, n int, record *seal.Record) [][]byte {
	all := make([][]byte, n)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			rng := mrand.New(mrand.NewPCG(7, uint64(w)))
			for i := w; i < n; i += 2 {
				l := reported(b, rng)
				var err error
				if all[i], err = seal.Seal(&l, record); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
	return all
}

func openDesk(b *testing.B, s desk.Store, opener *seal.Opener) *desk.Desk {
	d, err := desk.Open(s, []*seal.Opener{opener}, desk.Options{Now: time.Now, Rand: rand.Reader})
	if err != nil {
		b.Fatal(err)
	}
	return d
}

// BenchmarkTake opens sealed reports, places them, keeps them durably and makes their
// receipts, 256 a commit, as they come from a line that has many.
func BenchmarkTake(b *testing.B) {
	record, opener := deskKey(b)
	s := openStore(b, b.TempDir(), &memHolder{})
	d := openDesk(b, s, opener)
	packets := fill(b, b.N, record)
	b.ResetTimer()
	before := processor(b)
	for batch := range slices.Chunk(packets, 256) {
		taken, err := d.Take(batch)
		if err != nil || taken[0].Outcome != desk.New {
			b.Fatal(err, taken[0].Outcome)
		}
		out, err := d.Outgoing(256)
		if err != nil || len(out) != len(batch) {
			b.Fatal(err, len(out))
		}
		var gone []uint64
		for _, o := range out {
			gone = append(gone, o.Number)
		}
		if err := d.Sent(gone...); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(float64(b.N)/(processor(b)-before).Seconds(), "reports/s-of-processor")
}

// BenchmarkBrowse looks at a desk with 100,000 reports: pages of 50 from all over the list,
// with filters and without, and views of the map at all zooms. It reports the 95th
// percentile of each, by the clock and of processor time, which a busy machine changes less.
func BenchmarkBrowse(b *testing.B) {
	_, opener := deskKey(b)
	folder, k := b.TempDir(), &memHolder{}
	s := openStore(b, folder, k)
	d := openDesk(b, s, opener)
	const reports = 100_000
	rng := mrand.New(mrand.NewPCG(9, 9))
	for done := 0; done < reports; done += 5000 {
		var letters []report.Letter // without seals: making 100,000 takes a minute
		for range 5000 {
			letters = append(letters, reported(b, rng))
		}
		if err := d.TakeLetters(letters); err != nil {
			b.Fatal(err)
		}
	}
	s.Close()
	start, before := time.Now(), processor(b)
	s = openStore(b, folder, k)
	d = openDesk(b, s, opener)
	opening, openingOf := time.Since(start).Seconds(), (processor(b) - before).Seconds()
	var pages, maps, cases, pagesOf, mapsOf []time.Duration
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	for b.Loop() {
		f := desk.Filter{}
		switch rng.IntN(3) {
		case 0:
			f.Kinds = []report.Kind{report.Site}
		case 1:
			f.Severity = report.Severe
		}
		start, used := time.Now(), thread(b)
		l, err := d.List(f, desk.Order(rng.IntN(2)), desk.Range{From: rng.IntN(30_000), Size: 50})
		pages, pagesOf = append(pages, time.Since(start)), append(pagesOf, thread(b)-used)
		if err != nil || len(l.Rows) != 50 {
			b.Fatal(err, len(l.Rows))
		}
		zoom := 5 + rng.IntN(12)
		wide := 1000 * 360 / 256 / float64(int(1)<<zoom) // a window of 1,000 pixels
		lat, lon := 33+4*rng.Float64(), 36+4*rng.Float64()
		start, used = time.Now(), thread(b)
		_, err = d.Map(desk.View{South: lat - wide/2, North: lat + wide/2, West: lon - wide/2, East: lon + wide/2}, zoom, f)
		maps, mapsOf = append(maps, time.Since(start)), append(mapsOf, thread(b)-used)
		if err != nil {
			b.Fatal(err)
		}
		start = time.Now()
		if _, err := d.Case(l.Rows[0].Case); err != nil {
			b.Fatal(err)
		}
		if _, err := d.Suggestions(l.Rows[0].Case, 20); err != nil {
			b.Fatal(err)
		}
		cases = append(cases, time.Since(start))
	}
	b.ReportMetric(opening, "s-to-open") // after the loop, which clears what was reported before
	b.ReportMetric(openingOf, "s-of-processor-to-open")
	for what, all := range map[string][]time.Duration{"page": pages, "map": maps, "case": cases, "page-of-processor": pagesOf, "map-of-processor": mapsOf} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, fmt.Sprintf("ms-p95-%s", what))
	}
}
