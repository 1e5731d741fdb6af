package link_test

import (
	"flag"
	"math/rand/v2"
	"slices"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/seeds"
	"bulkhead/link"
	"bulkhead/link/linktest"
)

// The long form: go test ./link -run ClosedInAnyHistory -theft-worlds 150 -timeout 1h
var theftWorlds = flag.Int("theft-worlds", 4, "histories from which copies are stolen")

// haul is what a thief of one copy opened of everything that was ever written,
// by why it was closed or open to him.
type haul struct {
	opened, settled, old, healed int // boxes closed to him, by the first reason that holds
	unread, coming               int // boxes that he did open: written before the theft, and after it
	lost                         int // ids closed to him
	found                        int // ids he knew

	handShut [4]int // boxes by hand closed to him: opened before, own, too old, healed
	handOpen int    // and open
}

// Histories of loss, crashes and absences, with copies of a device taken at
// random saves: what docs/protocol/link.md says is closed to the thief does
// not open, with any secret in the copy or any that follows from it.
func TestACopyOpensNothingThatIsClosedInAnyHistory(t *testing.T) {
	seeds.Each(t, 1, func(t *testing.T, seed uint64) { new(haul).robAll(t, seed) })
	if seeds.Given() != 0 {
		return
	}
	var total haul
	worlds, copies := *theftWorlds, 0
	for seed := range uint64(worlds) {
		copies += total.robAll(t, 7000+seed)
	}
	t.Logf("by hand: shut %d opened before, %d own, %d too old, %d healed; %d open", total.handShut[0], total.handShut[1], total.handShut[2], total.handShut[3], total.handOpen)
	t.Logf("%d worlds from seed 7000 on, %d thefts: closed and shut: %d opened before, %d own with a known result, %d too old, %d healed, %d ids; open: %d unread, %d coming, %d ids",
		worlds, copies, total.opened, total.settled, total.old, total.healed, total.lost, total.unread, total.coming, total.found)
	for name, n := range map[string]int{
		"opened before": total.opened, "own": total.settled, "too old": total.old, "healed": total.healed,
		"unread": total.unread, "coming": total.coming, "ids healed": total.lost, "ids known": total.found,
		"by hand, opened": total.handShut[0], "by hand, own": total.handShut[1], "by hand, too old": total.handShut[2], "by hand, healed": total.handShut[3], "by hand, open": total.handOpen,
	} {
		if n == 0 {
			t.Errorf("%s: no such box, so nothing was shown of them", name)
		}
	}
}

// robAll lives through one seed's history and robs every copy that was taken in it.
func (h *haul) robAll(t *testing.T, seed uint64) (copies int) {
	t.Helper()
	p := linktest.NewPlan(seed)
	p.PL, p.Rounds = 16, 160
	if seed%2 == 0 {
		p.Hand = linktest.Hand{Blocks: 1, Out: .3, Most: 4, Slow: 40, Lost: .4, Twice: .3}
	}
	log, byHand, thefts := watch(t, p)
	for _, s := range thefts {
		h.rob(t, p, s, log)
		h.robSticks(t, p, s, log, byHand)
	}
	return len(thefts)
}

// watch lives through a history and keeps every box that left a device, and
// some saves.
func watch(t *testing.T, p linktest.Plan) (log []linktest.Sent, byHand []linktest.HandBox, thefts []linktest.Saved) {
	t.Helper()
	w, err := linktest.NewWorld(p)
	if err != nil {
		t.Fatal(err)
	}
	c := rand.New(rand.NewPCG(p.Seed, 9))
	seen := map[box.Ref]bool{}
	w.OnPut = func(s linktest.Sent) {
		if !seen[s.Ref] {
			seen[s.Ref] = true
			log = append(log, s)
		}
	}
	w.OnHand = func(b linktest.HandBox) { byHand = append(byHand, b) }
	w.OnSave = func(s linktest.Saved) {
		if c.IntN(40) == 0 {
			thefts = append(thefts, s)
		}
	}
	if _, err := w.Run(); err != nil {
		t.Fatal(err)
	}
	return log, byHand, thefts
}

