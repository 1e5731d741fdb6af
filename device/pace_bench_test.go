package device_test

import (
	"testing"
	"time"

	"bulkhead/device"
	"bulkhead/internal/testworld"
)

// BenchmarkRefillWithLifelines prints what a refill of a founder who keeps lifelines
// for others costs, and what the same refill costs without them:
//
//	go test ./device -run XXX -bench TurnWithLifelines -benchtime 50x
//
// The group has 30 members and rounds of 15 minutes.
func BenchmarkRefillWithLifelines(b *testing.B) {
	w := testworld.New(testworld.Config{Seed: 73, Members: 30, RoundLength: 15 * time.Minute, Slots: 6, Keep: 8})
	if err := w.Meet(); err != nil {
		b.Fatal(err)
	}
	m := w.Members[0]
	kept := 0
	for range 100 {
		w.NextRound()
		for _, m := range w.Members {
			if err := m.Unlock(); err != nil {
				b.Fatal(err)
			}
			if m.Number == 0 {
				kept = len(m.Device.Lifelines())
			}
			if err := m.Lock(); err != nil {
				b.Fatal(err)
			}
		}
		if kept >= 14 {
			break
		}
	}
	m.SwitchOff()
	vault, pouch := files(b, m)
	for _, way := range []struct {
		name string
		drop bool
	}{{"with", false}, {"without", true}} {
		b.Run(way.name, func(b *testing.B) {
			b.ReportMetric(float64(kept), "lifelines")
			for range b.N {
				b.StopTimer()
				put(b, m.Env.Dir, device.VaultFile, vault)
				put(b, m.Env.Dir, device.PouchFile, pouch)
				if err := m.Unlock(); err != nil {
					b.Fatal(err)
				}
				if way.drop {
					m.Device.DropLifelines()
				}
				b.StartTimer()
				if err := m.Device.Refill(); err != nil {
					b.Fatal(err)
				}
				b.StopTimer()
				m.Device.Abandon()
				m.Device = nil
			}
		})
	}
}
