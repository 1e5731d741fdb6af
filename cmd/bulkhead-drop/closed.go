package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
)

// closeToOthers sees to it that a drop's folder and all that is in it are its
// user's alone: modes 0700 and 0600. It refuses what a drop never makes: a link,
// a device, a file of another user, a file that has a second name elsewhere.
// Somebody who could write to the folder before it was closed may have put it
// there, to have the drop write or read in another place. The folder itself is
// closed first, so nothing changes under its hands.
func closeToOthers(path string) error {
	return filepath.WalkDir(path, func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return fmt.Errorf("looking at the folder: %w", err)
		}
		name, err := filepath.Rel(path, at)
		if err != nil {
			return fmt.Errorf("looking at the folder: %w", err)
		}
		info, err := d.Info() // of a link, not of what it points to
		if err != nil {
			return fmt.Errorf("looking at the folder: %w", err)
		}
		mode := fs.FileMode(0o600)
		switch is, ok := info.Sys().(*syscall.Stat_t); {
		case d.IsDir():
			mode = 0o700
		case !info.Mode().IsRegular():
			return fmt.Errorf("the folder holds %q, which is a link or no file: a drop did not make it; take it away", name)
		case ok && is.Nlink > 1:
			return fmt.Errorf("the folder's file %q has a second name (a hard link): a drop did not make it; take it away", name)
		}
		if is, ok := info.Sys().(*syscall.Stat_t); ok && int(is.Uid) != os.Geteuid() {
			return fmt.Errorf("%q in the folder belongs to another user: give the folder to the drop's own, or run the drop as that one", name)
		}
		if info.Mode().Perm()&0o077 == 0 {
			return nil
		}
		if err := os.Chmod(at, mode); err != nil {
			return fmt.Errorf("closing the folder to others: %w", err)
		}
		return nil
	})
}
