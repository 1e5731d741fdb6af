package pebblestore

import (
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/internal/seeds"
)

// part is a part of a store's folder that damage may meet.
type part struct {
	name string
	of   func(paths []string) []string // its files
}

func endingIn(names ...string) func([]string) []string {
	return func(paths []string) (of []string) {
		for _, p := range paths {
			for _, n := range names {
				if strings.HasSuffix(p, n) {
					of = append(of, p)
				}
			}
		}
		return of
	}
}

// segmentsOf returns some of the segment files: the i-th, from the end if i is
// negative.
func segmentsOf(i int) func([]string) []string {
	return func(paths []string) []string {
		all := endingIn(segmentSuffix)(paths)
		slices.Sort(all)
		if i < 0 {
			i += len(all)
		}
		if i < 0 || i >= len(all) {
			return nil // the other damage took it
		}
		return all[i : i+1]
	}
}

var parts = []part{
	{"the first segment", segmentsOf(0)},
	{"the third segment", segmentsOf(2)},
	{"the last segment", segmentsOf(-1)},
	{"the last segment but one", segmentsOf(-2)},
	{"all segments", endingIn(segmentSuffix)},
	{"the mark", endingIn(ackedName)},
	{"one roster", endingIn(rosterNames[0])},
	{"the other roster", endingIn(rosterNames[1])},
	{"both rosters", endingIn(rosterNames[0], rosterNames[1])},
	{"the index", func(paths []string) (of []string) {
		for _, p := range paths {
			if strings.HasPrefix(p, "/drop/index/") {
				of = append(of, p)
			}
		}
		return of
	}},
	{"the index's manifest", func(paths []string) (of []string) {
		for _, p := range paths {
			if strings.HasPrefix(p, "/drop/index/MANIFEST") {
				of = append(of, p)
			}
		}
		return of
	}},
}

// injuries are what may happen to a file.
var injuries = map[string]func(rng *rand.Rand, b []byte) []byte{
	"gone":      func(*rand.Rand, []byte) []byte { return nil },
	"emptied":   func(*rand.Rand, []byte) []byte { return []byte{} },
	"cut short": func(rng *rand.Rand, b []byte) []byte { return b[:rng.IntN(len(b)+1)] },
	"zeros":     func(_ *rand.Rand, b []byte) []byte { clear(b); return b },
	"garbage": func(rng *rand.Rand, b []byte) []byte {
		for i := range b {
			b[i] = byte(rng.Uint32())
		}
		return b
	},
	"one bit": func(rng *rand.Rand, b []byte) []byte {
		if len(b) > 0 {
			b[rng.IntN(len(b))] ^= 1 << rng.IntN(8)
		}
		return b
	},
}

type injury struct {
	part part
	how  string
}

func (i injury) String() string { return i.part.name + ": " + i.how }

// do does it, to what is left of a disk.
func (i injury) do(t *testing.T, rng *rand.Rand, disk *vfs.MemFS) {
	t.Helper()
	for _, path := range i.part.of(filesOf(t, disk)) {
		if b := injuries[i.how](rng, readAll(t, disk, path)); b != nil {
			writeAll(t, disk, path, b)
		} else if err := disk.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

// allInjuries returns every kind of damage to every part.
func allInjuries() (all []injury) {
	for _, p := range parts {
		for _, how := range []string{"gone", "emptied", "cut short", "zeros", "garbage", "one bit"} {
			all = append(all, injury{p, how})
		}
	}
	return append(all, injury{part{"boxes/", func(paths []string) (of []string) {
		for _, p := range paths {
			if strings.HasPrefix(p, "/drop/boxes/") {
				of = append(of, p)
			}
		}
		return of
	}}, "gone"})
}

// Two damages at one stop, in every pair of kinds: the drop starts and says so;
// every box that it acknowledged is itself or damaged, its id takes no other
// bytes, and so it stays at the next start; later rounds take boxes.
func TestTwoDamagesAtOneStopAreToldAndNoBoxIsAbsent(t *testing.T) {
	all := allInjuries()
	var pairs [][2]injury
	for i, a := range all {
		for _, b := range all[i+1:] {
			pairs = append(pairs, [2]injury{a, b})
		}
	}
	var damaged int
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 11))
		for how, stop := range stops {
			disk := vfs.NewCrashableMem()
			s := open(t, "/drop", tiny(disk))
			const each = 30
			for round := box.Round(7); round < 10; round++ { // in tiny segments of 14
				fill(t, s, round, 0, each)
			}
			left := stop(t, s, disk)
			tried := pairs
			if !*long {
				rng.Shuffle(len(pairs), func(i, j int) { pairs[i], pairs[j] = pairs[j], pairs[i] })
				tried = pairs[:30]
			}
			for _, pair := range tried {
				damaged += twoDamages(t, rng, left.CrashClone(vfs.CrashCloneCfg{}), pair, each)
				if t.Failed() {
					t.Fatalf("%s; %v; %v", how, pair[0], pair[1])
				}
			}
		}
	})
	t.Logf("%d boxes read as damaged", damaged)
}

