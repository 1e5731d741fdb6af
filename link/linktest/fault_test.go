package linktest

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/link"
)

// patience is within how many seeds a planted fault has to be seen.
const patience = 120

// hunt runs histories until one breaks a promise. It begins with the one in which the fault
// showed when it was planted; 0: with the first. The same history without the fault has to keep
// every promise: else it is not the fault that was seen.
func hunt(t *testing.T, plan func(uint64) Plan, fault Fault, first uint64, without func(seed uint64) error) {
	t.Helper()
	first = max(first, 1)
	for seed := first; seed < first+patience; seed++ {
		_, seen := live(plan(seed), fault)
		if seen == nil {
			continue
		}
		if err := without(seed); err != nil {
			t.Fatalf("history %d breaks a promise (%v), and without the fault: %v", seed, seen, err)
		}
		t.Logf("seen in history %d: %v", seed, seen)
		return
	}
	t.Fatalf("unseen in %d histories from %d on", patience, first)
}

// quickly makes a plan's histories those in which planted faults are looked for.
func quickly(plan func(uint64) Plan) func(uint64) Plan {
	return func(seed uint64) Plan {
		p := plan(seed)
		p.quicken()
		return p
	}
}

// quicken makes a history short, and dense with what brings faults out: steps
// that succeed, crashes, and results that are taken in late and in any order.
func (p *Plan) quicken() {
	p.PL, p.Rounds = 16, max(150, p.TheftAt+20)
	p.Crash, p.Shuffle, p.Large = .12, .8, 0
	p.Unlock = [2]float64{.2, .2}
	p.LosePut, p.LoseGet, p.Absence = 0, 0, .02
	p.Relid, p.Spoil, p.Forget = .1, 0, .1
}

// carrying makes a history one in which much is carried.
func carrying(plan func(uint64) Plan) func(uint64) Plan {
	return func(seed uint64) Plan {
		p, c := plan(seed), newChance(seed, 9)
		p.Hand = Hand{
			Blocks: []int{1, 3, 7}[c.IntN(3)], Out: .3, Most: []int{1, 6}[c.IntN(2)], Slow: c.between(0, 80),
			Lost: .1, Twice: .5, Cut: .2, Scratch: .05, Dark: [2]int{0, c.between(0, 1) * c.between(1, 100)},
		}
		return p
	}
}

// parceling makes a history one in which much takes more than one box.
func parceling(plan func(uint64) Plan) func(uint64) Plan {
	return func(seed uint64) Plan {
		p, c := plan(seed), newChance(seed, 12)
		p.Parcels = Parcels{
			Send: .3, Most: []int{9000, 60_000}[c.IntN(2)], Life: [2]int{60, 2000}, Room: []int{60, link.MaxParcelsChunks}[c.IntN(2)],
			Tight: .1, Fail: .2, Drop: .2, Loss: .02, Behind: .1, Cancel: .1,
		}
		if c.hit(.5) { // many small ones, as many as may be on the way
			p.Parcels = Parcels{Send: .9, Most: 2600, Life: [2]int{8, 150}, Room: link.MaxParcelsChunks, Drop: .5, Behind: .7}
		}
		return p
	}
}

// overtaking makes a history one in which parcels have the boxes almost to themselves, and many
// are taken in before others that were sent earlier.
func overtaking(plan func(uint64) Plan) func(uint64) Plan {
	return func(seed uint64) Plan {
		p := plan(seed)
		p.Write, p.Hand = .02, Hand{}
		p.Parcels = Parcels{Send: .9, Most: 1200, Life: [2]int{1000, 2000}, Room: link.MaxParcelsChunks, Behind: .8}
		return p
	}
}

// A mistake in the program around the link breaks a promise, and is seen.
func TestPlantedFaultsOfADeviceAreSeen(t *testing.T) {
	for name, fault := range map[string]Fault{
		"pouch replaced before the vault is saved": PouchFirst,
		"receipt sent early":                       ReceiptEarly,
		"no second candidate id":                   NoSecond,
		"another lid for a box that left":          RelidSent,
		"a stick handed over before the save":      StickFirst,
		"a header that says what another did":      SaidOfAnother,
		"a chunk receipted before it is held":      ChunkEarly,
	} {
		t.Run(name, func(t *testing.T) {
			plan, first := NewPlan, uint64(0)
			switch fault {
			case StickFirst:
				plan = carrying(NewPlan)
			case ChunkEarly:
				plan, first = parceling(NewPlan), 38
			}
			plan = quickly(plan)
			hunt(t, plan, fault, first, func(seed uint64) error {
				_, err := live(plan(seed), NoFault)
				return err
			})
		})
	}
}

