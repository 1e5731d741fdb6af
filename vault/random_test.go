package vault

import (
	"bytes"
	"math"
	"slices"
	"testing"
)

const block = 4096

// leak is a fault planted in a vault file under its outer layer: used are the
// regions in use.
type leak func(o Options, file []byte, used []int)

// inUsed makes a leak of what is planted in every region in use.
func inUsed(plant func(region []byte)) leak {
	return func(o Options, file []byte, used []int) {
		for _, n := range used {
			plant(o.in(file, n))
		}
	}
}

// leaks are what a careless build would leave behind. Each must be caught.
var leaks = map[string]leak{
	"version in clear":                  inUsed(func(r []byte) { headOf(r)[headVersion] = version }),
	"role in clear":                     inUsed(func(r []byte) { headOf(r)[headRole] = byte(Decoy) }),
	"zeros in clear":                    inUsed(func(r []byte) { clear(headOf(r)[headZero2:headBodyKey]) }),
	"1 KiB of zeros behind the payload": inUsed(func(r []byte) { clear(r[len(r)-1024:]) }),
	"a bit that is always set":          inUsed(func(r []byte) { bodyOf(r)[0] |= 0x80 }),
	"fresh bytes that are not drawn":    inUsed(func(r []byte) { clear(freshBOf(r)) }),
	"unused regions are zero": func(o Options, file []byte, used []int) {
		for n := range o.Compartments {
			if !slices.Contains(used, n) {
				clear(o.in(file, n)[prefixLen:])
			}
		}
	},
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

func (r randomness) log(t *testing.T, name string) {
	t.Logf("%-44s worst z: file %5.1f (limit %.1f), block %6.1f (%.1f), offset %7.1f (%.1f), bit %5.1f (%.1f)", name,
		r.whole, limit(r.wholeTests), r.block, limit(r.blockTests),
		r.offset, limit(r.offsetTests), r.bit, limit(r.bitTests))
}

// meter runs χ² over each whole file, each block of 4 KiB, and each offset
// within a region over all regions of all files, the last also bit by bit.
type meter struct {
	o       Options
	worst   randomness
	offsets []histogram // of the region's first and last block
}

func newMeter(o Options) *meter {
	o = o.withDefaults()
	low := math.Inf(-1)
	return &meter{o, randomness{whole: low, block: low, offset: low}, make([]histogram, min(o.region(), 2*block))}
}

func (m *meter) add(file []byte) {
	var whole histogram
	for at := 0; at < len(file); at += block {
		var h histogram
		h.add(file[at : at+block])
		whole.join(&h)
		m.worst.block = max(m.worst.block, h.z())
		m.worst.blockTests++
	}
	m.worst.whole = max(m.worst.whole, whole.z())
	m.worst.wholeTests++
	edge := len(m.offsets)
	for n := range m.o.Compartments {
		region := m.o.in(file, n)
		for i := range edge / 2 {
			m.offsets[i][region[i]]++
			m.offsets[edge-1-i][region[len(region)-1-i]]++
		}
	}
}

func (m *meter) result() randomness {
	worst := m.worst
	for i := range m.offsets {
		worst.offset = max(worst.offset, m.offsets[i].z())
		worst.bit = max(worst.bit, m.offsets[i].bit())
	}
	worst.offsetTests, worst.bitTests = len(m.offsets), 8*len(m.offsets)
	return worst
}

// TestEachLeakIsSeen plants what a careless build would leave behind.
func TestEachLeakIsSeen(t *testing.T) {
	const vaults = 60
	r := seeded(65)
	files, regions := make([][]byte, vaults), make([][]int, vaults)
	for i := range vaults {
		f := makeCase(t, "hidden used", i, tiny(), r)
		files[i], regions[i] = inner(t, f, content(t, f.Dir)), used(t, f)
	}
	for name, plant := range leaks {
		m := newMeter(tiny())
		for i, file := range files {
			file = bytes.Clone(file)
			plant(tiny(), file, regions[i])
			m.add(file)
		}
		got := m.result()
		if got.log(t, name); !got.fails() {
			t.Errorf("the tests do not see a leak: %s", name)
		}
	}
}
