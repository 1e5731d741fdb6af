//go:build !linux

package home

import "time"

// SinceBoot says nothing here: the clock that may be set tells how long a machine slept.
func SinceBoot() time.Duration { return 0 }
