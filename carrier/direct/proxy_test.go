package direct_test

import (
	"bufio"
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/carrier/carriertest"
	"bulkhead/carrier/cause"
	"bulkhead/carrier/direct"
	"bulkhead/drop"
)

// fakeProxy is a proxy of either kind, which remembers what it was asked for.
type fakeProxy struct {
	net.Listener
	user, pass string // asked for if set
	refuse     bool
	to         string // where it connects to, whatever it was asked for

	mu    sync.Mutex
	asked []string
}

func newProxy(t *testing.T, to string) *fakeProxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p := &fakeProxy{Listener: l, to: to}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() { l.Close(); serving.Wait() })
	return p
}

func (p *fakeProxy) serve(conn net.Conn) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	first, err := in.Peek(1)
	if err != nil {
		return
	}
	address, ok := "", false
	if first[0] == 5 {
		address, ok = p.socks(conn, in)
	} else if r, err := http.ReadRequest(in); err == nil && r.Method == http.MethodConnect {
		user, pass, _ := (&http.Request{Header: http.Header{"Authorization": r.Header["Proxy-Authorization"]}}).BasicAuth()
		address, ok = r.RequestURI, user == p.user && pass == p.pass && !p.refuse
		if ok {
			io.WriteString(conn, "HTTP/1.1 200 Go on\r\nVia: somebody\r\n\r\n")
		} else {
			io.WriteString(conn, "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n")
		}
	}
	p.mu.Lock()
	p.asked = append(p.asked, address)
	p.mu.Unlock()
	if !ok {
		return
	}
	there, err := net.Dial("tcp", p.to)
	if err != nil {
		return
	}
	defer there.Close()
	go io.Copy(there, in)
	io.Copy(conn, there)
}

func (p *fakeProxy) socks(conn net.Conn, in *bufio.Reader) (address string, ok bool) {
	head := make([]byte, 3)
	io.ReadFull(in, head)
	if p.user != "" {
		conn.Write([]byte{5, 2})
		in.ReadByte()
		user := readField(in)
		pass := readField(in)
		if user != p.user || pass != p.pass {
			conn.Write([]byte{1, 1})
			return "", false
		}
		conn.Write([]byte{1, 0})
	} else {
		conn.Write([]byte{5, 0})
	}
	ask := make([]byte, 4)
	io.ReadFull(in, ask)
	host := ""
	switch ask[3] {
	case 1:
		ip := make([]byte, 4)
		io.ReadFull(in, ip)
		host = net.IP(ip).String()
	case 3:
		host = readField(in)
	}
	port := make([]byte, 2)
	io.ReadFull(in, port)
	if p.refuse {
		conn.Write([]byte{5, 5, 0, 1, 0, 0, 0, 0, 0, 0})
		return host, false
	}
	conn.Write(append([]byte{5, 0, 0, 3, 4}, "here\x01\x02"...))
	return host, true
}

func readField(in *bufio.Reader) string {
	n, _ := in.ReadByte()
	b := make([]byte, n)
	io.ReadFull(in, b)
	return string(b)
}

func (p *fakeProxy) seen() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.asked)
}

func environment(pairs ...string) func(string) string {
	return func(name string) string {
		for i := 0; i < len(pairs); i += 2 {
			if pairs[i] == name {
				return pairs[i+1]
			}
		}
		return ""
	}
}

// noNames is a dialer that fails the test if it is asked to look up a name.
func noNames(t *testing.T) direct.Dial {
	return func(ctx context.Context, network, address string) (net.Conn, error) {
		if host, _, _ := net.SplitHostPort(address); net.ParseIP(host) == nil {
			t.Errorf("the name of the drop was looked up here")
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}
}

// Through either kind of proxy a carrier keeps its contract, and the name of the
// drop is the proxy's to look up.
func TestDirectKeepsTheContractThroughAProxy(t *testing.T) {
	for _, scheme := range []string{"socks5://", "socks5h://", "http://", ""} {
		for _, with := range []string{"", "somebody:secret@"} {
			if scheme == "" && with != "" {
				continue
			}
			t.Run(scheme+with, func(t *testing.T) {
				carriertest.Run(t, func(t *testing.T) carriertest.Way {
					s := newServer(t)
					p := newProxy(t, s.Listener.Addr().String())
					if with != "" {
						p.user, p.pass = "somebody", "secret"
					}
					named, err := drop.NewAddress("drop.example:8443", s.address.Prefix())
					if err != nil {
						t.Fatal(err)
					}
					named = named.WithPin(drop.PinOf(s.Certificate()))
					way, err := direct.ByEnvironment(environment("ALL_PROXY", scheme+with+p.Addr().String()), named, noNames(t))
					if err != nil || way.Proxy != "ALL_PROXY" {
						t.Fatalf("way by %q, %v", way.Proxy, err)
					}
					t.Cleanup(func() {
						for _, asked := range p.seen() {
							if !strings.HasPrefix(asked, "drop.example") {
								t.Errorf("the proxy was asked for another host")
							}
						}
					})
					return carriertest.Way{
						Carrier: direct.New(named, way.Dial), Round: currentRound, Refused: refusedRound, Cut: s.Close, Counts: true, Dated: true,
					}
				})
			})
		}
	}
}

// What a proxy does not let through fails and says so, and nothing goes around it.
func TestNothingGoesAroundAProxy(t *testing.T) {
	s := newServer(t)
	refusing := newProxy(t, s.Listener.Addr().String())
	refusing.refuse = true
	wrong := newProxy(t, s.Listener.Addr().String())
	wrong.user, wrong.pass = "somebody", "else"
	gone := newProxy(t, "")
	gone.Close()
	for _, c := range []struct {
		proxy string
		want  cause.Cause
	}{
		{"socks5://" + refusing.Addr().String(), cause.Closed},
		{"http://" + refusing.Addr().String(), cause.Proxy},
		{"socks5://a:b@" + wrong.Addr().String(), cause.Proxy},
		{"socks5://" + wrong.Addr().String(), cause.Proxy},
		{"http://a:b@" + wrong.Addr().String(), cause.Proxy},
		{"socks5://" + gone.Addr().String(), cause.Proxy},
	} {
		way, err := direct.ByEnvironment(environment("https_proxy", c.proxy), s.address, new(net.Dialer).DialContext)
		if err != nil {
			t.Fatal(err)
		}
		a := direct.New(s.address, way.Dial).Put(t.Context(), box.Ref{Round: currentRound}, new(box.Content))
		if a.Outcome != carrier.Failed || a.Cause != c.want {
			t.Errorf("%s: outcome %d, cause %v; want cause %v", c.proxy, a.Outcome, a.Cause, c.want)
		}
	}
	if len(s.seen()) != 0 {
		t.Error("a request reached the drop")
	}
}

// A request that is given up while a silent proxy holds it ends.
func TestASilentProxyHoldsNothingUp(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	s := newServer(t)
	way, err := direct.ByEnvironment(environment("ALL_PROXY", "socks5://"+l.Addr().String()), s.address, new(net.Dialer).DialContext)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		conn, err := l.Accept()
		if err == nil {
			defer conn.Close()
			io.ReadFull(conn, make([]byte, 3)) // it was asked
		}
		cancel()
		<-ctx.Done()
	}()
	if a := direct.New(s.address, way.Dial).Put(ctx, box.Ref{Round: currentRound}, new(box.Content)); a.Cause != cause.Stopped {
		t.Errorf("cause %v", a.Cause)
	}
}

