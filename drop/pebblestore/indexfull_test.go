package pebblestore

import (
	"errors"
	"math/rand/v2"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
	"bulkhead/internal/seeds"
)

// cramped is a disk on which the index has no room from one of its writes on,
// until there is room again. Segment files, which are there already, can be
// written; new ones cannot.
type cramped struct {
	vfs.FS
	at   int64 // the write from which on there is no room
	ops  atomic.Int64
	room atomic.Bool // there is, whatever at says
	err  error       // what a write fails with
}

// refuse counts a write to the index and reports whether there is no room for it.
func (c *cramped) refuse(name string) bool {
	if !strings.HasPrefix(name, "/drop/index") {
		return c.ops.Load() >= c.at && !c.room.Load()
	}
	return c.ops.Add(1) >= c.at && !c.room.Load()
}

func (c *cramped) Create(name string, w vfs.DiskWriteCategory) (vfs.File, error) {
	if c.refuse(name) {
		return nil, c.err
	}
	f, err := c.FS.Create(name, w)
	if err != nil {
		return nil, err
	}
	return &crampedFile{f, c, name}, nil
}

func (c *cramped) OpenReadWrite(name string, w vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	if strings.HasSuffix(name, unfinished) && c.ops.Load() >= c.at && !c.room.Load() {
		return nil, c.err
	}
	return c.FS.OpenReadWrite(name, w, o...)
}

func (c *cramped) Rename(from, to string) error {
	if strings.HasPrefix(to, "/drop/index") && c.refuse(to) {
		return c.err
	}
	return c.FS.Rename(from, to)
}

func (c *cramped) OpenDir(name string) (vfs.File, error) {
	d, err := c.FS.OpenDir(name)
	if err != nil || !strings.HasPrefix(name, "/drop/index") {
		return d, err
	}
	return &crampedFile{d, c, name}, nil
}

type crampedFile struct {
	vfs.File
	c    *cramped
	name string
}

// Write writes the first half where there is no room for the whole.
func (f *crampedFile) Write(p []byte) (int, error) {
	if !f.c.refuse(f.name) {
		return f.File.Write(p)
	}
	n, err := f.File.Write(p[:len(p)/2])
	return n, errors.Join(f.c.err, err)
}

func (f *crampedFile) Sync() error {
	if f.c.refuse(f.name) {
		return f.c.err
	}
	return f.File.Sync()
}

func (f *crampedFile) SyncData() error { return f.Sync() }

// crampedWorld is a store on such a disk, and what it acknowledged.
type crampedWorld struct {
	t     *testing.T
	s     *Store
	round box.Round
	next  uint64
	acked map[box.Ref]uint64
	full  int  // boxes that were refused
	fails bool // the disk may fail: any error of a put is a refusal
}

// work writes boxes and drops rounds.
func (w *crampedWorld) work(boxes int) {
	for range boxes / 20 {
		var wg sync.WaitGroup
		var mu sync.Mutex
		for range 4 {
			first := w.next
			w.next += 5
			wg.Go(func() {
				for n := first; n < first+5; n++ {
					ref, c := storetest.Some(w.round, n)
					o, err := w.s.Put(ref, &c)
					mu.Lock()
					switch {
					case err == nil && o == dropserver.Created:
						w.acked[ref] = n
					case errors.Is(err, dropserver.ErrFull), err != nil && w.fails:
						w.full++
					default:
						w.t.Errorf("a new box: %v, %v", o, err)
					}
					mu.Unlock()
				}
			})
		}
		wg.Wait()
	}
	w.expectAll()
}

// expire drops the oldest of three rounds.
func (w *crampedWorld) expire() {
	w.round++
	first := w.round - 3
	if err := w.s.DropBefore(first); err != nil {
		w.t.Errorf("dropping rounds: %v", err)
	}
	for ref := range w.acked {
		if ref.Round < first {
			delete(w.acked, ref)
		}
	}
}

