package page

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"net/http"
	"runtime"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

var reports = flag.Int("reports", 2000, "of BenchmarkBrowse: how many reports the desk has")

// BenchmarkBrowse asks for the inbox, its filters, and the map at every zoom, of a desk with
// many reports in memory, and says how long 95 of 100 answers took at most.
//
//	go test ./desk/page -run NONE -bench Browse -benchtime 500x -reports 100000
func BenchmarkBrowse(b *testing.B) {
	o := newOffice(b, nil)
	o.fill(*reports)
	person := o.begin()
	rng := rand.New(rand.NewPCG(3, 4))
	for name, ask := range map[string]func() string{
		"inbox": func() string { return fmt.Sprint("/?from=", rng.IntN(max(1, *reports-pageSize))) },
		"filter": func() string {
			return fmt.Sprintf("/?kind=%s&severity=%d&south=%d&west=%d&north=%d&east=%d", kinds[rng.IntN(5)], 1+rng.IntN(4), 30, 10, 40, 25)
		},
		"map": func() string {
			zoom := rng.IntN(16)
			wide := 360 / float64(int(1)<<zoom) * 4
			lat, lon := 31+rng.Float64()*8, 10+rng.Float64()*12
			return fmt.Sprintf("/map/view?south=%.4f&west=%.4f&north=%.4f&east=%.4f&zoom=%d", max(-85, lat-wide/3), max(-180, lon-wide/2), min(85, lat+wide/3), min(180, lon+wide/2), zoom)
		},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			used := processor(b)
			for range b.N {
				target := ask()
				begin := time.Now()
				if w := person.get(target); w.Code != http.StatusOK {
					b.Fatalf("%s answers %d", target, w.Code)
				}
				took = append(took, time.Since(begin))
			}
			b.ReportMetric((processor(b)-used).Seconds()*1000/float64(b.N), "ms-processor/op")
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "ms/p95")
		})
	}
}

// processor is how much processor time this process has had: another measure than the
// clock, on a machine that others use.
func processor(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// fill sends so many reports of all kinds, spread over a sea's coasts.
func (o *office) fill(n int) {
	o.t.Helper()
	packets := make([][]byte, n)
	var work sync.WaitGroup
	for from := range runtime.NumCPU() {
		work.Go(func() {
			rng := rand.New(rand.NewPCG(1, uint64(from)))
			for i := from; i < n; i += runtime.NumCPU() {
				r := hospital(o.t)
				r.Kind, r.State = kinds[i%5], 0
				r.Type, r.Severity = uint8(1+i%3), report.Severity(1+i%4)
				if r.Kind == report.Hazard {
					r.People = 0
				}
				if r.Kind == report.Movement {
					r.Access, r.Consent = 0, report.MayNotify
				}
				r.Where = cell(o.t, 30+rng.Float64()*10, 10+rng.Float64()*15, place.HundredMetres)
				id, key, err := report.NewThread(madeUp{rng})
				if err != nil {
					o.t.Error(err)
					return
				}
				r.ID, r.Revision = id, 1
				l := report.LetterOf(r, key)
				if packets[i], err = seal.Seal(&l, o.to); err != nil {
					o.t.Error(err)
					return
				}
			}
		})
	}
	work.Wait()
	for batch := range slices.Chunk(packets, 1000) {
		if _, err := o.desk.Take(batch); err != nil {
			o.t.Fatal(err)
		}
	}
	if got := o.desk.Totals().Reports; got != n {
		o.t.Fatalf("the desk has %d reports, want %d", got, n)
	}
}

// madeUp is randomness, for ids of a benchmark.
type madeUp struct{ *rand.Rand }

func (d madeUp) Read(b []byte) (int, error) {
	for i := range b {
		b[i] = byte(d.Uint32())
	}
	return len(b), nil
}
