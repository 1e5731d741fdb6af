//go:build !linux

package home

// DiskTakesMore is not known here.
func (h *Home) DiskTakesMore() bool { return true }
