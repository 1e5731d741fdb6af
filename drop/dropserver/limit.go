package dropserver

import (
	"net"
	"sync"

	"github.com/prometheus/client_golang/prometheus"
)

// limitConnections returns l such that at most n connections are open at once;
// more wait in the system's queue.
func limitConnections(l net.Listener, n int, open prometheus.Gauge) net.Listener {
	return &limitedListener{Listener: l, places: make(chan struct{}, n), closed: make(chan struct{}), open: open}
}

type limitedListener struct {
	net.Listener
	places chan struct{} // holds one for each open connection
	once   sync.Once
	closed chan struct{}
	open   prometheus.Gauge
}

func (l *limitedListener) Accept() (net.Conn, error) {
	select {
	case l.places <- struct{}{}:
	case <-l.closed:
		return nil, net.ErrClosed
	}
	conn, err := l.Listener.Accept()
	if err != nil {
		<-l.places
		return nil, err
	}
	l.open.Inc()
	return &limitedConn{Conn: conn, l: l}, nil
}

func (l *limitedListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return l.Listener.Close()
}

type limitedConn struct {
	net.Conn
	l    *limitedListener
	once sync.Once
}

func (c *limitedConn) Close() error {
	err := c.Conn.Close()
	c.once.Do(func() {
		<-c.l.places
		c.l.open.Dec()
	})
	return err
}