// planted is a mistake inside the link: a text of its source and what stands
// in its place. The room itself carries no switch for it.
type planted struct {
	name     string
	file     string // of room link
	old, new string // old occurs once; in new, PLANTED is whether this is the one
	theft    bool   // it shows where a device is copied or put back
	hand     bool   // it shows where boxes are carried
	parcels  bool   // it shows where much takes more than one box
	order    bool   // it shows where parcels overtake each other
	first    uint64 // the history in which it showed when it was planted; 0: any of the first few
}

var plantedFaults = []planted{
	{
		name: "answerer turning early", file: "turn.go",
		old: "if l.makes(e) || (", new: "if PLANTED || l.makes(e) || (",
	}, {
		name: "ids turning with content", file: "direction.go",
		old: "	i := serving(es, r, d.pouch)\n", new: "	delay := d.pouch\n	if PLANTED {\n		delay = 0\n	}\n	i := serving(es, r, delay)\n",
	}, {
		name: "no second candidate content", file: "uncertain.go",
		old: "if !ok || r < start {", new: "if !ok || r < start || PLANTED {",
	}, {
		name: "a turn stands though its sealing was lost", file: "turn.go",
		old: "	if l.out.trial {\n", new: "	if l.out.trial && !(PLANTED) {\n",
	}, {
		name: "a round forgotten before its box can come", file: "direction.go",
		old: "max(d.at, to-d.pouch)", new: "max(d.at, to-d.pouch+d.pouch*planted_(PLANTED)/2)",
	}, {
		name: "a lid made for duress does not tell", file: "lid.go",
		old: "j.seeds[1], &j.duress)", new: "j.seeds[1], map[bool]*[headerSize]byte{false: &j.duress, true: &j.plain}[PLANTED])",
	}, {
		name: "another's box passes for one's own", file: "wrote.go", theft: true,
		old: "case !l.ownTag(h.tag):", new: "case !l.ownTag(h.tag) && !(PLANTED):",
	}, {
		name: "a bundle number given twice", file: "handseal.go", hand: true,
		old: "	w.block, w.bundle = first.Block, first.Bundle+uint8(bundles)\n",
		new: "	w.block, w.bundle = first.Block, first.Bundle+uint8(bundles)\n	if PLANTED {\n		w.bundle = first.Bundle\n	}\n",
	}, {
		name: "the key of a carried box is not erased", file: "handopen.go", hand: true,
		old: "	r.take(&l.kdf, n, count)\n", new: "	if !(PLANTED) {\n		r.take(&l.kdf, n, count)\n	}\n",
	}, {
		name: "a block's keys are not erased", file: "hand.go", hand: true,
		old: "	oldest := now - min(now, h.blocks)\n", new: "	oldest := now - min(now, h.blocks)\n	if PLANTED {\n		oldest = 0\n	}\n",
	}, {
		name: "keys passed over are erased", file: "handkeys.go", hand: true,
		old: "			if p.Box < n.Box {\n", new: "			if p.Box < n.Box && !(PLANTED) {\n",
	}, {
		name: "a carried box moves a round", file: "handopen.go", hand: true,
		old: "	at.sealed = uint32(", new: "	if PLANTED {\n		l.in.raise(&l.kdf, l.now)\n	}\n	at.sealed = uint32(",
	}, {
		name: "a carried box is the highest round opened", file: "handopen.go", hand: true,
		old: "	at.sealed = uint32(", new: "	if PLANTED {\n		l.echo.hi = uint32(l.now) + 1\n	}\n	at.sealed = uint32(",
	}, {
		name: "a carried box teaches a turn", file: "handopen.go", hand: true,
		old: "	at.sealed = uint32(", new: "	if start, ok := l.in.uncertain(); ok && PLANTED {\n		l.in.hear(&l.kdf, start)\n	}\n	at.sealed = uint32(",
	}, {
		name: "a hand epoch that the other end may not hold", file: "hand.go", hand: true,
		old: "return e < l.ladder.epoch || l.shared(e) })", new: "return PLANTED || e < l.ladder.epoch || l.shared(e) })",
	}, {
		name: "a hand epoch ends a block early", file: "handkeys.go", hand: true,
		old: "	changed := false\n", new: "	changed := false\n	if PLANTED {\n		block--\n	}\n",
	}, {
		name: "other bytes under a number by hand pass", file: "handopen.go", hand: true, theft: true, first: 8,
		old: "	if !l.noteHand(n, ", new: "	if !(PLANTED) && !l.noteHand(n, ",
	}, {
		name: "sealings by hand have numbers of their own", file: "handseal.go", hand: true,
		old: "	j.sealing.Gen = l.gen\n", new: "	j.sealing.Gen = l.gen\n	if PLANTED {\n		l.gen--\n	}\n",
	}, {
		name: "a manifest taken twice", file: "inbox.go", parcels: true,
		old: "		more, ok := n.announce(message, now, reached)\n",
		new: "		more, ok := n.announce(message, now, reached)\n		if PLANTED && ok {\n			n.chunkEnd = 0\n			events = append(events, more...)\n			more, ok = n.announce(message, now, reached)\n		}\n",
	}, {
		name: "a chunk's number given twice", file: "parcelout.go", parcels: true,
		old: "	o.chunkEnd = p.end()\n", new: "	if !(PLANTED) {\n		o.chunkEnd = p.end()\n	}\n",
	}, {
		name: "a finished parcel's chunk taken", file: "parcelin.go", parcels: true,
		old: "		if p.state != parcelOpen || c.number < p.First || c.number >= p.end() {\n			continue\n		}\n		k := int(c.number - p.First)\n",
		new: "		if p.state != parcelOpen && !(PLANTED && p.state == parcelWhole) || c.number < p.First || c.number >= p.end() {\n			continue\n		}\n" +
			"		k := int(c.number - p.First)\n		if p.held == nil {\n			return Chunk{p.First, k, slices.Clone(c.payload)}\n		}\n",
	}, {
		name: "a withdrawn parcel's chunks taken", file: "parcelin.go", parcels: true,
		old: "	n.cut(first)\n	return events\n", new: "	if !(PLANTED) {\n		n.cut(first)\n	}\n	return events\n",
	}, {
		name: "the bitmap of chunks shifted", file: "parcelin.go", parcels: true,
		old: "			b = append(binary.BigEndian.AppendUint16(b, uint16(p.Chunks())), p.held...)\n",
		new: "			held := slices.Clone(p.held)\n			for k := range p.Chunks() - 1 {\n				held.put(k, p.held.has(k+int(planted_(PLANTED))))\n			}\n" +
			"			b = append(binary.BigEndian.AppendUint16(b, uint16(p.Chunks())), held...)\n",
	}, {
		name: "chunks before texts", file: "pack.go", parcels: true,
		old: "	for ; room > 0; room-- {\n		c, ok := p.choose(chosen, round)\n", new: "	if PLANTED && p.open {\n		body, room = p.parcels.fill(body, room, &at, false)\n	}\n	for ; room > 0; room-- {\n		c, ok := p.choose(chosen, round)\n",
	}, {
		name: "a parcel opened beyond its account", file: "parcelin.go", parcels: true,
		old: "		n.room.Chunks -= p.Chunks()\n", new: "		if !(PLANTED) {\n			n.room.Chunks -= p.Chunks()\n		}\n",
	}, {
		name: "a resumed parcel loses a bit", file: "unmarshal.go", parcels: true,
		old: "			p.held = r.chunks(p.Chunks())\n		}\n", new: "			p.held = r.chunks(p.Chunks())\n			if PLANTED && len(p.held) > 0 {\n				p.held[0] &^= 1\n			}\n		}\n",
	}, {
		name: "a chunk that was lost is not sent again", file: "parcelout.go", parcels: true, first: 60,
		old: "				p.held.put(k, held.has(k))\n", new: "				p.held.put(k, held.has(k) || PLANTED && p.held.has(k))\n",
	}, {
		name: "no room is for good", file: "parcelout.go", parcels: true, first: 22,
		old: "			p.noRoom = false\n", new: "			p.noRoom = p.noRoom && PLANTED\n",
	}, {
		name: "the first parcel is forgotten first", file: "parcelin.go", order: true, first: 3,
		old: "	n.parcels = slices.Insert(n.parcels, at, p)\n",
		new: "	last := at\n	for PLANTED && at > 0 && n.parcels[at-1].First > p.First {\n		at--\n	}\n	n.parcels = slices.Insert(n.parcels, at, p)\n	at = last\n",
	}, {
		name: "parcels that are over count as on the way", file: "parcelin.go", parcels: true, first: 20,
		old: "	if !n.mayAnnounce(&p) {\n", new: "	if !n.mayAnnounce(&p) && !(PLANTED) {\n",
	}, {
		name: "the last box alone says how far a sender was", file: "open.go", parcels: true, first: 700,
		old: "	_, reached := l.peerReached()\n",
		new: "	_, reached := l.peerReached()\n	if PLANTED {\n		reached = int64(h.sealed)\n	}\n",
	},
}

