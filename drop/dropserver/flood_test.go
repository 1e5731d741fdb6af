package dropserver_test

import (
	"bufio"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

// fewPlaces is a small drop, so that a test can fill it.
const fewPlaces = 32

// patience ends a test that would hang: it fails then.
const patience = 30 * time.Second

// small runs a drop with few places and a large page.
func small(t *testing.T) *running {
	return start(t, true, func(c *dropserver.Config) {
		c.Connections = fewPlaces
		c.Site = fstest.MapFS{"index.html": {Data: []byte("home")}, "large": {Data: make([]byte, 8<<20)}}
	})
}

// dialFrom opens a connection to r from a loopback address 127.0.x.y.
func dialFrom(t *testing.T, r *running, source int) net.Conn {
	t.Helper()
	local := net.TCPAddrFromAddrPort(netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, byte(source >> 8), byte(source)}), 0))
	d := net.Dialer{LocalAddr: local, Timeout: patience}
	conn, err := d.Dial("tcp", r.addr)
	if err != nil {
		t.Skipf("this system lets nobody play several addresses: %v", err)
	}
	t.Cleanup(func() { conn.Close() })
	conn.SetDeadline(time.Now().Add(patience))
	return conn
}

// secured is conn after its handshake, or nil if it was closed meanwhile.
func secured(conn net.Conn, protocols ...string) *tls.Conn {
	c := tls.Client(conn, &tls.Config{InsecureSkipVerify: true, NextProtos: protocols})
	if c.Handshake() != nil {
		return nil
	}
	return c
}

// say has a stranger do a handshake and say something; what becomes of it is
// his affair.
func say(conn net.Conn, text string) {
	if c := secured(conn); c != nil {
		_, _ = io.WriteString(c, text)
	}
}

// hello is the beginning of a handshake as it goes over the wire.
func hello() []byte {
	a, b := net.Pipe()
	defer a.Close()
	defer b.Close()
	go tls.Client(a, &tls.Config{InsecureSkipVerify: true}).Handshake()
	first := make([]byte, 4096)
	n, _ := b.Read(first)
	return first[:n]
}

// strangers are ways to hold a connection open.
var strangers = map[string]func(conn net.Conn){
	"that say nothing":              func(net.Conn) {},
	"with half a hello":             func(c net.Conn) { _, _ = c.Write(hello()[:100]) },
	"with a hello and no more":      func(c net.Conn) { _, _ = c.Write(hello()) },
	"that are silent after hello":   func(c net.Conn) { secured(c) },
	"that asked for the site":       func(c net.Conn) { say(c, "GET / HTTP/1.1\r\nHost: a\r\n\r\n") },
	"that asked for another prefix": func(c net.Conn) { say(c, "GET "+drop.Prefix{9}.InfoPath()+" HTTP/1.1\r\nHost: a\r\n\r\n") },
	"with half a request line":      func(c net.Conn) { say(c, "GET /"+strings.Repeat("x", 4000)) },
	"with half the headers":         func(c net.Conn) { say(c, "GET / HTTP/1.1\r\nHost: a\r\nX: y\r\n") },
	"with half a body":              func(c net.Conn) { say(c, "PUT /x HTTP/1.1\r\nHost: a\r\nContent-Length: 4096\r\n\r\nxxx") },
	"that wait to go on": func(c net.Conn) {
		say(c, "PUT /x HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 4096\r\n\r\n")
	},
	"that do not read what they asked for": func(c net.Conn) { say(c, "GET /large HTTP/1.1\r\nHost: a\r\n\r\n") },
	"that ask for much at once":            func(c net.Conn) { say(c, strings.Repeat("GET /large HTTP/1.1\r\nHost: a\r\n\r\n", 100)) },
	"without TLS":                          func(c net.Conn) { _, _ = io.WriteString(c, "GET / HTTP/1.1\r\n") },
	"by HTTP/2, silent": func(c net.Conn) {
		if s := secured(c, "h2"); s != nil {
			_, _ = s.Write([]byte(preface + settings))
		}
	},
	"by HTTP/2, with requests that do not end": func(c net.Conn) {
		if s := secured(c, "h2"); s != nil {
			_, _ = s.Write([]byte(preface + settings))
			for i := range 32 {
				_, _ = s.Write(openStream(uint32(2*i + 1)))
			}
		}
	},
}

