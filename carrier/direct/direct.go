package direct

import (
	"context"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/drop"
)

const (
	// maxTime ends a request that the caller would let run on. The pouch's own
	// time-outs are shorter.
	maxTime = time.Minute
	// maxHeader bounds what a hostile drop can make us read, in bytes.
	maxHeader = 4096
)

// Dial opens a network connection, as [net.Dialer.DialContext] does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

// Carrier is a [carrier.Carrier] by HTTPS. It keeps nothing from one request
// to the next.
type Carrier struct {
	drop drop.Address
	dial Dial
}

// New returns a carrier to the drop at a. TLS draws its randomness from
// crypto/rand.
func New(a drop.Address, dial Dial) *Carrier { return &Carrier{a, dial} }

// Put implements [carrier.Carrier].
func (c *Carrier) Put(ctx context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	return c.once(ctx, func(ctx context.Context, client *drop.Client) (drop.Result, error) {
		return client.Put(ctx, ref, content)
	})
}

// Get implements [carrier.Carrier].
func (c *Carrier) Get(ctx context.Context, ref box.Ref, content *box.Content) carrier.Answer {
	var got box.Content
	a := c.once(ctx, func(ctx context.Context, client *drop.Client) (drop.Result, error) {
		return client.Get(ctx, ref, &got)
	})
	if a.Outcome == carrier.Found {
		*content = got
	}
	return a
}

// once makes one request over a connection of its own, and closes it.
func (c *Carrier) once(ctx context.Context, request func(context.Context, *drop.Client) (drop.Result, error)) carrier.Answer {
	ctx, cancel := context.WithTimeout(ctx, maxTime)
	defer cancel()
	var wire atomic.Int64
	transport := &http.Transport{
		DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := c.dial(ctx, network, address)
			if err != nil {
				return nil, err
			}
			return &counted{conn, &wire}, nil
		},
		TLSClientConfig:        c.drop.TLS(),
		DisableKeepAlives:      true,
		DisableCompression:     true,
		MaxResponseHeaderBytes: maxHeader,
	}
	r, err := request(ctx, drop.NewClient(c.drop, transport))
	a := carrier.Answer{Bytes: int(wire.Load()), Date: r.Date, Cause: r.Cause}
	if err == nil {
		a.Outcome = outcome(r.Outcome)
	}
	return a
}

// outcome says what a drop's answer means to one who cannot do anything about
// a full disk.
func outcome(o drop.Outcome) carrier.Outcome {
	switch o {
	case drop.Stored:
		return carrier.Stored
	case drop.Same:
		return carrier.Same
	case drop.Conflict:
		return carrier.Conflict
	case drop.Full, drop.Refused:
		return carrier.Refused
	case drop.Found:
		return carrier.Found
	case drop.Absent:
		return carrier.Absent
	default:
		return carrier.Failed
	}
}

// counted counts a connection's bytes, both ways, from the first of the
// handshake on; failed ones too, since the person pays for those as well.
type counted struct {
	net.Conn
	n *atomic.Int64
}

// Read implements [net.Conn].
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

// Write implements [net.Conn].
func (c *counted) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(int64(n))
	return n, err
}
