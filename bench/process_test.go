package bench

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/internal/durable"
	"bulkhead/pouch"
	"bulkhead/round"
	"bulkhead/vault"
)

const (
	idleRound  = time.Second // so that some rounds go by; nothing else depends on it
	idleRounds = 12
	idleSlots  = 6
	idlePouch  = 192 // PL at T = 15 min: the file is 9.5 MB

	hardRSS, goalRSS = 40.0, 24.0 // MiB (docs/design.md, "Numbers to reach")
)

// BenchmarkProcess measures the memory of a phone's process: bulkhead run,
// locked, on a pouch of full size, after some rounds with a real drop. All of it
// counts: the program's own pages too, which other processes would share.
func BenchmarkProcess(b *testing.B) {
	addr, _ := dropProcess(b, idleRound)
	folder := idleDevice(b, addr)
	cmd, _ := begin(b, build(b, "bulkhead/cmd/bulkhead"), "--dir", folder, "run")
	var highest float64
	for range idleRounds {
		time.Sleep(idleRound)
		highest = max(highest, memory(b, cmd.Process.Pid)["VmRSS"])
	}
	m := memory(b, cmd.Process.Pid)
	table(fmt.Sprintf("Memory of a locked, idle phone's process (bulkhead run, S = %d, a pouch of %d rounds) after %d rounds, in MiB; beside it the hard limit",
		idleSlots, idlePouch, idleRounds),
		figure{what: "resident (VmRSS)", unit: "MiB", measured: m["VmRSS"], peer: hardRSS, hard: 1, goal: goalRSS / hardRSS, less: true},
		figure{what: "the highest ever (VmHWM, or seen)", unit: "MiB", measured: max(highest, m["VmHWM"]), peer: hardRSS, hard: 1, goal: goalRSS / hardRSS, less: true},
		figure{what: "of VmRSS: heap and stacks (RssAnon)", unit: "MiB", measured: m["RssAnon"]},
		figure{what: "of VmRSS: the program's file (RssFile)", unit: "MiB", measured: m["RssFile"]})
	b.ReportMetric(m["VmRSS"], "MiB-RSS")
	b.ReportMetric(max(highest, m["VmHWM"]), "MiB-highest")
	dir, err := durable.Open(folder)
	must(b, err)
	p, err := pouch.Load(dir, device.PouchFile)
	must(b, err)
	if p.Use().Bytes == 0 {
		b.Fatal("nothing travelled: this was no working device")
	}
}

// idleDevice makes the folder of a founder with two links and a full pouch.
func idleDevice(b *testing.B, addr drop.Address) string {
	b.Helper()
	env := func(name string) device.Env {
		dir, err := durable.Open(filepath.Join(b.TempDir(), name))
		must(b, err)
		return device.Env{
			Dir: dir, Now: time.Now, Rand: rand.Reader, Pause: time.Sleep,
			Params: vault.Params{MemoryKiB: 64, Time: 1, Threads: 1},
		}
	}
	pass, err := vault.Generate(rand.Reader)
	must(b, err)
	folder := b.TempDir()
	own := env("own")
	if own.Dir, err = durable.Open(folder); err != nil {
		b.Fatal(err)
	}
	founding, err := card.Found(round.Calendar{Length: idleRound}, idleSlots, idlePouch, 0, []card.Place{{Drop: addr.Server()}})
	must(b, err)
	d, err := device.Found(own, pass, &founding)
	must(b, err)
	for _, as := range []cell.Relation{cell.Partner, cell.Led} {
		inv, _, err := d.Invite(as, "")
		must(b, err)
		guest, err := device.Join(env(fmt.Sprint(as)), pass, inv, &card.Signed{Card: founding}, "")
		must(b, err)
		guest.Abandon()
	}
	must(b, d.Close())
	return folder
}

// memory reads a process's memory in MiB from /proc/PID/status.
func memory(b *testing.B, pid int) map[string]float64 {
	b.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	must(b, err)
	found := map[string]float64{}
	for line := range strings.Lines(string(status)) {
		name, value, _ := strings.Cut(line, ":")
		if kib, ok := strings.CutSuffix(strings.TrimSpace(value), " kB"); ok {
			n, err := strconv.ParseFloat(strings.TrimSpace(kib), 64)
			must(b, err)
			found[name] = n / 1024
		}
	}
	return found
}
