package bench

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
)

const (
	floodConnections = 4300             // of the attacker, at once; the drop has 4,096 places
	floodPeriod      = 10 * time.Second // in which each of them comes once
	floodSlice       = 4 * time.Second  // of calm, and of attack
	floodTurns       = 6                // of each
	floodPhones      = 40               // requests a second, each on a connection of its own
	floodPatience    = 20 * time.Second // of a phone; who got no answer took that long

	// hardFlood is how many times as long as in calm a phone may wait in an attack.
	hardFlood, goalFlood = 2.0, 1.25
)

// flood is one way to attack a drop: from how many addresses, by how many
// connections, and what each does.
type flood struct {
	name        string
	what        string
	mode        string
	connections int
	sources     int
	beside      bool // the phones are at the attacker's very address
	hard        float64
}

// Only the first two are held to the limit. The others take all the processor
// that they can get, on the machine that also runs the attacker and the phones: their
// figures say what such an attack does here.
var floods = []flood{
	{"ask", "4,300 connections ask for the site once in a while", "ask", floodConnections, 1, false, hardFlood},
	{"askbeside", "the same, at the phones' own address", "ask", floodConnections, 1, true, hardFlood},
	{"silent", "4,300 connections say nothing", "silent", floodConnections, 1, false, hardFlood},
	{"ask300", "4,300 connections, from 300 addresses", "ask", floodConnections, 300, false, hardFlood},
	{"loop", "64 connections ask in a loop, from one address", "loop", 64, 1, false, 0},
	{"loop64", "64 connections ask in a loop, from 64 addresses", "loop", 64, 64, false, 0},
}

// BenchmarkFlood measures how long phones wait for a drop, a process of its own
// on loopback, while strangers (another process) attack it, beside how long
// they wait in calm: slices of both in turn, in one run. Phones and attackers
// play addresses of 127.0.0.0/8.
//
// All three share this machine's processors, and with whatever else it does,
// while a real attacker brings his own. So each is a session of its own, among
// which Linux shares processors out as groups, and beside the waits stands how
// long the drop's threads were ready and got none: where that is more than they
// ran, the waits are the machine's rather than the drop's. (Between sessions no
// nice counts but the group's: echo -5 >/proc/self/autogroup, which the three then
// have.)
func BenchmarkFlood(b *testing.B) {
	for _, f := range floods {
		b.Run(f.name, func(b *testing.B) { benchmarkFlood(b, f) })
	}
}

func benchmarkFlood(b *testing.B, f flood) {
	addr, server := dropProcess(b, dropRound)
	phone := 1 << 16
	if f.beside {
		phone = 0
	}
	var calm, attacked []time.Duration
	var spent, idle load
	var took time.Duration
	lost, made := 0, 0
	for range floodTurns {
		begin := loadOf(b, server)
		waits, failed := phones(b, addr, phone)
		idle = idle.plus(begin, loadOf(b, server))
		calm, lost = append(calm, waits...), lost+failed
		began, end := time.Now(), strangersProcess(b, addr, f)
		time.Sleep(floodPeriod / 4) // until it is under way
		begin = loadOf(b, server)
		waits, failed = phones(b, addr, phone)
		spent = spent.plus(begin, loadOf(b, server))
		attacked, lost = append(attacked, waits...), lost+failed
		made += end()
		took += time.Since(began)
		time.Sleep(time.Second)
	}
	line := func(what string, q float64, hard float64) figure {
		return figure{what: what, unit: "ms", measured: quantile(attacked, q), peer: quantile(calm, q), hard: hard, goal: goalFlood, less: true}
	}
	seconds := floodTurns * floodSlice.Seconds()
	table(fmt.Sprintf("Flood: %s. A phone's wait for an answer, beside calm (%d and %d requests, %d without an answer, %.0f connections a second by strangers)",
		f.what, len(attacked), len(calm), lost, float64(made)/took.Seconds()),
		line("half of all wait at most", .5, f.hard), line("99 of 100 wait at most", .99, f.hard),
		figure{what: "a second, the drop ran", unit: "ms", measured: spent.ran / seconds, peer: idle.ran / seconds},
		figure{what: "a second, its threads waited for a processor", unit: "ms", measured: spent.waited / seconds, peer: idle.waited / seconds})
	b.ReportMetric(quantile(attacked, .99)/quantile(calm, .99), "of-calm-p99")
}

// load is how long a process's threads ran, and were ready to and did not, in
// milliseconds.
type load struct{ ran, waited float64 }

func (l load) plus(from, to load) load {
	return load{l.ran + to.ran - from.ran, l.waited + to.waited - from.waited}
}

// loadOf reads a process's load from /proc/PID/task/*/schedstat.
func loadOf(b *testing.B, pid int) (l load) {
	b.Helper()
	files, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
	must(b, err)
	for _, name := range files {
		var ran, waited float64 // in ns
		stat, err := os.ReadFile(name)
		if err != nil {
			continue // that thread has ended, as few do
		}
		_, err = fmt.Sscan(string(stat), &ran, &waited)
		must(b, err)
		l = load{l.ran + ran/1e6, l.waited + waited/1e6}
	}
	return l
}

