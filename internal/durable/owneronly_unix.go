//go:build unix

package durable

import "golang.org/x/sys/unix"

// OwnerOnly sees to it that whatever this process makes from now on, files,
// folders and sockets, is its owner's alone, also where a library makes it. A
// program calls it before anything else.
func OwnerOnly() { unix.Umask(0o077) }
