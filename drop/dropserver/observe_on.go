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

// Observing makes a server write down what a drop can see, so that an attack
// on it can be measured. It is in builds with the tag observe only, for demos
// and simulations: never run one for people.
type Observing struct{ Observer *Observer }

// Observer writes one JSON line a request for a box. May be used concurrently.
type Observer struct {
	mu  sync.Mutex
	to  io.Writer // guarded by mu
	err error     // the first of a write; guarded by mu

	conns atomic.Int64
}

// NewObserver returns an observer that writes to w.
func NewObserver(w io.Writer) *Observer { return &Observer{to: w} }

// Err returns the first error of a write.
func (o *Observer) Err() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

// Line is one request for a box as the drop sees it.
type Line struct {
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

func (o Observing) connContext() func(context.Context, net.Conn) context.Context {
	if o.Observer == nil {
		return nil
	}
	return func(ctx context.Context, _ net.Conn) context.Context {
		return context.WithValue(ctx, connKey{}, o.Observer.conns.Add(1))
	}
}

func (o Observing) observe(r *http.Request, now time.Time, ref box.Ref, n, status int) {
	if o.Observer == nil {
		return
	}
	conn, _ := r.Context().Value(connKey{}).(int64)
	addr, _, _ := net.SplitHostPort(r.RemoteAddr)
	l := Line{
		Time: float64(now.UnixNano()) / 1e9, Op: strings.ToLower(r.Method), Round: ref.Round, ID: ref.ID.Hex(),
		Conn: conn, Addr: addr, Size: n, Status: status,
	}
	if r.Method == http.MethodGet && status == http.StatusOK {
		l.Size = box.Size
	}
	o.Observer.write(l)
}

func (o *Observer) write(l Line) {
	b, err := json.Marshal(l)
	o.mu.Lock()
	defer o.mu.Unlock()
	if err == nil {
		_, err = o.to.Write(append(b, '\n'))
	}
	if o.err == nil {
		o.err = err
	}
}
