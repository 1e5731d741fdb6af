//go:build unix

package vault

import (
	"fmt"
	"math"
	"syscall"
	"testing"
	"time"
)

// BenchmarkGuess measures what a guess at a passphrase costs whoever has a copy
// of the file: one Argon2id, in processor time, so that a busy machine counts
// little. years is how long 10,000 machines with two such processors need for
// half of all passphrases of five words.
func BenchmarkGuess(b *testing.B) {
	for _, p := range []Params{DefaultParams(), {MemoryKiB: 64 << 10, Time: 3, Threads: 4}} {
		b.Run(fmt.Sprintf("%dMiB-t%d-p%d", p.MemoryKiB>>10, p.Time, p.Threads), func(b *testing.B) {
			words, salt := pass(b, "a b c d e"), make([]byte, prefixLen)
			start := processorTime(b)
			for b.Loop() {
				if err := p.stretch(new(master), words, salt, nil); err != nil {
					b.Fatal(err)
				}
			}
			guess := (processorTime(b) - start).Seconds() / float64(b.N)
			all := math.Pow(7776, Words)
			b.ReportMetric(guess, "cpu-s/guess")
			b.ReportMetric(2/guess, "guesses/s-of-2-cpus")
			b.ReportMetric(all/2*guess/2/10_000/(365.25*24*3600), "years")
		})
	}
}

// processorTime is what this process has used.
func processorTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
