package pebblestore

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
)

// checkedAtOpening is how much of the latest segments is read and checked at
// opening, in bytes: some seconds. Boxes of earlier ones are checked when they
// are read.
const checkedAtOpening = 4 << 30

// recovery finds out, at opening, what every segment file holds, and holds the
// roster, the segments' lists, the records and the index to each other.
type recovery struct {
	store   *Store
	options Options
	fs      vfs.FS
	dir     string
	files   map[vfs.File]uint64 // by number
	opened  []vfs.File
	trusted bool // the roster is whole, and of this time
	mark    place
	marked  bool // the mark is whole

	surveys map[uint64]*survey
	inIndex map[uint64]*tallies
	others  []vfs.File // files with boxes of a segment that lies in another
	highest uint64     // the first round of which nothing was found

	move []*survey // damaged, or less than half full
}

func (r *recovery) run(there, wholeRoster, newIndex bool) error {
	s := r.store
	numbers, aside, err := list(r.fs, r.dir)
	if err != nil {
		return fmt.Errorf("listing segments: %w", err)
	}
	s.spares.aside = aside
	if err := r.open(numbers); err != nil {
		return err
	}
	if size := s.roster.size; wholeRoster && size != s.layout.size {
		return errors.New("the store was made with segments of another size")
	}
	r.trusted = wholeRoster
	fresh := !there && len(numbers) == 0 && newIndex && !r.options.Old
	r.mark, r.marked = s.mark.read()
	s.found.MarkLost = !r.marked && s.roster.last > 0
	if err := s.mark.prepare(r.mark); err != nil && !errors.Is(err, dropserver.ErrFull) {
		return err
	}
	if r.mark.seq > s.roster.last {
		r.trusted = false // it is of an earlier time
	}
	s.roster.openings = max(s.roster.openings, uint32(r.mark.seq>>32))
	r.assign()
	for i, v := range r.latestFirst() {
		v.look(s.layout, r.markOf(v.seq), int64(i) < checkedAtOpening/s.layout.size)
		r.note(v)
	}
	// What the index alone knows is taken from it before it is made anew.
	indexWell := r.readIndex() && !newIndex || fresh
	if !r.trusted && !fresh {
		s.found.RosterLost, s.found.AllGone = true, len(numbers) == 0
		indexWell = false
		r.doubtAll()
	}
	r.settle()
	if err := r.writeRoster(); err != nil {
		return err
	}
	if err := r.fillIndex(indexWell, fresh); err != nil {
		return err
	}
	s.seen = newSeen(r.highest)
	s.doubt(s.roster.doubted())
	now, kept := r.options.Now, s.roster.floor
	if r.options.Keep > 0 {
		kept = max(kept, now-min(now, box.Round(r.options.Keep)))
	}
	s.found.Rounds = roundsIn(s.roster.doubts, kept)
	if now > 0 && now < math.MaxUint32 {
		s.found.Ahead = roundsIn(s.roster.doubts, now+1)
	}
	s.log = newLog(s.spares, s.layout, uint64(s.roster.openings)<<32, s)
	return nil
}

// doubtAll doubts all rounds, to the last of which there may have been boxes.
func (r *recovery) doubtAll() {
	end := uint64(0)
	if r.highest > 0 {
		end = r.highest + windowRounds
	}
	if now := uint64(r.options.Now); now > 0 {
		end = max(end, now+2) // boxes of the round after it are taken, too
	}
	if end > 0 {
		roster := r.store.roster
		roster.doubts = merged(roster.doubts, span{0, box.Round(min(end-1, math.MaxUint32))})
	}
}

// open opens all segment files.
func (r *recovery) open(numbers []uint64) error {
	for _, number := range numbers {
		f, err := r.fs.OpenReadWrite(r.fs.PathJoin(r.dir, nameOf(number)), vfs.WriteCategoryUnspecified)
		if err != nil {
			return fmt.Errorf("opening a segment: %w", err)
		}
		r.opened = append(r.opened, f)
		r.files[f] = number
		r.store.spares.adopt(f, number)
	}
	return nil
}

