package vault

import (
	"bytes"
	"math"
	"slices"
	"strings"
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
	"generation in clear":               inUsed(func(r []byte) { clear(headOf(r)[headGeneration:][:7]) }),
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

// views are a file as it lies on the disk and without its outer layer, which
// anybody can take off if there is no keystore.
var views = []string{"", ", layer off"}

// TestAVaultIsRandomToTheLastByte measures whole files, blocks and offsets of
// every case after every way of opening it, in both views, and in the long form
// the traces of every way too. Long form: 1,000 vaults of 4 MiB a case.
func TestAVaultIsRandomToTheLastByte(t *testing.T) {
	vaults, shape := 24, tiny()
	if *long {
		vaults, shape = 1000, Options{}
	}
	for k, name := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSurvey(name, shape)
			r := seeded(byte(60 + k))
			for i := range vaults {
				s.add(t, makeCase(t, name, i, shape, r))
				if i%250 == 249 && i+1 < vaults {
					t.Logf("after %d vaults:", i+1)
					s.print(t)
				}
			}
			s.print(t)
		})
	}
}

// survey is what is measured of the vaults of a case.
type survey struct {
	name   string
	meters map[string]*[2]*meter // by way
	traces map[string][]traces   // by keystore and way
}

func newSurvey(name string, o Options) *survey {
	s := &survey{name, map[string]*[2]*meter{}, map[string][]traces{}}
	for _, w := range ways {
		s.meters[w] = &[2]*meter{newMeter(o), newMeter(o)}
	}
	return s
}

// add opens copies of a vault by every way.
func (s *survey) add(t *testing.T, f File) {
	got := map[string]traces{}
	for _, w := range ways {
		var raw, bare []byte
		got[w], raw, bare = trace(t, f, w, honest)
		s.meters[w][0].add(raw)
		s.meters[w][1].add(bare)
		key := traceKey(f.Keystore != nil, w)
		s.traces[key] = append(s.traces[key], got[w])
	}
	if told := toldBy(f, got, s.name != "no hidden"); len(told) > 0 {
		t.Errorf("%s, keystore %v: %s", s.name, f.Keystore != nil, strings.Join(told, "; "))
	}
}

func (s *survey) print(t *testing.T) {
	for _, w := range ways {
		for i, view := range views {
			what, got := s.name+", "+w+view, s.meters[w][i].result()
			if got.log(t, what); got.fails() {
				t.Errorf("%s: the file is not random", what)
			}
		}
	}
	printTraces(t, s.name, s.traces)
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
