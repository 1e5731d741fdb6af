package device_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// plantedLeak is a mistake in the source, asleep until the environment names it, by
// which loops, or a lifeline's headers, say what they must not.
type plantedLeak struct {
	name, file, old, new string // old occurs once
	test                 string // which must fail
}

var plantedLeaks = []plantedLeak{
	{
		name: "plain loops", file: "presence.go", test: "TestALyingDropDoesNotLearnWhichBoxesAreLoops",
		old: "	return round.MeanRate(counts,", new: "	if planted(\"plain loops\") {\n		return round.RateOf(0)\n	}\n	return round.MeanRate(counts,",
	}, {
		name: "the rate follows what the drop answers", file: "intake.go", test: "TestALyingDropDoesNotLearnWhichBoxesAreLoops",
		old: "	for _, key := range in.order {\n", new: `	for _, key := range in.order {
		if c := d.presence.common[key.tie]; c != nil && planted("the rate follows what the drop answers") {
			p := round.Presence{}.With(key.round - 1)
			if in.found[key] {
				p = p.With(key.round)
			}
			c.Hear(&d.presence.diary, p, key.round+1)
		}
`,
	}, {
		name: "a second id in place of a loop's box", file: "refill.go", test: "TestALyingDropDoesNotLearnWhichBoxesAreLoops",
		old: "		if r.Second {\n			priority = pouch.IfOff\n", new: "		if r.Second {\n			if priority = pouch.IfOff; planted(\"a second id in place of a loop's box\") {\n				priority = pouch.IfRoom\n			}\n",
	}, {
		name: "a backlog has more boxes", file: "refill.go", test: "TestABacklogLeavesLoopsAsTheyAre",
		old: "		d.trace(tie, true, box.Ref{Round: w.Round, ID: w.ID})\n", new: `		d.trace(tie, true, box.Ref{Round: w.Round, ID: w.ID})
		if l := d.links[tie]; l != nil && l.Status().Lacking > 0 && planted("a backlog has more boxes") {
			id := w.ID
			id[0]++
			if err := fill.Put(w.Round, id, w.Content); err != nil {
				return err
			}
		}
`,
	}, {
		name: "a map on a lifeline", file: "pace.go", test: "TestLifelines",
		old: "	m.Presence, m.Card = link.Presence{}, 0 ", new: "	if !planted(\"a map on a lifeline\") {\n		m.Presence = link.Presence{}\n	}\n	m.Card = 0 ",
	},
}

// TestPlantedLeaksAreSeen: each of these mistakes is in a second binary of this
// package's tests, and the test that is to see it fails there.
//
//	go test ./device -run PlantedLeaks -long -v
func TestPlantedLeaksAreSeen(t *testing.T) {
	if !*long {
		t.Skip("builds a second test binary; -long runs it")
	}
	dir := t.TempDir()
	over, sources := map[string]string{}, map[string]string{}
	plant := func(file, source string) {
		at, err := filepath.Abs(file)
		if err != nil {
			t.Fatal(err)
		}
		over[at] = filepath.Join(dir, file)
		if err := os.WriteFile(over[at], []byte(source), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range plantedLeaks {
		text, begun := sources[p.file]
		if !begun {
			source, err := os.ReadFile(p.file)
			if err != nil {
				t.Fatal(err)
			}
			text = string(source)
		}
		if n := strings.Count(text, p.old); n != 1 {
			t.Fatalf("%s: its place in %s is there %d times", p.name, p.file, n)
		}
		text = strings.Replace(text, p.old, p.new, 1)
		if p.file == "intake.go" {
			text = strings.Replace(text, "	\"bulkhead/pouch\"\n", "	\"bulkhead/pouch\"\n	\"bulkhead/round\"\n", 1)
		}
		if p.file == "presence.go" { // what headers tell does not count where the drop's answers do
			text = strings.Replace(text, "c := p.common[tie]; c != nil {", "c := p.common[tie]; c != nil && !planted(\"the rate follows what the drop answers\") {", 1)
		}
		sources[p.file] = text
		plant(p.file, text)
	}
	plant("planted_leak.go", "package device\n\nimport \"os\"\n\nfunc planted(name string) bool { return os.Getenv(\"DEVICE_PLANTED\") == name }\n")
	overlay, err := json.Marshal(map[string]any{"Replace": over})
	if err != nil {
		t.Fatal(err)
	}
	list, binary := filepath.Join(dir, "overlay.json"), filepath.Join(dir, "planted.test")
	if err := os.WriteFile(list, overlay, 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("go", "test", "-c", "-overlay", list, "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("building: %v\n%s", err, out)
	}
	for _, p := range plantedLeaks {
		t.Run(p.name, func(t *testing.T) {
			cmd := exec.Command(binary, "-test.run", "^"+p.test+"$", "-test.v")
			cmd.Env = append(os.Environ(), "DEVICE_PLANTED="+p.name)
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), "--- FAIL: "+p.test) {
				t.Fatalf("unseen (%v):\n%s", err, out)
			}
			for line := range strings.Lines(string(out)) {
				if strings.Contains(line, "tells loops from links") || strings.Contains(line, "a lifeline says") {
					t.Log(strings.TrimSpace(line))
				}
			}
		})
	}
}
