package home

import (
	"io/fs"
	"testing"
)

// What is free is the least that anything says, and nothing if nothing says it.
func TestFreeMemoryIsTheLeastThatIsSaid(t *testing.T) {
	for _, c := range []struct {
		files map[string]string
		free  int64
		known bool
	}{
		{nil, 0, false},
		{map[string]string{"/proc/meminfo": "MemTotal: 900 kB\nMemAvailable:  300 kB\nSwap: 5 kB\n"}, 300 << 10, true},
		{map[string]string{"/proc/meminfo": "MemAvailable: many kB\n"}, 0, false},
		{map[string]string{"/proc/meminfo": "MemAvailable: 300 kB\n", "/sys/fs/cgroup/memory.max": "max\n", "/sys/fs/cgroup/memory.current": "7\n"}, 300 << 10, true},
		{map[string]string{"/proc/meminfo": "MemAvailable: 300 kB\n", "/sys/fs/cgroup/memory.max": "5000\n", "/sys/fs/cgroup/memory.current": "700\n"}, 4300, true},
		{map[string]string{"/proc/meminfo": "MemAvailable: 3 kB\n", "/sys/fs/cgroup/memory.max": "5000\n", "/sys/fs/cgroup/memory.current": "700\n"}, 3 << 10, true},
		{map[string]string{"/sys/fs/cgroup/memory.max": "5000\n", "/sys/fs/cgroup/memory.current": "5001\n"}, 0, true},
	} {
		free, known := freeMemory(func(path string) ([]byte, error) {
			if text, there := c.files[path]; there {
				return []byte(text), nil
			}
			return nil, fs.ErrNotExist
		})
		if free != c.free || known != c.known {
			t.Errorf("%v: %d, %v; want %d, %v", c.files, free, known, c.free, c.known)
		}
	}
}
