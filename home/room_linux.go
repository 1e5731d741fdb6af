package home

import (
	"os"
	"path/filepath"

	"bulkhead/device"

	"golang.org/x/sys/unix"
)

// DiskTakesMore reports whether the folder's disk has room for what is saved, and can be
// written. It looks at the disk alone, and knows nothing of what is saved.
func (h *Home) DiskTakesMore() bool {
	var disk unix.Statfs_t
	vault, err := os.Stat(filepath.Join(h.Path, device.VaultFile))
	if err != nil || unix.Statfs(h.Path, &disk) != nil {
		return true // nobody knows
	}
	return disk.Flags&unix.ST_RDONLY == 0 && int64(disk.Bavail)*disk.Bsize >= vault.Size()
}
