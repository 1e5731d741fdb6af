package pebblestore

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/storetest"
	"bulkhead/internal/seeds"
)

// killed returns what a kill of a store leaves.
func killed(disk *vfs.MemFS) *vfs.MemFS {
	return disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rand.New(rand.NewPCG(1, 1))})
}

// A power cut may leave the mark of an earlier group. Then a record of which
// nothing is left, but behind which later groups stand, was acknowledged all the
// same: it is damaged, and not absent.
func TestARecordBeforeALaterGroupWasAcknowledged(t *testing.T) {
	disk := vfs.NewCrashableMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 1)
	first := readAll(t, killed(disk), "/drop/boxes/"+ackedName)
	for n := range uint64(8) { // a group each
		fill(t, s, 7, n+1, n+2)
	}
	left := killed(disk)
	shut(t, s)
	writeAll(t, left, "/drop/boxes/"+ackedName, first)
	path, at := holder(t, left, 7, 5)
	b := readAll(t, left, path)
	clear(b[at-entrySize : at-entrySize+recordSize])
	writeAll(t, left, path, b)
	s = open(t, "/drop", tiny(left))
	if n := holdTo(t, s, 7, 0, 9); n != 1 {
		t.Errorf("%d boxes are damaged, want 1; the opening found %+v", n, s.Found())
	}
	shut(t, s)
}

// Of the two places of the mark one may be torn, or of an earlier write: what
// the other says counts, whichever it is.
func TestOfTwoMarksTheLaterCounts(t *testing.T) {
	early, late, other := place{5, 3}, place{5, 9}, place{6, 1}
	for _, tt := range []struct{ first, second, want place }{
		{early, late, late}, {late, early, late}, {late, other, other}, {other, late, other},
	} {
		fs := vfs.NewMem()
		b := make([]byte, ackedSize)
		tt.first.mark(b)
		second := make([]byte, ackedSize)
		tt.second.mark(second)
		copy(b[sector:], second[sector:])
		writeAll(t, fs, "/"+ackedName, b)
		a, err := openAcked(fs, "/")
		if err != nil {
			t.Fatal(err)
		}
		if p, whole := a.read(); p != tt.want || !whole {
			t.Errorf("%v and %v read as %v", tt.first, tt.second, p)
		}
	}
}

// A segment that is gone had boxes later than all others, and the index alone
// knows them: they are damaged, and not taken for boxes that nobody wrote.
func TestTheLatestSegmentIsGoneAndTheIndexKnowsIt(t *testing.T) {
	for _, round := range []box.Round{8, 20} {
		disk := vfs.NewMem()
		s := open(t, "/drop", tiny(disk))
		fill(t, s, 7, 0, 28)
		fill(t, s, round, 0, 14)
		shut(t, s)
		path, _ := holder(t, disk, round, 0)
		if err := disk.Remove(path); err != nil {
			t.Fatal(err)
		}
		s = open(t, "/drop", tiny(disk))
		if n := holdTo(t, s, round, 0, 14); n == 0 {
			t.Error("boxes of a file that is gone are whole")
		}
		if found := s.Found(); found.Missing != 1 || found.Unknown != 0 || found.Rounds != 0 {
			t.Errorf("the opening found %+v", found)
		}
		expect(t, s, round, 100, 120, false)
		fill(t, s, round, 200, 210)
		shut(t, s)
	}
}

// So it is where the disk has no room to write down elsewhere that they are lost.
func TestOnAFullDiskWhatTheIndexKnowsIsDamagedToo(t *testing.T) {
	disk := vfs.NewMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 28)
	fill(t, s, 20, 0, 14)
	shut(t, s)
	gone, _ := holder(t, disk, 20, 0)
	for _, path := range endingIn(segmentSuffix)(filesOf(t, disk)) {
		first := entry(readAll(t, disk, path)[:entrySize])
		if path == gone || first == (entry{}) { // and those that are spare
			if err := disk.Remove(path); err != nil {
				t.Fatal(err)
			}
		}
	}
	full := &fullFS{FS: disk}
	full.full.Store(true)
	s = open(t, "/drop", tiny(full))
	if n := holdTo(t, s, 20, 0, 14); n != 14 {
		t.Errorf("%d of 14 boxes are damaged; the opening found %+v", n, s.Found())
	}
	expect(t, s, 7, 0, 28, true)
	shut(t, s)
}