// What HTTP/2 begins with (RFC 9113, 3.4 and 6.5).
const (
	preface  = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
	settings = "\x00\x00\x00\x04\x00\x00\x00\x00\x00"
)

// openStream is the frame of a POST of / whose body is to come: indexed header
// fields (RFC 7541, appendix A) and a literal authority.
func openStream(id uint32) []byte {
	block := "\x83\x84\x87\x01\x01a"
	return append([]byte{0, 0, byte(len(block)), 1, 4, byte(id >> 24), byte(id >> 16), byte(id >> 8), byte(id)}, block...)
}

// phone writes a box and reads it, each on a connection of its own.
func phone(t *testing.T, r *running, source int, n uint64) {
	t.Helper()
	ref, content := storetest.Some(testRound, n)
	for _, ask := range []struct {
		request string
		status  int
	}{
		{"PUT " + r.prefix.BoxPath(ref) + " HTTP/1.1\r\nHost: a\r\nContent-Length: 4096\r\n\r\n" + string(content[:]), http.StatusCreated},
		{"GET " + r.prefix.BoxPath(ref) + " HTTP/1.1\r\nHost: a\r\n\r\n", http.StatusOK},
	} {
		c := secured(dialFrom(t, r, source))
		if c == nil {
			t.Fatal("a phone was not answered its hello")
		}
		if status := exchange(t, c, ask.request); status != ask.status {
			t.Errorf("a phone was answered %d, want %d", status, ask.status)
		}
		c.Close()
	}
}

// exchange makes a request and returns the status of its whole answer.
func exchange(t *testing.T, c net.Conn, request string) int {
	t.Helper()
	if _, err := io.WriteString(c, request); err != nil {
		t.Fatalf("asking: %v", err)
	}
	resp, err := http.ReadResponse(bufio.NewReader(c), nil)
	if err != nil {
		t.Fatalf("no answer: %v", err)
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatalf("half an answer: %v", err)
	}
	return resp.StatusCode
}

// Strangers take more connections than there are places, from one address or
// from several, and hold them in any way. Phones at other addresses and at the
// very same one are answered, and a connection that has shown the prefix stays.
func TestAStrangerDoesNotLockOthersOut(t *testing.T) {
	for name, hold := range strangers {
		for _, sources := range []int{1, 3} {
			t.Run(fmt.Sprintf("%s, from %d", name, sources), func(t *testing.T) {
				r := small(t)
				ref, _ := storetest.Some(testRound, 1)
				kept := secured(dialFrom(t, r, 900))
				if kept == nil {
					t.Fatal("no handshake")
				}
				ask := "GET " + r.prefix.BoxPath(ref) + " HTTP/1.1\r\nHost: a\r\n\r\n"
				if status := exchange(t, kept, ask); status != http.StatusOK {
					t.Fatalf("answered %d", status)
				}
				for i := range 3 * fewPlaces / 2 {
					hold(dialFrom(t, r, 1000+i%sources))
				}
				for i := range 3 {
					phone(t, r, 2000+i, uint64(10+i))
					phone(t, r, 1000, uint64(20+i))
				}
				if status := exchange(t, kept, ask); status != http.StatusOK {
					t.Errorf("the connection that had shown the prefix was answered %d", status)
				}
			})
		}
	}
}

// Who has the prefix and holds all he can keeps no other phone out.
func TestAMemberDoesNotLockOthersOut(t *testing.T) {
	r := small(t)
	ref, _ := storetest.Some(testRound, 1)
	for range 3 * fewPlaces / 2 {
		c := secured(dialFrom(t, r, 1000))
		if c == nil {
			t.Fatal("no handshake")
		}
		exchange(t, c, "GET "+r.prefix.BoxPath(ref)+" HTTP/1.1\r\nHost: a\r\n\r\n")
	}
	for i := range 3 {
		phone(t, r, 2000+i, uint64(10+i))
	}
}