// assign finds for every segment of the roster its file, by what the files hold
// and not by what they are called; without a roster it takes every file for what
// it holds most of. The other files are spares.
func (r *recovery) assign() {
	roster := r.store.roster
	holds := make(map[vfs.File]map[uint64]int) // entries of each segment
	for _, f := range r.opened {
		in, last := r.segmentsIn(f)
		holds[f] = in
		if last > roster.last {
			r.trusted = false // it is of an earlier time
		}
	}
	if !r.trusted {
		r.makeSlots(holds)
	}
	taken := make(map[vfs.File]bool)
	for _, seq := range slices.Sorted(maps.Keys(roster.slots)) {
		slot := roster.slots[seq]
		v := &survey{slot: slot, full: slot.n != notFull}
		best := 0
		for _, f := range r.opened {
			in := holds[f][seq] * 2
			if r.files[f] == slot.file {
				in++ // one that holds as much, or one of which nothing holds
			}
			if in > best && !taken[f] {
				v.file, best = f, in
			}
		}
		// A file that is there under the segment's number and holds boxes of
		// another is not its file.
		if best == 1 && r.holdsOther(holds[v.file], seq) {
			v.file = nil
		}
		if v.file != nil {
			taken[v.file] = true
			slot.file = r.files[v.file]
			info, err := v.file.Stat()
			v.short = err != nil || info.Size() != r.store.layout.size
		} else {
			r.store.found.Missing++
			r.store.spares.reserve(slot.file)
		}
		r.surveys[seq] = v
	}
	for _, f := range r.opened {
		if !taken[f] {
			r.spare(f, holds[f])
		}
	}
}

// holdsOther reports whether a file's list is that of another living segment.
func (r *recovery) holdsOther(in map[uint64]int, seq uint64) bool {
	for other := range in {
		if other != seq && r.store.roster.slots[other] != nil {
			return true
		}
	}
	return false
}

// spare takes in a file that no segment has. One that is not as long as it was
// made, or is the copy of a segment, is not written to.
func (r *recovery) spare(f vfs.File, in map[uint64]int) {
	info, err := f.Stat()
	if err != nil || info.Size() != r.store.layout.size || r.holdsOther(in, 0) {
		r.others = append(r.others, f)
		return
	}
	r.store.spares.give(f)
}

// segmentsIn counts a file's entries by segment, in its list and, if that says
// nothing of a living segment, with its first records (with all, if the roster
// cannot say what lives), and returns the highest segment.
func (r *recovery) segmentsIn(f vfs.File) (in map[uint64]int, last uint64) {
	l := r.store.layout
	in = make(map[uint64]int)
	list, _ := readList(f, l) // what cannot be read is damaged
	for n := range l.capacity {
		if e := entryIn(list, n); e.isOf(n) {
			in[e.segment()]++
			last = max(last, e.segment())
		}
	}
	limit := l.capacity
	if r.trusted {
		limit = min(limit, readAtOnce)
		for seq := range in {
			if r.store.roster.slots[seq] != nil {
				return in, last
			}
		}
	}
	var records reader
	for n := range limit {
		rec := records.read(f, l, n)
		for _, e := range []*entry{rec.entry(), rec.entryBehind()} {
			if e.isOf(n) {
				in[e.segment()]++
				last = max(last, e.segment())
			}
		}
	}
	return in, last
}

// latest returns the highest of segments, if there is one: a file that holds it
// has outlived the others.
func latest(in map[uint64]int) []uint64 {
	if len(in) == 0 {
		return nil
	}
	return []uint64{slices.Max(slices.Collect(maps.Keys(in)))}
}

