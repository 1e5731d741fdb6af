package vault

import (
	"errors"
	"math"
	"math/rand/v2"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"bulkhead/internal/durable"
	"bulkhead/internal/stat"
)

// TestEveryAttemptDoesTheSameWork counts what an attempt does: one Argon2id,
// every lock, head and body tried, every region drawn and sealed, one write of
// the whole file, and a look at the disk as often, whatever opens or does not.
func TestEveryAttemptDoesTheSameWork(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		d := f.Dir.(*durable.Mem)
		want := probe{stretches: 1, locks: 8, heads: 16, bodies: 8, seals: 24, noise: f.Options.Size, shreds: 1}
		var wantOps int
		var wantSynced int64
		for i, words := range []string{"wrong", "decoy", "normal", "decoy", "wrong", "duress", "duress", "normal", "decoy"} {
			ops, synced := d.Ops(), d.Synced()
			f.probe = new(probe)
			v, err := f.Open(pass(t, words))
			if err == nil {
				v.Close()
			} else if !errors.Is(err, ErrNoMatch) {
				t.Fatal(err)
			}
			if *f.probe != want {
				t.Errorf("%s: did %+v, want %+v", words, *f.probe, want)
			}
			ops, synced = d.Ops()-ops, d.Synced()-synced
			if i == 0 {
				wantOps, wantSynced = ops, synced
			}
			if ops != wantOps || synced != wantSynced || synced < int64(f.Options.Size) {
				t.Errorf("%s: %d operations, %d bytes, want %d, %d", words, ops, synced, wantOps, wantSynced)
			}
		}
	})
}

func TestTheFirstCompartmentIsDrawnEvenly(t *testing.T) {
	const vaults = 800
	var count [8]int
	r := seeded(51)
	for range vaults {
		v, err := create(newFolder(), "vault", pass(t, "first"), tiny(), cheap(), r)
		if err != nil {
			t.Fatal(err)
		}
		count[v.own().number]++
		v.Close()
	}
	var chi float64
	for _, n := range count {
		chi += math.Pow(float64(n)-vaults/8, 2) / (vaults / 8)
	}
	if z := normal(chi, 7); z > limit(1) {
		t.Errorf("the compartments are drawn %v: z = %.1f", count, z)
	}
}

// TestTimingOfAnAttempt compares the times of the four ways by t-test and AUC,
// Argon2id kept so cheap that it hides nothing, and shows that careless builds
// would be seen. Long form only: it measures the machine.
func TestTimingOfAnAttempt(t *testing.T) {
	if !*long {
		t.Skip("measures times: -long")
	}
	r := seeded(52)
	for i := range 2 {
		f := makeCase(t, "hidden used", 2+i, Options{}, r)
		name := []string{"no keystore", "keystore"}[i]
		times := timings(t, f, 600, honest)
		for j, a := range ways {
			for _, b := range ways[j+1:] {
				if toldApart(t, name+": "+a+" against "+b, times[a], times[b]) {
					t.Errorf("%s: %s and %s are told apart", name, a, b)
				}
			}
		}
		for _, what := range []string{"an attempt stops at the first match", "duress skips the noise"} {
			times := timings(t, f, 150, careless[what])
			if !toldApart(t, name+", a build in which "+what+": wrong against duress", times["wrong"], times["duress"]) {
				t.Errorf("the test does not see a build in which %s", what)
			}
		}
	}
}

// timings opens copies of a vault by every way in turn, in an order drawn anew
// each time, and returns the seconds that it took. Memory is collected outside
// what is measured.
func timings(t *testing.T, f File, each int, attempt func(*File, *Passphrase) (*Vault, error)) map[string][]float64 {
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	times := map[string][]float64{}
	order := rand.New(rand.NewPCG(1, 2))
	for range each {
		for _, w := range order.Perm(len(ways)) {
			g, p := onCopy(t, f), pass(t, ways[w])
			runtime.GC()
			start := time.Now()
			v, err := attempt(&g, p)
			times[ways[w]] = append(times[ways[w]], time.Since(start).Seconds())
			if err == nil {
				v.Close()
			} else if !errors.Is(err, ErrNoMatch) {
				t.Fatal(err)
			}
		}
	}
	return times
}

// toldApart applies the limits of the promise: AUC within .45 to .55, |t| below
// 4.5.
func toldApart(t *testing.T, name string, a, b []float64) bool {
	auc, tt := stat.AUC(a, b), stat.Welch(stat.Quick(a), stat.Quick(b))
	t.Logf("%s: AUC %.3f, t = %.2f, medians %.3f and %.3f ms", name, auc, tt, 1e3*stat.Median(a), 1e3*stat.Median(b))
	return auc < .45 || auc > .55 || math.Abs(tt) > 4.5
}
