//go:build !unix

package pebblestore

// mapFile maps nothing here: marks are written by calls.
func mapFile(uintptr, int) []byte { return nil }

func unmapFile([]byte) error { return nil }