// makeSlots makes a roster of what the files hold.
func (r *recovery) makeSlots(holds map[vfs.File]map[uint64]int) {
	roster := r.store.roster
	roster.slots = make(map[uint64]*slot)
	roster.floor = 0
	for _, f := range r.opened {
		for _, seq := range latest(holds[f]) {
			roster.last = max(roster.last, seq)
			roster.openings = max(roster.openings, uint32(seq>>32))
			v := &survey{slot: &slot{seq: seq, file: r.files[f], rounds: span{0, math.MaxUint32}, n: notFull}, file: f}
			v.look(r.store.layout, 0, false)
			low, high, ok := v.reach()
			if !ok {
				continue
			}
			if old := roster.slots[seq]; old == nil || old.n < v.n {
				v.slot.rounds = span{low, high}
				roster.slots[seq] = &slot{seq: seq, file: r.files[f], rounds: v.slot.rounds, n: v.n}
			}
		}
	}
	for _, s := range roster.slots {
		s.n = notFull
	}
}

// reach returns the first and the last round of a survey's boxes.
func (v *survey) reach() (low, high box.Round, ok bool) {
	low = math.MaxUint32
	for _, p := range v.places {
		if p.is != nothing {
			low, high, ok = min(low, p.ref.Round), max(high, p.ref.Round), true
		}
	}
	return low, high, ok
}

func (r *recovery) latestFirst() []*survey {
	var all []*survey
	for _, seq := range slices.Backward(slices.Sorted(maps.Keys(r.surveys))) {
		all = append(all, r.surveys[seq])
	}
	return all
}

func (r *recovery) markOf(seq uint64) int {
	if r.mark.seq == seq {
		return int(r.mark.n)
	}
	return 0
}

// note takes what a survey found, and lets go of what can be read again.
func (r *recovery) note(v *survey) {
	if _, high, ok := v.reach(); ok {
		r.highest = max(r.highest, uint64(high)+1)
	}
	if v.file == nil && !v.full {
		v.short = true // nothing says what was in it
	}
	v.unsure = !v.full && (v.short || v.garbage || !r.marked)
	if v.file == nil || v.short || v.unsure || len(v.unknown) > 0 {
		r.highest = max(r.highest, uint64(v.rounds.high)+1)
	}
	if !v.isDamaged() && v.listed {
		v.places = nil
	}
}

// readIndex reads the whole index, and what it knows of records of which nothing
// else is known. It reports whether the index could be read to its end, and finds
// what it holds.
func (r *recovery) readIndex() bool {
	r.inIndex = make(map[uint64]*tallies)
	missing := make(map[uint64]map[uint32]bool)
	for seq, v := range r.surveys {
		if len(v.unknown) > 0 {
			missing[seq] = make(map[uint32]bool, len(v.unknown))
			for _, n := range v.unknown {
				missing[seq][uint32(n)] = true
			}
		}
	}
	err := r.store.index.scan(r.store.roster.floor, func(ref box.Ref, p place) {
		if p.seq > r.store.roster.last {
			r.trusted = false // it is of an earlier time
		}
		v := r.surveys[p.seq]
		if v == nil || int(p.n) >= v.n {
			if !r.trusted {
				r.highest = max(r.highest, uint64(ref.Round)+1)
			}
			return
		}
		t := r.inIndex[p.seq]
		if t == nil {
			t = new(tallies)
			r.inIndex[p.seq] = t
		}
		t.add(v.rounds, ref, p.n)
		if missing[p.seq][p.n] && v.rounds.has(ref.Round) {
			v.places[p.n] = found{is: named, ref: ref}
			v.known.add(v.rounds, ref, p.n) // note counted its rounds
		}
	})
	return err == nil && r.store.index.isAsListed()
}

// settle counts what is damaged, and doubts the rounds of which boxes were lost
// that nothing knows.
func (r *recovery) settle() {
	s := r.store
	for _, v := range r.surveys {
		unknown := 0
		for _, n := range v.unknown {
			if v.places[n].is == nothing {
				unknown++
			}
		}
		s.found.Damaged += v.lost + len(v.unknown) - unknown
		s.found.Unfinished += v.torn
		s.found.Before += v.before
		expired := v.full && v.known.from(v.rounds, s.roster.floor) == v.tallies.from(v.rounds, s.roster.floor)
		for _, n := range v.unknown {
			if expired || v.full && v.known == v.tallies {
				break // those that are not known are of rounds that were dropped
			}
			if v.places[n].is == nothing {
				s.found.Unknown++
			}
		}
		if expired || unknown == 0 && !v.unsure {
			continue
		}
		for i := range box.Round(windowRounds) {
			if round := v.rounds.low + i; round <= v.rounds.high && round >= s.roster.floor && !(v.full && v.known[i] == v.tallies[i]) {
				s.roster.doubts = merged(s.roster.doubts, span{round, round})
			}
		}
	}
}

