//go:build !linux

package term

import "os"

// Elsewhere what is typed while a passphrase is tried is shown.

func echoes(*os.File) bool { return false }

// EchoOff does nothing here.
func EchoOff(*os.File) {}

// EchoOn does nothing here.
func EchoOn(*os.File, bool) {}

// Forget does nothing here.
func Forget(*os.File) {}
