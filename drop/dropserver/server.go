package dropserver

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

// Server answers for one drop. Made by [New]; all methods may be called
// concurrently.
type Server struct {
	c       Config
	site    *site
	metrics *metrics
	door    *door
	gone    atomic.Int64 // rounds before it are dropped, and stay so whatever the clock says
	bodies  sync.Pool    // of *body
	cards   cardGate     // how many new cards may come
}

// New makes a server of c. It starts nothing.
func New(c Config) (*Server, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	pages, err := newSite(c.Site)
	if err != nil {
		return nil, err
	}
	s := &Server{c: c, site: pages, door: newDoor(c.Connections)}
	s.metrics = newMetrics(s)
	s.bodies.New = func() any { return new(body) }
	return s, nil
}

// round returns the current round, and false while the clock is outside of
// all rounds.
func (s *Server) round(now time.Time) (box.Round, bool) {
	r, err := drop.RoundAt(now, s.c.RoundLength)
	return r, err == nil
}

// Serve answers on l until ctx ends; then it lets the requests that run come
// to their end, closes l and returns nil. Meanwhile it drops rounds as they
// expire, beginning with those that have expired already. secure has the
// certificate; it is not changed. Nil is for plain HTTP, on loopback alone.
func (s *Server) Serve(ctx context.Context, l net.Listener, secure *tls.Config) error {
	server := s.httpServer(secure)
	ctx, stop := context.WithCancel(ctx)
	var running sync.WaitGroup
	defer running.Wait()
	defer stop()
	running.Go(func() { s.expire(ctx) })
	running.Go(func() {
		<-ctx.Done()
		drain, end := context.WithTimeout(context.WithoutCancel(ctx), drainTimeout)
		defer end()
		if server.Shutdown(drain) != nil {
			_ = server.Close() // whatever still runs has had its time
		}
	})
	l = &guestListener{Listener: l, door: s.door, turns: newTurns(runtime.GOMAXPROCS(0)), metrics: s.metrics}
	var err error
	if secure != nil {
		err = server.ServeTLS(coalescingListener{l}, "", "")
	} else {
		err = server.Serve(l)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serving: %w", err)
	}
	return nil
}

func (s *Server) httpServer(secure *tls.Config) *http.Server {
	server := &http.Server{
		Handler:                      s.Handler(),
		ReadHeaderTimeout:            headerTimeout,
		ReadTimeout:                  readTimeout,
		WriteTimeout:                 writeTimeout,
		IdleTimeout:                  max(minIdle, s.c.RoundLength/2), // of who has shown the prefix: no other is kept
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true,                       // "OPTIONS *" is a path like any other
		ErrorLog:                     log.New(io.Discard, "", 0), // it names addresses
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ConnContext:                  s.connContext(),
	}
	if secure != nil {
		t := secure.Clone()
		t.MinVersion = tls.VersionTLS13
		// No tickets: resumption would tie two connections to one device, and a
		// ticket costs each phone some hundred bytes.
		t.SessionTicketsDisabled = true
		t.DynamicRecordSizingDisabled = true // a box in one record, not in four
		t.GetConfigForClient = coalesceHTTP1
		if t.CurvePreferences == nil {
			// What phones offer, and what every browser does. Without P-384 and
			// P-521: a stranger could choose them, and they cost several times as much.
			t.CurvePreferences = []tls.CurveID{tls.X25519MLKEM768, tls.X25519, tls.CurveP256}
		}
		server.TLSConfig = t
	}
	return server
}

// connContext returns what a request finds its connection by.
func (s *Server) connContext() func(context.Context, net.Conn) context.Context {
	observed := s.c.connContext()
	return func(ctx context.Context, conn net.Conn) context.Context {
		if observed != nil {
			ctx = observed(ctx, conn)
		}
		return withGuest(ctx, conn)
	}
}

// expire drops rounds as they expire, until ctx ends.
//
// At the beginning it drops all that have. Later a round takes its length of
// real time, whatever the clock says: one that jumps ahead would have every box
// dropped at once. So it drops at most catchUp rounds each time; a clock that is
// set right again within some rounds costs few boxes or none.
func (s *Server) expire(ctx context.Context) {
	first := int64(-1) // the rounds before it are dropped; -1 at the beginning
	for {
		now := s.c.Now()
		wait := s.c.RoundLength
		if current, ok := s.round(now); ok {
			expired := max(0, int64(current)-int64(s.c.Keep))
			switch {
			case first < 0: // of a clock that was ahead before, nothing is known
				first = expired
			case expired > first:
				first = min(expired, first+catchUp)
				s.gone.Store(first) // before the store forgets them
			}
			if first > 0 {
				s.metrics.dropped(s.c.Store.DropBefore(box.Round(first)))
			}
			wait = drop.RoundStart(current, s.c.RoundLength).Add(s.c.RoundLength).Sub(now)
		}
		next := time.NewTimer(max(wait, time.Millisecond))
		select {
		case <-next.C:
		case <-ctx.Done():
			next.Stop()
			return
		}
	}
}