func TestVisitorsAreNotKept(t *testing.T) {
	for _, secure := range []bool{false, true} {
		r := start(t, secure, func(c *dropserver.Config) { c.Site = fstest.MapFS{"index.html": {Data: []byte("home")}} })
		ref, _ := storetest.Some(testRound+9, 1) // out of reach: the site answers
		for _, request := range []string{
			"GET / HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET / HTTP/1.1\r\nHost: a\r\nConnection: keep-alive\r\n\r\n",
			"GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
			"HEAD /no HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET /no HTTP/1.1\r\nHost: a\r\n\r\n",
			"PUT /no HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc",
			"OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n",
			"GET " + r.prefix.BoxPath(ref) + " HTTP/1.1\r\nHost: a\r\n\r\n",
			"POST " + r.prefix.InfoPath() + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n",
		} {
			conn := dialFrom(t, r, 1)
			if secure {
				conn = secured(conn)
			}
			if _, err := io.WriteString(conn, request); err != nil {
				t.Fatal(err)
			}
			b, err := io.ReadAll(conn) // to the end of the connection
			if err != nil || !strings.Contains(string(b), "\r\nConnection: close\r\n") {
				t.Errorf("%.40q: %v, %q", request, err, b)
			}
		}
	}
}

// A visitor for whom there is no place sees a connection that ends, and not a
// byte, whatever he was about to ask for.
func TestARefusedVisitorSeesNothing(t *testing.T) {
	r := start(t, false, func(c *dropserver.Config) { c.Connections = fewPlaces })
	first := dialFrom(t, r, 1)
	if _, err := io.WriteString(first, "GET "+r.prefix.InfoPath()+" HTTP/1.1\r\n"); err != nil {
		t.Fatal(err)
	}
	for range fewPlaces {
		dialFrom(t, r, 1)
	}
	b, err := io.ReadAll(first)
	if len(b) != 0 || errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("read %q, %v; want the end of the connection", b, err)
	}
}

// Frames of HTTP/2 that are no requests end a stranger's connection after some
// hundred KiB. One that has shown the prefix may send as many boxes as it likes.
func TestAFloodOfFramesEnds(t *testing.T) {
	ping := "\x00\x00\x08\x06\x01\x00\x00\x00\x00--------" // an answer to none
	for name, frame := range map[string]string{
		"pings":          ping,
		"settings":       settings,
		"window updates": "\x00\x00\x04\x08\x00\x00\x00\x00\x00\x00\x00\x00\x01",
		"priorities":     "\x00\x00\x05\x02\x00\x00\x00\x00\x01\x00\x00\x00\x00\x00",
		"unknown frames": "\x00\x00\x01\x77\x00\x00\x00\x00\x00-",
	} {
		t.Run(name, func(t *testing.T) {
			r := small(t)
			s := secured(dialFrom(t, r, 1), "h2")
			go io.Copy(io.Discard, s)
			if _, err := io.WriteString(s, preface+settings); err != nil {
				t.Fatal(err)
			}
			var sent int
			var err error
			for sent < 64<<20 && err == nil {
				var n int
				n, err = io.WriteString(s, strings.Repeat(frame, 1000))
				sent += n
			}
			if err == nil || errors.Is(err, os.ErrDeadlineExceeded) {
				t.Errorf("after %d bytes: %v; want the end of the connection", sent, err)
			}
			phone(t, r, 1, 1)
		})
	}
	t.Run("of boxes does not", func(t *testing.T) {
		r := small(t)
		c := secured(dialFrom(t, r, 1))
		for n := range uint64(100) {
			ref, content := storetest.Some(testRound, n)
			exchange(t, c, "PUT "+r.prefix.BoxPath(ref)+" HTTP/1.1\r\nHost: a\r\nContent-Length: 4096\r\n\r\n"+string(content[:]))
		}
	})
}
