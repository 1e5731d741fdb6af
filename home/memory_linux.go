package home

import (
	"bytes"
	"os"
	"strconv"
)

// FreeMemory returns how much memory, in bytes, this program can take before the
// system ends a program for want of it, as far as the system says: of the machine,
// and of the group of programs this one is limited with. known is false if it says
// nothing.
func FreeMemory() (free int64, known bool) {
	return freeMemory(os.ReadFile)
}

func freeMemory(read func(path string) ([]byte, error)) (free int64, known bool) {
	if b, err := read("/proc/meminfo"); err == nil {
		for line := range bytes.Lines(b) {
			if f := bytes.Fields(line); len(f) == 3 && string(f[0]) == "MemAvailable:" {
				kib, err := strconv.ParseInt(string(f[1]), 10, 53)
				free, known = kib*1024, err == nil
			}
		}
	}
	number := func(name string) (n int64, ok bool) {
		b, err := read("/sys/fs/cgroup/" + name)
		if err != nil {
			return 0, false
		}
		n, err = strconv.ParseInt(string(bytes.TrimSpace(b)), 10, 63)
		return n, err == nil // "max" is no limit
	}
	limit, limited := number("memory.max")
	used, counted := number("memory.current")
	if limited && counted && (!known || limit-used < free) {
		free, known = max(limit-used, 0), true
	}
	return free, known
}
