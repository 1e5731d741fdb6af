//go:build !linux

package home

// NoDumps does nothing where this program does not know how: 'vault check'
// says so.
func NoDumps() error { return nil }

// DumpsAreOff is false: nobody knows.
func DumpsAreOff() bool { return false }
