package link

import (
	"crypto/rand"
	"testing"

	"golang.org/x/crypto/chacha20poly1305"

	"bulkhead/box"

	"crypto/hpke"
)

// benchPair returns two ends that both write in epoch 1 or later, with
// operating-system randomness.
func benchPair(b *testing.B, pouch int) *pair {
	b.Helper()
	p := newPair(b, pouch)
	p.secure(1)
	return p
}

// exchange has end i seal one round, and the other open it. Every 32 rounds
// the other end's receipts come back the same way.
func (p *pair) exchange(b *testing.B, i int) {
	p.now++
	s, err := p.ends[i].SealRounds(Moment{Now: p.now, Floor: p.now, ClockOK: true}, 1, rand.Reader)
	if err != nil {
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
		case Delivered, Confirmed:
			p.got++
		case Frozen, Warning:
			b.Fatalf("%+v", e)
		}
	}
}

// One message a box: accept, seal, open, deliver; receipts come back in one box
// of every 33.
func BenchmarkOneWay(b *testing.B) {
	p := benchPair(b, MaxPouch)
	text := message("one way", 200)
	b.ReportAllocs()
	b.ResetTimer()
	for n := range b.N {
		if _, err := p.ends[0].Send(text, lastRound); err != nil {
			b.Fatal(err)
		}
		p.exchange(b, 0)
		if n%32 == 31 {
			p.exchange(b, 1)
		}
	}
	b.StopTimer()
	if p.got < b.N {
		b.Fatalf("%d of %d messages arrived", p.got, b.N)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
}

// A full hybrid step each turn. One step of this link takes three boxes: PK,
// CT, and the first of the new epoch, which carries the next PK. Each box
// carries a message; a turn is counted once per full step.
func BenchmarkPingPongWithAStepEachTurn(b *testing.B) {
	p := benchPair(b, MaxPouch)
	text := message("ping pong", 200)
	e := p.ends[0].ladder.epoch
	b.ReportAllocs()
	b.ResetTimer()
	boxes := 0
	for n := 0; p.ends[0].ladder.epoch < e+uint32(b.N); n++ {
		p.now += stepRounds / 2
		if _, err := p.ends[n%2].Send(text, lastRound); err != nil {
			b.Fatal(err)
		}
		p.exchange(b, n%2)
		boxes++
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
	b.ReportMetric(float64(boxes)/b.Elapsed().Seconds(), "messages/s")
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
			b.ReportAllocs()
			for b.Loop() {
				if _, err := p.ends[0].Seal(m, rand.Reader); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// The floor of one way: the derivations and seals that one box cannot do
// without, at both ends, and nothing else.
func BenchmarkFloorOneBox(b *testing.B) {
	var m mac
	var c, i [32]byte
	var s secrets
	var id box.ID
	var key aeadKey
	content := new(box.Content)
	var nonce [12]byte
	b.ReportAllocs()
	for b.Loop() {
		for end := range 2 {
			m.step(c[:], infoContent, s.content.Bytes())
			m.step(i[:], infoID, s.id.Bytes())
			m.boxID(id[:], &s.id, 0)
			for _, part := range [][2]int{{headAt, headerSize}, {bodyAt, bodySize}} {
				m.sealKey(&key, &s.content, infoHead, 0, content[:freshSize])
				a, _ := chacha20poly1305.New(key.Bytes())
				whole := content[part[0] : part[0]+part[1]]
				if end == 0 {
					a.Seal(whole[:0], nonce[:], whole, id[:])
				} else {
					a.Open(whole[:0], nonce[:], whole[:part[1]+tagSize], id[:])
				}
			}
		}
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "boxes/s")
}

// The floor of a step: one hybrid key pair, encapsulation and decapsulation.
func BenchmarkFloorOneStep(b *testing.B) {
	kem := hpke.MLKEM768X25519()
	b.ReportAllocs()
	for b.Loop() {
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
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "steps/s")
}
