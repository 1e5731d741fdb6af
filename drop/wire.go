package drop

import (
	"context"
	"crypto/tls"
	"net"
	"net/http/httptrace"
	"sync/atomic"
)

// CountConn returns conn with its bytes counted, for [Result.Wire]. Put it
// below TLS, so that the count is of what went over the network.
func CountConn(conn net.Conn) net.Conn { return &countedConn{Conn: conn} }

// countedConn counts the bytes of both directions. Safe for concurrent use as
// far as the connection inside is.
type countedConn struct {
	net.Conn
	n atomic.Int64
}

func (c *countedConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	c.n.Add(int64(n))
	return n, err
}

func (c *countedConn) Write(p []byte) (int, error) {
	n, err := c.Conn.Write(p)
	c.n.Add(int64(n))
	return n, err
}

// wire finds the connection of one request and the count it began with.
type wire struct {
	conn  atomic.Pointer[countedConn]
	begin atomic.Int64
}

// trace returns ctx such that w learns of the connection of its request.
func (w *wire) trace(ctx context.Context) context.Context {
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotConn: func(got httptrace.GotConnInfo) {
		conn := got.Conn
		if secure, ok := conn.(*tls.Conn); ok {
			conn = secure.NetConn()
		}
		if counted, ok := conn.(*countedConn); ok {
			if got.Reused {
				w.begin.Store(counted.n.Load())
			}
			w.conn.Store(counted)
		}
	}})
}

func (w *wire) bytes() int64 {
	if c := w.conn.Load(); c != nil {
		return c.n.Load() - w.begin.Load()
	}
	return 0
}
