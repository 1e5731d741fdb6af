package vault

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"bulkhead/internal/durable"
)

// traces is what an attempt leaves for somebody who compares the disk before
// and after it and counts what was asked of the disk.
type traces struct {
	changed      int // of the blocks of 4 KiB of the file as it lies there
	changedInner int // the same without the outer layer, a salt and a lock that stay aside
	ops          int
	bytes        int64
}

// trace opens a copy of a vault and returns the file after it in both views.
func trace(t testing.TB, f File, words string, attempt func(*File, *Passphrase) (*Vault, error)) (got traces, raw, bare []byte) {
	t.Helper()
	g := onCopy(t, f)
	d := g.Dir.(*durable.Mem)
	before := content(t, d)
	bareBefore := inner(t, g, before)
	ops, synced := d.Ops(), d.Synced()
	v, err := attempt(&g, pass(t, words))
	if err == nil {
		v.Close()
	}
	got = traces{ops: d.Ops() - ops, bytes: d.Synced() - synced}
	raw = content(t, d)
	bare = inner(t, g, raw)
	got.changed, got.changedInner = changedBlocks(before, raw, 0), changedBlocks(bareBefore, bare, freshBAt)
	return got, raw, bare
}

// changedBlocks counts the blocks of 4 KiB of which no more bytes are equal
// than chance makes equal, and as many more as may be: once in a million
// comparisons of whole files it counts one too few.
func changedBlocks(a, b []byte, more int) (n int) {
	tests := len(a) / block
	const p = 1. / 256
	bound := block*p + limit(tests)*math.Sqrt(block*p*(1-p)) + 12 + float64(more) // skewed to the right
	for at := 0; at < len(a); at += block {
		if float64(equalBytes(a[at:at+block], b[at:at+block])) <= bound {
			n++
		}
	}
	return n
}

// toldBy says by which traces the ways of opening a vault are told apart, or
// that a way does not do what it must. With a keystore there must be none;
// without, a wrong passphrase leaves the file as it is.
func toldBy(f File, got map[string]traces, hidden bool) (told []string) {
	blocks := f.Options.withDefaults().Size / block
	for _, w := range ways {
		wrong := w == "wrong" || !hidden && w != "decoy"
		want := blocks
		if f.Keystore == nil && wrong {
			want = 0
		}
		if got[w].changed != want {
			told = append(told, fmt.Sprintf("%s changes %d blocks, not %d", w, got[w].changed, want))
		}
		if got[w].ops != got["wrong"].ops || got[w].bytes != got["wrong"].bytes || got[w].bytes < int64(f.Options.Size) {
			told = append(told, fmt.Sprintf("%s: %d operations and %d bytes", w, got[w].ops, got[w].bytes))
		}
		if (w == "duress" || w == "normal") && !wrong && got[w].changedInner != blocks {
			told = append(told, fmt.Sprintf("%s leaves %d blocks under the outer layer", w, blocks-got[w].changedInner))
		}
	}
	return told
}

// TestEveryWayOfOpeningLeavesTheSameTraces compares changed blocks, bytes
// written and operations on the disk of every way, in every case, and shows
// that careless builds are seen. The long form is a part of
// TestAVaultIsRandomToTheLastByte.
func TestEveryWayOfOpeningLeavesTheSameTraces(t *testing.T) {
	r := seeded(67)
	for _, name := range cases {
		for i := range 4 {
			f := makeCase(t, name, i, tiny(), r)
			for what, attempt := range everyBuild() {
				got := map[string]traces{}
				for _, w := range ways {
					got[w], _, _ = trace(t, f, w, attempt)
				}
				told := toldBy(f, got, name != "no hidden")
				if what == "as built" && len(told) > 0 {
					t.Errorf("%s, keystore %v: %s", name, f.Keystore != nil, strings.Join(told, "; "))
				}
				if what != "as built" && len(told) == 0 && name != "no hidden" && f.Keystore == nil {
					t.Errorf("%s: the test does not see a build in which %s", name, what)
				}
			}
		}
	}
}

// everyBuild is the attempt as built and the careless ones that show in traces.
func everyBuild() map[string]func(*File, *Passphrase) (*Vault, error) {
	builds := map[string]func(*File, *Passphrase) (*Vault, error){"as built": honest}
	for what, attempt := range careless {
		if what != "an attempt stops at the first match" {
			builds[what] = attempt
		}
	}
	return builds
}

func traceKey(keystore bool, way string) string { return fmt.Sprint(keystore, " ", way) }

func printTraces(t *testing.T, name string, sum map[string][]traces) {
	for _, keystore := range []bool{true, false} {
		for _, w := range ways {
			all := sum[traceKey(keystore, w)]
			span := func(of func(traces) int64) (lo, hi int64) {
				lo = of(slices.MinFunc(all, func(a, b traces) int { return int(of(a) - of(b)) }))
				hi = of(slices.MaxFunc(all, func(a, b traces) int { return int(of(a) - of(b)) }))
				return
			}
			line := ""
			for what, of := range []func(traces) int64{
				func(x traces) int64 { return int64(x.changed) }, func(x traces) int64 { return int64(x.changedInner) },
				func(x traces) int64 { return int64(x.ops) }, func(x traces) int64 { return x.bytes },
			} {
				lo, hi := span(of)
				line += fmt.Sprintf("  %s %d–%d", []string{"changed blocks", "layer off", "operations", "bytes"}[what], lo, hi)
			}
			t.Logf("%s, keystore %v, %s, %d vaults:%s", name, keystore, w, len(all), line)
		}
	}
}
