//go:build !linux

package term

import "os"

// Elsewhere what is typed while a passphrase is tried is shown.

func echoes(*os.File) bool { return false }

func echo(*os.File, bool) {}

func foreground(*os.File) bool { return true }

func forget(*os.File) {}