var (
	probe   = flag.String("planted", "", "for the test itself: which planted fault the binary is to show")
	without = flag.Uint64("without", 0, "with -planted, for the test itself: the history that is to be honest without it")
)

// asleep runs a history in this binary, with every fault of the link asleep.
func asleep(name string, seed uint64) error {
	cmd := exec.Command(os.Args[0], "-test.run", "^TestPlantedProbe$", "-test.v", "-planted", name, "-without", fmt.Sprint(seed))
	cmd.Env = append(os.Environ(), "LINKTEST_PLANTED=")
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "honest without it") {
		return fmt.Errorf("%w:\n%s", err, out)
	}
	return nil
}

// A mistake inside the link breaks a promise, and is seen.
func TestPlantedFaultsOfALinkAreSeen(t *testing.T) {
	if testing.Short() {
		t.Skip("builds a second test binary")
	}
	binary := buildPlanted(t)
	for _, p := range plantedFaults {
		t.Run(p.name, func(t *testing.T) {
			cmd := exec.Command(binary, "-test.run", "^TestPlantedProbe$", "-test.v", "-planted", p.name)
			cmd.Env = append(os.Environ(), "LINKTEST_PLANTED="+p.name)
			out, err := cmd.CombinedOutput()
			if err != nil || !strings.Contains(string(out), "seen in history") {
				t.Fatalf("unseen (%v):\n%s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				if strings.Contains(line, "seen in history") {
					t.Log(strings.TrimSpace(line))
				}
			}
		})
	}
}

