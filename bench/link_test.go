package bench

import (
	"cmp"
	"crypto/rand"
	"encoding/json"
	"flag"
	"fmt"
	"os/exec"
	"runtime"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/link"
)

// The link beside its floors and, if it is there, beside the libsignal client:
//
//	npm install --prefix DIR @signalapp/libsignal-client
//	go test -run '^$' -bench '^BenchmarkLink$' ./bench -libsignal DIR
//
// The package stays outside the project; testdata/libsignal.mjs drives it.
var (
	libsignal = flag.String("libsignal", "", "folder in which npm has installed @signalapp/libsignal-client")
	linkFor   = flag.Duration("linkfor", time.Second, "how long each measurement of the link lasts")
)

const (
	linkReps  = 3   // the median of so many runs, one after the other in turn
	textSize  = 200 // bytes of a message
	replyEach = 64  // one box back for so many: receipts travel in it

	// What the libsignal client gave once, on a quiet 2-core machine (docs/design.md,
	// "Numbers to reach"), in messages a second.
	onceOneWay, oncePingPong = 2500, 1500
)

// BenchmarkLink prints one table. Rates are of processor time.
func BenchmarkLink(b *testing.B) {
	runs := map[string][]pace{}
	allocs := map[string]float64{}
	measure := func(name string, do func(int)) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		p := timed(*linkFor, do)
		runtime.ReadMemStats(&after)
		runs[name] = append(runs[name], p)
		allocs[name] = float64(after.Mallocs-before.Mallocs) / float64(p.n)
	}
	var peer []signalFigures
	for range linkReps {
		one := newCouple(b)
		measure("one way", one.oneWay)
		measure("floor box", newFloor(b).box)
		two := newCouple(b)
		from := two.epoch()
		measure("ping-pong", two.pingPong)
		p := runs["ping-pong"][len(runs["ping-pong"])-1]
		p.n = int(two.epoch() - from)
		runs["step"] = append(runs["step"], p)
		measure("floor step", func(int) { floorStep(b) })
		if *libsignal != "" {
			peer = append(peer, askSignal(b))
		}
	}
	rate := func(name string) float64 { return middle(runs[name]) }
	title, oneWay, pingPong := signalRates(peer)
	table(title,
		figure{what: "one way: seal + open, 200 bytes a message", unit: "/cpu-s", measured: rate("one way"), peer: oneWay, hard: 15, goal: 30},
		figure{what: "ping-pong, a step always under way: messages", unit: "/cpu-s", measured: rate("ping-pong"), peer: pingPong, hard: 1, goal: 1.6},
		figure{what: "ping-pong: whole hybrid steps (of 3 boxes)", unit: "/cpu-s", measured: rate("step"), peer: pingPong})
	table("Link beside the floors, by processor time in the same run",
		figure{what: "one way, of KDF + ChaCha20-Poly1305 for a box", unit: "/cpu-s", measured: rate("one way"), peer: rate("floor box")},
		figure{what: "steps, of bare X-Wing keygen + encap + decap", unit: "/cpu-s", measured: rate("step"), peer: rate("floor step")},
		figure{what: "allocations a message, one way", measured: allocs["one way"]},
		figure{what: "allocations a message, ping-pong", measured: allocs["ping-pong"]})
	b.ReportMetric(rate("one way"), "messages/cpu-s")
	b.ReportMetric(rate("step"), "steps/cpu-s")
	b.ReportMetric(rate("one way")/oneWay, "one-way-ratio")
	b.ReportMetric(rate("ping-pong")/pingPong, "ping-pong-ratio")
}

// middle is the median rate of some runs, by processor time.
func middle(runs []pace) float64 {
	sorted := slices.SortedFunc(slices.Values(runs), func(a, b pace) int { return cmp.Compare(a.perCPUSecond(), b.perCPUSecond()) })
	return sorted[len(sorted)/2].perCPUSecond()
}

// signalFigures is what libsignal.mjs prints.
type signalFigures struct {
	Version string    `json:"version"`
	OneWay  signalRun `json:"one_way"`
	Turns   signalRun `json:"ping_pong"`
}

type signalRun struct {
	Messages int
	CPU      float64 // seconds
}

// askSignal runs the peer.
func askSignal(b *testing.B) (f signalFigures) {
	b.Helper()
	out, err := exec.Command("node", "testdata/libsignal.mjs", *libsignal, fmt.Sprint(linkFor.Seconds()), fmt.Sprint(textSize), fmt.Sprint(replyEach)).Output()
	if err != nil {
		b.Fatalf("running the libsignal client: %v", err)
	}
	must(b, json.Unmarshal(out, &f))
	return f
}

// signalRates returns the peer's medians, or what was measured once.
func signalRates(runs []signalFigures) (title string, oneWay, pingPong float64) {
	if len(runs) == 0 {
		return "Link beside the libsignal client's figures of another day (none in this run: -libsignal DIR)", onceOneWay, oncePingPong
	}
	var one, two []pace
	for _, r := range runs {
		for _, x := range []struct {
			to *[]pace
			signalRun
		}{{&one, r.OneWay}, {&two, r.Turns}} {
			*x.to = append(*x.to, pace{x.Messages, time.Duration(x.CPU * 1e9)})
		}
	}
	return "Link beside the libsignal client " + runs[0].Version + ", by processor time in the same run", middle(one), middle(two)
}

// couple is two ends of a link, secured, that hand each other boxes.
type couple struct {
	tb   testing.TB
	ends [2]*link.Link
	now  box.Round
	text []byte

	sealed link.Sealing // the last one, whose memory the next one takes
}

func newCouple(tb testing.TB) *couple {
	c := &couple{tb: tb, now: 1000, text: make([]byte, textSize)}
	secret, err := link.NewShown(rand.Reader)
	must(tb, err)
	for i := range c.ends {
		c.ends[i], err = link.Start(link.Params{Role: link.Role(i), Context: []byte("bench"), Base: c.now, PouchRounds: link.MaxPouch}, &secret)
		must(tb, err)
	}
	for n := 0; c.ends[0].Status().Securing || c.ends[1].Status().Securing; n++ {
		c.now += 2
		c.exchange(n % 2)
	}
	return c
}

func (c *couple) epoch() uint32 { return c.ends[0].Status().Epoch }

func (c *couple) send(i int) {
	if _, err := c.ends[i].Send(c.text, 1<<32-2); err != nil {
		c.tb.Fatal(err)
	}
}

// exchange has end i seal one round, and the other open it.
func (c *couple) exchange(i int) {
	c.now++
	must(c.tb, c.ends[i].SealInto(&c.sealed, link.Moment{Now: c.now, Floor: c.now, ClockOK: true}, 1, rand.Reader))
	w := &c.sealed.Writes[0]
	_, err := c.ends[i].Wrote(w.Round, w.ID, link.WriteStored, nil)
	must(c.tb, err)
	_, err = c.ends[1-i].Open(w.Round, w.ID, w.Content, 1<<20)
	must(c.tb, err)
}

func (c *couple) oneWay(n int) {
	c.send(0)
	c.exchange(0)
	if n%replyEach == replyEach-1 {
		c.exchange(1)
	}
}

// pingPong sends a message each turn, in turns three rounds apart, so that a
// step falls due as soon as the one before it is done: key, answer, and the
// first box of the new epoch.
func (c *couple) pingPong(n int) {
	c.now += 2
	c.send(n % 2)
	c.exchange(n % 2)
}
