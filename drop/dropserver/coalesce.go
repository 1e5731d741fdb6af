package dropserver

import (
	"crypto/tls"
	"net"
	"slices"
	"sync"
	"time"
)

// coalesceMax is the most that is held back, in bytes: an answer with a box is
// some 4,300.
const coalesceMax = 16 << 10

// coalesced holds writes back until its user turns to something else: reads,
// sets a deadline or closes. net/http writes an answer of a box in two pieces,
// since its buffer is as long as a box and the headers come first; so both
// leave as one packet and one system call, which is a tenth of what a read of a
// box costs. It serves HTTP/1.1 alone, which does one of these after every
// answer; HTTP/2 reads all the time.
//
// As with any net.Conn, methods may be called concurrently.
type coalesced struct {
	net.Conn

	mu   sync.Mutex
	held []byte // guarded by mu
	on   bool   // guarded by mu
}

type coalescingListener struct{ net.Listener }

func (l coalescingListener) Accept() (net.Conn, error) {
	conn, err := l.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return &coalesced{Conn: conn}, nil
}

// coalesceHTTP1 is for [tls.Config.GetConfigForClient]: it turns holding back
// on for whoever does not offer HTTP/2.
func coalesceHTTP1(hello *tls.ClientHelloInfo) (*tls.Config, error) {
	if c, ok := hello.Conn.(*coalesced); ok && !slices.Contains(hello.SupportedProtos, "h2") {
		c.mu.Lock()
		c.on = true
		c.mu.Unlock()
	}
	return nil, nil
}

func (c *coalesced) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.on {
		return c.Conn.Write(p)
	}
	if len(c.held)+len(p) > coalesceMax {
		if err := c.flushHeld(); err != nil {
			return 0, err
		}
		if len(p) > coalesceMax {
			return c.Conn.Write(p)
		}
	}
	c.held = append(c.held, p...)
	return len(p), nil
}

// flushHeld writes what is held back. The caller holds mu.
func (c *coalesced) flushHeld() error {
	if len(c.held) == 0 {
		return nil
	}
	_, err := c.Conn.Write(c.held)
	c.held = c.held[:0]
	return err
}

func (c *coalesced) flush() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.flushHeld()
}

func (c *coalesced) Read(p []byte) (int, error) {
	if err := c.flush(); err != nil {
		return 0, err
	}
	return c.Conn.Read(p)
}

func (c *coalesced) SetDeadline(t time.Time) error {
	_ = c.flush() // the next write or read says what went wrong
	return c.Conn.SetDeadline(t)
}

func (c *coalesced) SetReadDeadline(t time.Time) error {
	_ = c.flush()
	return c.Conn.SetReadDeadline(t)
}

func (c *coalesced) SetWriteDeadline(t time.Time) error {
	_ = c.flush()
	return c.Conn.SetWriteDeadline(t)
}

func (c *coalesced) Close() error {
	_ = c.flush()
	return c.Conn.Close()
}
