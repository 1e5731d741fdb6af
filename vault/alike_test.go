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

// trace opens a copy of a vault.
func trace(t testing.TB, f File, words string, attempt func(*File, *Passphrase) (*Vault, error)) traces {
	t.Helper()
	g := onCopy(t, f)
	d := g.Dir.(*durable.Mem)
	before := content(t, d)
	beforeInner := inner(t, g, before)
	ops, synced := d.Ops(), d.Synced()
	v, err := attempt(&g, pass(t, words))
	if err == nil {
		v.Close()
	}
	now := content(t, d)
	return traces{changedBlocks(before, now, 0), changedBlocks(beforeInner, inner(t, g, now), freshBAt), d.Ops() - ops, d.Synced() - synced}
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
// that careless builds are seen. Long form: 1,000 vaults of 4 MiB a case.
func TestEveryWayOfOpeningLeavesTheSameTraces(t *testing.T) {
	vaults, shape := 8, small()
	if *long {
		vaults, shape = 1000, Options{}
	}
	r := seeded(67)
	for _, name := range cases {
		sum := map[string][]traces{}
		for i := range vaults {
			f := makeCase(t, name, i, shape, r)
			for what, attempt := range everyBuild(i < 8) {
				got := map[string]traces{}
				for _, w := range ways {
					got[w] = trace(t, f, w, attempt)
					if what == "as built" {
						key := fmt.Sprint(f.Keystore != nil, " ", w)
						sum[key] = append(sum[key], got[w])
					}
				}
				told := toldBy(f, got, name != "no hidden")
				if what == "as built" && len(told) > 0 {
					t.Errorf("%s, keystore %v: %s", name, f.Keystore != nil, strings.Join(told, "; "))
				}
				if what != "as built" && len(told) == 0 && name != "no hidden" && f.Keystore == nil {
					t.Errorf("%s: the test does not see a build that %s", name, what)
				}
			}
		}
		printTraces(t, name, sum)
	}
}

// everyBuild is the attempt as built and, if asked for, the careless ones that
// show in traces.
func everyBuild(careful bool) map[string]func(*File, *Passphrase) (*Vault, error) {
	builds := map[string]func(*File, *Passphrase) (*Vault, error){"as built": honest}
	for what, attempt := range careless {
		if careful && what != "stops at the first match" {
			builds[what] = attempt
		}
	}
	return builds
}

func printTraces(t *testing.T, name string, sum map[string][]traces) {
	for _, keystore := range []bool{true, false} {
		for _, w := range ways {
			all := sum[fmt.Sprint(keystore, " ", w)]
			least := func(of func(traces) int64) (lo, hi int64) {
				lo = of(slices.MinFunc(all, func(a, b traces) int { return int(of(a) - of(b)) }))
				hi = of(slices.MaxFunc(all, func(a, b traces) int { return int(of(a) - of(b)) }))
				return
			}
			line := ""
			for what, of := range []func(traces) int64{
				func(x traces) int64 { return int64(x.changed) }, func(x traces) int64 { return int64(x.changedInner) },
				func(x traces) int64 { return int64(x.ops) }, func(x traces) int64 { return x.bytes },
			} {
				lo, hi := least(of)
				line += fmt.Sprintf("  %s %d–%d", []string{"changed blocks", "layer off", "operations", "bytes"}[what], lo, hi)
			}
			t.Logf("%s, keystore %-5v %-6s %d vaults:%s", name, keystore, w, len(all), line)
		}
	}
}