// TestPlantedProbe runs inside the second binary.
func TestPlantedProbe(t *testing.T) {
	if *probe == "" {
		t.Skip("runs in the binary of another test")
	}
	plan, first := NewPlan, uint64(0)
	for _, p := range plantedFaults {
		if p.name != *probe {
			continue
		}
		first = p.first
		if p.theft {
			plan = NewTheftPlan
		}
		if p.hand {
			plan = carrying(plan)
		}
		if p.parcels {
			plan = parceling(plan)
		}
		if p.order {
			plan = overtaking(plan)
		}
	}
	plan = quickly(plan)
	if *without == 0 {
		hunt(t, plan, NoFault, first, func(seed uint64) error { return asleep(*probe, seed) })
		return
	}
	if _, err := live(plan(*without), NoFault); err != nil {
		t.Fatal(err)
	}
	t.Log("honest without it")
}

// buildPlanted builds this package's tests over a link with every fault in its
// source, each asleep until the environment names it.
func buildPlanted(t *testing.T) string {
	t.Helper()
	room, err := filepath.Abs("..")
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	over := map[string]string{}
	source := map[string]string{
		"planted_fault.go": "package link\n\nimport \"os\"\n\nvar planted = os.Getenv(\"LINKTEST_PLANTED\")\n\nfunc planted_(yes bool) int64 {\n	if yes {\n		return 1\n	}\n	return 0\n}\n",
	}
	for _, p := range plantedFaults {
		if source[p.file] == "" {
			b, err := os.ReadFile(filepath.Join(room, p.file))
			if err != nil {
				t.Fatal(err)
			}
			source[p.file] = string(b)
		}
		if n := strings.Count(source[p.file], p.old); n != 1 {
			t.Fatalf("the fault %q does not fit %s any more: its place occurs %d times; plant it anew", p.name, p.file, n)
		}
		mistake := strings.ReplaceAll(p.new, "PLANTED", fmt.Sprintf("planted == %q", p.name))
		source[p.file] = strings.Replace(source[p.file], p.old, mistake, 1)
	}
	for name, text := range source {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		over[filepath.Join(room, name)] = path
	}
	plan := filepath.Join(dir, "overlay.json")
	b, err := json.Marshal(map[string]any{"Replace": over})
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(plan, b, 0o600); err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(dir, "planted.test")
	cmd := exec.Command("go", "test", "-c", "-overlay", plan, "-o", binary, ".")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	return binary
}
