package link

import (
	"crypto/hpke"
	"crypto/rand"
	"crypto/sha256"
	"fmt"
	"runtime"
	"slices"
	"syscall"
	"testing"
	"time"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"
)

// measure begins a benchmark's measurement; the returned function reports rates
// of what was counted, by the clock and by processor time: on a machine that
// others use too, only the second compares.
func measure(b *testing.B) func(what string, n int) {
	b.ReportAllocs()
	b.ResetTimer()
	var from, to syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &from)
	return func(what string, n int) {
		b.StopTimer()
		syscall.Getrusage(syscall.RUSAGE_SELF, &to)
		cpu := float64(to.Utime.Nano()+to.Stime.Nano()-from.Utime.Nano()-from.Stime.Nano()) / 1e9
		b.ReportMetric(float64(n)/b.Elapsed().Seconds(), what+"/s")
		b.ReportMetric(float64(n)/cpu, what+"/cpu-s")
	}
}

// benchPair returns two ends that both write in epoch 1 or later, with
// operating-system randomness.
func benchPair(b *testing.B, pouch int) *pair {
	b.Helper()
	p := newPair(b, pouch)
	p.short = true
	p.secure(1)
	p.box = p.now
	return p
}

// exchange has end i seal one round, after which the other opens it.
func (p *pair) exchange(b *testing.B, i int) {
	p.box++
	if p.pouch[i] == nil {
		p.pouch[i] = &Sealing{}
	}
	s := p.pouch[i]
	if err := p.ends[i].SealInto(s, Moment{Now: p.now, Floor: p.box, ClockOK: true}, 1, rand.Reader); err != nil {
		b.Fatal(err)
	}
	w := &s.Writes[0]
	if _, err := p.ends[i].Wrote(w.Round, w.ID, WriteStored, nil); err != nil {
		b.Fatal(err)
	}
	events, err := p.ends[1-i].Open(w.Round, w.ID, w.Content, 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range events {
		switch e.(type) {
		case *Delivered:
			p.got++
		case Frozen, Warning:
			b.Fatalf("%+v", e)
		}
	}
}

// oneWay carries the n-th message.
func (p *pair) oneWay(b *testing.B, text []byte, n int) {
	p.now = p.box + 1 // its round has begun
	if _, err := p.ends[0].Send(text, lastRound); err != nil {
		b.Fatal(err)
	}
	p.exchange(b, 0)
	if n%64 == 63 {
		p.exchange(b, 1)
	}
}

// pingPong carries the n-th message, three rounds after the one before.
func (p *pair) pingPong(b *testing.B, text []byte, n int) {
	p.now, p.box = p.now+3, p.now+2
	if _, err := p.ends[n%2].Send(text, lastRound); err != nil {
		b.Fatal(err)
	}
	p.exchange(b, n%2)
}

// How the link does beside its floors: many short runs in turns, since a machine
// that others use is never as fast twice, and the medians of both. The ratio is of
// processor time: 1 would be the floor. It prints the allocations beside it.
func BenchmarkBesideTheFloors(b *testing.B) {
	const short = 20 * time.Millisecond
	text := message("beside", 200)
	for _, c := range []struct {
		name  string
		floor func(n int)
		link  func() (each func(n int), times func(boxes int) float64)
	}{
		{"one way", func() func(int) { f := &floorBox{}; return func(int) { f.once() } }(), func() (func(int), func(int) float64) {
			p := benchPair(b, MaxPouch)
			return func(n int) { p.oneWay(b, text, n) }, func(n int) float64 { return float64(n) }
		}},
		{"one way, no step due", func() func(int) { f := &floorBox{}; return func(int) { f.once() } }(), func() (func(int), func(int) float64) {
			p := benchPair(b, MaxPouch)
			p.ends[0].ladder.base, p.ends[1].ladder.base = int64(lastRound), int64(lastRound)
			return func(n int) { p.oneWay(b, text, n) }, func(n int) float64 { return float64(n) }
		}},
		{"steps", func(int) { floorStep(b) }, func() (func(int), func(int) float64) {
			p := benchPair(b, MinPouch)
			e := p.ends[0].ladder.epoch
			return func(n int) { p.pingPong(b, text, n) }, func(int) float64 {
				done := p.ends[0].ladder.epoch - e
				e += done
				return float64(done)
			}
		}},
	} {
		b.Run(c.name, func(b *testing.B) {
			each, times := c.link()
			var ratios, floors, links []float64
			var allocs, boxes uint64
			n := 0
			for range 15 {
				done, cpu := repeat(short, c.floor)
				floor := float64(done) / cpu
				var before, after runtime.MemStats
				runtime.ReadMemStats(&before)
				done, cpu = repeat(short, func(int) { each(n); n++ })
				runtime.ReadMemStats(&after)
				link := times(done) / cpu
				ratios, floors, links = append(ratios, link/floor), append(floors, floor), append(links, link)
				allocs, boxes = allocs+after.Mallocs-before.Mallocs, boxes+uint64(done)
			}
			b.ReportMetric(middle(ratios), "of-the-floor")
			b.ReportMetric(middle(floors), "floor/cpu-s")
			b.ReportMetric(middle(links), "link/cpu-s")
			b.ReportMetric(float64(allocs)/float64(boxes), "allocs/box")
			b.ReportMetric(0, "ns/op")
		})
	}
}

func middle(x []float64) float64 { slices.Sort(x); return x[len(x)/2] }

// repeat does something until it has had so much processor time, and returns how
// often, and for how many seconds.
func repeat(d time.Duration, do func(int)) (n int, cpu float64) {
	from := cpuTime()
	for n&15 != 0 || cpuTime()-from < d {
		do(n)
		n++
	}
	return n, (cpuTime() - from).Seconds()
}

func cpuTime() time.Duration {
	var u syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// One message a box: accept, seal, note the write, open, deliver. Receipts come
// back in one box of every 65. "alone" holds the clock still, so that no step
// falls due, as none does in a ratchet whose other end is silent; "in time"
// lets a round pass for every box, takes the steps that fall due, and keeps
// the reading direction in step.
func BenchmarkOneWay(b *testing.B) {
	for _, inTime := range []bool{false, true} {
		b.Run(map[bool]string{false: "alone", true: "in time"}[inTime], func(b *testing.B) {
			p := benchPair(b, MaxPouch)
			if !inTime {
				p.ends[0].ladder.base, p.ends[1].ladder.base = int64(lastRound), int64(lastRound)
			}
			text := message("one way", 200)
			report := measure(b)
			for n := range b.N {
				p.oneWay(b, text, n)
			}
			report("messages", b.N)
			if p.got < b.N {
				b.Fatalf("%d of %d messages arrived", p.got, b.N)
			}
		})
	}
}

// A full hybrid step each turn. One step of this link takes three boxes: PK,
// CT, and the first of the new epoch, which the next PK follows. Each box
// carries a message, three rounds apart. A long pouch costs more, because a
// new id chain is walked by a pouch's length before its first use.
func BenchmarkPingPongWithAStepEachTurn(b *testing.B) {
	for _, pouch := range []int{MinPouch, MaxPouch} {
		b.Run(fmt.Sprintf("pouch=%d", pouch), func(b *testing.B) {
			p := benchPair(b, pouch)
			text := message("ping pong", 200)
			e, boxes := p.ends[0].ladder.epoch, 0
			report := measure(b)
			for ; p.ends[0].ladder.epoch < e+uint32(b.N); boxes++ {
				p.pingPong(b, text, boxes)
			}
			report("steps", b.N)
			report("messages", boxes)
		})
	}
}

// A whole pouch of 192 rounds, with a full window of cells to spread.
func BenchmarkSealPouch(b *testing.B) {
	for _, c := range []struct {
		name string
		size int
	}{{"idle", -1}, {"busy", MaxMessage}} {
		b.Run(c.name, func(b *testing.B) {
			p := benchPair(b, MaxPouch)
			for range 3 {
				if c.size >= 0 {
					if _, err := p.ends[0].Send(make([]byte, c.size), lastRound); err != nil {
						b.Fatal(err)
					}
				}
			}
			m := Moment{Now: p.now, Floor: p.now}
			report := measure(b)
			for range b.N {
				if _, err := p.ends[0].Seal(m, rand.Reader); err != nil {
					b.Fatal(err)
				}
			}
			report("pouches", b.N)
		})
	}
}

// The floor of one way, fixed whatever the protocol derives: at each end two
// chains stepped, an id and two keys, HMAC-SHA-256 each, and two seals of
// ChaCha20-Poly1305. bench/ has the same.
func BenchmarkFloorOneBox(b *testing.B) {
	var f floorBox
	report := measure(b)
	for range b.N {
		f.once()
	}
	report("boxes", b.N)
}

type floorBox struct {
	keys    [5][32]byte
	content box.Content
}

func (f *floorBox) once() {
	var nonce [12]byte
	for end := range 2 {
		for i := range f.keys {
			f.keys[i] = hmac32(&f.keys[i], byte(i))
		}
		for n, part := range [][2]int{{headAt, headerSize}, {bodyAt, bodySize}} {
			a, _ := chacha20poly1305.New(f.keys[n][:])
			whole := f.content[part[0] : part[0]+part[1]+tagSize]
			if end == 0 {
				a.Seal(whole[:0], nonce[:], whole[:part[1]], nil)
			} else if _, err := a.Open(whole[:0], nonce[:], whole, nil); err != nil {
				panic(err)
			}
		}
		f.keys = [5][32]byte{} // the other end derives the same
	}
}

// hmac32 is HMAC-SHA-256 of a 32-byte message under a 32-byte key.
func hmac32(key *[32]byte, message byte) [32]byte {
	var inner, outer [96]byte
	for i := range 64 {
		k := byte(0)
		if i < len(key) {
			k = key[i]
		}
		inner[i], outer[i] = k^0x36, k^0x5c
	}
	inner[64] = message
	digest := sha256.Sum256(inner[:])
	copy(outer[64:], digest[:])
	return sha256.Sum256(outer[:])
}

// The floor of a step: one hybrid key pair, encapsulation and decapsulation, by
// the standard library's HPKE, which shows no other way to them.
func BenchmarkFloorOneStep(b *testing.B) {
	report := measure(b)
	for range b.N {
		floorStep(b)
	}
	report("steps", b.N)
}

func floorStep(b *testing.B) {
	kem := hpke.MLKEM768X25519()
	k, err := kem.GenerateKey()
	if err != nil {
		b.Fatal(err)
	}
	enc, _, err := hpke.NewSender(k.PublicKey(), hpke.HKDFSHA256(), hpke.ExportOnly(), nil)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := hpke.NewRecipient(enc, k, hpke.HKDFSHA256(), hpke.ExportOnly(), nil); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkByHand: what a box by hand costs: to seal, to open, and to find out that it
// is somebody else's, for a link that tries as many heads as it may in two weeks of
// steps with blocks of two days.
func BenchmarkByHand(b *testing.B) {
	p := newPair(b, MaxPouch)
	for _, l := range p.ends {
		l.hand.blocks = 7
	}
	p.short = true
	for range 9 * MaxPouch / 4 {
		p.now += 3
		p.round()
	}
	l := p.ends[1]
	l.settleHand()
	l.listTries()
	heads := len(l.hand.tries)
	s := p.sealHand(0, HandBoxes)
	b.Run("seal", func(b *testing.B) {
		for range b.N {
			p.ends[0].hand.out.bundle = 0
			if _, err := p.ends[0].SealHand(HandMoment{}, HandBoxes, p.rand); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*HandBoxes), "us/box")
	})
	saved := mustMarshal(p.ends[1])
	b.Run("open", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			l, _ := Unmarshal(saved)
			b.StartTimer()
			for i := range s.Boxes {
				if got, _ := l.OpenHand(&s.Boxes[i], 1<<20); got != Opened {
					b.Fatal(got)
				}
			}
		}
		b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*HandBoxes), "us/box")
	})
	b.Run("noise", func(b *testing.B) {
		var c box.Content
		p.rand.Read(c[:])
		for range b.N {
			l.OpenHand(&c, 1<<20)
		}
		b.ReportMetric(float64(heads), "heads")
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*heads), "ns/head")
	})
}