// expectAll holds the store to every box, and to one that was never written.
func (w *crampedWorld) expectAll() {
	for ref, n := range w.acked {
		_, want := storetest.Some(ref.Round, n)
		var got box.Content
		if found, err := w.s.Get(ref, &got); !found || err != nil || got != want {
			w.t.Errorf("an acknowledged box: found %v, %v", found, err)
			return
		}
	}
	ref, _ := storetest.Some(w.round, 1<<20)
	var got box.Content
	if found, err := w.s.Get(ref, &got); found || err != nil {
		w.t.Errorf("a box that was never written: found %v, %v", found, err)
	}
}

// settled returns once the index has the places of all full segments. Boxes that
// are refused cost next to nothing, so any number of them may come before that.
// It asks for nothing: that rounds were dropped since there is room is enough.
func (w *crampedWorld) settled() {
	for w.s.waiting.Load() > 0 || len(w.s.sealed) > 0 {
		runtime.Gosched()
	}
	w.s.changing.Lock()
	defer w.s.changing.Unlock()
	if err := w.s.index.mend(w.s.roster.lowest()); err != nil {
		w.t.Errorf("there is room, and the index is not mended: %v", err)
	}
}

// Whichever write of the index is the first for which the disk has no room, the
// drop goes on: it refuses boxes once it cannot keep their places in memory, and
// gives all it has. With room it takes boxes again. Killed at any time, it starts
// and has everything.
func TestAnIndexWithoutRoomRefusesBoxesAndGivesThem(t *testing.T) {
	var refused, opened, frozen int
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 3))
		tries := 10
		if *long {
			tries = 400
		}
		for range tries {
			at := 1 + rng.Int64N(600)
			disk := vfs.NewCrashableMem()
			c := &cramped{FS: disk, at: at, err: syscall.ENOSPC}
			s, err := Open("/drop", tiny(c))
			if err != nil {
				if !errors.Is(err, dropserver.ErrFull) {
					t.Errorf("write %d: opening: %v", at, err)
				}
				c.room.Store(true)
				s = open(t, "/drop", tiny(c))
				opened++
			}
			w := &crampedWorld{t: t, s: s, round: 10, acked: make(map[box.Ref]uint64)}
			for c.ops.Load() < at && w.round < 40 {
				w.work(100)
				w.expire()
			}
			before := len(w.acked)
			for range 1 + rng.IntN(4) { // on the full disk
				w.work(200)
				w.expire()
			}
			w.expectAll()
			if s.index.fs.frozen() != nil {
				frozen++
			}
			if rng.IntN(2) == 0 { // killed, or told to end
				left := disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rng})
				shut(t, s)
				if rng.IntN(2) == 0 {
					disk = left
				}
				w.s = open(t, "/drop", tiny(disk))
				found := w.s.Found()
				if found.IndexMade = false; !found.IsWell() { // a frozen index may be behind
					t.Errorf("write %d: the opening found %+v", at, found)
				}
				w.expectAll()
			} else {
				c.room.Store(true)
				w.full = 0
				for range 4 { // the first boxes may have to say that there is room
					w.expire()
					w.work(100)
				}
				refused += w.full
				w.full = 0
				w.settled()
				w.work(400)
				if w.full > 0 {
					t.Errorf("write %d: %d boxes refused on a disk with room", at, w.full)
				}
			}
			refused += w.full
			shut(t, w.s)
			s = open(t, "/drop", tiny(disk))
			w.s = s
			w.expectAll()
			shut(t, s)
			if t.Failed() {
				t.Fatalf("write %d, %d boxes before it", at, before)
			}
		}
	})
	t.Logf("%d boxes refused, %d indexes frozen, %d openings refused", refused, frozen, opened)
	if frozen == 0 && seeds.Given() == 0 {
		t.Error("no index was frozen: the test does nothing")
	}
}

