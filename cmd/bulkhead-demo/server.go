package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"path/filepath"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/pebblestore"
)

// server is the demo's drop: the real one, on a loopback port.
type server struct {
	address drop.Address
	log     *boxLog // the store, and all that it was ever given
	sight   *sight
	cancel  context.CancelFunc
	ended   chan error
}

const (
	loopback = "127.0.0.1"

	// segmentSize of the drop's store, in bytes: 2,000 boxes, some 25 rounds.
	segmentSize = 8 << 20
)

// startServer starts a drop that keeps its boxes below path.
func startServer(path string, now func() time.Time, length time.Duration, o options) (s *server, err error) {
	store, err := pebblestore.Open(filepath.Join(path, "drop"), pebblestore.Options{SegmentSize: segmentSize})
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	s = &server{ended: make(chan error, 1)}
	if s.log, err = newBoxLog(filepath.Join(path, "drop.log"), store); err != nil {
		return nil, errors.Join(err, store.Close())
	}
	if err := s.serve(now, length, o); err != nil {
		return nil, errors.Join(err, s.log.Close())
	}
	return s, nil
}

// serve opens the port and starts answering.
func (s *server) serve(now func() time.Time, length time.Duration, o options) error {
	prefix, err := drop.NewPrefix(rand.Reader)
	if err != nil {
		return err
	}
	key, err := dropserver.NewKey(rand.Reader)
	if err != nil {
		return fmt.Errorf("drawing the drop's key: %w", err)
	}
	cert, pin, err := dropserver.SelfSigned(rand.Reader, key, time.Now(), loopback)
	if err != nil {
		return err
	}
	config := dropserver.Config{
		Store: s.log, Prefix: prefix, RoundLength: length, Slots: slots, Keep: keepRounds, Now: now,
	}
	if s.sight, err = openSight(o.observeFlags, &config); err != nil {
		return err
	}
	d, err := dropserver.New(config)
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", net.JoinHostPort(loopback, "0"))
	if err != nil {
		return err
	}
	if s.address, err = drop.NewAddress(listener.Addr().String(), prefix); err != nil {
		return errors.Join(err, listener.Close())
	}
	s.address = s.address.WithPin(pin)
	var ctx context.Context
	ctx, s.cancel = context.WithCancel(context.Background())
	go func() { s.ended <- d.Serve(ctx, listener, &tls.Config{Certificates: []tls.Certificate{cert}}) }()
	return nil
}

// stop drains the drop and closes its store. A nil server has nothing to stop.
func (s *server) stop() error {
	if s == nil {
		return nil
	}
	s.cancel()
	return errors.Join(<-s.ended, s.log.Close(), s.sight.close())
}
