package dropserver_test

import (
	"context"
	"crypto/rand"
	"crypto/tls"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
	"bulkhead/round"
)

const (
	testLength = time.Hour
	testRound  = box.Round(495000) // 2026
	testKeep   = 8
)

// clock is a clock that tests set.
type clock struct {
	mu sync.Mutex
	at time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

func (c *clock) set(at time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = at
}

// running is a server on loopback.
type running struct {
	addr   string
	prefix drop.Prefix
	store  *storetest.Mem
	clock  *clock
	server *dropserver.Server
	pin    drop.Pin
	stop   func() error // ends it and returns what Serve did
}

// start runs a server, by TLS or not, whose config was changed.
func start(t *testing.T, secure bool, change func(*dropserver.Config)) *running {
	t.Helper()
	r := &running{store: storetest.NewMem(), clock: &clock{at: drop.RoundStart(testRound, testLength).Add(time.Minute)}}
	if _, err := rand.Read(r.prefix[:]); err != nil {
		t.Fatal(err)
	}
	c := dropserver.Config{Store: r.store, RoundLength: testLength, Keep: testKeep, Prefix: r.prefix, Now: r.clock.Now}
	if change != nil {
		change(&c)
	}
	var err error
	if r.server, err = dropserver.New(c); err != nil {
		t.Fatal(err)
	}
	var config *tls.Config
	if secure {
		key, err := dropserver.NewKey(rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		var cert tls.Certificate
		if cert, r.pin, err = dropserver.SelfSigned(rand.Reader, key, time.Now(), "127.0.0.1"); err != nil {
			t.Fatal(err)
		}
		config = &tls.Config{Certificates: []tls.Certificate{cert}}
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	r.addr = l.Addr().String()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- r.server.Serve(ctx, l, config) }()
	r.stop = sync.OnceValue(func() error { cancel(); return <-ended })
	t.Cleanup(func() {
		if err := r.stop(); err != nil {
			t.Errorf("serving: %v", err)
		}
	})
	return r
}

// client returns a client of r, by HTTP/1.1 or HTTP/2.
func (r *running) client(t *testing.T, h2 bool) *drop.Client {
	t.Helper()
	a, err := drop.NewAddress(r.addr, r.prefix)
	if r.pin == (drop.Pin{}) {
		a, err = drop.NewPlainAddress(r.addr, r.prefix)
	} else {
		a = a.WithPin(r.pin)
	}
	if err != nil {
		t.Fatal(err)
	}
	tr := &http.Transport{TLSClientConfig: a.TLS(), ForceAttemptHTTP2: h2}
	t.Cleanup(tr.CloseIdleConnections)
	return drop.NewClient(a, tr)
}

func TestABoxIsWrittenOnceAndRead(t *testing.T) {
	for _, h2 := range []bool{false, true} {
		t.Run(map[bool]string{false: "HTTP/1.1", true: "HTTP/2"}[h2], func(t *testing.T) {
			r := start(t, true, nil)
			c := r.client(t, h2)
			ref, content := storetest.Some(testRound, 1)
			get(t, c, ref, drop.Absent, nil)
			put(t, c, ref, content, drop.Stored)
			put(t, c, ref, content, drop.Same)
			other := content
			other[17]++
			put(t, c, ref, other, drop.Conflict)
			get(t, c, ref, drop.Found, &content)
			info, res, err := c.Info(context.Background())
			if err != nil || info.CurrentRound != testRound || info.KeepRounds != testKeep || info.Slots != round.DefaultSlots ||
				info.RoundLength() != testLength || info.Time != r.clock.Now().Unix() {
				t.Errorf("the drop says %+v, %v", info, err)
			}
			if !res.Date.Equal(r.clock.Now()) {
				t.Errorf("the answer's date is %v, the drop's clock is at %v", res.Date, r.clock.Now())
			}
		})
	}
}

func put(t *testing.T, c *drop.Client, ref box.Ref, content box.Content, want drop.Outcome) {
	t.Helper()
	if r, err := c.Put(context.Background(), ref, &content); err != nil || r.Outcome != want {
		t.Errorf("writing in round %d: outcome %d, %v; want %d", ref.Round, r.Outcome, err, want)
	}
}

func get(t *testing.T, c *drop.Client, ref box.Ref, want drop.Outcome, content *box.Content) {
	t.Helper()
	var got box.Content
	r, err := c.Get(context.Background(), ref, &got)
	if err != nil || r.Outcome != want || content != nil && got != *content {
		t.Errorf("reading in round %d: outcome %d, %v; want %d", ref.Round, r.Outcome, err, want)
	}
}

func TestOnlyTheRoundsInReachAreTakenAndGiven(t *testing.T) {
	r := start(t, false, nil)
	c := r.client(t, false)
	for d, want := range map[int]struct{ put, get drop.Outcome }{
		-testKeep - 1: {drop.Refused, drop.Refused},
		-testKeep:     {drop.Refused, drop.Absent},
		-testKeep + 1: {drop.Refused, drop.Absent},
		-2:            {drop.Refused, drop.Absent},
		-1:            {drop.Stored, drop.Found},
		0:             {drop.Stored, drop.Found},
		1:             {drop.Stored, drop.Found},
		2:             {drop.Refused, drop.Refused},
	} {
		ref, content := storetest.Some(box.Round(int(testRound)+d), 1)
		put(t, c, ref, content, want.put)
		get(t, c, ref, want.get, nil)
	}
	if r.store.Len() != 3 {
		t.Errorf("%d boxes are kept, want 3", r.store.Len())
	}
}

func TestABoxIsThereUntilItsRoundHasExpired(t *testing.T) {
	r := start(t, false, nil)
	c := r.client(t, false)
	ref, content := storetest.Some(testRound, 1)
	put(t, c, ref, content, drop.Stored)
	for d := range time.Duration(testKeep + 2) {
		r.clock.set(drop.RoundStart(testRound, testLength).Add(d * testLength))
		want := drop.Found
		if d > testKeep {
			want = drop.Refused
		}
		get(t, c, ref, want, nil)
	}
}

// counted is a store that tells of each DropBefore.
type counted struct {
	*storetest.Mem
	dropped chan box.Round
}

func (c *counted) DropBefore(first box.Round) error {
	err := c.Mem.DropBefore(first)
	c.dropped <- first
	return err
}

func TestExpiredRoundsLeaveTheStoreWhole(t *testing.T) {
	const length = drop.MinRound
	store := &counted{storetest.NewMem(), make(chan box.Round, 100)}
	begin, _ := drop.RoundAt(time.Now(), length)
	old, content := storetest.Some(begin-3, 1)
	if _, err := store.Put(old, &content); err != nil {
		t.Fatal(err)
	}
	fresh, content := storetest.Some(begin, 2)
	if _, err := store.Put(fresh, &content); err != nil {
		t.Fatal(err)
	}
	start(t, false, func(c *dropserver.Config) {
		c.Store, c.RoundLength, c.Keep, c.Now = store, length, 2, time.Now
	})
	if first := <-store.dropped; first < begin-2 || store.Len() != 1 {
		t.Errorf("at the start the rounds before %d went, of boxes %d stay; want before %d, 1", first, store.Len(), begin-2)
	}
	for store.Len() > 0 {
		<-store.dropped // one a round; the test's own time limit ends a wait for ever
	}
}

func TestAFullDiskRefusesBoxesAndGivesThem(t *testing.T) {
	r := start(t, false, nil)
	c := r.client(t, false)
	ref, content := storetest.Some(testRound, 1)
	put(t, c, ref, content, drop.Stored)
	r.store.SetFull(true)
	second, other := storetest.Some(testRound, 2)
	put(t, c, second, other, drop.Full)
	put(t, c, ref, content, drop.Same)
	get(t, c, ref, drop.Found, &content)
	get(t, c, second, drop.Absent, nil)
	r.store.SetFull(false)
	put(t, c, second, other, drop.Stored)
}

// slow is a store whose Put waits.
type slow struct {
	*storetest.Mem
	begun, end chan struct{}
}

func (s *slow) Put(ref box.Ref, content *box.Content) (dropserver.PutOutcome, error) {
	close(s.begun)
	<-s.end
	return s.Mem.Put(ref, content)
}

func TestRunningRequestsEndBeforeTheServerDoes(t *testing.T) {
	store := &slow{storetest.NewMem(), make(chan struct{}), make(chan struct{})}
	r := start(t, true, func(c *dropserver.Config) { c.Store = store })
	c := r.client(t, false)
	ref, content := storetest.Some(testRound, 1)
	done := make(chan drop.Outcome)
	go func() {
		res, _ := c.Put(context.Background(), ref, &content)
		done <- res.Outcome
	}()
	<-store.begun
	stopped := make(chan error)
	go func() { stopped <- r.stop() }()
	for { // until it takes no more
		conn, err := net.Dial("tcp", r.addr)
		if err != nil {
			break
		}
		conn.Close()
	}
	select {
	case <-stopped:
		t.Error("the server ended before its request")
	default:
	}
	close(store.end)
	if o := <-done; o != drop.Stored {
		t.Errorf("the request that ran came out as %d", o)
	}
	if err := <-stopped; err != nil {
		t.Errorf("ending: %v", err)
	}
	if store.Len() != 1 {
		t.Error("the box is not kept")
	}
}

func TestTLSBelow13IsRefused(t *testing.T) {
	r := start(t, true, nil)
	conn, err := tls.Dial("tcp", r.addr, &tls.Config{InsecureSkipVerify: true, MaxVersion: tls.VersionTLS12})
	if err == nil {
		conn.Close()
		t.Error("TLS 1.2 was spoken")
	}
}

func TestMetricsNameNobody(t *testing.T) {
	r := start(t, false, func(c *dropserver.Config) {
		c.CertificateEnds = func() time.Time { return time.Unix(1_900_000_000, 0) }
	})
	c := r.client(t, false)
	ref, content := storetest.Some(testRound, 1)
	put(t, c, ref, content, drop.Stored)
	get(t, c, ref, drop.Found, nil)
	var b strings.Builder
	w := &answer{head: http.Header{}, body: &b}
	req, _ := http.NewRequest("GET", "/metrics", nil)
	r.server.Metrics().ServeHTTP(w, req)
	text := b.String()
	for _, want := range []string{`bulkhead_drop_puts_total{outcome="created"} 1`, `bulkhead_drop_gets_total{outcome="found"} 1`, "bulkhead_drop_connections",
		"bulkhead_drop_certificate_expiry_timestamp_seconds 1.9e+09"} {
		if !strings.Contains(text, want) {
			t.Errorf("the metrics lack %q", want)
		}
	}
	for _, not := range []string{ref.ID.Hex(), ref.ID.Hex()[:8], "127.0.0.1", r.prefix.Text(), r.prefix.Text()[:6]} {
		if strings.Contains(text, not) {
			t.Errorf("the metrics name %q", not)
		}
	}
}

type answer struct {
	head http.Header
	body io.Writer
}

func (a *answer) Header() http.Header         { return a.head }
func (a *answer) WriteHeader(int)             {}
func (a *answer) Write(p []byte) (int, error) { return a.body.Write(p) }

func TestAConfigThatMakesNoDropIsRefused(t *testing.T) {
	good := dropserver.Config{Store: storetest.NewMem(), RoundLength: time.Second, Prefix: drop.Prefix{1}, Now: time.Now}
	if _, err := dropserver.New(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*dropserver.Config){
		"no store":       func(c *dropserver.Config) { c.Store = nil },
		"no clock":       func(c *dropserver.Config) { c.Now = nil },
		"no prefix":      func(c *dropserver.Config) { c.Prefix = drop.Prefix{} },
		"no round":       func(c *dropserver.Config) { c.RoundLength = 0 },
		"a short round":  func(c *dropserver.Config) { c.RoundLength = drop.MinRound - 1 },
		"one round":      func(c *dropserver.Config) { c.Keep = 1 },
		"minus slots":    func(c *dropserver.Config) { c.Slots = -1 },
		"a clock before": func(c *dropserver.Config) { c.Now = func() time.Time { return time.Unix(-5, 0) } },
	} {
		c := good
		change(&c)
		if _, err := dropserver.New(c); err == nil {
			t.Errorf("%s: a server was made", name)
		}
	}
}

func TestAStoreThatFailsIsNoConflictAndNoAbsence(t *testing.T) {
	r := start(t, false, func(c *dropserver.Config) { c.Store = broken{} })
	c := r.client(t, false)
	ref, content := storetest.Some(testRound, 1)
	put(t, c, ref, content, drop.Refused)
	get(t, c, ref, drop.Refused, nil)
}

type broken struct{}

var errBroken = errors.New("broken")

func (broken) Put(box.Ref, *box.Content) (dropserver.PutOutcome, error) { return 0, errBroken }
func (broken) Get(box.Ref, *box.Content) (bool, error)                  { return false, errBroken }
func (broken) DropBefore(box.Round) error                               { return errBroken }
func (broken) Close() error                                             { return nil }
