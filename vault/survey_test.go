package vault

import (
	"strings"
	"testing"
)

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
