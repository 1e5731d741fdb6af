//go:build unix

package pebblestore

import "syscall"

// mapFile returns the first size bytes of a file, as memory that the kernel
// writes to it, or nil if this file cannot be mapped.
func mapFile(fd uintptr, size int) []byte {
	b, err := syscall.Mmap(int(fd), 0, size, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_SHARED)
	if err != nil {
		return nil
	}
	return b
}

func unmapFile(b []byte) error { return syscall.Munmap(b) }
