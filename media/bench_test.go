package media

import (
	"encoding/binary"
	"math/rand/v2"
	"syscall"
	"testing"
)

// processorTime is how long this process ran, in seconds: on a machine that others use too, the
// clock compares nothing.
func processorTime(b *testing.B) float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}

// measured cleans a file over and over and prints what that takes beside its limits.
func measured(b *testing.B, file []byte, o Options, seconds float64) {
	var taken int64
	began := processorTime(b)
	for b.Loop() {
		taken = allocates(func() {
			if _, err := Clean(file, o); err != nil {
				b.Fatal(err)
			}
		})
	}
	b.ReportMetric((processorTime(b)-began)/float64(b.N), "cpu-s/op")
	b.ReportMetric(seconds, "limit-s")
	b.ReportMetric(float64(taken+int64(len(file)))/(1<<20), "MiB-in-all")
	b.ReportMetric(Memory/(1<<20), "limit-MiB")
	b.ReportMetric(float64(len(file))/1e6, "file-MB")
}

// BenchmarkStillOf12Megapixels: right value 4, at most 1 s and 64 MiB.
func BenchmarkStillOf12Megapixels(b *testing.B) {
	measured(b, laden(b, scene(4000, 3000, 5), binary.BigEndian, 6), Options{Most: AtOnce}, 1)
}

// BenchmarkVideoOf20MB: at most 2 s and 64 MiB.
func BenchmarkVideoOf20MB(b *testing.B) {
	v, err := readVideo(clip(b), finds{})
	if err != nil {
		b.Fatal(err)
	}
	const count, size = 300, 20_000_000 / 300 // ten seconds of a phone
	r := rand.New(rand.NewPCG(1, 1))
	first := v.picture.samples[0]
	v.file, v.picture.samples, v.picture.edit = nil, nil, edit{}
	v.picture.entry.lengthBytes = 4
	for i := range count {
		unit := make([]byte, size)
		for at := 0; at+8 <= size; at += 8 {
			binary.LittleEndian.PutUint64(unit[at:], r.Uint64())
		}
		binary.BigEndian.PutUint32(unit, size-4)
		s := sample{at: len(v.file), size: size, lasts: first.lasts, key: i%30 == 0}
		unit[4] = 0x40 | unitSlice
		if s.key {
			unit[4] = 0x60 | unitIDR
		}
		v.file, v.picture.samples = append(v.file, unit...), append(v.picture.samples, s)
	}
	file := v.write(nil, brandVersion)
	if r := cleaned(b, file, Options{}); len(r.Report.Changed) != 1 || len(r.Bytes) != len(file) {
		b.Fatalf("of %d bytes %d are left, changed %v", len(file), len(r.Bytes), r.Report.Changed)
	}
	measured(b, file, Options{}, 2)
}
