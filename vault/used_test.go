package vault

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

// TestUsedAndUnusedCompartmentsAreAlike compares, offset by offset and without
// the outer layer, as many used as unused regions, and that each planted leak
// is seen.
func TestUsedAndUnusedCompartmentsAreAlike(t *testing.T) {
	vaults := 60
	if *long {
		vaults = 2000
	}
	r, o := seeded(66), tiny()
	files, regions := make([][]byte, vaults), make([][]int, vaults)
	for i := range vaults {
		f := makeCase(t, cases[i%3], i, o, r)
		files[i], regions[i] = inner(t, f, content(t, f.Dir)), used(t, f)
	}
	check := func(vaults int, planted leak) (worst, bound float64) {
		in, out := make([]histogram, o.region()), make([]histogram, o.region())
		for i := range vaults {
			file := bytes.Clone(files[i])
			if planted != nil {
				planted(o, file, regions[i])
			}
			for k, n := range regions[i] {
				free := unusedRegion(regions[i], o, k)
				for at := prefixLen; at < o.region(); at++ {
					in[at][o.in(file, n)[at]]++
					out[at][o.in(file, free)[at]]++
				}
			}
		}
		worst = math.Inf(-1)
		for at := prefixLen; at < o.region(); at++ {
			worst = max(worst, in[at].apart(&out[at]), in[at].bitApart(&out[at]))
		}
		return worst, limit(9 * (o.region() - prefixLen))
	}
	worst, bound := check(vaults, nil)
	t.Logf("as built: worst z %.1f, limit %.1f", worst, bound)
	if worst > bound {
		t.Error("used compartments are told from unused ones")
	}
	for name, planted := range leaks {
		worst, bound := check(60, planted)
		t.Logf("leak: %s: worst z %.1f, limit %.1f", name, worst, bound)
		if worst < bound {
			t.Errorf("the test does not see a leak: %s", name)
		}
	}
}

// unusedRegion returns the k-th region that is not in use.
func unusedRegion(used []int, o Options, k int) int {
	for n := range o.Compartments {
		if slices.Contains(used, n) {
			continue
		}
		if k == 0 {
			return n
		}
		k--
	}
	panic("too few")
}

func TestNothingOfAPayloadOrPassphraseIsInTheFile(t *testing.T) {
	d, r := newFolder(), seeded(61)
	canary := []byte("canary: the well behind the school")
	v := newVault(t, d, bytes.Repeat(canary, 50), r)
	left := v.own().master
	master := bytes.Clone(left.Bytes())
	v.Close()
	file := content(t, d)
	for _, b := range [][]byte{file, inner(t, File{Options: small()}, file)} {
		for _, secret := range [][]byte{canary, canary[:8], []byte("first"), master, master[:8]} {
			if bytes.Contains(b, secret) {
				t.Error("a secret is in the file")
			}
		}
	}
	if !bytes.Equal(left.Bytes(), make([]byte, 32)) || v.Payload() != nil {
		t.Error("closed, the vault still holds secrets")
	}
}

// TestClosedAVaultHoldsNoContent looks at the memory that held it.
func TestClosedAVaultHoldsNoContent(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		build(t, f)
		for _, words := range []string{"normal", "decoy", "duress"} {
			v, err := f.Open(pass(t, words))
			must(t, err)
			payload, ready, plain := v.Payload(), v.Ready(), v.plain
			decoy, _ := v.Other(Decoy)
			v.Close()
			for _, b := range [][]byte{payload, ready, plain, decoy.Payload, decoy.Ready} {
				if len(bytes.Trim(b, "\x00")) != 0 {
					t.Errorf("%s: closed, %d bytes of a content are there", words, len(b))
				}
			}
		}
	})
}