// rob lets one thief try everything.
func (h *haul) rob(t *testing.T, p linktest.Plan, s linktest.Saved, log []linktest.Sent) {
	t.Helper()
	thief, err := link.NewThief(s.Link)
	if err != nil {
		t.Fatal(err)
	}
	pl := box.Round(p.PL)
	opened, settled := set(s.Opened), set(s.Settled)
	waiting := awaited(s, log, settled)
	healed := healing(log, thief.Knows()+1)
	for _, b := range log {
		own := b.From == s.Role
		opens := thief.Opens(b.From, b.Ref, b.Content)
		closed := ""
		switch {
		case b.Epoch > thief.Knows():
			closed = "healed"
			h.healed++
		case !own && opened[b.Ref]:
			closed = "opened before"
			h.opened++
		case own && b.Ref.Round <= s.Floor && settled[b.Ref] && !waiting[b.Ref.Round] && b.Ref.Round < s.Now:
			closed = "own, with a known result"
			h.settled++
		case b.Ref.Round+pl <= s.Now:
			closed = "too old"
			h.old++
		case opens && b.Ref.Round <= s.Now:
			h.unread++
		case opens:
			h.coming++
		}
		if closed != "" && opens {
			t.Fatalf("seed %d: a copy saved in round %d (floor %d) opens a box of round %d, own %t: %s", p.Seed, s.Now, s.Floor, b.Ref.Round, own, closed)
		}
		h.find(t, p, thief, b, healed)
	}
}

// robSticks lets one thief try every box that was ever carried, after all that he
// could climb to from the rounds.
func (h *haul) robSticks(t *testing.T, p linktest.Plan, s linktest.Saved, log []linktest.Sent, byHand []linktest.HandBox) {
	t.Helper()
	thief, err := link.NewThief(s.Link)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range log {
		thief.Opens(b.From, b.Ref, b.Content)
	}
	for _, b := range byHand {
		opens := thief.OpensHand(b.From, b.Number, &b.Sealing.Boxes[b.Index])
		why := -1
		switch own := b.From == s.Role; {
		case !own && slices.Contains(s.ByHand, b.Serial):
			why = 0
		case own && slices.Contains(s.SealedByHand, b.Serial):
			why = 1
		case int(b.Number.Block) < int(s.Now)/p.PL-p.Hand.Blocks:
			why = 2
		case b.HandEpoch > thief.Knows():
			why = 3
		case opens:
			h.handOpen++
		}
		if why < 0 {
			continue
		}
		h.handShut[why]++
		if opens {
			t.Fatalf("seed %d: a copy saved in round %d opens %v by hand, of %d: closed for reason %d", p.Seed, s.Now, b.Number, b.From, why)
		}
	}
}

// awaited lists the rounds of own boxes whose result is not known.
func awaited(s linktest.Saved, log []linktest.Sent, settled map[box.Ref]bool) map[box.Round]bool {
	rounds := map[box.Round]bool{}
	for _, ref := range s.Unsure {
		rounds[ref.Round] = true
	}
	for _, b := range log {
		if b.From == s.Role && !settled[b.Ref] {
			rounds[b.Ref.Round] = true
		}
	}
	return rounds
}

// find holds what the thief knows of ids: none from a pouch's length after the
// healing turn on.
func (h *haul) find(t *testing.T, p linktest.Plan, thief *link.Thief, b linktest.Sent, healed [2]box.Round) {
	t.Helper()
	finds := thief.Finds(b.From, b.Ref)
	if finds {
		h.found++
	}
	if at := healed[b.From]; at == 0 || b.Ref.Round < at+box.Round(p.PL) {
		return
	}
	h.lost++
	if finds {
		t.Fatalf("seed %d: a thief knows an id of round %d, healed from round %d on", p.Seed, b.Ref.Round, healed[b.From])
	}
}

// healing returns the first round, by direction, of a box in epoch e or later;
// 0 if there was none.
func healing(log []linktest.Sent, e uint32) (first [2]box.Round) {
	for _, b := range log {
		if r := first[b.From]; b.Epoch >= e && (r == 0 || b.Ref.Round < r) {
			first[b.From] = b.Ref.Round
		}
	}
	return first
}

func set(refs []box.Ref) map[box.Ref]bool {
	m := map[box.Ref]bool{}
	for _, r := range refs {
		m[r] = true
	}
	return m
}
