package main

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"net"
	"testing"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// startDrop runs a drop on loopback, by TLS, with boxes in memory. It returns the drop's
// address as an operator hands it on.
func startDrop(round time.Duration, now func() time.Time) (url string, stop func(), err error) {
	return startDropFor(0, round, now)
}

// startDropFor does so with a drop that is laid out for so many slots; 0: as usual.
func startDropFor(slots int, round time.Duration, now func() time.Time) (url string, stop func(), err error) {
	return startDropWith(func(c *dropserver.Config) { c.RoundLength, c.Slots, c.Now = round, slots, now })
}

// startDropWith does so with a drop that is as set says.
func startDropWith(set func(*dropserver.Config)) (url string, stop func(), err error) {
	prefix, err := drop.NewPrefix(rand.Reader)
	if err != nil {
		return "", nil, err
	}
	key, err := dropserver.NewKey(rand.Reader)
	if err != nil {
		return "", nil, err
	}
	cert, pin, err := dropserver.SelfSigned(rand.Reader, key, time.Now(), "127.0.0.1")
	if err != nil {
		return "", nil, err
	}
	c := dropserver.Config{Store: storetest.NewMem(), Cards: new(storetest.Cards), RoundLength: time.Minute, Prefix: prefix, Now: time.Now}
	set(&c)
	server, err := dropserver.New(c)
	if err != nil {
		return "", nil, err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", nil, err
	}
	addr, err := drop.NewAddress(l.Addr().String(), prefix)
	if err != nil {
		return "", nil, err
	}
	secure := &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); server.Serve(ctx, l, secure) }()
	return addr.WithPin(pin).URL(), func() { cancel(); <-done }, nil
}

// dropFor runs a drop for as long as a test; its clock may be ahead.
func dropFor(t *testing.T, round, ahead time.Duration) string {
	t.Helper()
	url, stop, err := startDrop(round, func() time.Time { return time.Now().Add(ahead) })
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(stop)
	return url
}
