package bench

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	mathrand "math/rand/v2"
	"net"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
)

const (
	dropClients = 64
	dropSlice   = 500 * time.Millisecond // of one peer's turn
	dropTurns   = 7                      // the median counts
)

// BenchmarkDrop measures cycles of a put and the get of the same box from a
// drop over TLS 1.3, durable, with 64 clients on the same processor: beside the
// same server without a store, and beside other servers that keep 4,096 bytes
// durably and give them back, each by its own protocol, without TLS, through
// its usual Go client. Peers that are not installed are left out, and named.
func BenchmarkDrop(b *testing.B) {
	store, err := pebblestore.Open(filepath.Join(b.TempDir(), "drop"), pebblestore.Options{Reserve: 1 << 30})
	must(b, err)
	b.Cleanup(func() { must(b, store.Close()) })
	ours := openAll(b, lean(served(b, store)))
	bare := openAll(b, lean(served(b, nothing{})))

	var mine, theirs []turn
	for range dropTurns {
		theirs = append(theirs, loaded(b, bare))
		mine = append(mine, loaded(b, ours))
	}
	m, t := median(mine), median(theirs)
	figures := []figure{{what: "beside the same server without a store", unit: "/s", measured: m.perSecond, peer: t.perSecond, hard: 0.65, goal: 0.85}}
	b.ReportMetric(m.perSecond, "cycles/s")
	b.ReportMetric(m.perSecond/t.perSecond, "of-no-store")
	var missing []string
	for _, p := range peers {
		open, err := p.start(b)
		if err != nil {
			missing = append(missing, fmt.Sprintf("%s: %v", p.name, err))
			continue
		}
		ways := openAll(b, open)
		var mine, theirs []turn
		for range dropTurns {
			theirs = append(theirs, loaded(b, ways))
			mine = append(mine, loaded(b, ours))
		}
		m, t := median(mine), median(theirs)
		figures = append(figures, figure{what: "beside " + p.name, unit: "/s", measured: m.perSecond, peer: t.perSecond, hard: p.hard, goal: p.goal})
		b.ReportMetric(m.perSecond/t.perSecond, "of-"+p.short)
	}
	table("The drop over TLS 1.3, durable: puts with their gets, 64 clients", figures...)
	fmt.Printf("Processor time of a cycle, both sides: %.0f µs, without a store %.0f µs\n", m.micros, t.micros)
	for _, line := range missing {
		fmt.Println("not measured:", line)
	}
}

type (
	putter = func(box.Ref, *box.Content) error
	getter = func(box.Ref, *box.Content) error
)

// peer is another server to measure beside.
type peer struct {
	name, short string
	hard, goal  float64
	start       func(tb testing.TB) (opener, error)
}

var peers = []peer{
	{"Redis, appendfsync always", "redis", 0.5, 0.75, startRedis},
	{"PostgreSQL", "postgresql", 1.5, 2.5, startPostgres},
	{"JetStream, sync always, in this process", "jetstream", 5, 8, startJetStream},
}

// lean opens connections to a drop.
func lean(a drop.Address) opener {
	return func() (putter, getter, error) {
		c, err := dialLean(a)
		if err != nil {
			return nil, nil, err
		}
		return c.put, c.get, nil
	}
}

// way is one client's way in.
type way struct {
	put putter
	get getter
}

func openAll(tb testing.TB, open opener) []way {
	tb.Helper()
	ways := make([]way, dropClients)
	for i := range ways {
		put, get, err := open()
		must(tb, err)
		ways[i] = way{put, get}
	}
	return ways
}

// loaded has the clients put and get for a slice of time.
func loaded(tb testing.TB, ways []way) turn {
	tb.Helper()
	current, err := drop.RoundAt(time.Now(), dropRound)
	must(tb, err)
	var n atomic.Int64
	var clients sync.WaitGroup
	cpu, begin := cpuTime(), time.Now()
	for _, w := range ways {
		clients.Go(func() {
			var seed [32]byte
			rand.Read(seed[:])
			random := mathrand.NewChaCha8(seed)
			ref := box.Ref{Round: current}
			var content, back box.Content
			for time.Since(begin) < dropSlice {
				random.Read(ref.ID[:])
				random.Read(content[:64])
				if err := w.put(ref, &content); err != nil {
					tb.Errorf("put: %v", err)
					return
				}
				if err := w.get(ref, &back); err != nil {
					tb.Errorf("get: %v", err)
					return
				}
				n.Add(1)
			}
		})
	}
	clients.Wait()
	took, used := time.Since(begin), cpuTime()-cpu
	return turn{float64(n.Load()) / took.Seconds(), float64(used.Microseconds()) / float64(max(n.Load(), 1))}
}

// dropRound is long, so that no round ends within the measurement.
const dropRound = 24 * time.Hour

// served runs a drop with a store on loopback.
func served(tb testing.TB, store dropserver.Store) drop.Address {
	tb.Helper()
	prefix, err := drop.NewPrefix(rand.Reader)
	must(tb, err)
	s, err := dropserver.New(dropserver.Config{Store: store, RoundLength: dropRound, Prefix: prefix, Now: time.Now})
	must(tb, err)
	key, err := dropserver.NewKey(rand.Reader)
	must(tb, err)
	cert, pin, err := dropserver.SelfSigned(rand.Reader, key, time.Now(), "127.0.0.1")
	must(tb, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	a, err := drop.NewAddress(l.Addr().String(), prefix)
	must(tb, err)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, l, &tls.Config{Certificates: []tls.Certificate{cert}}) }()
	tb.Cleanup(func() { cancel(); must(tb, <-ended) })
	return a.WithPin(pin)
}

// nothing is no store: it says that it keeps every box, and has one for
// everybody.
type nothing struct{}

func (nothing) Put(box.Ref, *box.Content) (dropserver.PutOutcome, error) {
	return dropserver.Created, nil
}
func (nothing) Get(_ box.Ref, c *box.Content) (bool, error) { c[0] = 1; return true, nil }
func (nothing) DropBefore(box.Round) error                  { return nil }
func (nothing) Close() error                                { return nil }
