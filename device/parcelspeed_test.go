package device_test

import (
	"bytes"
	"maps"
	"slices"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/carrier"
	"bulkhead/device"
	"bulkhead/internal/testworld"
	"bulkhead/mail"
	"bulkhead/round"
)

// habit is when two members open their devices, on the world's clock.
type habit struct {
	name  string
	world testworld.Config
	opens []time.Duration // times of the day, UTC, of the first; the other's are an hour later
	stay  time.Duration   // how long a device is open each time
	most  float64         // days, of 2 MiB
}

func habits() []habit {
	h := time.Hour
	day := testworld.Config{Seed: 31, Members: 2, RoundLength: 15 * time.Minute, Slots: 6, Keep: 8}
	evening := testworld.Config{
		Seed: 32, Members: 2, RoundLength: 2 * time.Minute, Slots: 6, Keep: 8,
		Spans: [round.MaxSpans]round.Span{{From: 18 * h, Length: 2 * h}},
	}
	return []habit{
		{"two openings a day", day, []time.Duration{8 * h, 20 * h}, 0, 12},
		{"one opening a day", day, []time.Duration{8 * h}, 0, 16},
		{"an evening of two hours at T = 2 min, one opening in it", evening, []time.Duration{18*h + 10*time.Minute}, 0, 25},
		{"an evening of two hours at T = 2 min, open for 20 minutes", evening, []time.Duration{18*h + 10*time.Minute}, 20 * time.Minute, 24},
	}
}

// Promise: a parcel arrives in about the time that is said, with the openings that people have
// and without a loss. -long sends 2 MiB, and prints how long it takes; else it is an eighth,
// with two openings a day.
func TestHowLongAParcelTakes(t *testing.T) {
	length, pages, all := device.MaxAttachment/8, 256, habits()[:1]
	if *long {
		length, pages, all = device.MaxAttachment, 2048, habits()
	}
	for _, how := range all {
		t.Run(how.name, func(t *testing.T) {
			how.world.ShelfPages = pages
			w := begun(t, how.world, "", nil)
			a, b := w.Members[0], w.Members[1]
			want := filled(length)
			open(t, a)
			if w.Now().Hour() < 18 && how.world.Spans[0].Length > 0 {
				lock(t, a)
				toward(w, 18, 5)
				open(t, a)
			}
			if _, err := a.Device.SendWith(a.Ties[1], "the bridge", want); err != nil {
				t.Fatal(err)
			}
			stay(t, w, a.Device, 8)
			lock(t, a)
			began := w.Now()
			days := func() float64 { return w.Now().Sub(began).Hours() / 24 }
			most := how.most
			if !*long {
				most = 3
			}
			there, told := 0.0, 0.0
			for told == 0 {
				if days() > 2*most+2 {
					t.Fatalf("after %.1f days %+v", days(), open(t, a).Sent()[0].Parts[0])
				}
				at, who := w.Now().Add(48*time.Hour), a
				for _, clock := range how.opens {
					for k, m := range w.Members {
						next := w.Now().Truncate(24 * time.Hour).Add(clock + time.Duration(k)*time.Hour)
						if k == 1 && how.world.Spans[0].Length > 0 { // within the evening
							next = next.Add(-30 * time.Minute)
						}
						if !next.After(w.Now()) {
							next = next.Add(24 * time.Hour)
						}
						if next.Before(at) {
							at, who = next, m
						}
					}
				}
				w.Advance(at.Sub(w.Now()))
				d := open(t, who)
				if how.stay > 0 {
					stay(t, w, d, int(how.stay/time.Minute))
				}
				if who == b && there == 0 && len(d.Attached()) > 0 {
					there = days()
					for number := range d.Attached() {
						if !bytes.Equal(d.Attachment(number), want) {
							t.Error("what arrived is not what was sent")
						}
					}
				}
				if who == a && d.Sent()[0].Parts[0].Stage == mail.ReceivedBy {
					told = days()
				}
				lock(t, who)
			}
			boxes := device.ParcelBoxes(length + len("the bridge"))
			t.Logf("%s: %d bytes, %d boxes: there after %.1f days, its sender knows after %.1f", how.name, length, boxes, there, told)
			if there > most {
				t.Errorf("it took %.1f days, want at most %.1f", there, most)
			}
		})
	}
}

// Promise: whoever watches the line, or runs the drop, sees nothing of a parcel: while one of
// many boxes travels, the worker asks as often for each thing in each round as without it, each
// id once, and the files have the same sizes.
func TestNobodySeesAParcelTravel(t *testing.T) {
	type seen struct {
		puts, gets map[box.Round]int
		again      int // requests that were made before
		sizes      []int64
	}
	life := func(parcel bool) (s seen, there bool) {
		w := parcelCouple(t, 256)
		a, b := w.Members[0], w.Members[1]
		d := open(t, a)
		if parcel {
			if _, err := d.SendWith(a.Ties[1], "large", filled(1<<15)); err != nil {
				t.Fatal(err)
			}
		}
		stay(t, w, d, 4)
		lock(t, a)
		s = seen{puts: map[box.Round]int{}, gets: map[box.Round]int{}}
		asked := map[testworld.Asked]bool{}
		w.Drop.Lie = func(q testworld.Asked) (answer carrier.Outcome, lies bool) {
			if q.Write {
				s.puts[q.Ref.Round]++
			} else {
				s.gets[q.Ref.Round]++
			}
			if q.Content = nil; asked[q] {
				s.again++
			}
			asked[q] = true
			return answer, false
		}
		pass(t, w, 30)
		for _, m := range w.Members {
			for _, name := range []string{device.VaultFile, device.PouchFile, device.ShelfFile} {
				n, err := m.Mem().Size(name)
				if err != nil {
					t.Fatal(err)
				}
				s.sizes = append(s.sizes, n)
			}
		}
		there = len(open(t, b).Attached()) > 0
		return s, there
	}
	with, there := life(true)
	without, _ := life(false)
	if !there {
		t.Fatal("the parcel did not travel: nothing was shown")
	}
	if len(with.puts) < 30 || !maps.Equal(with.puts, without.puts) || !maps.Equal(with.gets, without.gets) {
		for r, n := range with.puts {
			if g := with.gets[r]; n != without.puts[r] || g != without.gets[r] {
				t.Errorf("round %d has %d writes and %d reads with a parcel, %d and %d without", r, n, g, without.puts[r], without.gets[r])
			}
		}
	}
	if with.again+without.again > 0 {
		t.Errorf("%d requests are made twice with a parcel, %d without", with.again, without.again)
	}
	if !slices.Equal(with.sizes, without.sizes) {
		t.Errorf("the files have %v bytes, without a parcel %v", with.sizes, without.sizes)
	}
}
