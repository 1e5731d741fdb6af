package bench

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/sim"
)

const (
	simMembers, simRuns = 1_000_000, 10_000
	simHops             = 2
	simP                = .3

	hardSimSeconds = 10.0   // docs/simulator.md, "How fast"
	hardSimMiB     = 1024.0 // the same
)

// BenchmarkSim asks the simulator the questions of its limits, as a person would,
// by the command: a million members, ten thousand captures; the exact value for ten
// thousand members that are no tree of cells. Beside it the first question in
// networkx and igraph, as far as they are installed, by processor time.
func BenchmarkSim(b *testing.B) {
	program := build(b, "bulkhead/cmd/bulkhead")
	large := simAsk(b, program, "cascade", "--members", strconv.Itoa(simMembers), "--runs", strconv.Itoa(simRuns), "--p", "0.3", "--hops", "2")
	file := blocky(b, 10_000)
	exact := simAsk(b, program, "cascade", "--file", file, "--runs", "2", "--p", "0.3", "--hops", "0")
	if exact.Exact == nil || large.Exact == nil {
		b.Fatal("no exact value")
	}
	limit := func(what string, a simAnswer) []figure {
		return []figure{
			{what: what, unit: "s", measured: a.wall, peer: hardSimSeconds, hard: 1, goal: .1, less: true},
			{what: "  resident at most", unit: "MiB", measured: a.mib, peer: hardSimMiB, hard: 1, goal: .25, less: true},
		}
	}
	table("The exposure simulator, bulkhead sim cascade, from start to end; beside it the limit",
		append(limit("10,000 captures among 1,000,000", large), limit("exact value for 10,000 members, any blocks", exact)...)...)
	b.ReportMetric(large.wall, "s-captures")
	b.ReportMetric(large.mib, "MiB-captures")
	b.ReportMetric(exact.wall, "s-exact")

	for _, library := range []string{"networkx", "igraph"} {
		if err := exec.Command("python3", "-c", "import "+library).Run(); err != nil {
			fmt.Printf("\n%s is not installed: not compared\n", library)
			continue
		}
		besideLibrary(b, library, large)
	}
}

// besideLibrary prints how many times as long the library takes.
func besideLibrary(b *testing.B, library string, large simAnswer) {
	theirs := ask(b, library, strconv.Itoa(simMembers), strconv.Itoa(simRuns), fmt.Sprint(simP), strconv.Itoa(simHops))
	if d := theirs.answer - *large.Exact; d > .1 || d < -.1 {
		b.Errorf("%s finds %.4f exposed, exact are %.4f", library, theirs.answer, *large.Exact)
	}
	const longer = 20 // so that what a draw needs at its beginning does not count
	_, ourDraw := cpuOf(func() {
		if _, err := sim.Cascade(b.Context(), sim.Cells{Members: simMembers, Pairs: 1}, sim.Capture{P: simP, Hops: simHops, Runs: longer * simRuns, Seed: 1}); err != nil {
			b.Fatal(err)
		}
	})
	table("The same questions in "+library+", processor time; beside it ours",
		figure{what: "10,000 captures of 1,000,000, with building", unit: "s", measured: theirs.build + theirs.ask, peer: large.cpu},
		figure{what: "  the captures alone", unit: "s", measured: theirs.ask, peer: ourDraw / longer})
	b.ReportMetric((theirs.build+theirs.ask)/large.cpu, library+"-ratio")
}

// simAnswer is an answer of bulkhead sim cascade, and what it cost.
type simAnswer struct {
	Expected       float64  `json:"expected_exposed"`
	Exact          *float64 `json:"exact"`
	wall, cpu, mib float64
}

func simAsk(b *testing.B, program string, verb ...string) (a simAnswer) {
	b.Helper()
	cmd := exec.Command(program, append([]string{"sim"}, append(verb, "--json")...)...)
	begun := time.Now()
	out, err := cmd.Output()
	must(b, err)
	a.wall = time.Since(begun).Seconds()
	u := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	a.cpu, a.mib = (cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()).Seconds(), float64(u.Maxrss)/1024
	must(b, json.Unmarshal(out, &a))
	return a
}

type libraryAnswer struct{ build, ask, answer float64 }

func ask(b *testing.B, args ...string) (a libraryAnswer) {
	b.Helper()
	out, err := exec.Command("python3", append([]string{"testdata/captures.py"}, args...)...).Output()
	must(b, err)
	_, err = fmt.Sscan(string(out), &a.build, &a.ask, &a.answer)
	must(b, err)
	return a
}

func cpuOf(do func()) (wall, cpu float64) {
	from, used := time.Now(), cpuTime()
	do()
	return time.Since(from).Seconds(), (cpuTime() - used).Seconds()
}

// blocky writes a graph of single links, triangles, circles and small knots hung
// onto each other at random: no shape has a formula for it.
func blocky(b *testing.B, members int) string {
	rng := rand.New(rand.NewPCG(1, 1))
	var file strings.Builder
	for n := 1; n < members; {
		at, k := rng.IntN(n), min(1+rng.IntN(5), members-n)
		fmt.Fprintf(&file, "%d %d\n", at, n)
		for i := 1; i < k; i++ {
			fmt.Fprintf(&file, "%d %d\n", n+i-1, n+i)
		}
		if k > 1 {
			fmt.Fprintf(&file, "%d %d\n", n+k-1, at)
		}
		if k == 4 && rng.IntN(4) == 0 {
			fmt.Fprintf(&file, "%d %d\n", n, n+2)
		}
		n += k
	}
	name := filepath.Join(b.TempDir(), "links")
	must(b, os.WriteFile(name, []byte(file.String()), 0o600))
	return name
}
