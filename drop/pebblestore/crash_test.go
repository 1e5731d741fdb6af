package pebblestore

import (
	"errors"
	"flag"
	"maps"
	"math/rand/v2"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/cockroachdb/pebble/v2/vfs"

	"bulkhead/box"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
	"bulkhead/internal/seeds"
)

var long = flag.Bool("long", false, "the long form of the crash tests: 2,000 cuts in place of 40")

// tiny are segments of 14 boxes, so that a short run fills, indexes and
// recycles many.
func tiny(fs vfs.FS) Options { return Options{FS: fs, SegmentSize: 16 * pageSize} }

// cutFS is a disk in memory whose power is cut at one operation: what would be
// left of it is kept, and the operation and all after it go on as if nothing
// had happened, to nobody's avail.
type cutFS struct {
	vfs.FS
	mem   *vfs.MemFS
	lying bool // syncs of segment files do nothing
	ops   atomic.Int64
	at    int64             // the operation before which the power goes
	cut   func() *vfs.MemFS // takes what is left
	left  chan *vfs.MemFS   // receives it, once
}

func (c *cutFS) op() {
	if c.ops.Add(1) == c.at {
		c.left <- c.cut()
	}
}

func (c *cutFS) wrap(f vfs.File, name string, err error) (vfs.File, error) {
	if err != nil {
		return nil, err
	}
	return &cutFile{f, c, c.lying && strings.HasSuffix(name, segmentSuffix)}, nil
}

func (c *cutFS) Create(name string, w vfs.DiskWriteCategory) (vfs.File, error) {
	c.op()
	f, err := c.FS.Create(name, w)
	return c.wrap(f, name, err)
}

func (c *cutFS) OpenReadWrite(name string, w vfs.DiskWriteCategory, o ...vfs.OpenOption) (vfs.File, error) {
	c.op()
	f, err := c.FS.OpenReadWrite(name, w, o...)
	return c.wrap(f, name, err)
}

func (c *cutFS) OpenDir(name string) (vfs.File, error) {
	f, err := c.FS.OpenDir(name)
	return c.wrap(f, name, err)
}

func (c *cutFS) Rename(from, to string) error { c.op(); return c.FS.Rename(from, to) }

func (c *cutFS) Remove(name string) error { c.op(); return c.FS.Remove(name) }

type cutFile struct {
	vfs.File
	c     *cutFS
	lying bool
}

func (f *cutFile) Write(p []byte) (int, error) { f.c.op(); return f.File.Write(p) }

func (f *cutFile) WriteAt(p []byte, at int64) (int, error) { f.c.op(); return f.File.WriteAt(p, at) }

func (f *cutFile) Sync() error {
	f.c.op()
	if f.lying {
		return nil
	}
	return f.File.Sync()
}

func (f *cutFile) SyncData() error { return f.Sync() }

// world is a drop's store over many power cuts.
type world struct {
	t     *testing.T
	rng   *rand.Rand
	disk  *vfs.MemFS
	lying bool
	next  uint64 // of the next box
	round box.Round

	mu      sync.Mutex
	acked   map[box.Ref]uint64   // boxes whose put has returned, by content; guarded by mu
	flying  map[box.Ref]struct{} // boxes whose put has not; guarded by mu
	unknown []box.Ref            // were flying when the power went
	lost    int
	second  int // of the unknown, those that others' bytes replaced
}

func newWorld(t *testing.T, seed uint64, lying bool) *world {
	return &world{t: t, rng: rand.New(rand.NewPCG(seed, 1)), disk: vfs.NewCrashableMem(), lying: lying, round: keepRounds, acked: make(map[box.Ref]uint64), flying: make(map[box.Ref]struct{})}
}

const keepRounds = 3

