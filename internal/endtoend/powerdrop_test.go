//go:build linux

package endtoend

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

// memoryDrop runs a drop until this process ends, with rounds so long that
// none begins while a command runs, and returns its address. It only says what
// init asks: no box travels here.
func memoryDrop(t *testing.T) string {
	t.Helper()
	prefix, err := drop.NewPrefix(rand.Reader)
	must(t, err)
	key, err := dropserver.NewKey(rand.Reader)
	must(t, err)
	cert, pin, err := dropserver.SelfSigned(rand.Reader, key, time.Now(), "127.0.0.1")
	must(t, err)
	server, err := dropserver.New(dropserver.Config{
		Store: storetest.NewMem(), Cards: new(storetest.Cards), RoundLength: time.Hour, Prefix: prefix, Now: time.Now,
	})
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	addr, err := drop.NewAddress(l.Addr().String(), prefix)
	must(t, err)
	go func() {
		_ = server.Serve(context.Background(), l, &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS13})
	}()
	return addr.WithPin(pin).URL()
}
