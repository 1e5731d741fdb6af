//go:build unix

package main

import (
	"math"
	"syscall"
)

// openFiles is how many files this process may have open. (Go has raised the
// limit as far as it may, before main.)
func openFiles() uint64 {
	var l syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_NOFILE, &l); err != nil || l.Cur > math.MaxInt32 {
		return math.MaxInt32
	}
	return uint64(l.Cur)
}