// live opens the store, checks what was promised before, works until the power
// goes, and leaves the disk as it is then.
func (w *world) live() {
	c := &cutFS{FS: w.disk, mem: w.disk, lying: w.lying, left: make(chan *vfs.MemFS, 1)}
	kept := make(map[box.Ref]uint64)
	percent := []int{0, 0, 20, 50, 90, 100}[w.rng.IntN(6)]
	if w.lying {
		percent = 0
	}
	clone := vfs.CrashCloneCfg{UnsyncedDataPercent: percent, RNG: rand.New(rand.NewPCG(w.rng.Uint64(), 2))}
	c.at = 1 + w.rng.Int64N(250)
	c.cut = func() *vfs.MemFS {
		w.mu.Lock() // first what is promised, then what is left
		maps.Copy(kept, w.acked)
		for ref := range w.flying {
			w.unknown = append(w.unknown, ref)
		}
		w.mu.Unlock()
		return c.mem.CrashClone(clone)
	}
	s, err := Open("/drop", tiny(c))
	if err != nil {
		w.t.Fatalf("opening after a cut: %v", err)
	}
	w.check(s)
	w.replace(s)
	w.work(s, c)
	if err := s.Close(); err != nil {
		w.t.Errorf("closing: %v", err)
	}
	if c.ops.Load() < c.at { // not even closing got that far
		c.left <- c.cut()
	}
	w.disk, w.acked = <-c.left, kept
}

// check holds the store to every acknowledged box.
func (w *world) check(s *Store) {
	for ref, n := range w.acked {
		_, want := storetest.Some(ref.Round, n)
		var got box.Content
		found, err := s.Get(ref, &got)
		if err != nil && !w.lying {
			w.t.Errorf("reading after a cut: %v; the opening found %+v", err, s.Found())
		}
		if !found || got != want {
			w.lost++
			delete(w.acked, ref)
		} else if again, err := s.Put(ref, &want); again != dropserver.Same || err != nil {
			w.t.Errorf("writing a kept box again: %v, %v", again, err)
		}
	}
}

// replace writes others' bytes in the place of boxes of which nothing is
// known: whichever is kept now stays.
func (w *world) replace(s *Store) {
	refs := w.unknown
	w.unknown = nil
	for _, ref := range refs {
		n := w.next
		w.next++
		_, content := storetest.Some(ref.Round, n)
		o, err := s.Put(ref, &content)
		if err != nil && !errors.Is(err, dropserver.ErrDamaged) {
			w.t.Errorf("writing in place of an unknown box: %v", err)
		}
		if o == dropserver.Created {
			w.mu.Lock()
			w.acked[ref] = n
			w.mu.Unlock()
			w.second++
		}
	}
}

// work writes boxes, and drops rounds, until the power has gone.
func (w *world) work(s *Store, c *cutFS) {
	for c.ops.Load() < c.at {
		var wg sync.WaitGroup
		for range 4 {
			first := w.next
			w.next += 4
			wg.Go(func() {
				for n := first; n < first+4; n++ {
					ref, content := storetest.Some(w.round, n)
					w.mu.Lock()
					w.flying[ref] = struct{}{}
					w.mu.Unlock()
					if o, err := s.Put(ref, &content); (o != dropserver.Created || err != nil) && !w.lying {
						w.t.Errorf("writing: %v, %v", o, err)
						return
					}
					w.mu.Lock()
					w.acked[ref] = n
					delete(w.flying, ref)
					w.mu.Unlock()
				}
			})
		}
		wg.Wait()
		if w.rng.IntN(8) == 0 {
			w.turnRound(s)
		}
	}
}

func (w *world) turnRound(s *Store) {
	w.round++
	first := w.round - keepRounds
	w.mu.Lock()
	maps.DeleteFunc(w.acked, func(ref box.Ref, _ uint64) bool { return ref.Round < first })
	w.mu.Unlock()
	if err := s.DropBefore(first); err != nil {
		w.t.Errorf("dropping rounds: %v", err)
	}
}

// P6 rests on this: after 201 a box is durable, wherever the power goes.
func TestNoAcknowledgedBoxIsLostToAPowerCut(t *testing.T) {
	cuts := 40
	if *long {
		cuts = 2000
	}
	seeds.Each(t, 1, func(t *testing.T, seed uint64) {
		w := newWorld(t, seed, false)
		for range cuts {
			w.live()
			if t.Failed() {
				return
			}
		}
		t.Logf("%d cuts, %d boxes written (%d in place of one that was not answered), %d acknowledged boxes lost", cuts, w.next, w.second, w.lost)
		if w.lost > 0 {
			t.Errorf("%d acknowledged boxes lost", w.lost)
		}
	})
}

// The test above would prove nothing if it passed for a store that does not
// sync.
func TestAStoreThatDoesNotSyncIsSeenToLose(t *testing.T) {
	w := newWorld(t, seeds.One(t), true)
	for range 20 {
		w.live()
	}
	if w.lost == 0 {
		t.Error("no box was lost without syncing: the cuts cut nothing")
	}
	t.Logf("%d acknowledged boxes lost in 20 cuts", w.lost)
}