// Whichever write of the index is the first that the disk fails at, and whatever it
// does later: the drop gives all boxes that it acknowledged, now and after it starts
// again, and what it could not take it has not taken.
func TestAnIndexOnAFailingDiskLosesNoBox(t *testing.T) {
	var refused, frozen int
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		rng := rand.New(rand.NewPCG(seed, 9))
		tries := 6
		if *long {
			tries = 400
		}
		for range tries {
			at := 1 + rng.Int64N(600)
			disk := vfs.NewCrashableMem()
			c := &cramped{FS: disk, at: at, err: syscall.EIO}
			s, err := Open("/drop", tiny(c))
			if err != nil {
				c.room.Store(true) // it does not start on such a disk, and does on a sound one
				s = open(t, "/drop", tiny(c))
				c.room.Store(false)
			}
			w := &crampedWorld{t: t, s: s, round: 10, acked: make(map[box.Ref]uint64), fails: true}
			for range 12 {
				w.work(100)
				w.round++
				_ = s.DropBefore(w.round - 3) // it may say that it could not
				for ref := range w.acked {
					if ref.Round < w.round-3 {
						delete(w.acked, ref)
					}
				}
			}
			if s.index.fs.frozen() != nil {
				frozen++
			}
			refused += w.full
			left := disk.CrashClone(vfs.CrashCloneCfg{UnsyncedDataPercent: 100, RNG: rng})
			_ = s.Close() // or this
			if rng.IntN(2) == 0 {
				disk = left
			}
			w.s, w.fails, w.full = open(t, "/drop", tiny(disk)), false, 0
			w.expectAll()
			w.work(100)
			shut(t, w.s)
			if t.Failed() || w.full > 0 {
				t.Fatalf("write %d; on the sound disk %d boxes were refused", at, w.full)
			}
		}
	})
	t.Logf("%d boxes refused, %d indexes frozen", refused, frozen)
	if frozen == 0 && seeds.Given() == 0 {
		t.Error("no index was frozen: the test does nothing")
	}
}

// catching is a cramped disk that, once there is room, holds up the index at one
// of the tables that it makes of segments' places.
type catching struct {
	*cramped
	left atomic.Int64  // tables before that one
	met  chan struct{} // closed when it is to be made
	free chan struct{} // closed when it may be
}

func (c *catching) Create(name string, w vfs.DiskWriteCategory) (vfs.File, error) {
	if w == flushing && c.room.Load() && c.left.Add(-1) == -1 {
		close(c.met)
		<-c.free
	}
	return c.cramped.Create(name, w)
}

// With room again the places of many segments may wait for the index. Boxes are
// taken as soon as memory has places for them, not only when the last is done.
func TestBoxesAreTakenWhileTheIndexCatchesUp(t *testing.T) {
	c := &catching{cramped: &cramped{FS: vfs.NewMem(), err: syscall.ENOSPC}, met: make(chan struct{}), free: make(chan struct{})}
	c.room.Store(true)
	c.left.Store(1 << 40)
	o := tiny(c)
	o.Reserve = 64 * o.SegmentSize
	s := open(t, "/drop", o)
	c.room.Store(false)
	kept := uint64(0)
	for ; ; kept++ {
		ref, content := storetest.Some(1, kept)
		o, err := s.Put(ref, &content)
		if errors.Is(err, dropserver.ErrFull) {
			break
		}
		if o != dropserver.Created || err != nil || kept > 10000 {
			t.Fatalf("box %d: %v, %v", kept, o, err)
		}
	}
	full := int64(0)
	for _, g := range *s.unindexed.Load() {
		if sealed, _ := g.state(); sealed {
			full++
		}
	}
	for s.waiting.Load() < full { // until the indexer has tried them all
		runtime.Gosched()
	}
	c.left.Store(full - (indexLag - 1))
	c.room.Store(true)
	s.retry()
	<-c.met
	ref, content := storetest.Some(1, kept)
	if o, err := s.Put(ref, &content); o != dropserver.Created || err != nil {
		t.Errorf("a box when %d segments of %d wait: %v, %v", indexLag-1, full, o, err)
	}
	close(c.free)
	expect(t, s, 1, 0, kept, true)
	shut(t, s)
}
