package vault

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

const block = 4096

// leak is a fault planted in a finished vault file: region n is in use.
type leak func(o Options, file []byte, n int)

// leaks are what a careless build would leave behind. Each must be caught.
var leaks = map[string]leak{
	"version byte in clear": func(o Options, file []byte, n int) {
		o.in(file, n)[headAt] = version
	},
	"generation in clear": func(o Options, file []byte, n int) {
		copy(o.in(file, n)[headAt+headGeneration:], make([]byte, 8))
	},
	"1 KiB of zeros behind the payload": func(o Options, file []byte, n int) {
		region := o.in(file, n)
		clear(region[len(region)-1024:])
	},
	"a bit that is always set": func(o Options, file []byte, n int) {
		o.in(file, n)[bodyAt] |= 0x80
	},
}

// sample makes vaults with one or two used compartments, full or nearly empty,
// saved once or often, and hands each file and the used regions on.
func sample(t *testing.T, vaults int, o Options, planted leak, each func(file []byte, used []int)) {
	r := seeded(60)
	for i := range vaults {
		d := newFolder()
		v, err := Create(d, "vault", pass(t, "first"), o, cheap(), r)
		if err != nil {
			t.Fatal(err)
		}
		used := []int{v.own().number}
		if i%2 == 1 {
			must(t, v.Add(Decoy, pass(t, "other"), Content{Payload: bytes.Repeat([]byte("A"), v.Capacity()/2)}))
			used = append(used, v.known[Decoy].number)
		}
		for range i % 3 {
			if err := v.Save(bytes.Repeat([]byte("the same "), i%7*v.Capacity()/80)); err != nil {
				t.Fatal(err)
			}
		}
		v.Close()
		file := content(t, d)
		if planted != nil {
			for _, n := range used {
				planted(v.file.Options, file, n)
			}
		}
		each(file, used)
	}
}

// randomness is the worst deviate of each test over a sample.
type randomness struct {
	whole, block, offset, bit                     float64
	wholeTests, blockTests, offsetTests, bitTests int
}

func (r randomness) fails() bool {
	return r.whole > limit(r.wholeTests) || r.block > limit(r.blockTests) ||
		r.offset > limit(r.offsetTests) || r.bit > limit(r.bitTests)
}

// measure runs χ² over each whole file, each block of 4 KiB, and each offset
// within a region over all regions of all files, the last also bit by bit.
func measure(t *testing.T, vaults int, o Options, planted leak) randomness {
	o = o.withDefaults()
	worst := randomness{whole: math.Inf(-1), block: math.Inf(-1), offset: math.Inf(-1)}
	edge := min(o.region(), 2*block) // offsets looked at: the region's first and last block
	offsets := make([]histogram, edge)
	sample(t, vaults, o, planted, func(file []byte, _ []int) {
		var h histogram
		h.add(file)
		worst.whole = max(worst.whole, h.z())
		worst.wholeTests++
		for at := 0; at < len(file); at += block {
			var h histogram
			h.add(file[at : at+block])
			worst.block = max(worst.block, h.z())
			worst.blockTests++
		}
		for n := range o.Compartments {
			region := o.in(file, n)
			for i := range edge / 2 {
				offsets[i][region[i]]++
				offsets[edge-1-i][region[len(region)-1-i]]++
			}
		}
	})
	for i := range offsets {
		worst.offset = max(worst.offset, offsets[i].z())
		worst.bit = max(worst.bit, offsets[i].bit())
	}
	worst.offsetTests, worst.bitTests = edge, 8*edge
	return worst
}

// TestAVaultIsRandomToTheLastByte measures whole files, blocks and offsets, and
// that each planted leak is seen. Long form: 1,000 vaults of 4 MiB.
func TestAVaultIsRandomToTheLastByte(t *testing.T) {
	show := func(name string, r randomness) {
		t.Logf("%-36s worst z: file %5.1f (limit %.1f), block %6.1f (%.1f), offset %7.1f (%.1f), bit %5.1f (%.1f)", name,
			r.whole, limit(r.wholeTests), r.block, limit(r.blockTests),
			r.offset, limit(r.offsetTests), r.bit, limit(r.bitTests))
	}
	vaults, shape := 250, small()
	if *long {
		vaults, shape = 1000, Options{}
	}
	r := measure(t, vaults, shape, nil)
	show("as built", r)
	if r.fails() {
		t.Error("a vault is not random")
	}
	for name, planted := range leaks {
		r := measure(t, 250, small(), planted)
		show("leak: "+name, r)
		if !r.fails() {
			t.Errorf("the tests do not see a leak: %s", name)
		}
	}
}

// TestUsedAndUnusedCompartmentsAreAlike compares, offset by offset, as many
// used as unused regions, and that each planted leak is seen.
func TestUsedAndUnusedCompartmentsAreAlike(t *testing.T) {
	vaults := 300
	if *long {
		vaults = 5000
	}
	check := func(vaults int, planted leak) (worst, bound float64) {
		o := small()
		used, unused := make([]histogram, o.region()), make([]histogram, o.region())
		sample(t, vaults, o, planted, func(file []byte, in []int) {
			for _, n := range in {
				free := (n + 1) % o.Compartments
				for slices.Contains(in, free) {
					free = (free + 1) % o.Compartments
				}
				for at := freshAAt; at < o.region(); at++ {
					used[at][o.in(file, n)[at]]++
					unused[at][o.in(file, free)[at]]++
				}
			}
		})
		worst = math.Inf(-1)
		for at := freshAAt; at < o.region(); at++ {
			worst = max(worst, used[at].apart(&unused[at]))
		}
		return worst, limit(o.region() - freshAAt)
	}
	worst, bound := check(vaults, nil)
	t.Logf("as built: worst z %.1f, limit %.1f", worst, bound)
	if worst > bound {
		t.Error("used compartments are told from unused ones")
	}
	for name, planted := range leaks {
		worst, bound := check(300, planted)
		t.Logf("leak: %s: worst z %.1f, limit %.1f", name, worst, bound)
		if worst < bound {
			t.Errorf("the test does not see a leak: %s", name)
		}
	}
}

func TestNothingOfAPayloadOrPassphraseIsInTheFile(t *testing.T) {
	d, r := newFolder(), seeded(61)
	canary := []byte("canary: the well behind the school")
	v := newVault(t, d, bytes.Repeat(canary, 50), r)
	left := v.own().master
	master := bytes.Clone(left.Bytes())
	v.Close()
	for _, secret := range [][]byte{canary, canary[:8], []byte("first"), master, master[:8]} {
		if bytes.Contains(content(t, d), secret) {
			t.Error("a secret is in the file")
		}
	}
	if !bytes.Equal(left.Bytes(), make([]byte, 32)) || v.Payload() != nil {
		t.Error("closed, the vault still holds secrets")
	}
}
