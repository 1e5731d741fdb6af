package direct

import (
	"bytes"
	"context"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"time"

	"bulkhead/carrier/cause"
	"bulkhead/drop"
)

// A person who sets a proxy wants no byte to go another way. So what cannot go
// through it is refused before the first byte, and names are looked up by the
// proxy alone.

var (
	// ErrProxy says that the environment names a proxy that cannot be used: it must
	// be socks5://, socks5h:// or http://, with a host.
	ErrProxy = errors.New("the environment names a proxy that this program cannot use, so nothing was sent")
	// ErrPreload says that a library was preloaded that is to send connections
	// through a proxy, and cannot: it catches calls of the C library, and this
	// program makes none.
	ErrPreload = errors.New("torsocks, or another library of its kind, is preloaded and has no effect on this program: connections would not go through Tor, so nothing was sent")
)

// Way is how a drop is reached.
type Way struct {
	Dial  Dial
	Proxy string // the variable of the environment that names the proxy; "" without one
}

// preloads are libraries that have no effect on a program that makes its own
// system calls.
var preloads = []string{"torsocks", "proxychains", "tsocks"}

// ByEnvironment returns the way to a drop that the environment asks for, by dial
// itself or by a proxy reached with it. The first of these variables that is set
// counts: HTTPS_PROXY (http_proxy for plain HTTP), ALL_PROXY, each also in the
// other case; hosts in NO_PROXY are reached without. env is [os.Getenv].
// ErrProxy, ErrPreload; nothing is sent before either.
func ByEnvironment(env func(string) string, a drop.Address, dial Dial) (Way, error) {
	names := []string{"HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"}
	if a.IsPlain() {
		names = []string{"http_proxy", "HTTP_PROXY", "ALL_PROXY", "all_proxy"}
	}
	variable := ""
	for _, name := range names {
		if strings.TrimSpace(env(name)) != "" {
			variable = name
			break
		}
	}
	if variable == "" {
		for _, library := range preloads {
			if strings.Contains(env("LD_PRELOAD"), library) {
				return Way{}, ErrPreload
			}
		}
		return Way{Dial: dial}, nil
	}
	if isExempt(env("NO_PROXY")+","+env("no_proxy"), a.Host()) {
		return Way{Dial: dial}, nil
	}
	p, err := parseProxy(env(variable), dial)
	if err != nil {
		return Way{}, err
	}
	return Way{p.dialThrough, variable}, nil
}

// isExempt reports whether a list of names, addresses and networks, separated by
// commas, holds a host.
func isExempt(list, hostPort string) bool {
	host, _, err := net.SplitHostPort(hostPort)
	if err != nil {
		return false
	}
	ip, _ := netip.ParseAddr(host)
	for _, e := range strings.Split(list, ",") {
		e = strings.ToLower(strings.TrimSpace(e))
		if e == "*" || e != "" && e == hostPort {
			return true
		}
		if net, err := netip.ParsePrefix(e); err == nil && net.Contains(ip) {
			return true
		}
		if e = strings.TrimPrefix(strings.TrimPrefix(e, "*"), "."); e != "" && (host == e || strings.HasSuffix(host, "."+e)) {
			return true
		}
	}
	return false
}

// proxy is a proxy and how it is reached.
type proxy struct {
	dial       Dial
	host       string // with port
	socks      bool   // SOCKS5 (RFC 1928); else CONNECT (RFC 9110, section 9.3.6)
	user, pass string
}

func parseProxy(s string, dial Dial) (*proxy, error) {
	s = strings.TrimSpace(s)
	if !strings.Contains(s, "://") {
		s = "http://" + s // as everybody reads it
	}
	u, err := url.Parse(s)
	if err != nil || u.Hostname() == "" {
		return nil, ErrProxy
	}
	p := &proxy{dial: dial, user: u.User.Username()}
	p.pass, _ = u.User.Password()
	port := u.Port()
	switch strings.ToLower(u.Scheme) {
	case "socks5", "socks5h":
		p.socks = true
		if port == "" {
			port = "1080"
		}
		if len(p.user) > 255 || len(p.pass) > 255 {
			return nil, ErrProxy
		}
	case "http":
		if port == "" {
			port = "80"
		}
	default:
		return nil, ErrProxy
	}
	p.host = net.JoinHostPort(u.Hostname(), port)
	return p, nil
}

