package device_test

import (
	"io"
	"runtime"
	"runtime/debug"
	"testing"
	"time"

	"bulkhead/internal/durable"
)

// openingWork is what an opening does that could take time: counted, because a
// clock also counts what else the machine does.
type openingWork struct {
	ops         int   // changes on the disk
	synced      int64 // bytes of them
	reads, read int   // files read, and their bytes
	draws, rand int   // times that randomness was drawn, and its bytes
	asked       int   // times that the clock was looked at
	paused      int   // times that it waited
}

// countedDir counts what is read.
type countedDir struct {
	durable.Dir
	work *openingWork
}

func (d countedDir) ReadFile(name string) ([]byte, error) {
	data, err := d.Dir.ReadFile(name)
	d.work.reads, d.work.read = d.work.reads+1, d.work.read+len(data)
	return data, err
}

func (d countedDir) OpenFile(name string) (durable.File, error) {
	f, err := d.Dir.OpenFile(name)
	if err != nil {
		return nil, err
	}
	return countedFile{f, d.work}, nil
}

type countedFile struct {
	durable.File
	work *openingWork
}

func (f countedFile) ReadAt(p []byte, at int64) (int, error) {
	n, err := f.File.ReadAt(p, at)
	f.work.reads, f.work.read = f.work.reads+1, f.work.read+n
	return n, err
}

// countedRand counts what is drawn.
type countedRand struct {
	io.Reader
	work *openingWork
}

func (r countedRand) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	r.work.draws, r.work.rand = r.work.draws+1, r.work.rand+n
	return n, err
}

// counted opens from the bench's state and counts. heap is how many bytes were
// asked of memory meanwhile, which the runtime adds something of its own to.
func (b *bench) counted(t *testing.T, way string) (work openingWork, heap uint64) {
	t.Helper()
	b.reset(t)
	env, mem := b.m.Env, b.m.Mem()
	defer func() { b.m.Env = env }()
	b.m.Env.Dir, b.m.Env.Rand = countedDir{env.Dir, &work}, countedRand{env.Rand, &work}
	b.m.Env.Now = func() time.Time { work.asked++; return env.Now() }
	b.m.Env.Pause = func(time.Duration) { work.paused++ }
	ops, synced := mem.Ops(), mem.Synced()
	pass := ways(t)[way]
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	b.try(t, pass)
	runtime.ReadMemStats(&after)
	work.ops, work.synced = mem.Ops()-ops, mem.Synced()-synced
	return work, after.TotalAlloc - before.TotalAlloc
}

// TestEveryOpeningDoesTheSameWork: no way of opening can be told by the time
// that it takes, because none does more than another: as many reads, writes,
// random bytes and, to a part in thirty, bytes of memory. The one Argon2id is
// counted in the vault's room. Decoy and duress ask the clock equally often, too.
func TestEveryOpeningDoesTheSameWork(t *testing.T) {
	b := newBench(t, 22, 3*time.Hour)
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // or what is kept for later use is thrown away at times
	work, heap := map[string]openingWork{}, map[string]uint64{}
	for range 3 {
		for way := range ways(t) {
			w, h := b.counted(t, way)
			if was, again := work[way]; again && was != w {
				t.Errorf("%s: %+v, and once %+v", way, w, was)
			}
			work[way] = w
			if heap[way] == 0 || h < heap[way] {
				heap[way] = h
			}
		}
	}
	if work["decoy"] != work["duress"] {
		t.Errorf("decoy: %+v\nduress: %+v", work["decoy"], work["duress"])
	}
	want := work["decoy"]
	for way, got := range work {
		got.asked = want.asked // is not to be told from the time that it takes
		if got != want {
			t.Errorf("%s: %+v, want %+v", way, got, want)
		}
		if d := int64(heap[way]) - int64(heap["decoy"]); 30*max(d, -d) > int64(heap["decoy"]) {
			t.Errorf("%s: %d bytes of memory, a decoy %d", way, heap[way], heap["decoy"])
		}
	}
	if want.reads == 0 || want.read < len(b.vault) || want.rand == 0 || want.ops == 0 {
		t.Errorf("%+v: something is not counted", want)
	}
	t.Logf("every opening: %+v, %v bytes of memory", want, heap)
}
