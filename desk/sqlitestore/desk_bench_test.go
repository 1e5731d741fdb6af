package sqlitestore

import (
	"crypto/rand"
	"fmt"
	mrand "math/rand/v2"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"bulkhead/desk"
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

// reported returns the packet of a report somewhere in 400 km by 400 km.
func reported(b *testing.B, rng *mrand.Rand, record *seal.Record) []byte {
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
	l := report.LetterOf(r, key)
	packet, err := seal.Seal(&l, record)
	if err != nil {
		b.Fatal(err)
	}
	return packet
}

// fill makes packets on all processors.
func fill(b *testing.B, n int, record *seal.Record) [][]byte {
	all := make([][]byte, n)
	var wg sync.WaitGroup
	for w := range 2 {
		wg.Go(func() {
			rng := mrand.New(mrand.NewPCG(7, uint64(w)))
			for i := w; i < n; i += 2 {
				all[i] = reported(b, rng, record)
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
	s := open(b, b.TempDir(), &memHolder{})
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
// percentile of each.
func BenchmarkBrowse(b *testing.B) {
	record, opener := deskKey(b)
	folder, k := b.TempDir(), &memHolder{}
	s := open(b, folder, k)
	d := openDesk(b, s, opener)
	const reports = 100_000
	for done := 0; done < reports; done += 5000 {
		if _, err := d.Take(fill(b, 5000, record)); err != nil {
			b.Fatal(err)
		}
	}
	s.Close()
	start, before := time.Now(), processor(b)
	s = open(b, folder, k)
	d = openDesk(b, s, opener)
	b.ReportMetric(time.Since(start).Seconds(), "s-to-open")
	b.ReportMetric((processor(b) - before).Seconds(), "s-of-processor-to-open")
	rng := mrand.New(mrand.NewPCG(9, 9))
	var pages, maps, cases []time.Duration
	for b.Loop() {
		f := desk.Filter{}
		switch rng.IntN(3) {
		case 0:
			f.Kinds = []report.Kind{report.Site}
		case 1:
			f.Severity = report.Severe
		}
		start := time.Now()
		l, err := d.List(f, desk.Order(rng.IntN(2)), desk.Range{From: rng.IntN(30_000), Size: 50})
		pages = append(pages, time.Since(start))
		if err != nil || len(l.Rows) != 50 {
			b.Fatal(err, len(l.Rows))
		}
		zoom := 5 + rng.IntN(12)
		wide := 1000 * 360 / 256 / float64(int(1)<<zoom) // a window of 1,000 pixels
		lat, lon := 33+4*rng.Float64(), 36+4*rng.Float64()
		start = time.Now()
		_, err = d.Map(desk.View{South: lat - wide/2, North: lat + wide/2, West: lon - wide/2, East: lon + wide/2}, zoom, f)
		maps = append(maps, time.Since(start))
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
	for what, all := range map[string][]time.Duration{"page": pages, "map": maps, "case": cases} {
		slices.Sort(all)
		b.ReportMetric(float64(all[len(all)*95/100].Microseconds())/1000, fmt.Sprintf("ms-p95-%s", what))
	}
}

// BenchmarkErase erases one row of a store with 200,000, as a withdrawal does: all keys are
// sealed anew.
func BenchmarkErase(b *testing.B) {
	s := open(b, b.TempDir(), &memHolder{})
	var changes []desk.Change
	for n := range uint64(100_000) {
		changes = append(changes, put(n, "a report"), desk.Change{Table: desk.Cases, Number: n, Data: []byte("a case")})
	}
	commit(b, s, changes...)
	b.ResetTimer()
	before := processor(b)
	for n := range b.N {
		commit(b, s, desk.Change{Table: desk.Reports, Number: uint64(n % 100_000), Data: []byte("erased"), Erase: true})
	}
	b.ReportMetric((processor(b)-before).Seconds()*1000/float64(b.N), "ms-of-processor/op")
}
