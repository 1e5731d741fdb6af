//go:build observe

package dropserver

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"bulkhead/box"
)

// observing writes what a drop sees, for tests that attack it. It exists with
// -tags observe only.
type observing struct {
	// Observer, if set, is written one JSON line for each request of the
	// protocol. It need not be safe for concurrent use.
	Observer io.Writer

	lines *sync.Mutex
}

type sighting struct {
	Time   float64   `json:"time"` // Unix seconds
	Op     string    `json:"op"`   // put or get
	Round  box.Round `json:"round"`
	ID     string    `json:"id"`
	Conn   uint64    `json:"conn"` // number of the connection
	Addr   string    `json:"addr"` // of the other side, without its port
	Size   int       `json:"size"` // of the box, in bytes
	Status int       `json:"status"`
}

type connKey struct{}

// watch numbers the server's connections.
func (s *Server) watch(web *http.Server) {
	s.lines = new(sync.Mutex)
	var conns atomic.Uint64
	web.ConnContext = func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, conns.Add(1))
	}
}

func (s *Server) observe(r *http.Request, op string, ref box.Ref, status int) {
	if s.Observer == nil {
		return
	}
	host, _, _ := net.SplitHostPort(r.RemoteAddr)
	conn, _ := r.Context().Value(connKey{}).(uint64)
	now := s.Now()
	line, err := json.Marshal(sighting{
		Time: float64(now.UnixMicro()) / 1e6, Op: op, Round: ref.Round, ID: ref.ID.Hex(),
		Conn: conn, Addr: host, Size: box.Size, Status: status,
	})
	if err != nil {
		return
	}
	s.lines.Lock()
	defer s.lines.Unlock()
	s.Observer.Write(append(line, '\n'))
}
