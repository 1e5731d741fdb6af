package direct_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"io"
	"log"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/carriertest"
	"bulkhead/carrier/direct"
	"bulkhead/drop"
)

const (
	currentRound = 5
	refusedRound = 9
)

// server is a drop over TLS with a self-made certificate, which remembers what
// each request showed it.
type server struct {
	*httptest.Server
	address drop.Address
	mem     *carriertest.Mem

	mu       sync.Mutex
	requests []*http.Request
	answer   http.Handler // in place of the drop's own, if set
}

func newServer(t testing.TB) *server {
	s := &server{mem: carriertest.NewMem()}
	s.Server = httptest.NewUnstartedServer(s)
	s.EnableHTTP2 = true
	s.TLS = &tls.Config{Certificates: []tls.Certificate{selfMade(t)}}
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	t.Cleanup(s.Close)
	prefix := drop.Prefix{1, 2, 3}
	a, err := drop.NewAddress(s.Listener.Addr().String(), prefix)
	if err != nil {
		t.Fatal(err)
	}
	s.address = a.WithPin(drop.PinOf(s.Certificate()))
	return s
}

// selfMade is a certificate of the kind that a drop makes for itself.
func selfMade(t testing.TB) tls.Certificate {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key}
}

// seen returns the requests so far.
func (s *server) seen() []*http.Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.requests)
}

func (s *server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.requests = append(s.requests, r)
	answer := s.answer
	s.mu.Unlock()
	if answer != nil {
		answer.ServeHTTP(w, r)
		return
	}
	kind, ref := s.address.Prefix().ParsePath(r.RequestURI)
	if kind != drop.Box || ref.Round == refusedRound {
		http.NotFound(w, r)
		return
	}
	content := new(box.Content)
	if r.Method == http.MethodGet {
		s.mem.Get(r.Context(), ref, content)
		w.Header().Set("Content-Type", drop.BoxType)
		w.Write(content[:])
		return
	}
	io.ReadFull(r.Body, content[:])
	w.WriteHeader(map[carrier.Outcome]int{
		carrier.Stored: 201, carrier.Same: 200, carrier.Conflict: 409,
	}[s.mem.Put(r.Context(), ref, content).Outcome])
}

func (s *server) carrier() *direct.Carrier { return direct.New(s.address, new(net.Dialer).DialContext) }

func TestDirectKeepsTheContract(t *testing.T) {
	carriertest.Run(t, func(t *testing.T) carriertest.Way {
		s := newServer(t)
		return carriertest.Way{
			Carrier: s.carrier(), Round: currentRound, Refused: refusedRound,
			Cut: s.Close, Counts: true, Dated: true,
		}
	})
}

// Every request comes over its own connection with a full TLS 1.3 handshake,
// and says nothing but what it must.
func TestRequestsShareNothing(t *testing.T) {
	s := newServer(t)
	c := s.carrier()
	for n := range byte(3) {
		ref := box.Ref{Round: currentRound, ID: box.ID{n}}
		if a := c.Put(t.Context(), ref, &box.Content{1}); a.Outcome != carrier.Stored {
			t.Fatalf("outcome %d", a.Outcome)
		}
		if a := c.Get(t.Context(), ref, new(box.Content)); a.Outcome != carrier.Found {
			t.Fatalf("outcome %d", a.Outcome)
		}
	}
	seen := map[string]bool{}
	for _, r := range s.seen() {
		if seen[r.RemoteAddr] {
			t.Error("a connection was used twice")
		}
		seen[r.RemoteAddr] = true
		if r.TLS.Version != 0x0304 || r.TLS.DidResume {
			t.Errorf("TLS %x, resumed %v", r.TLS.Version, r.TLS.DidResume)
		}
		for name := range r.Header {
			if !slices.Contains([]string{"Accept-Encoding", "Connection", "Content-Length", "Content-Type"}, name) {
				t.Errorf("the request has a header %s", name)
			}
		}
	}
	if len(seen) != 6 {
		t.Errorf("%d connections, want 6", len(seen))
	}
}

// Another key than the pinned one, or a certificate that nobody vouches for,
// is no drop, and is told nothing.
func TestAnotherKeyIsNotTheDrop(t *testing.T) {
	s := newServer(t)
	unpinned, err := drop.NewAddress(s.Listener.Addr().String(), s.address.Prefix())
	if err != nil {
		t.Fatal(err)
	}
	for name, a := range map[string]drop.Address{
		"another key": s.address.WithPin(drop.Pin{7}),
		"no pin":      unpinned,
	} {
		c := direct.New(a, new(net.Dialer).DialContext)
		if got := c.Put(t.Context(), box.Ref{Round: currentRound}, &box.Content{1}); got.Outcome != carrier.Failed {
			t.Errorf("%s: outcome %d", name, got.Outcome)
		}
	}
	if n := len(s.seen()); n != 0 {
		t.Errorf("%d requests reached it", n)
	}
}

// Whatever a hostile drop answers, the request ends, is made once, and takes
// no answer for a box that is none.
func TestHostileAnswers(t *testing.T) {
	for name, tt := range map[string]struct {
		answer http.HandlerFunc
		want   carrier.Outcome
	}{
		"redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		}, carrier.Refused},
		"endless body": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", drop.BoxType)
			for {
				if _, err := w.Write(make([]byte, 1<<16)); err != nil {
					return
				}
			}
		}, carrier.Failed},
		"endless header": {func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X", string(make([]byte, 1<<20)))
		}, carrier.Failed},
		"dropped": {func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, carrier.Failed},
		"silent": {func(_ http.ResponseWriter, r *http.Request) {
			<-r.Context().Done()
		}, carrier.Failed},
	} {
		t.Run(name, func(t *testing.T) {
			s := newServer(t)
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			s.answer = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if name == "silent" {
					cancel() // its time is over, once it was asked
				}
				tt.answer(w, r)
			})
			content := box.Content{9}
			a := s.carrier().Get(ctx, box.Ref{Round: currentRound}, &content)
			if a.Outcome != tt.want || content != (box.Content{9}) || a.Bytes == 0 {
				t.Errorf("outcome %d, want %d; %d bytes", a.Outcome, tt.want, a.Bytes)
			}
			if n := len(s.seen()); n != 1 {
				t.Errorf("%d requests", n)
			}
		})
	}
}

// What a request costs: 4,096 bytes of box, the handshake and the headers.
func TestBytesOnTheWire(t *testing.T) {
	s := newServer(t)
	ref := box.Ref{Round: currentRound}
	put := s.carrier().Put(t.Context(), ref, &box.Content{1})
	get := s.carrier().Get(t.Context(), ref, new(box.Content))
	day := 96 * 6 * (put.Bytes + get.Bytes)
	t.Logf("put %d bytes, get %d bytes; with rounds of 15 minutes and 6 slots %.1f MB a day", put.Bytes, get.Bytes, float64(day)/1e6)
	for _, a := range []carrier.Answer{put, get} {
		if a.Bytes < box.Size+1000 || a.Bytes > 2*box.Size {
			t.Errorf("%d bytes for one box", a.Bytes)
		}
	}
}
