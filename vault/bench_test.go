package vault

import (
	"fmt"
	"testing"
)

// BenchmarkOpen measures one attempt at the default shape: what a guess costs.
// The rest of it beside Argon2id is the line with 8 KiB.
func BenchmarkOpen(b *testing.B) {
	for _, p := range []Params{
		{MemoryKiB: 8, Time: 1, Threads: 1},
		{MemoryKiB: 64 << 10, Time: 3, Threads: 1},
		{MemoryKiB: 64 << 10, Time: 3, Threads: 4},
		{MemoryKiB: 256 << 10, Time: 3, Threads: 1},
		DefaultParams(),
	} {
		b.Run(fmt.Sprintf("%dMiB-t%d-p%d", p.MemoryKiB>>10, p.Time, p.Threads), func(b *testing.B) {
			d, r, words := newFolder(), seeded(1), pass(b, "a b c d e")
			v, err := create(d, "vault", words, Options{}, p, r)
			if err != nil {
				b.Fatal(err)
			}
			v.Close()
			for b.Loop() {
				v, err := Open(d, "vault", words, Options{}, p, r)
				if err != nil {
					b.Fatal(err)
				}
				v.Close()
			}
		})
	}
}

// BenchmarkSave measures a save at the default shape, without the disk.
func BenchmarkSave(b *testing.B) {
	d, r := newFolder(), seeded(1)
	v, err := create(d, "vault", pass(b, "a b c d e"), Options{}, cheap(), r)
	if err != nil {
		b.Fatal(err)
	}
	defer v.Close()
	payload := make([]byte, v.Capacity()/2)
	b.SetBytes(int64(v.file.Options.Size))
	for b.Loop() {
		if err := v.Save(payload); err != nil {
			b.Fatal(err)
		}
	}
}
