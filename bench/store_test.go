package bench

import (
	"crypto/rand"
	"encoding/binary"
	"fmt"
	mathrand "math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
	"bulkhead/drop/storetest"
)

const (
	storeSlice = 400 * time.Millisecond // of one store's turn; they take turns
	storeTurns = 7                      // the median counts
)

// BenchmarkStore measures durable puts, each followed by its get, by c
// goroutines in this process: the drop's store and, turn by turn on the same
// disk, a plain append log with group commit. Both are in their steady state:
// the drop's segments are files that were written before, as they are from the
// time on when the first rounds have expired; the plain log's file grows, as
// an append log's does.
func BenchmarkStore(b *testing.B) {
	dir := b.TempDir()
	plain, err := openPlainLog(filepath.Join(dir, "plain"), 0)
	must(b, err)
	defer plain.Close()
	ready, err := openPlainLog(filepath.Join(dir, "ready"), 2<<30)
	must(b, err)
	defer ready.Close()
	ours, err := pebblestore.Open(filepath.Join(dir, "drop"), pebblestore.Options{Reserve: 1 << 30})
	must(b, err)
	defer ours.Close()

	var figures, cpu []figure
	round := box.Round(5)
	for _, c := range []struct {
		clients    int
		hard, goal float64
	}{{1, 1.0, 1.4}, {16, 0.9, 1.4}, {256, 0.6, 1.0}} {
		var mine, theirs, readyTheirs []turn
		for range storeTurns {
			theirs = append(theirs, cycles(b, plain, c.clients, round))
			mine = append(mine, cycles(b, ours, c.clients, round))
			readyTheirs = append(readyTheirs, cycles(b, ready, c.clients, round))
			round++
			must(b, ours.DropBefore(round)) // its segments are written over from now on
			must(b, plain.DropBefore(round))
			must(b, ready.DropBefore(round))
		}
		m, p, r := median(mine), median(theirs), median(readyTheirs)
		what := fmt.Sprintf("c = %d", c.clients)
		figures = append(figures,
			figure{what: what + ", put + get", unit: "/s", measured: m.perSecond, peer: p.perSecond, hard: c.hard, goal: c.goal},
			figure{what: what + ", plain log on a pre-written file", unit: "/s", measured: r.perSecond, peer: p.perSecond})
		cpu = append(cpu, figure{what: what, unit: "µs", measured: m.micros, peer: p.micros, less: true})
		b.ReportMetric(m.perSecond, fmt.Sprintf("puts+gets/s-c%d", c.clients))
		b.ReportMetric(m.perSecond/p.perSecond, fmt.Sprintf("of-log-c%d", c.clients))
	}
	table("The drop's store; beside it a plain append log with group commit", figures...)
	table("Processor time of one put + get; beside it the plain log's", cpu...)
}

// turn is how a store did in one slice of time.
type turn struct {
	perSecond float64 // puts with their gets
	micros    float64 // processor time of one, in microseconds
}

func median(turns []turn) turn {
	var rates, micros []float64
	for _, t := range turns {
		rates, micros = append(rates, t.perSecond), append(micros, t.micros)
	}
	slices.Sort(rates)
	slices.Sort(micros)
	return turn{rates[len(rates)/2], micros[len(micros)/2]}
}

// cycles writes new boxes and reads each back, by c goroutines for a slice of
// time.
func cycles(tb testing.TB, s dropserver.Store, c int, round box.Round) turn {
	tb.Helper()
	var n atomic.Int64
	var workers sync.WaitGroup
	cpu, begin := cpuTime(), time.Now()
	for range c {
		workers.Go(func() {
			ref := box.Ref{Round: round}
			var content, back box.Content
			var seed [32]byte
			rand.Read(seed[:])
			ids := mathrand.NewChaCha8(seed)
			ids.Read(content[:])
			for i := uint64(0); time.Since(begin) < storeSlice; i++ {
				ids.Read(ref.ID[:])
				binary.BigEndian.PutUint64(content[8:], i)
				if o, err := s.Put(ref, &content); err != nil || o != dropserver.Created {
					tb.Errorf("put: %v, %v", o, err)
					return
				}
				if found, err := s.Get(ref, &back); err != nil || !found || back != content {
					tb.Errorf("get: %v, %v", found, err)
					return
				}
				n.Add(1)
			}
		})
	}
	workers.Wait()
	took, used := time.Since(begin), cpuTime()-cpu
	return turn{float64(n.Load()) / took.Seconds(), float64(used.Microseconds()) / float64(n.Load())}
}

// The peer must do what the store does, or the ratio says nothing.
func TestThePlainLogKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) dropserver.Store {
		l, err := openPlainLog(filepath.Join(t.TempDir(), "log"), 0)
		if err != nil {
			t.Fatal(err)
		}
		return l
	})
}