// twoDamages does one pair of damages, and returns how many boxes are damaged.
func twoDamages(t *testing.T, rng *rand.Rand, disk *vfs.MemFS, pair [2]injury, each uint64) int {
	t.Helper()
	o := tiny(disk)
	o.Now, o.Keep, o.Old = 9, 6, true
	for _, one := range pair {
		one.do(t, rng, disk)
	}
	var damaged [2]int
	for life := range 2 {
		s, err := Open("/drop", o)
		if err != nil {
			t.Errorf("life %d: the store does not open: %v", life, err)
			return 0
		}
		found := s.Found()
		for round := box.Round(7); round < 10; round++ {
			damaged[life] += holdTo(t, s, round, 0, each)
		}
		if life == 0 && damaged[0] > found.Unfinished && found.IsWell() {
			t.Errorf("%d boxes are damaged, and the opening found %+v", damaged[0], found)
		}
		if found.Rounds > 14-3+1 {
			t.Errorf("%d rounds are said to be in doubt", found.Rounds)
		}
		fill(t, s, 15+box.Round(life), 0, 20)
		expect(t, s, 15, 0, 20, true)
		shut(t, s)
	}
	if damaged[1] != damaged[0] {
		t.Errorf("%d boxes are damaged, and %d at the next start", damaged[0], damaged[1])
	}
	return damaged[0]
}

// A folder of which nothing is left but that it was a drop's: what it had is
// damaged and takes no other bytes, and the rounds after it are as ever.
func TestAFolderThatLostAllItsBoxesDoesNotDenyThem(t *testing.T) {
	fs := vfs.NewMem()
	s := open(t, "/drop", tiny(fs))
	fill(t, s, 7, 0, 30)
	shut(t, s)
	for _, dir := range []string{"/drop/boxes", "/drop/index"} {
		if err := fs.RemoveAll(dir); err != nil {
			t.Fatal(err)
		}
	}
	o := tiny(fs)
	o.Now, o.Keep, o.Old = 7, 6, true
	for life := range box.Round(2) {
		s = open(t, "/drop", o)
		if n := holdTo(t, s, 7, 0, 30); n != 30 {
			t.Errorf("%d of 30 lost boxes read as damaged", n)
		}
		if found := s.Found(); found.Rounds != 8 || found.Ahead != 1 || found.AllGone != (life == 0) || life == 0 && found.IsWell() {
			t.Errorf("the opening found %+v; want rounds 1 to 8 in doubt", found)
		}
		fill(t, s, 9+life, 0, 20)
		shut(t, s)
	}
	if err := errors.Join(fs.RemoveAll("/drop/boxes"), fs.RemoveAll("/drop/index")); err != nil {
		t.Fatal(err)
	}
	s = open(t, "/drop", tiny(fs)) // and a new one is new
	if found := s.Found(); found != (Found{}) {
		t.Errorf("a new store found %+v", found)
	}
	fill(t, s, 7, 0, 30)
	shut(t, s)
}
