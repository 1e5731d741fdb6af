package weigh

import (
	"crypto/rand"
	"fmt"
	"syscall"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// BenchmarkOpenedAndPlaced opens sealed reports, begins their threads and finds the groups
// near them among 100,000, on as many processors as -cpu says.
func BenchmarkOpenedAndPlaced(b *testing.B) {
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		b.Fatal(err)
	}
	record := &seal.Record{Expires: 1000, Public: public, Name: "Desk"}
	opener, err := seal.NewOpener(&seed, record)
	if err != nil {
		b.Fatal(err)
	}
	x := NewIndex(Usual())
	cellAt := func(i int) place.Cell {
		e, err := place.Degrees(33+float64(i%316)/316*2, 36+float64(i/316)/316*2) // 200 km each way
		if err != nil {
			b.Fatal(err)
		}
		c, err := e.Coarsen(place.HundredMetres)
		if err != nil {
			b.Fatal(err)
		}
		return c
	}
	for i := range 100_000 {
		t, _ := ThingOf(&report.Report{Kind: report.Kind(1 + i%5), Where: place.Place{Cell: cellAt(i)}})
		x.Put(Group{fmt.Sprint(i), t})
	}
	var packets [][]byte
	for i := range 64 {
		id, key, err := report.NewThread(rand.Reader)
		if err != nil {
			b.Fatal(err)
		}
		l := report.LetterOf(report.Report{ID: id, Revision: 1, Kind: report.Site, Type: 1, How: report.Seen, Confidence: report.Sure,
			Where: place.Place{Cell: cellAt(i * 1500), Name: "Mill"}, Text: "Two wings, 120 beds."}, key)
		packet, err := seal.Seal(&l, record)
		if err != nil {
			b.Fatal(err)
		}
		packets = append(packets, packet)
	}
	used := func() time.Duration { // of processor time: on a busy machine the rate says little
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	b.ResetTimer()
	before := used()
	b.RunParallel(func(pb *testing.PB) {
		for i := 0; pb.Next(); i++ {
			l, err := opener.Open(packets[i%len(packets)])
			if err != nil {
				b.Error(err)
				return
			}
			thread, err := report.Begin(l)
			if err != nil {
				b.Error(err)
				return
			}
			if t, ok := ThingOf(thread.Report); !ok || len(x.Matches(t)) == 0 {
				b.Error("a report among groups is near none")
				return
			}
		}
	})
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "reports/s")
	b.ReportMetric(float64(b.N)/(used()-before).Seconds(), "reports/s-of-processor")
}