// Both rosters are of an earlier time. One witness is enough to see it: the mark,
// a file of boxes, the index.
func TestOneWitnessShowsThatTheRostersAreOld(t *testing.T) {
	for _, witness := range []string{"the mark", "the files", "the index"} {
		disk := vfs.NewCrashableMem()
		s := open(t, "/drop", tiny(disk))
		fill(t, s, 7, 0, 28) // two segments, which nothing moves
		shut(t, s)
		rosters := make(map[string][]byte)
		for _, path := range endingIn(rosterNames[0], rosterNames[1])(filesOf(t, disk)) {
			rosters[path] = readAll(t, disk, path)
		}
		s = open(t, "/drop", tiny(disk))
		openings := s.roster.openings
		fill(t, s, 20, 0, 40)
		shut(t, s)
		for path, b := range rosters {
			writeAll(t, disk, path, b)
		}
		if witness != "the mark" {
			zero := make([]byte, ackedSize)
			place{}.mark(zero)
			writeAll(t, disk, "/drop/boxes/"+ackedName, zero)
		}
		if witness != "the index" {
			if err := disk.RemoveAll("/drop/index"); err != nil {
				t.Fatal(err)
			}
		}
		if witness != "the files" {
			for n := range uint64(40) {
				_, c := storetest.Some(20, n)
				for _, path := range filesOf(t, disk) {
					if strings.Contains(string(readAll(t, disk, path)), string(c[:])) {
						if err := disk.Remove(path); err != nil {
							t.Fatal(err)
						}
					}
				}
			}
		}
		o := tiny(disk)
		o.Now, o.Keep = 20, 8
		s = open(t, "/drop", o)
		holdTo(t, s, 7, 0, 28)
		if n := holdTo(t, s, 20, 0, 40); witness != "the files" && n != 40 {
			t.Errorf("%s: %d of 40 lost boxes are damaged", witness, n)
		}
		if found := s.Found(); !found.RosterLost || found.Rounds == 0 {
			t.Errorf("%s: the opening found %+v", witness, found)
		}
		if witness == "the mark" && s.roster.openings <= openings {
			t.Errorf("opening %d after %d: numbers of segments are used twice", s.roster.openings, openings)
		}
		shut(t, s)
	}
}

// The folder of boxes is gone and the clock is not known: the index says of which
// rounds boxes are lost, and none of them is absent.
func TestTheIndexAloneSaysWhatIsLost(t *testing.T) {
	disk := vfs.NewMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 30)
	shut(t, s)
	if err := disk.RemoveAll("/drop/boxes"); err != nil {
		t.Fatal(err)
	}
	s = open(t, "/drop", tiny(disk))
	if n := holdTo(t, s, 7, 0, 30); n != 30 {
		t.Errorf("%d of 30 boxes are damaged", n)
	}
	fill(t, s, 7+windowRounds+1, 0, 20)
	shut(t, s)
}

// The segment that was being filled is garbage, and the mark is of the time before
// it, as a damaged disk may leave both: a file that is no spare either says that
// something was there.
func TestGarbageWhereASegmentWasFilledIsNoNewSegment(t *testing.T) {
	disk := vfs.NewCrashableMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 14)
	early := readAll(t, killed(disk), "/drop/boxes/"+ackedName)
	fill(t, s, 20, 0, 5)
	left := killed(disk)
	shut(t, s)
	writeAll(t, left, "/drop/boxes/"+ackedName, early)
	path, _ := holder(t, left, 20, 0)
	injury{part{"", endingIn(path)}, "garbage"}.do(t, rand.New(rand.NewPCG(1, 2)), left)
	s = open(t, "/drop", tiny(left))
	if n := holdTo(t, s, 20, 0, 5); n != 5 || s.Found().IsWell() {
		t.Errorf("%d of 5 boxes are damaged; the opening found %+v", n, s.Found())
	}
	expect(t, s, 7, 0, 14, true)
	shut(t, s)
}

// The rosters are gone, and with them the segment that was being filled, which
// the index did not have yet. The clock is not known: rounds after the latest
// that anything names are in doubt, as far as one segment reaches.
func TestBoxesOfLaterRoundsThanAnythingNamesAreNotDenied(t *testing.T) {
	disk := vfs.NewCrashableMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 14)
	fill(t, s, 9, 0, 1) // of a segment for 7 to 11
	fill(t, s, 11, 0, 3)
	left := killed(disk)
	shut(t, s)
	path, _ := holder(t, left, 11, 0)
	for _, gone := range endingIn(path, rosterNames[0], rosterNames[1])(filesOf(t, left)) {
		if err := left.Remove(gone); err != nil {
			t.Fatal(err)
		}
	}
	s = open(t, "/drop", tiny(left))
	if n := holdTo(t, s, 11, 0, 3); n != 3 {
		t.Errorf("%d of 3 boxes are damaged; the opening found %+v", n, s.Found())
	}
	holdTo(t, s, 7, 0, 14)
	shut(t, s)
}