// What the environment asks for is done or refused before the first byte.
func TestTheEnvironmentIsHonouredOrRefused(t *testing.T) {
	a, err := drop.NewAddress("drop.example.org:443", drop.Prefix{1})
	if err != nil {
		t.Fatal(err)
	}
	plain, err := drop.NewPlainAddress("127.0.0.1:80", drop.Prefix{1})
	if err != nil {
		t.Fatal(err)
	}
	const socks = "socks5h://127.0.0.1:9050"
	for _, c := range []struct {
		what  string
		env   []string
		to    drop.Address
		proxy string
		err   error
	}{
		{"nothing", nil, a, "", nil},
		{"another variable", []string{"HTTP_PROXY", socks}, a, "", nil},
		{"for all", []string{"ALL_PROXY", socks}, a, "ALL_PROXY", nil},
		{"for all, small", []string{"all_proxy", socks}, a, "all_proxy", nil},
		{"the nearer one counts", []string{"ALL_PROXY", socks, "HTTPS_PROXY", "http://127.0.0.1:1"}, a, "HTTPS_PROXY", nil},
		{"plain HTTP", []string{"http_proxy", "127.0.0.1:1", "HTTPS_PROXY", socks}, plain, "http_proxy", nil},
		{"not for this host", []string{"ALL_PROXY", socks, "NO_PROXY", "a.test, .example.org"}, a, "", nil},
		{"not for this network", []string{"ALL_PROXY", socks, "no_proxy", "127.0.0.0/8"}, plain, "", nil},
		{"not for any", []string{"ALL_PROXY", socks, "NO_PROXY", "*"}, a, "", nil},
		{"for other hosts", []string{"ALL_PROXY", socks, "NO_PROXY", "ample.org,10.0.0.0/8,"}, a, "ALL_PROXY", nil},
		{"TLS to the proxy", []string{"ALL_PROXY", "https://127.0.0.1:1"}, a, "", direct.ErrProxy},
		{"an old kind", []string{"ALL_PROXY", "socks4://127.0.0.1:1"}, a, "", direct.ErrProxy},
		{"no host", []string{"ALL_PROXY", "socks5://"}, a, "", direct.ErrProxy},
		{"no address", []string{"ALL_PROXY", "://\x7f"}, a, "", direct.ErrProxy},
		{"torsocks", []string{"LD_PRELOAD", "/usr/lib/x86_64-linux-gnu/torsocks/libtorsocks.so"}, a, "", direct.ErrPreload},
		{"proxychains", []string{"LD_PRELOAD", "libproxychains.so.4"}, a, "", direct.ErrPreload},
		{"torsocks beside a proxy", []string{"LD_PRELOAD", "libtorsocks.so", "ALL_PROXY", socks}, a, "ALL_PROXY", nil},
		{"another library", []string{"LD_PRELOAD", "libjemalloc.so"}, a, "", nil},
	} {
		dialled := false
		way, err := direct.ByEnvironment(environment(c.env...), c.to, func(context.Context, string, string) (net.Conn, error) {
			dialled = true
			return nil, errors.New("no")
		})
		if !errors.Is(err, c.err) || (err == nil) != (c.err == nil) || way.Proxy != c.proxy || dialled {
			t.Errorf("%s: by %q, %v; want %q, %v", c.what, way.Proxy, err, c.proxy, c.err)
		}
	}
}
