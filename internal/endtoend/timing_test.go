//go:build linux

package endtoend

import (
	"flag"
	"fmt"
	"io"
	"math"
	"os"
	"slices"
	"testing"
	"time"

	"bulkhead/internal/stat"
)

// The real command's time by the four ways, interleaved, in some minutes:
//
//	go test ./internal/endtoend -run 'Takes|Slow' -timing 100 -v
var timing = flag.Int("timing", 0, "how often bulkhead's time is taken by each way")

// sample is the time of one run.
type sample struct{ shown, ended float64 } // milliseconds, until the first byte on the screen and until the end

// pairs of ways, and whether their times must be those of one and the same.
var pairs = []struct {
	a, b string
	same bool
}{{decoy, duress, true}, {decoy, normal, false}, {decoy, wrong, false}, {normal, duress, false}}

// What chance allows: for a pair that is the same, with 30 runs or more.
const (
	maxT   = 4.5
	maxAUC = 0.20 // from one half, with 30 runs; less with more
)

// TestDuressTakesAsLongAsTheDecoy: until something is shown, and to the end.
// The other ways differ by what is done after the attempt, which is not hidden:
// see the system calls.
func TestDuressTakesAsLongAsTheDecoy(t *testing.T) {
	p := newTimed(t, func() string { return build(t, "bulkhead/cmd/bulkhead") })
	if flaws := p.judgeTimes(p.times(*timing)); len(flaws) > 0 {
		t.Error(flaws)
	}
}

// TestASlowDuressIsSeen: the same on a build whose duress opening takes 40 ms
// longer.
func TestASlowDuressIsSeen(t *testing.T) {
	p := newTimed(t, func() string { return buildLeaky(t) })
	p.leak = leakSlow
	if flaws := p.judgeTimes(p.times(*timing)); len(flaws) == 0 {
		t.Error("nothing was found wrong with it")
	}
}

func newTimed(t *testing.T, build func() string) *powered {
	t.Helper()
	if *timing == 0 {
		t.Skip("only with -timing N")
	}
	p := newPlugged(t, build())
	coerced.make(p)
	return p
}

// times runs the command so often by each way, in turns, each round in another
// order, every time on a fresh copy.
func (p *powered) times(n int) map[string][]sample {
	all, order := map[string][]sample{}, slices.Clone(ways)
	for range n {
		p.r.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		for _, way := range order {
			all[way] = append(all[way], p.timed(way))
		}
	}
	return all
}

func (p *powered) timed(way string) (s sample) {
	p.copy(p.at(copyFolder), p.at(string(coerced)))
	cmd := p.bulkhead(p.at(copyFolder), call{args: []string{"status"}, pass: way})
	defer closeAll(cmd.ExtraFiles)
	cmd.Args = slices.DeleteFunc(cmd.Args, func(arg string) bool { return arg == "--json" })
	screen, out, err := os.Pipe()
	must(p.t, err)
	defer screen.Close()
	cmd.Stdout, cmd.Stderr = out, out
	began := time.Now()
	must(p.t, cmd.Start())
	out.Close()
	_, err = screen.Read(make([]byte, 1))
	must(p.t, err)
	s.shown = milliseconds(began)
	_, err = io.Copy(io.Discard, screen)
	must(p.t, err)
	_ = cmd.Wait()
	s.ended = milliseconds(began)
	return s
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since)) / float64(time.Millisecond)
}

// judgeTimes prints the table and returns what tells decoy from duress.
func (p *powered) judgeTimes(all map[string][]sample) (flaws []string) {
	bound := maxAUC * math.Sqrt(30/float64(*timing))
	for _, until := range []struct {
		name string
		of   func(sample) float64
	}{{"shown", func(s sample) float64 { return s.shown }}, {"ended", func(s sample) float64 { return s.ended }}} {
		by := map[string][]float64{}
		fmt.Printf("until %s, %d runs each, medians:", until.name, *timing)
		for _, way := range ways {
			for _, s := range all[way] {
				by[way] = append(by[way], until.of(s))
			}
			slices.Sort(by[way])
			fmt.Printf(" %s %.1f ms", way, by[way][len(by[way])/2])
		}
		fmt.Println()
		for _, pair := range pairs {
			auc, t := stat.AUC(by[pair.b], by[pair.a]), stat.Welch(by[pair.b], by[pair.a])
			fmt.Printf("  %-8s %-8s AUC %.3f  t %6.2f\n", pair.a, pair.b, auc, t)
			if pair.same && (math.Abs(auc-0.5) > bound || math.Abs(t) > maxT) {
				flaws = append(flaws, fmt.Sprintf("%s and %s, until %s: AUC %.3f, t %.2f", pair.a, pair.b, until.name, auc, t))
			}
		}
	}
	return flaws
}