// The index is held to the segments. One that leads to other records than they
// say is made anew: by itself it would make every box of a segment damaged.
func TestAnIndexThatContradictsTheSegmentsIsMadeAnew(t *testing.T) {
	for what, change := range map[string]func(x *index, ref box.Ref, at place) error{
		"another record": func(x *index, ref box.Ref, at place) error {
			return x.add(&segment{seq: at.seq, at: map[box.Ref]uint32{ref: (at.n + 1) % 14}})
		},
		"another segment": func(x *index, ref box.Ref, at place) error {
			return x.add(&segment{seq: at.seq ^ 1, at: map[box.Ref]uint32{ref: at.n}})
		},
		"a box that nobody wrote": func(x *index, ref box.Ref, at place) error {
			ref.ID[3]++
			return x.add(&segment{seq: at.seq, at: map[box.Ref]uint32{ref: at.n}})
		},
	} {
		disk := vfs.NewMem()
		s := open(t, "/drop", tiny(disk))
		fill(t, s, 7, 0, 28) // two segments, of an even and an odd number
		ref, _ := storetest.Some(7, 2)
		g, n, err := s.find(ref)
		if err != nil || g == nil {
			t.Fatal("a box is not where it was put")
		}
		shut(t, s)
		x, err := tryIndex("/drop/index", disk)
		if err != nil {
			t.Fatal(err)
		}
		if err := change(x, ref, place{g.seq, n}); err != nil {
			t.Fatal(err)
		}
		if err := x.close(); err != nil {
			t.Fatal(err)
		}
		s = open(t, "/drop", tiny(disk))
		if !s.Found().IndexMade {
			t.Errorf("%s: the opening found %+v", what, s.Found())
		}
		expect(t, s, 7, 0, 28, true)
		shut(t, s)
	}
}

// Two tables of the index of one length lie in each other's place: the list that
// Pebble keeps of them is of neither, and a box of either is not denied.
func TestTwoTablesOfTheIndexInEachOthersPlaceDenyNoBox(t *testing.T) {
	disk := vfs.NewCrashableMem()
	s := open(t, "/drop", tiny(disk))
	full := uint64(s.layout.capacity)
	for i := range uint64(4) {
		fill(t, s, box.Round(10+i), i*full, (i+1)*full)
	}
	shut(t, s)
	tables := endingIn(".sst")(filesOf(t, disk))
	swapped := false
	for i, from := range tables {
		for _, to := range tables[i+1:] {
			a, b := readAll(t, disk, from), readAll(t, disk, to)
			if swapped || len(a) != len(b) {
				continue
			}
			writeAll(t, disk, from, b)
			writeAll(t, disk, to, a)
			swapped = true
		}
	}
	if !swapped {
		t.Fatal("no two tables have one length")
	}
	s = open(t, "/drop", tiny(disk))
	defer shut(t, s)
	for i := range uint64(4) {
		if n := holdTo(t, s, box.Round(10+i), i*full, (i+1)*full); n != 0 {
			t.Errorf("%d boxes of round %d are damaged, and no segment was touched", n, 10+i)
		}
	}
	if !s.Found().IndexMade {
		t.Error("the index was not made anew")
	}
}

// An index that leads to another box's record gives neither that box nor an
// absence.
func TestAPlaceOfAnotherBoxIsDamage(t *testing.T) {
	s := open(t, "/drop", tiny(vfs.NewMem()))
	defer shut(t, s)
	fill(t, s, 7, 0, 20) // a full segment, and one that is being filled
	s.log.roll()
	fill(t, s, 7, 20, 34)
	ref, want := storetest.Some(7, 1)
	g, n, err := s.find(ref)
	if err != nil || g == nil {
		t.Fatal("a box is not where it was put")
	}
	for s.unindexedHas(g) { // until the indexer has put its places into the index
		runtime.Gosched()
	}
	s.changing.Lock()
	err = s.index.add(&segment{seq: g.seq, at: map[box.Ref]uint32{ref: (n + 1) % 6}})
	s.changing.Unlock()
	if err != nil {
		t.Fatal(err)
	}
	if !holdBox(t, s, ref, want) {
		t.Error("the record of another box was taken for it")
	}
}

// unindexedHas reports whether the index lacks a segment's places.
func (s *Store) unindexedHas(g *segment) bool { return slices.Contains(*s.unindexed.Load(), g) }

