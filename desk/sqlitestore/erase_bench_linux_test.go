package sqlitestore

import (
	"syscall"
	"testing"
	"time"

	"bulkhead/desk"
)

// processor returns how much processor time this process has used: on a busy machine rates
// say little.
func processor(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkErase erases one row of a store with 200,000, as a withdrawal does: all keys are
// sealed anew.
func BenchmarkErase(b *testing.B) {
	s := open(b, b.TempDir(), &memHolder{})
	var changes []desk.Change
	for n := range uint64(100_000) {
		changes = append(changes, put(n, "a report"), desk.Change{Table: desk.Cases, Number: n, Data: []byte("a case")})
	}
	commit(b, s, changes...)
	b.ResetTimer()
	before := processor(b)
	for n := range b.N {
		commit(b, s, desk.Change{Table: desk.Reports, Number: uint64(n % 100_000), Data: []byte("erased"), Erase: true})
	}
	b.ReportMetric((processor(b)-before).Seconds()*1000/float64(b.N), "ms-of-processor/op")
}
