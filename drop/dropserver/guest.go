package dropserver

import (
	"context"
	"crypto/tls"
	"net"
	"sync"
	"sync/atomic"
	"time"
)

// guestListener lets connections in by a door. It never lets one wait that
// the system has accepted.
type guestListener struct {
	net.Listener
	door    *door
	turns   *turns
	metrics *metrics
}

// Accept returns the next connection that was let in. Whoever had to go for it
// has no place from then on, and is closed meanwhile.
func (l *guestListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		g := &guest{Conn: conn, l: l, source: sourceOf(conn.RemoteAddr()), gone: make(chan struct{})}
		g.place.owner = g
		out, because, ok := l.door.enter(&g.place, g.source)
		if out != nil {
			go out.owner.evict(because) // it waits for whoever reads there; this must not
		}
		if !ok {
			l.metrics.ended(because)
			abort(conn)
			continue
		}
		l.metrics.connections.Inc()
		g.begin()
		return g, nil
	}
}

// guest is a connection that is in. As with any net.Conn, methods may be
// called concurrently.
type guest struct {
	net.Conn
	l      *guestListener
	source source
	place  place // the door's

	once sync.Once
	gone chan struct{} // closed with the connection

	known    atomic.Bool // it has shown the prefix
	asked    atomic.Bool // its first request was heard: it takes no more turns
	answered atomic.Bool // something was written
	got      atomic.Int64

	mu   sync.Mutex
	turn bool        // it has a turn; guarded by mu
	life *time.Timer // ends a stranger; guarded by mu

	page sync.Mutex // held while the site answers: one page at a time
}

// Read reads, and then, before the first request, waits for a turn: what was
// read is worked on within it. The turn ends when that work turns to the
// connection again.
func (g *guest) Read(p []byte) (int, error) {
	g.endTurn()
	n, err := g.Conn.Read(p)
	if n == 0 || g.known.Load() {
		return n, err
	}
	if g.got.Add(int64(n)) > strangerBytes {
		g.expel(tooMuch)
		return 0, net.ErrClosed
	}
	if !g.asked.Load() {
		if !g.takeTurn() {
			return 0, net.ErrClosed
		}
		if g.asked.Load() { // meanwhile: this is what follows a request
			g.endTurn()
		}
	}
	return n, err
}

func (g *guest) Write(p []byte) (int, error) {
	g.endTurn()
	if !g.answered.Swap(true) {
		g.l.door.progress(&g.place)
	}
	return g.Conn.Write(p)
}

func (g *guest) takeTurn() bool {
	g.l.door.owe(&g.place)
	if !g.l.turns.take(g.source, g.gone) {
		g.l.door.settle(&g.place)
		return false
	}
	g.mu.Lock()
	g.turn = true
	g.mu.Unlock()
	select {
	case <-g.gone: // whoever closed it has seen no turn
		g.endTurn()
		return false
	default:
		return true
	}
}

func (g *guest) endTurn() {
	g.mu.Lock()
	had := g.turn
	g.turn = false
	g.mu.Unlock()
	if had {
		g.l.turns.give(g.source)
		g.l.door.settle(&g.place)
	}
}

// heard says that a request's headers are here.
func (g *guest) heard() {
	if g == nil {
		return
	}
	if !g.asked.Swap(true) {
		g.l.door.progress(&g.place)
	}
	g.endTurn()
}

// show says that a request has shown the prefix.
func (g *guest) show() {
	if g == nil || g.known.Swap(true) {
		return
	}
	g.stopLife()
	if out := g.l.door.show(&g.place); out != nil {
		out.owner.evict(forKnown)
	}
}

// work says that the server begins to do what was asked. It ends when the
// function that it returns is called.
func (g *guest) work() (done func()) {
	if g == nil {
		return func() {}
	}
	g.l.door.owe(&g.place)
	return func() {
		g.l.door.progress(&g.place)
		g.l.door.settle(&g.place)
	}
}

// begin starts a stranger's time.
func (g *guest) begin() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.life = time.AfterFunc(strangerTime, func() { g.expel(tooLong) })
}

func (g *guest) stopLife() {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.life != nil {
		g.life.Stop()
	}
}

// onePage waits until no other request of this connection is being answered by
// the site: each may hold a file open.
func (g *guest) onePage() (done func()) {
	if g == nil {
		return func() {}
	}
	g.page.Lock()
	return g.page.Unlock
}

// expel closes a stranger's connection.
func (g *guest) expel(because why) {
	if !g.known.Load() {
		g.evict(because)
	}
}

// evict closes a connection that must go. Nothing is said to it: so does any
// site that has too many visitors.
func (g *guest) evict(because why) {
	if g.end(func() { abort(g.Conn) }) {
		g.l.metrics.ended(because)
	}
}

// Close closes the connection. It may be called again.
func (g *guest) Close() error {
	var err error
	g.end(func() { err = g.Conn.Close() })
	return err
}

// end ends the connection once, and reports whether this call did.
func (g *guest) end(shut func()) (ended bool) {
	g.once.Do(func() {
		ended = true
		g.stopLife()
		close(g.gone)
		shut()
		g.endTurn()
		g.l.door.leave(&g.place)
		g.l.metrics.connections.Dec()
	})
	return ended
}

// CloseWrite ends what the other side reads, where the network can.
func (g *guest) CloseWrite() error {
	if c, ok := g.Conn.(interface{ CloseWrite() error }); ok {
		return c.CloseWrite()
	}
	return nil
}

// abort closes a connection so that the system keeps nothing of it: what waits
// to be sent is dropped.
func abort(conn net.Conn) {
	if c, ok := conn.(interface{ SetLinger(int) error }); ok {
		_ = c.SetLinger(0)
	}
	_ = conn.Close() // nobody is told
}

type guestKey struct{}

// withGuest is for [net/http.Server.ConnContext].
func withGuest(ctx context.Context, conn net.Conn) context.Context {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	if c, ok := conn.(*coalesced); ok {
		conn = c.Conn
	}
	g, _ := conn.(*guest)
	return context.WithValue(ctx, guestKey{}, g)
}

// guestOf returns the connection of a request, or nil if it came by none.
func guestOf(ctx context.Context) *guest {
	g, _ := ctx.Value(guestKey{}).(*guest)
	return g
}
