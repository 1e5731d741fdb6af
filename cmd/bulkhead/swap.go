package main

import (
	"bytes"
	"os"
)

// swap says whether this machine may write memory to disk: on, off, or unknown
// where there is no /proc/swaps (proc(5)): a heading, then a line for each.
func swap() string {
	data, err := os.ReadFile("/proc/swaps")
	if err != nil {
		return "unknown"
	}
	if bytes.Count(bytes.TrimSpace(data), []byte("\n")) > 0 {
		return "on"
	}
	return "off"
}
