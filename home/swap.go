package home

import (
	"bytes"
	"os"
)

// Swap says whether a machine may write memory to disk.
type Swap uint8

const (
	SwapUnknown Swap = iota
	SwapOff
	SwapOn
)

// String returns the code.
func (s Swap) String() string { return [...]string{"unknown", "off", "on"}[s] }

// MarshalText returns String.
func (s Swap) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// SwapHere asks this machine. It is unknown where there is no /proc/swaps (proc(5)):
// a heading, then a line for each.
func SwapHere() Swap {
	data, err := os.ReadFile("/proc/swaps")
	switch {
	case err != nil:
		return SwapUnknown
	case bytes.Count(bytes.TrimSpace(data), []byte("\n")) > 0:
		return SwapOn
	}
	return SwapOff
}
