package pouch_test

import (
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/pouch"
)

// go test ./pouch -run XX -bench . -benchmem

// BenchmarkSeal fills, lays out and replaces a whole pouch of 192 rounds on the
// disk; its time is that of ten minutes' work for a device that is open.
func BenchmarkSeal(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	dir, err := durable.Open(b.TempDir())
	w.must(err)
	w.dir = dir
	w.must(w.seal())
	b.SetBytes(pouch.Size(w.plan.Slots(), w.plan.Rounds()))
	for b.Loop() {
		w.must(w.seal())
	}
}

// BenchmarkReplace is the part of it that holds the worker up.
func BenchmarkReplace(b *testing.B) { benchmarkReplace(b, onDisk(b)) }

// BenchmarkRewrite is what an opening without the links' keys costs: all unsent
// entries get other lids, and one round in 192 is appended.
func BenchmarkRewrite(b *testing.B) { benchmarkRewrite(b, onDisk(b)) }

// BenchmarkRewriteKeeping is the same after a day in which four links' reads
// found their boxes: 64 of them are kept.
func BenchmarkRewriteKeeping(b *testing.B) {
	w := newWorld(b, plan(6, 192), 4, 1)
	w.letter(101, 200)
	w.must(w.seal())
	w.start()
	w.rounds(96)
	day := w.file()
	w.dir = onDisk(b)
	b.SetBytes(pouch.Size(w.plan.Slots(), w.plan.Rounds()))
	for b.Loop() {
		b.StopTimer()
		w.must(w.dir.Replace(name, day))
		b.StartTimer()
		w.must(w.rewrite(pouch.Change{Append: true, Lids: lids(w.rand)}))
	}
	if n := len(w.reads(w.load())); n != 64 {
		b.Errorf("%d boxes are kept", n)
	}
}

// BenchmarkReplaceInMemory and BenchmarkRewriteInMemory leave out the disk.
func BenchmarkReplaceInMemory(b *testing.B) { benchmarkReplace(b, durable.NewMem(chacha(1))) }
func BenchmarkRewriteInMemory(b *testing.B) { benchmarkRewrite(b, durable.NewMem(chacha(1))) }

func onDisk(b *testing.B) durable.Dir {
	dir, err := durable.Open(b.TempDir())
	if err != nil {
		b.Fatal(err)
	}
	return dir
}

func benchmarkReplace(b *testing.B, dir durable.Dir) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.dir = dir
	w.must(w.seal())
	b.SetBytes(pouch.Size(w.plan.Slots(), w.plan.Rounds()))
	for b.Loop() {
		b.StopTimer()
		f := w.fill(w.round() + 1)
		b.StartTimer()
		keep, err := pouch.Load(dir, name)
		w.must(err)
		w.must(pouch.Replace(dir, name, f, [8]byte{1}, keep))
	}
}

func benchmarkRewrite(b *testing.B, dir durable.Dir) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.dir = dir
	w.must(w.seal())
	b.SetBytes(pouch.Size(w.plan.Slots(), w.plan.Rounds()))
	for b.Loop() {
		w.now = w.now.Add(w.plan.Calendar().Length)
		w.must(w.rewrite(pouch.Change{Append: true, Lids: lids(w.rand)}))
	}
}

// BenchmarkRound runs one round of 12 requests on the disk, every attempt and
// every answer synced.
func BenchmarkRound(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	dir, err := durable.Open(b.TempDir())
	w.must(err)
	w.dir = dir
	w.must(w.seal())
	w.start()
	for b.Loop() {
		w.rounds(0)
		if w.state != nil {
			b.StopTimer()
			w.must(w.seal())
			b.StartTimer()
		}
	}
}

// BenchmarkSealInMemory and BenchmarkRoundInMemory are what a world of many
// devices in memory spends on each.
func BenchmarkSealInMemory(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.must(w.seal())
	b.SetBytes(pouch.Size(w.plan.Slots(), w.plan.Rounds()))
	b.ReportAllocs()
	for b.Loop() {
		w.must(w.seal())
	}
}

func BenchmarkRoundInMemory(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.must(w.seal())
	w.start()
	b.ReportAllocs()
	for b.Loop() {
		w.rounds(0)
		if w.state != nil {
			b.StopTimer()
			w.must(w.seal())
			b.StartTimer()
		}
	}
}

// A day of rounds of 15 minutes costs the flash chip, beside what sealings
// cost, under 32 MiB; an hour of being open, with a sealing every ten minutes,
// 65 MB. The budget is 512 MiB a day (docs/design.md, "Vault"). Counted in pages of
// 4,096 bytes; what a file system adds for its own books is not in it.
func TestFlashWear(t *testing.T) {
	w := newWorld(t, plan(6, 192), 3, 1)
	w.must(w.seal())
	w.start()
	before := w.dir.(*durable.Mem).Synced()
	w.rounds(95)
	day := w.dir.(*durable.Mem).Synced() - before
	t.Logf("%d KiB synced in 96 rounds", day/1024)
	if day > 32<<20 {
		t.Errorf("%d bytes synced in a day of rounds", day)
	}
}

// BenchmarkProve is what proofs cost a sealing of 192 rounds beside the rest,
// and BenchmarkLoadProven what checking them all costs a taking in.
func BenchmarkProve(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.dir = durable.NewMem(chacha(1))
	key := proofKey(b, 1)
	for b.Loop() {
		b.StopTimer()
		f := w.fill(w.round() + 1)
		f.Prove(key)
		b.StartTimer()
		w.must(pouch.Overwrite(w.dir, name, f, [8]byte{1}))
	}
}

func BenchmarkOverwriteUnproven(b *testing.B) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.dir = durable.NewMem(chacha(1))
	for b.Loop() {
		b.StopTimer()
		f := w.fill(w.round() + 1)
		b.StartTimer()
		w.must(pouch.Overwrite(w.dir, name, f, [8]byte{1}))
	}
}

func BenchmarkLoad(b *testing.B)       { benchmarkLoad(b, nil) }
func BenchmarkLoadProven(b *testing.B) { benchmarkLoad(b, proofKey(b, 1)) }

func benchmarkLoad(b *testing.B, key *pouch.Key) {
	w := newWorld(b, plan(6, 192), 3, 1)
	w.dir = onDisk(b)
	w.must(w.seal())
	for b.Loop() {
		_, err := pouch.LoadProven(w.dir, name, key)
		w.must(err)
	}
}