// writeRoster counts the opening, durably: the upper half of its segments'
// numbers. No two openings share one, so whatever the one before left in a file,
// unsynced and unanswered, is of another life than what this one writes there.
func (r *recovery) writeRoster() error {
	roster := r.store.roster
	return roster.change(func() {
		roster.size = r.store.layout.size
		roster.openings++
		for _, v := range r.surveys {
			if !v.full {
				v.full, v.slot.n, v.slot.tallies = true, v.n, v.known
			}
		}
	})
}

// fillIndex makes the index say what the segments say: by adding those that it
// does not have, or, if anything else is amiss, all of them to a new one.
func (r *recovery) fillIndex(well, fresh bool) error {
	s := r.store
	floor := s.roster.floor
	var add []*survey
	for _, v := range slices.Backward(r.latestFirst()) {
		has := r.inIndex[v.seq]
		if has == nil {
			has = new(tallies)
		}
		switch want := v.known.from(v.rounds, floor); {
		case has.from(v.rounds, floor) == want:
		case *has == tallies{}:
			add = append(add, v)
		default:
			well = false
		}
	}
	if !well {
		add = slices.Collect(maps.Values(r.surveys))
		slices.SortFunc(add, func(a, b *survey) int { return int(min(max(int64(a.seq-b.seq), -1), 1)) })
		if err := s.index.close(); err != nil && fresh {
			return err
		}
		x, err := newIndex(s.indexDir, r.fs)
		if err != nil {
			return err
		}
		s.index = x
		s.found.IndexMade = !fresh
	}
	adding := make(map[uint64]bool)
	for _, v := range add {
		adding[v.seq] = true
	}
	for _, v := range slices.Backward(r.latestFirst()) {
		if err := r.takeIn(v, adding[v.seq]); err != nil {
			return err
		}
	}
	return nil
}

// takeIn makes a survey a living segment.
func (r *recovery) takeIn(v *survey, index bool) error {
	s := r.store
	g := newSegment(v.seq, v.file, s.layout, v.rounds)
	g.n, g.least, g.most, g.sealed, g.tallies = v.n, v.rounds.low, v.rounds.high, true, v.slot.tallies
	if index {
		if v.places == nil {
			v.look(s.layout, r.markOf(v.seq), false)
		}
		for n, p := range v.places {
			if p.is == nothing || p.ref.Round < s.roster.floor || p.is != whole && r.isElsewhere(v, p.ref) {
				continue
			}
			g.at[p.ref] = uint32(n)
		}
		if err := s.index.add(g); err != nil {
			return err
		}
	}
	g.at = nil
	if !v.listed && !v.isDamaged() && v.places != nil {
		g.list = v.list(s.layout)
		if err := g.writeList(); err != nil && !errors.Is(err, dropserver.ErrFull) {
			return err
		}
	}
	s.live[g.seq] = g
	if v.isDamaged() || g.n < s.layout.capacity/2 {
		r.move = append(r.move, v)
	} else {
		v.places = nil
	}
	return nil
}

// isElsewhere reports whether the index has a box in another segment than v: one
// that was being moved to v, or was written again there, when the end came.
func (r *recovery) isElsewhere(v *survey, ref box.Ref) bool {
	p, ok, err := r.store.index.find(ref)
	return err == nil && ok && p.seq != v.seq && r.surveys[p.seq] != nil
}

// abandon closes what a failed opening has opened.
func (r *recovery) abandon() error {
	var errs []error
	for _, f := range r.opened {
		errs = append(errs, f.Close())
	}
	return errors.Join(errs...)
}
