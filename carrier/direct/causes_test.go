package direct_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/cause"
	"bulkhead/carrier/direct"
	"bulkhead/drop"
)

// authority is a certificate authority that this process trusts, and nothing
// else is.
var authority = struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}{}

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "direct")
	if err == nil {
		err = makeAuthority(dir)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

func makeAuthority(dir string) (err error) {
	if authority.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		return err
	}
	t := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: time.Now().Add(-72 * time.Hour), NotAfter: time.Now().Add(time.Hour), KeyUsage: x509.KeyUsageCertSign,
	}
	der, err := x509.CreateCertificate(rand.Reader, t, t, authority.key.Public(), authority.key)
	if err != nil {
		return err
	}
	if authority.cert, err = x509.ParseCertificate(der); err != nil {
		return err
	}
	file := filepath.Join(dir, "authority.pem")
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), 0o600); err != nil {
		return err
	}
	os.Setenv("SSL_CERT_FILE", file) // read once, before the first handshake
	return os.Setenv("SSL_CERT_DIR", dir)
}

// vouched is a certificate by the authority, for an address, that ended or ends
// some time from now.
func vouched(t *testing.T, ip net.IP, ends time.Duration) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(2), IPAddresses: []net.IP{ip},
		NotBefore: time.Now().Add(-48 * time.Hour), NotAfter: time.Now().Add(ends),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, authority.cert, key.Public(), authority.key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// Whatever keeps a box from travelling is told apart on the device, and nothing
// else about the request changes: it is one request, whose outcome is failed or
// refused.
func TestEveryCauseIsToldApart(t *testing.T) {
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		t.Skip("the system's authorities cannot be replaced by a file here")
	}
	loopback, elsewhere := net.IPv4(127, 0, 0, 1), net.IPv4(192, 0, 2, 1)
	for want, certificate := range map[cause.Cause]tls.Certificate{
		cause.None:      vouched(t, loopback, time.Hour),
		cause.Dates:     vouched(t, loopback, -time.Hour),
		cause.Host:      vouched(t, elsewhere, time.Hour),
		cause.Untrusted: selfMade(t),
	} {
		s := newServer(t)
		s.TLS.Certificates = []tls.Certificate{certificate}
		unpinned, err := drop.NewAddress(s.Listener.Addr().String(), s.address.Prefix())
		if err != nil {
			t.Fatal(err)
		}
		tellsCause(t, direct.New(unpinned, new(net.Dialer).DialContext), want)
	}
	s := newServer(t)
	tellsCause(t, direct.New(s.address.WithPin(drop.Pin{7}), new(net.Dialer).DialContext), cause.OtherKey)

	portal := httptest.NewServer(http.NotFoundHandler())
	defer portal.Close()
	tellsCause(t, direct.New(pinnedAt(t, portal.Listener.Addr().String()), new(net.Dialer).DialContext), cause.Portal)

	old := httptest.NewUnstartedServer(http.NotFoundHandler())
	old.TLS = &tls.Config{MaxVersion: tls.VersionTLS12}
	old.Config.ErrorLog = s.Config.ErrorLog
	old.StartTLS()
	defer old.Close()
	tellsCause(t, direct.New(pinnedAt(t, old.Listener.Addr().String()), new(net.Dialer).DialContext), cause.Handshake)

	gone := httptest.NewServer(http.NotFoundHandler())
	gone.Close()
	tellsCause(t, direct.New(pinnedAt(t, gone.Listener.Addr().String()), new(net.Dialer).DialContext), cause.Closed)
}

func TestEveryAnswerOfAServerIsToldApart(t *testing.T) {
	for want, status := range map[cause.Cause]int{
		cause.Full: http.StatusInsufficientStorage, cause.Trouble: http.StatusInternalServerError, cause.NotDrop: http.StatusNotFound,
	} {
		s := newServer(t)
		s.answer = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(status) })
		tellsCause(t, s.carrier(), want)
	}
	s := newServer(t)
	s.answer = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { w.Write([]byte("a page")) })
	tellsCause(t, s.carrier(), cause.Protocol)
	s.answer = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
	tellsCause(t, s.carrier(), cause.Cut)
}

func TestEveryFaultOfTheNetworkIsToldApart(t *testing.T) {
	a := pinnedAt(t, "127.0.0.1:1")
	for want, err := range map[cause.Cause]error{
		cause.Name:   &net.DNSError{IsNotFound: true},
		cause.Lookup: &net.DNSError{IsTemporary: true},
		cause.Route:  &net.OpError{Op: "dial", Err: os.NewSyscallError("connect", syscall.ENETUNREACH)},
		cause.Proxy:  cause.Proxy,
	} {
		tellsCause(t, direct.New(a, func(context.Context, string, string) (net.Conn, error) { return nil, err }), want)
	}
	waits := func(ctx context.Context, _, _ string) (net.Conn, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}
	ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
	defer cancel()
	if got := direct.New(a, waits).Put(ctx, box.Ref{}, new(box.Content)); got.Cause != cause.Timeout {
		t.Errorf("no answer in time: cause %v", got.Cause)
	}
}

func pinnedAt(t *testing.T, host string) drop.Address {
	t.Helper()
	a, err := drop.NewAddress(host, drop.Prefix{1, 2, 3})
	if err != nil {
		t.Fatal(err)
	}
	return a.WithPin(drop.Pin{7})
}

func tellsCause(t *testing.T, c *direct.Carrier, want cause.Cause) {
	t.Helper()
	a := c.Put(t.Context(), box.Ref{Round: currentRound, ID: box.ID{byte(want)}}, &box.Content{1})
	useless := a.Outcome == carrier.Failed || a.Outcome == carrier.Refused
	if a.Cause != want || useless != (want != cause.None) {
		t.Errorf("outcome %d, cause %v; want cause %v", a.Outcome, a.Cause, want)
	}
}
