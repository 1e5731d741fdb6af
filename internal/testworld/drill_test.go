package testworld

import (
	"flag"
	"fmt"
	"slices"
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
// 15 minutes, and so a world four times cheaper. In the short form they last three hours,
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
	seeds.Each(t, 1, drillOfSeed)
}

func drillOfSeed(t *testing.T, seed uint64) {
	c := Config{Seed: seed, Members: *size, RoundLength: time.Hour, Slots: 6, Keep: 8, Loss: .10, Region: 320 << 10}
	people, runs := habits{every: 12, questioning: 4, captures: 4}, 20_000
	if !*long {
		c.Members, c.RoundLength, c.Region = 14, 3*time.Hour, 256<<10
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

// tally is what several drills of one setting came to.
type tally struct {
	seeds                            []uint64
	captures, taken                  int         // cascades; members taken
	asked                            int         // orphans that asked for a new lead at a captor's device
	news                             int         // things that captors were told
	lastNews                         []box.Round // from each seizure to the last box that told anything
	tooLate                          int         // captures that were told something after all who knew them had cut them
	cuts                             []box.Round // from noticing to the last cut, for each seized member
	covered, alive                   int         // looks at links cut by their other ends and under cover; at ones that seemed alive
	orphans, healed                  int
	first, second, elsewhere         int // healed over which lifeline
	hopeless                         int // not healed, and each of its lifelines ended at a seized member
	wrongly                          int // adopted by a seized member's device first
	unsure                           int // new leads, honest, that were shown as not proven
	adopt, heal                      []box.Round
	messages, arrived, given         int // among the honest
	lost, underWay, doubled, falsely int
	reached, connected, honest       int // by the notice at the end
	problems, late                   []string
	refused                          map[string]int
}

func (t *tally) add(d *drill) {
	t.seeds = append(t.seeds, d.Seed)
	for _, n := range sortedKeys(d.taken) {
		t.addCapture(d, d.taken[n])
	}
	for _, n := range sortedKeys(d.orphans) {
		t.addOrphan(d, n, d.orphans[n])
	}
	for by := range d.unproven {
		if other, _, known := d.Other(by.member, by.tie); known && d.taken[other] == nil {
			t.unsure++
		}
	}
	for _, m := range d.messages {
		if !d.honest(m) || m.number == 0 {
			continue
		}
		t.messages++
		switch {
		case m.arrivals > 0:
			t.arrived++
			t.doubled += min(m.arrivals-1, 1)
		case m.given:
			t.given++
		case m.confirmed:
			t.falsely++
		case !m.kept:
			t.lost++
		default:
			t.underWay++
		}
	}
	t.reached, t.connected, t.honest = t.reached+d.reached, t.connected+d.connected, t.honest+len(d.Members)-len(d.taken)
	t.problems, t.late = append(t.problems, d.problems...), append(t.late, d.late...)
	if t.refused == nil {
		t.refused = map[string]int{}
	}
	for what, n := range d.refused {
		t.refused[what] += n
	}
}

func (t *tally) addCapture(d *drill, c *capture) {
	t.taken++
	if c.hop == 0 {
		t.captures++
	}
	t.news, t.asked = t.news+c.news, t.asked+c.asked
	t.covered, t.alive = t.covered+c.covered, t.alive+c.alive
	if c.lastNews > 0 {
		t.lastNews = append(t.lastNews, box.Round(max(0, int(c.lastNews)-int(c.round))))
	}
	if c.lastCut == 0 || c.lastNews > c.lastCut {
		t.tooLate++
	}
	if c.lastCut != 0 {
		t.cuts = append(t.cuts, c.lastCut-d.noticed)
	}
}

func (t *tally) addOrphan(d *drill, n int, o *orphan) {
	t.orphans++
	t.wrongly += o.wrongly
	if o.healed == 0 {
		if !d.hope(n) {
			t.hopeless++
		}
		return
	}
	t.healed++
	t.adopt, t.heal = append(t.adopt, o.adopted-o.since), append(t.heal, o.healed-o.since)
	lead := LeadOf(n)
	switch {
	case lead < 2 && o.by == partnerOf(lead), LeadOf(lead) >= 0 && o.by == partnerOf(LeadOf(lead)):
		t.first++
	case LeadOf(lead) >= 0 && o.by == LeadOf(LeadOf(lead)):
		t.second++
	default:
		t.elsewhere++
	}
}

// of returns p50, p95 and the greatest of some numbers of rounds.
func of(rounds []box.Round) string {
	if len(rounds) == 0 {
		return "–"
	}
	slices.Sort(rounds)
	n := len(rounds)
	return fmt.Sprintf("%d/%d/%d", rounds[n/2], rounds[n*95/100], rounds[n-1])
}

// lines are the tally for people.
func (t *tally) lines(members int, p float64, hops int, habit string) string {
	var b strings.Builder
	row := func(name, format string, args ...any) {
		fmt.Fprintf(&b, "  %-58s "+format+"\n", append([]any{name}, args...)...)
	}
	fmt.Fprintf(&b, "\np %.1f, %d hops, phones %s, seeds %v\n", p, hops, habit, t.seeds)
	row("seized first, taken in all, mean (exact)", "%d, %d, %.2f (%.2f)", t.captures, t.taken, float64(t.taken)/float64(max(t.captures, 1)), exact(members, p, hops))
	row("rounds from noticing to the last cut, p50/p95/max", "%s", of(t.cuts))
	row("things told to captors; told after the last cut", "%d; %d captures", t.news, t.tooLate)
	row("rounds from seizure to a captor's last news, p50/p95/max", "%s", of(t.lastNews))
	row("orphans, nameless, that asked at a captor's device", "%d", t.asked)
	row("captors' looks at cut links under cover, of these alive", "%d, %d", t.covered, t.alive)
	row("orphans, of whom healed by lifeline", "%d, %d (%.1f %%)", t.orphans, t.healed, 100*float64(t.healed)/float64(max(t.orphans, 1)))
	row("… over the first, the second lifeline, elsewhere", "%d, %d, %d", t.first, t.second, t.elsewhere)
	row("… not healed; of these, seized at each of its lifelines' ends", "%d, %d", t.orphans-t.healed, t.hopeless)
	row("… rounds from the cut to being adopted, p50/p95/max", "%s", of(t.adopt))
	row("… to a secured link with the new lead, p50/p95/max", "%s", of(t.heal))
	row("adopted by a seized member's device before", "%d", t.wrongly)
	row("new leads, honest, shown as not proven", "%d", t.unsure)
	row("messages among the honest: arrived, shown undelivered", "%d: %d, %d", t.messages, t.arrived, t.given)
	row("… lost, under way, falsely told, doubled", "%d, %d, %d, %d", t.lost, t.underWay, t.falsely, t.doubled)
	row("a notice at the end: reached, connected, honest", "%d, %d, %d", t.reached, t.connected, t.honest)
	for _, what := range sortedKeys(t.refused) {
		row("refused: "+what, "%d", t.refused[what])
	}
	for _, l := range t.late {
		row("told too late", "%s", l)
	}
	for _, p := range t.problems {
		row("problem", "%s", p)
	}
	return b.String()
}

// check holds a tally to the promises.
func (t *tally) check(test testing.TB, share bool) {
	test.Helper()
	if t.tooLate > 0 {
		test.Errorf("%d captors were told something after all who knew the seized member had cut it; want none", t.tooLate)
	}
	if t.lost+t.underWay+t.falsely+t.doubled > 0 {
		test.Errorf("among the honest %d messages are lost, %d still under way, %d falsely told, %d doubled; want none", t.lost, t.underWay, t.falsely, t.doubled)
	}
	if share && t.sleeps() {
		test.Errorf("captors were told %d things and %d members lost their lead and have a lifeline to somebody honest: the drill sees nothing", t.news, t.orphans-t.hopeless)
	}
	if t.reached != t.connected {
		test.Errorf("the notice reached %d of %d honest members to whom there is a way", t.reached, t.connected)
	}
	if len(t.problems) > 0 {
		test.Errorf("%d problems; want none", len(t.problems))
	}
	if hopeful := t.orphans - t.hopeless; share && float64(t.healed) < .95*float64(hopeful) {
		test.Errorf("%d of %d orphans with a lifeline to somebody honest are healed; want at least 95 %%", t.healed, hopeful)
	}
}

// sleeps reports whether the drills showed nothing: no captor was told anything, or
// nobody was orphaned who can be healed.
func (t *tally) sleeps() bool { return t.news == 0 || t.orphans == t.hopeless }
