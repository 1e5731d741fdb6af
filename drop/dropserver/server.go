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
	"sync"
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
	bodies  sync.Pool // of *body
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
	s := &Server{c: c, site: pages}
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
	l = limitConnections(l, s.c.Connections, s.metrics.connections)
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
		IdleTimeout:                  idleTimeout,
		MaxHeaderBytes:               maxHeaderBytes,
		DisableGeneralOptionsHandler: true,                       // "OPTIONS *" is a path like any other
		ErrorLog:                     log.New(io.Discard, "", 0), // it names addresses
		HTTP2:                        &http.HTTP2Config{MaxConcurrentStreams: maxStreams},
		ConnContext:                  s.c.connContext(),
	}
	if secure != nil {
		t := secure.Clone()
		t.MinVersion = tls.VersionTLS13
		// No tickets: resumption would tie two connections to one device, and a
		// ticket costs each phone some hundred bytes.
		t.SessionTicketsDisabled = true
		t.DynamicRecordSizingDisabled = true // a box in one record, not in four
		t.GetConfigForClient = coalesceHTTP1
		server.TLSConfig = t
	}
	return server
}

// expire drops rounds as they expire, until ctx ends.
func (s *Server) expire(ctx context.Context) {
	for {
		now := s.c.Now()
		wait := s.c.RoundLength
		if current, ok := s.round(now); ok {
			if first := int64(current) - int64(s.c.Keep); first > 0 {
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