// dialThrough is a [Dial]. What goes wrong at the proxy is [cause.Proxy]; the
// error names nobody.
func (p *proxy) dialThrough(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := p.dial(ctx, network, p.host)
	if err != nil {
		return nil, atProxy("reaching the proxy", err)
	}
	stop := context.AfterFunc(ctx, func() { conn.SetDeadline(time.Unix(1, 0)) })
	greet := p.connect
	if p.socks {
		greet = p.socks5
	}
	if err = greet(conn, address); !stop() && err == nil {
		err = context.Cause(ctx)
	}
	if err != nil {
		conn.Close()
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return nil, atProxy("asking the proxy", err)
	}
	return conn, nil
}

func atProxy(what string, err error) error {
	var c cause.Cause
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &c):
		return fmt.Errorf("%s: %w", what, c)
	}
	return fmt.Errorf("%s: %w", what, cause.Proxy)
}

// connect asks an HTTP proxy for a tunnel.
func (p *proxy) connect(conn net.Conn, address string) error {
	ask := "CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n"
	if p.user != "" {
		ask += "Proxy-Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(p.user+":"+p.pass)) + "\r\n"
	}
	if _, err := io.WriteString(conn, ask+"\r\n"); err != nil {
		return err
	}
	var head []byte
	for one := make([]byte, 1); !bytes.HasSuffix(head, []byte("\r\n\r\n")); { // what follows is TLS's
		if len(head) == maxHeader {
			return cause.Proxy
		}
		if _, err := io.ReadFull(conn, one); err != nil {
			return err
		}
		head = append(head, one...)
	}
	version, rest, _ := strings.Cut(string(head), " ")
	if !strings.HasPrefix(version, "HTTP/1.") || !strings.HasPrefix(rest, "2") {
		return cause.Proxy
	}
	return nil
}

// The codes of RFC 1928 and RFC 1929.
const (
	socksVersion  = 5
	socksNoAuth   = 0
	socksPassword = 2
	socksConnect  = 1
	socksIPv4     = 1
	socksName     = 3
	socksIPv6     = 4
	socksRefused  = 5 // the answer: connection refused
)

// socks5 asks a SOCKS5 proxy for a connection.
func (p *proxy) socks5(conn net.Conn, address string) error {
	method := byte(socksNoAuth)
	if p.user != "" {
		method = socksPassword
	}
	got, err := exchange(conn, []byte{socksVersion, 1, method}, 2)
	if err != nil || got[0] != socksVersion || got[1] != method {
		return errors.Join(err, cause.Proxy)
	}
	if method == socksPassword {
		ask := append([]byte{1, byte(len(p.user))}, p.user...)
		ask = append(append(ask, byte(len(p.pass))), p.pass...)
		if got, err := exchange(conn, ask, 2); err != nil || got[1] != 0 {
			return errors.Join(err, cause.Proxy)
		}
	}
	ask, err := socksAsk(address)
	if err != nil {
		return err
	}
	got, err = exchange(conn, ask, 5)
	if err != nil {
		return err
	}
	if got[1] == socksRefused {
		return cause.Closed
	}
	more := map[byte]int{socksIPv4: 4, socksIPv6: 16, socksName: 1 + int(got[4])}[got[3]] + 2 - 1 // of the address and port from which it goes on
	if got[0] != socksVersion || got[1] != 0 || more < 2 {
		return cause.Proxy
	}
	_, err = io.ReadFull(conn, make([]byte, more))
	return err
}

// socksAsk is the request for a connection. A name is the proxy's to look up.
func socksAsk(address string) ([]byte, error) {
	host, portText, err := net.SplitHostPort(address)
	if err != nil {
		return nil, cause.Proxy
	}
	port, err := strconv.ParseUint(portText, 10, 16)
	if err != nil || len(host) > 255 {
		return nil, cause.Proxy
	}
	ask := []byte{socksVersion, socksConnect, 0}
	switch ip, err := netip.ParseAddr(host); {
	case err != nil:
		ask = append(append(ask, socksName, byte(len(host))), host...)
	case ip.Is4():
		ask = append(append(ask, socksIPv4), ip.AsSlice()...)
	default:
		ask = append(append(ask, socksIPv6), ip.AsSlice()...)
	}
	return binary.BigEndian.AppendUint16(ask, uint16(port)), nil
}

func exchange(conn net.Conn, ask []byte, n int) ([]byte, error) {
	got := make([]byte, n)
	if _, err := conn.Write(ask); err != nil {
		return got, err
	}
	_, err := io.ReadFull(conn, got)
	return got, err
}
