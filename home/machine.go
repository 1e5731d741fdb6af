package home

import (
	"bytes"
	"os"
	"runtime/debug"
	"strings"
	"time"

	"bulkhead/vault"

	"golang.org/x/crypto/argon2"
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

// TimeAttempt measures what one guess costs on this machine: the Argon2id of one
// attempt, on something that is no passphrase.
func TimeAttempt(p vault.Params) time.Duration {
	began := time.Now()
	clear(argon2.IDKey([]byte("no passphrase"), make([]byte, 32), p.Time, p.MemoryKiB, p.Threads, 32))
	took := time.Since(began)
	debug.FreeOSMemory()
	return took
}

// ZoneUnknown reports whether the runtime shows times in UTC because it knows no
// better: tz is what the machine's TZ names, "" is what /etc/localtime says.
func ZoneUnknown(tz string, local *time.Location) bool {
	if local.String() != "UTC" {
		return false
	}
	switch strings.TrimPrefix(tz, ":") {
	case "UTC", "UTC0", "Etc/UTC", "GMT", "GMT0", "Etc/GMT", "Universal", "Zulu":
		return false
	}
	return true
}
