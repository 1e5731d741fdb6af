//go:build observe

package dropserver

import (
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"bulkhead/box"
)

// observing makes a server write down what a drop can see, so that an attack
// on it can be measured. It is in builds with the tag observe only, for demos
// and simulations: never run one for people.
type observing struct {
	// Observer is written one JSON line a request for a box, one Write each and
	// never two at once. Nil writes nothing.
	Observer io.Writer

	state *observer // made by connContext
}

type observer struct {
	mu    sync.Mutex // held while Observer is written
	conns atomic.Int64
}

// sighting is one request for a box as the drop sees it.
type sighting struct {
	Time   float64   `json:"time"`  // Unix seconds
	Op     string    `json:"op"`    // put or get
	Round  box.Round `json:"round"` // of the box
	ID     string    `json:"id"`    // of the box
	Conn   int64     `json:"conn"`  // number of the connection
	Addr   string    `json:"addr"`  // remote IP address
	Size   int       `json:"size"`  // bytes of the box that came or went
	Status int       `json:"status"`
}

type connKey struct{}

// connContext returns what numbers the connections of a server.
func (o *observing) connContext() func(context.Context, net.Conn) context.Context {
	o.state = new(observer)
	return func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, o.state.conns.Add(1))
	}
}

// observe writes down a request whose body had n bytes.
func (o *observing) observe(r *http.Request, now time.Time, ref box.Ref, n, status int) {
	if o.Observer == nil || o.state == nil || r.Method != http.MethodPut && r.Method != http.MethodGet {
		return
	}
	conn, _ := r.Context().Value(connKey{}).(int64)
	addr, _, _ := net.SplitHostPort(r.RemoteAddr)
	l := sighting{
		Time: float64(now.UnixMicro()) / 1e6, Op: strings.ToLower(r.Method), Round: ref.Round, ID: ref.ID.Hex(),
		Conn: conn, Addr: addr, Size: n, Status: status,
	}
	if r.Method == http.MethodGet && status == http.StatusOK {
		l.Size = box.Size
	}
	b, err := json.Marshal(l)
	if err != nil {
		return
	}
	o.state.mu.Lock()
	defer o.state.mu.Unlock()
	_, _ = o.Observer.Write(append(b, '\n')) // whoever observes sees what is missing
}
