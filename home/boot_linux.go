package home

import (
	"time"

	"golang.org/x/sys/unix"
)

// SinceBoot is how long this machine runs, while it slept included; nobody can set that
// clock (clock_gettime(2), CLOCK_BOOTTIME).
func SinceBoot() time.Duration {
	var now unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &now); err != nil {
		return 0
	}
	return time.Duration(now.Nano())
}
