package pouch_test

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/pouch"
)

// What a watcher sees of a device is when it sends what. differences compares
// two devices' logs: how many writes and reads each round has, how long each
// is, how many are repeated, and how the times lie within their halves and
// from one request to the next. It names what differs; for two devices that
// are alike it does so once in a thousand comparisons, and seeds are fixed.
func differences(p pouch.Plan, a, b []sent) (names []string) {
	for _, kind := range []string{"writes", "reads"} {
		ta, tb := times(p, a, kind), times(p, b, kind)
		if d, limit := kolmogorov(ta, tb); d > limit {
			names = append(names, "times of "+kind)
		}
		if d, limit := kolmogorov(gaps(p, a, kind), gaps(p, b, kind)); d > limit {
			names = append(names, "gaps of "+kind)
		}
	}
	if perRound(a) != perRound(b) {
		names = append(names, "requests per round")
	}
	if ra, rb := repeats(a), repeats(b); math.Abs(ra-rb) > 3.9*math.Sqrt(ra+rb+1) {
		names = append(names, "repeats")
	}
	return names
}

func isWrite(s sent) string {
	if s.q.Kind == pouch.Write {
		return "writes"
	}
	return "reads"
}

// times returns when within its half each request was sent, in seconds.
func times(p pouch.Plan, log []sent, kind string) (ts []float64) {
	for _, s := range log {
		if isWrite(s) == kind {
			ts = append(ts, math.Mod(s.at.Sub(time.Unix(0, 0)).Seconds(), p.Calendar().Length.Seconds()/2))
		}
	}
	return ts
}

// gaps returns the time between one request and the next of the same half.
func gaps(p pouch.Plan, log []sent, kind string) (gs []float64) {
	half := p.Calendar().Length / 2
	of := func(s sent) int64 { return int64(s.at.Sub(time.Unix(0, 0)) / half) }
	sorted := slices.SortedFunc(slices.Values(log), func(a, b sent) int { return a.at.Compare(b.at) })
	for i := 1; i < len(sorted); i++ {
		if isWrite(sorted[i]) == kind && of(sorted[i]) == of(sorted[i-1]) {
			gs = append(gs, sorted[i].at.Sub(sorted[i-1].at).Seconds())
		}
	}
	return gs
}

// perRound lists the numbers of first attempts that rounds have, over all the
// logs that were joined.
func perRound(log []sent) string {
	writes, reads := map[box.Round]int{}, map[box.Round]int{}
	for _, s := range log {
		if s.q.Attempt > 1 {
			continue
		}
		if s.q.Kind == pouch.Write {
			writes[s.q.Round]++
		} else {
			reads[s.q.Round]++
		}
	}
	seen := map[string]int{}
	for r := range writes {
		seen[fmt.Sprint(writes[r], reads[r])]++
	}
	return fmt.Sprint(seen)
}

func repeats(log []sent) (n float64) {
	for _, s := range log {
		if s.q.Attempt > 1 {
			n++
		}
	}
	return n
}

// kolmogorov returns the two-sample Kolmogorov-Smirnov distance and the limit
// that like samples exceed once in 10,000 times.
func kolmogorov(a, b []float64) (d, limit float64) {
	slices.Sort(a)
	slices.Sort(b)
	for i, j := 0, 0; i < len(a) && j < len(b); {
		if x := min(a[i], b[j]); a[i] == x {
			i++
		} else {
			j++
		}
		d = max(d, math.Abs(float64(i)/float64(len(a))-float64(j)/float64(len(b))))
	}
	n, m := float64(len(a)), float64(len(b))
	return d, math.Sqrt(-math.Log(.0001/2)/2) * math.Sqrt((n+m)/(n*m))
}

// watched is what a device's log shows over 192 rounds with a poor network.
// A busy one has four links whose boxes come and go, two conflicts a day, and
// is opened and sealed again ten times.
func watched(t *testing.T, busy bool, seed uint64) (pouch.Plan, []sent) {
	links := 0
	if busy {
		links = 4
	}
	w := newWorld(t, plan(6, 192), links, seed)
	w.drop.Fault(func() (bool, bool) { return w.rand.Uint64()%10 == 0, w.rand.Uint64()%10 == 0 })
	w.must(w.seal())
	w.start()
	for n := range 190 {
		if busy {
			r := w.round() + 1
			for link := range links {
				if w.rand.Uint64()%3 == 0 {
					w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(link, r, true)}, linkBox(link, r, 0))
				}
			}
			if n%48 == 0 {
				w.drop.Put(t.Context(), box.Ref{Round: r, ID: linkID(0, r, false)}, linkBox(0, r, 99))
			}
			if n%19 == 0 {
				w.until(w.now.Add(time.Duration(w.rand.Uint64() % uint64(15*time.Minute))))
				w.must(w.seal())
			}
		}
		w.rounds(0)
	}
	return w.plan, w.log
}

// An idle device and a busy one are the same to a watcher.
func TestIdleAndBusyLookAlike(t *testing.T) {
	var p pouch.Plan
	var idle, busy []sent
	for seed := range uint64(2) {
		var log []sent
		p, log = watched(t, false, 10+seed)
		idle = append(idle, log...)
		_, log = watched(t, true, 20+seed)
		busy = append(busy, log...)
	}
	idle, busy = through(idle, 285), through(busy, 285)
	if names := differences(p, idle, busy); len(names) != 0 {
		t.Errorf("an idle and a busy device differ in %v", names)
	}

	// The same comparison must see devices that do leak.
	for name, leak := range map[string]func(*sent) bool{
		"links' boxes are written 40 s earlier": func(s *sent) bool {
			if s.q.Kind == pouch.Write && s.q.ID[0] == 0x77 {
				s.at = s.at.Add(-40 * time.Second)
			}
			return true
		},
		"what was found is not read again after a failure": func(s *sent) bool {
			return s.q.Kind == pouch.Write || s.q.Attempt == 1 || s.q.ID[0] != 0x77
		},
		"one loop in fifty is left out": func(s *sent) bool {
			return s.q.ID[0] == 0x77 || s.q.ID[1] > 5
		},
	} {
		var leaky []sent
		for _, s := range busy {
			if leak(&s) {
				leaky = append(leaky, s)
			}
		}
		if names := differences(p, idle, leaky); len(names) == 0 {
			t.Errorf("the comparison does not see that %s", name)
		}
	}
}

// through cuts a log after a round, so that logs are of one length.
func through(log []sent, last box.Round) []sent {
	return slices.DeleteFunc(log, func(s sent) bool { return s.q.Round > last })
}