func quantile(waits []time.Duration, q float64) float64 {
	slices.Sort(waits)
	return float64(waits[int(q*float64(len(waits)-1))].Microseconds()) / 1000
}

// loopback is the n-th of the addresses that begin at 127.1.0.1.
func loopback(n int) *net.TCPAddr {
	n++
	return &net.TCPAddr{IP: net.IPv4(127, byte(1+n>>16), byte(n>>8), byte(n))}
}

// phones make requests for a slice of time, at fixed moments whether or not
// those before were answered, and return how long each waited.
func phones(b *testing.B, addr drop.Address, source int) (waits []time.Duration, failed int) {
	b.Helper()
	dialer := &net.Dialer{LocalAddr: loopback(source)}
	current, err := drop.RoundAt(time.Now(), dropRound)
	must(b, err)
	var mu sync.Mutex
	var asking sync.WaitGroup
	tick := time.NewTicker(time.Second / floodPhones)
	defer tick.Stop()
	for n := range int(floodSlice.Seconds() * floodPhones) {
		<-tick.C
		asking.Go(func() {
			ctx, cancel := context.WithTimeout(context.Background(), floodPatience)
			defer cancel()
			c := drop.NewClient(addr, &http.Transport{DialContext: dialer.DialContext, TLSClientConfig: addr.TLS(), DisableKeepAlives: true})
			ref, content := box.Ref{Round: current}, box.Content{}
			rand.Read(ref.ID[:])
			rand.Read(content[:])
			begin := time.Now()
			var err error
			if n%2 == 0 {
				_, err = c.Put(ctx, ref, &content)
			} else {
				_, err = c.Get(ctx, ref, &content)
			}
			wait := time.Since(begin)
			if err != nil {
				wait = floodPatience
			}
			mu.Lock()
			defer mu.Unlock()
			waits = append(waits, wait)
			if err != nil {
				failed++
			}
		})
	}
	asking.Wait()
	return waits, failed
}

const (
	floodHost = "BULKHEAD_BENCH_FLOOD_HOST"
	floodHow  = "BULKHEAD_BENCH_FLOOD_HOW"
)

// strangersProcess starts an attack and returns what ends it and says how many
// connections it made.
func strangersProcess(b *testing.B, addr drop.Address, f flood) (end func() int) {
	b.Helper()
	cmd := exec.Command(os.Args[0], "-test.run", "^TestStrangers$")
	cmd.Env = append(os.Environ(), floodHost+"="+addr.Host(), floodHow+"="+fmt.Sprint(f.mode, " ", f.connections, " ", f.sources))
	in, err := cmd.StdinPipe()
	must(b, err)
	var out strings.Builder
	cmd.Stdout = &out
	startApart(b, cmd)
	b.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	return func() int {
		in.Close()
		must(b, cmd.Wait())
		said, _, _ := strings.Cut(out.String(), " connections")
		n, err := strconv.Atoi(strings.TrimSpace(said))
		must(b, err)
		return n
	}
}

// TestStrangers is the attacker's process. It is no test, and does nothing
// unless BenchmarkFlood has started it.
func TestStrangers(t *testing.T) {
	host := os.Getenv(floodHost)
	if host == "" {
		t.Skip("only BenchmarkFlood starts this")
	}
	var mode string
	var connections, sources int
	if _, err := fmt.Sscan(os.Getenv(floodHow), &mode, &connections, &sources); err != nil {
		t.Fatal(err)
	}
	var made atomic.Int64
	for i := range connections {
		go func() {
			period := time.Duration(0)
			if mode != "loop" {
				period = floodPeriod
				time.Sleep(period * time.Duration(i) / time.Duration(connections))
			}
			for {
				next := time.After(period)
				stranger(host, mode, loopback(i%sources), &made)
				<-next
			}
		}()
	}
	_, _ = io.Copy(io.Discard, os.Stdin) // until BenchmarkFlood has had enough
	fmt.Print(made.Load(), " connections\n")
	os.Exit(0)
}

// stranger holds one connection as long as the drop lets him.
func stranger(host, mode string, from *net.TCPAddr, made *atomic.Int64) {
	d := net.Dialer{LocalAddr: from, Timeout: floodPatience}
	conn, err := d.Dial("tcp", host)
	if err != nil {
		return
	}
	defer conn.Close()
	made.Add(1)
	if mode != "silent" {
		s := tls.Client(conn, &tls.Config{InsecureSkipVerify: true})
		if s.Handshake() != nil {
			return
		}
		if mode == "ask" { // first be there for a while: once asked, the drop ends it
			_ = s.SetReadDeadline(time.Now().Add(floodPeriod * 3 / 4))
			if _, err := s.Read(make([]byte, 1)); err == io.EOF {
				return
			}
			_ = s.SetReadDeadline(time.Time{})
		}
		_, _ = io.WriteString(s, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")
		conn = s
	}
	_, _ = io.Copy(io.Discard, conn)
}
