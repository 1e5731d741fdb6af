//go:build !linux

package home

// FreeMemory says nothing here: see the one of Linux.
func FreeMemory() (free int64, known bool) { return 0, false }
