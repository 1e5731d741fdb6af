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
	offers  []*offer  // one for each calendar, the first one Config's own
	bodies  sync.Pool // of *body
	cards   cardGate  // how many new cards may come
}

// offer is one calendar, with its boxes.
type offer struct {
	Offer
	gone atomic.Int64 // rounds before it are dropped, and stay so whatever the clock says
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
	for _, o := range c.offers() {
		s.offers = append(s.offers, &offer{Offer: o})
	}
	s.metrics = newMetrics(s)
	s.bodies.New = func() any { return new(body) }
	return s, nil
}

// round returns the current round of the first calendar, and false while the clock is
// outside of all rounds.
func (s *Server) round(now time.Time) (box.Round, bool) { return roundAt(s.offers[0].Calendar, now) }

// of returns what a path names, and the calendar whose prefix it has; nil without one.
// Every prefix is compared, whatever the path.
func (s *Server) of(target string) (o *offer, kind drop.Kind, ref box.Ref) {
	for _, one := range s.offers {
		if k, r := one.Prefix.ParsePath(target); k != drop.Unknown {
			o, kind, ref = one, k, r
		}
	}
	return o, kind, ref
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
	for _, o := range s.offers {
		running.Go(func() { s.expire(ctx, o) })
	}
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

// expire drops a calendar's rounds as they expire, until ctx ends. It looks once a T, by
// wall time: those of the evening expire in the night.
//
// At the beginning it drops all that have. Later a round takes its length of
// real time, whatever the clock says: one that jumps ahead would have every box
// dropped at once. So it drops at most catchUp rounds each time; a clock that is
// set right again within some rounds costs few boxes or none.
func (s *Server) expire(ctx context.Context, o *offer) {
	length := o.Calendar.Length
	first := int64(-1) // the rounds before it are dropped; -1 at the beginning
	for {
		now := s.c.Now()
		wait := length
		if _, ok := roundAt(o.Calendar, now); ok {
			expired := int64(o.Calendar.Kept(now, s.c.Keep))
			switch {
			case first < 0: // of a clock that was ahead before, nothing is known
				first = expired
			case expired > first:
				first = min(expired, first+catchUp)
				o.gone.Store(first) // before the store forgets them
			}
			if first > 0 {
				s.metrics.dropped(o.Store.DropBefore(box.Round(first)))
			}
			wait = now.Truncate(length).Add(length).Sub(now)
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