// The power goes while an opening moves whole boxes away from a damaged one: the
// next opening finds them all, wherever each is whole, and one box is damaged. Of what
// was not synced nothing is left, or some, or all: in turn, or, with -long, each at every
// operation.
func TestAPowerCutWhileBoxesAreMovedLosesNone(t *testing.T) {
	disk := vfs.NewCrashableMem()
	s := open(t, "/drop", tiny(disk))
	const boxes = 40
	fill(t, s, 7, 0, boxes)
	shut(t, s)
	path, at := holder(t, disk, 7, 3)
	b := readAll(t, disk, path)
	b[at+99] ^= 1
	writeAll(t, disk, path, b)
	if err := syncDir(disk, "/drop/boxes"); err != nil {
		t.Fatal(err)
	}
	rng := rand.New(rand.NewPCG(seeds.One(t), 4))
	left := []int{0, 40, 100}
	turn := rng.Int64N(3)
	cuts := int64(1)
	for at := int64(1); at <= cuts; at++ {
		percents := left
		if n := (at + turn) % 3; !*long {
			percents = left[n : n+1]
		}
		for _, percent := range percents {
			from := disk.CrashClone(vfs.CrashCloneCfg{})
			c := &cutFS{FS: from, mem: from, left: make(chan *vfs.MemFS, 1), at: at}
			c.cut = func() *vfs.MemFS {
				return from.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rng})
			}
			s := open(t, "/drop", tiny(c))
			if at == 1 {
				cuts = c.ops.Load()
			}
			shut(t, s)
			if c.ops.Load() < at {
				continue
			}
			left := <-c.left
			s = open(t, "/drop", tiny(left))
			if n := holdTo(t, s, 7, 0, boxes); n != 1 {
				t.Errorf("cut before operation %d: %d boxes are damaged, want 1; %+v", at, n, s.Found())
			}
			shut(t, s)
			if t.Failed() {
				return
			}
		}
	}
	t.Logf("cut at each of %d operations", cuts)
}

// What was lost stays lost and known at every further start, and the sum in its
// entry heals it whenever its writer repeats it.
func TestALostBoxIsKnownAtEveryStartAndHealedAtAny(t *testing.T) {
	disk := vfs.NewMem()
	s := open(t, "/drop", tiny(disk))
	fill(t, s, 7, 0, 28)
	shut(t, s)
	path, at := holder(t, disk, 7, 3)
	b := readAll(t, disk, path)
	b[at+99] ^= 1
	writeAll(t, disk, path, b)
	for life := range 4 {
		s = open(t, "/drop", tiny(disk))
		if n := holdTo(t, s, 7, 0, 28); n != 1 {
			t.Errorf("start %d: %d boxes are damaged", life, n)
		}
		if life > 0 && s.Found().Before != 1 {
			t.Errorf("start %d: the opening found %+v", life, s.Found())
		}
		shut(t, s)
	}
	s = open(t, "/drop", tiny(disk))
	ref, c := storetest.Some(7, 3)
	if _, err := s.Put(ref, &c); err != nil {
		t.Errorf("the bytes of a lost box: %v", err)
	}
	shut(t, s)
	s = open(t, "/drop", tiny(disk))
	expect(t, s, 7, 0, 28, true)
	shut(t, s)
}

// No two segments have one number, whatever ends come between.
func TestNoTwoSegmentsHaveOneNumber(t *testing.T) {
	disk := vfs.NewCrashableMem()
	var seen []uint64
	for life := range uint64(6) {
		s := open(t, "/drop", tiny(disk))
		before := slices.Clone(seen)
		fill(t, s, 7, life*20, life*20+20)
		s.mu.RLock()
		for seq := range s.live {
			if seq>>32 == uint64(s.roster.openings) {
				seen = append(seen, seq)
			}
		}
		s.mu.RUnlock()
		for _, seq := range seen[len(before):] {
			if slices.Contains(before, seq) {
				t.Errorf("life %d: segment %d again", life, seq)
			}
		}
		left := killed(disk)
		shut(t, s)
		disk = left
	}
}

// Rounds that are dropped out of the midst of the index's tables leave an index that is
// as it is listed: a start after them does not make it anew.
func TestDroppedRoundsDoNotMakeTheIndexAnew(t *testing.T) {
	disk := vfs.NewMem()
	s := open(t, "/drop", tiny(disk))
	full := uint64(s.layout.capacity)
	for i := range 3 * full / 2 { // each segment, and so each table, has boxes of three rounds
		fill(t, s, box.Round(10+i%3), i, i+1)
	}
	for first := box.Round(11); first < 13; first++ {
		if err := s.DropBefore(first); err != nil {
			t.Fatal(err)
		}
		shut(t, s)
		s = open(t, "/drop", tiny(disk))
		if !s.Found().IsWell() {
			t.Errorf("after rounds before %d were dropped, the opening found %+v", first, s.Found())
		}
	}
	shut(t, s)
}
