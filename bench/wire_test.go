package bench

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"net"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/direct"
	"bulkhead/drop"
)

const (
	wireSlots    = 6  // S
	wireRequests = 40 // of each kind; the mean is printed
)

// BenchmarkWire counts what one phone sends and receives, as TCP payload, by
// the direct carrier from a real drop on loopback. What TCP and IP add (some
// 40 to 60 bytes a packet, 10 to 20 packets a request) is not in it.
//
// The limits are those of docs/design.md, "Numbers to reach", which were set for the
// oblivious carrier: that one can keep its connection to the relay. The direct
// one opens a connection for every request and pays a whole TLS 1.3 handshake,
// certificate and post-quantum key exchange included, each time: two requests
// on one connection would be known as one device's.
func BenchmarkWire(b *testing.B) {
	const round = time.Second
	addr, _ := dropProcess(b, round)
	hello := meanWire(b, addr, func(c *wire) { c.handshake(b, addr) })
	put := meanWire(b, addr, func(c *wire) { c.put(b, round, fresh(b)) })
	found := meanWire(b, addr, func(c *wire) {
		ref := fresh(b)
		ref.Round = newWire(addr).put(b, round, ref)
		c.get(b, ref, carrier.Found)
	})
	absent := meanWire(b, addr, func(c *wire) {
		ref := fresh(b)
		ref.Round = currentRound(b, round)
		c.get(b, ref, carrier.Absent)
	})

	fmt.Printf("\nOne request on the wire, direct carrier: bytes of TCP payload\n  %-34s %8s %8s %8s\n", "", "sent", "received", "both")
	for _, r := range []struct {
		what string
		wireMean
	}{{"PUT of a box", put}, {"GET of a box that is there", found}, {"GET of one that is not", absent}, {"of which the TLS 1.3 handshake", hello}} {
		fmt.Printf("  %-34s %8.0f %8.0f %8.0f\n", r.what, r.sent, r.received, r.both())
	}
	perRound := wireSlots * (put.both() + found.both())
	fmt.Printf("  of a box's two requests, %.0f %% are the box\n", 100*2*box.Size/(put.both()+found.both()))

	title := "One phone's day on the wire, S = 6, in MB (10⁶ bytes); beside it the boxes alone.\nThe limits are the oblivious carrier's; the direct one pays a TLS handshake for every request."
	var figures []figure
	for _, t := range []struct {
		minutes    float64
		hard, goal float64 // MB a day
	}{{60, 2.0, 1.6}, {15, 8.0, 6.4}} {
		rounds := 24 * 60 / t.minutes
		payload := rounds * wireSlots * 2 * box.Size / 1e6
		figures = append(figures, figure{
			what: fmt.Sprintf("T = %.0f min: total, of %.1f and %.1f MB", t.minutes, t.hard, t.goal), unit: "MB/day",
			measured: rounds * perRound / 1e6, peer: payload, hard: t.hard / payload, goal: t.goal / payload, less: true, whose: "the oblivious carrier",
		})
	}
	table(title, figures...)
	b.ReportMetric(put.both(), "put-bytes")
	b.ReportMetric(found.both(), "get-bytes")
	b.ReportMetric(figures[1].measured, "MB/day-at-15min")
	if d := found.received - absent.received; d > 16 || d < -16 {
		b.Errorf("the answers for a box that is there and for one that is not differ by %.0f bytes", d)
	}
}

// wire counts one connection's bytes.
type wire struct {
	sent, received atomic.Int64
	closed         chan struct{} // once the connection is
	carrier        *direct.Carrier
}

func newWire(addr drop.Address) *wire {
	c := &wire{closed: make(chan struct{}, 1)}
	c.carrier = direct.New(addr, c.dial)
	return c
}

func (c *wire) dial(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	return &tapped{conn, c}, err
}

// tapped is a connection below TLS.
type tapped struct {
	net.Conn
	c *wire
}

// Read implements [net.Conn].
func (t *tapped) Read(p []byte) (int, error) {
	n, err := t.Conn.Read(p)
	t.c.received.Add(int64(n))
	return n, err
}

// Write implements [net.Conn].
func (t *tapped) Write(p []byte) (int, error) {
	n, err := t.Conn.Write(p)
	t.c.sent.Add(int64(n))
	return n, err
}

// Close implements [net.Conn].
func (t *tapped) Close() error {
	err := t.Conn.Close()
	select {
	case t.c.closed <- struct{}{}:
	default:
	}
	return err
}

type wireMean struct{ sent, received float64 }

func (m wireMean) both() float64 { return m.sent + m.received }

// meanWire has do count some requests and returns the mean of one.
func meanWire(b *testing.B, addr drop.Address, do func(*wire)) (m wireMean) {
	b.Helper()
	for range wireRequests {
		c := newWire(addr)
		do(c)
		<-c.closed // TLS takes leave after the answer is here
		m.sent += float64(c.sent.Load()) / wireRequests
		m.received += float64(c.received.Load()) / wireRequests
	}
	return m
}

// handshake opens a connection as the carrier does, and closes it.
func (c *wire) handshake(b *testing.B, addr drop.Address) {
	raw, err := c.dial(b.Context(), "tcp", addr.Host())
	must(b, err)
	conn := tls.Client(raw, addr.TLS())
	must(b, conn.HandshakeContext(b.Context()))
	must(b, conn.Close())
}

// put writes a box and returns the round it was written for.
func (c *wire) put(b *testing.B, length time.Duration, ref box.Ref) box.Round {
	ref.Round = currentRound(b, length)
	var content box.Content
	_, err := rand.Read(content[:])
	must(b, err)
	if a := c.carrier.Put(b.Context(), ref, &content); a.Outcome != carrier.Stored {
		b.Fatalf("a put ended with outcome %d", a.Outcome)
	}
	return ref.Round
}

func (c *wire) get(b *testing.B, ref box.Ref, want carrier.Outcome) {
	var content box.Content
	if a := c.carrier.Get(b.Context(), ref, &content); a.Outcome != want {
		b.Fatalf("a get ended with outcome %d, want %d", a.Outcome, want)
	}
}

func fresh(b *testing.B) (ref box.Ref) {
	_, err := rand.Read(ref.ID[:])
	must(b, err)
	return ref
}

func currentRound(b *testing.B, length time.Duration) box.Round {
	r, err := drop.RoundAt(time.Now(), length)
	must(b, err)
	return r
}
