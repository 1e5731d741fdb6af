package testworld

import (
	"flag"
	"fmt"
	"strings"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/device"
	"bulkhead/internal/seeds"
)

var (
	drills    = flag.Int("drills", 0, "how many drills of each setting: 2 with -long, else 1, and more until one shows something")
	drillOnly = flag.String("drillonly", "", "with -long: only these settings, as p/hops, with commas")
)

const (
	// limitRounds is of one stage of a drill: within these an orphan is healed, or it is
	// not. It waits 32 at most; what it asks travels for 192; an adoption of which nothing
	// comes goes after 192, and the next one takes as long at most.
	limitRounds = 450
	before      = 24 // rounds of messages before the capture
)

// TestDrill is the capture drill among people, on the real code: promises P1 and
// P3. Rounds last an hour, so that a pouch has 48 of them: a quarter of those at
// 15 minutes, and so a world four times cheaper. In the short form they last two hours,
// so that what is said in hours and days is few boxes of a lifeline. A tenth of all
// requests is lost. The 300 members of the promise are the long form:
//
//	go test ./internal/testworld -run Drill -long -v -timeout 2h
//
// Whom a drill orphans, and what captors are told, is chance: in one of eight small
// drills both whom the first lead led are seized with it, or nobody wrote to it. So the
// short form goes on, in the same world, until somebody was orphaned, with a lifeline to
// somebody honest, and a captor was told something; eight drills without are a drill
// that sees nothing.
func TestDrill(t *testing.T) {
	seeds.Each(t, 1, drillOfSeed,
		16299636396503211655, // an adoption was longer on its way than its tie lived
		6423463854021883130)  // what an orphan asked ended after one box of its lifeline
}

func drillOfSeed(t *testing.T, seed uint64) {
	c := Config{Seed: seed, Members: *size, RoundLength: time.Hour, Slots: 6, Keep: 8, Loss: .10, Region: 320 << 10}
	people, runs := habits{every: 12, questioning: 4, captures: 4}, 20_000
	if !*long {
		c.Members, c.RoundLength, c.Region = 14, 2*time.Hour, 256<<10
		people = habits{every: 4, questioning: 2, captures: 1, lead: true}
	}
	s := met(t, c)
	w, err := s.World(c.Seed)
	if err != nil {
		t.Fatal(err)
	}
	testExposure(t, w, runs)
	w.switchOff()
	for i := range len(drillSettings) + 1 {
		setting, people, habit := drillSettings[i%len(drillSettings)], people, "always on"
		if i == len(drillSettings) {
			setting, people.day, habit = drillSettings[2], true, "on a third of the time"
		}
		name := fmt.Sprintf("%.1f/%d", setting.p, setting.hops)
		if people.day {
			name += "/day"
		}
		chosen := *drillOnly == "" || strings.Contains(","+*drillOnly+",", ","+name+",")
		if !chosen || !*long && name != "0.3/1" {
			continue
		}
		t.Run(name, func(t *testing.T) {
			const patience = 8
			worlds := 1
			if *long {
				worlds = 2
			}
			if *drills > 0 {
				worlds = *drills
			}
			var all tally
			for n := 0; n < worlds || n < patience && !*long && all.sleeps(); n++ {
				began := time.Now()
				d := runDrill(t, s, c.Seed*1000+uint64(100*i+n), setting.p, setting.hops, people)
				all.add(d)
				t.Logf("seed %d: %d rounds lived in %.0f s", d.Seed, d.round()-d.begun, time.Since(began).Seconds())
			}
			t.Log(all.lines(c.Members, setting.p, setting.hops, habit))
			all.check(t, name == "0.3/1")
		})
	}
}

// met makes the world of a drill: everybody has met and has lifelines.
func met(t *testing.T, c Config) *Snapshot {
	t.Helper()
	began := time.Now()
	w := New(c)
	if err := w.Meet(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%v\n%d members met in %.0f s", c, len(w.Members), time.Since(began).Seconds())
	began = time.Now()
	w.setUpLifelines(t)
	w.ripen(t)
	t.Logf("lifelines, and the week until they are ripe, took %.0f s", time.Since(began).Seconds())
	w.NextRound()
	s, err := w.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	w.switchOff()
	return s
}

func (w *World) switchOff() {
	for _, m := range w.Members {
		m.SwitchOff()
	}
	w.pending = nil
}

// runDrill is one drill from a capture to the last word.
func runDrill(t *testing.T, s *Snapshot, seed uint64, p float64, hops int, h habits) *drill {
	t.Helper()
	w, err := s.World(seed)
	if err != nil {
		t.Fatal(err)
	}
	defer w.switchOff()
	d := newDrill(w, p, hops, h)
	d.noticed = ^box.Round(0)
	d.until(t, before, true, func() bool { return false })
	if err := d.begin(); err != nil {
		t.Fatal(err)
	}
	d.until(t, limitRounds, true, d.settled)
	d.tellAll(t)
	d.until(t, limitRounds, false, func() bool { return d.underWay() == 0 })
	return d
}

// until lets rounds go by until something holds.
func (d *drill) until(t *testing.T, rounds int, writing bool, holds func() bool) {
	t.Helper()
	for range rounds {
		if holds() {
			return
		}
		if err := d.live(writing); err != nil {
			t.Fatalf("seed %d: %v", d.Seed, err)
		}
	}
}

// tellAll has an honest founder send a notice, and waits until it is with
// everybody honest to whom there is a way.
func (d *drill) tellAll(t *testing.T) {
	t.Helper()
	const text = "a word to all after the drill"
	founder := d.Members[0]
	if d.taken[0] != nil {
		founder = d.Members[1]
	}
	if d.taken[founder.Number] != nil {
		return // nobody is left to write one
	}
	sent := false
	founder.wishes = append(founder.wishes, func(open *device.Device) error {
		_, err := open.Notice(text)
		sent = err == nil
		return err
	})
	d.heard[text] = map[int]bool{founder.Number: true}
	d.until(t, limitRounds, false, func() bool {
		d.reached, d.connected = len(d.heard[text]), len(d.wayFrom(founder.Number))
		return sent && d.reached >= d.connected
	})
}
