package phrase

import (
	"fmt"
	"io/fs"
	"syscall"
	"testing"
	"time"
)

// Promise: what the system usually refuses is said in the person's language, wherever it
// comes from; what it seldom refuses of a disk is told by a number. Nothing of the
// system's own words, or of where the file lies, is in it.
func TestWhatTheSystemRefusesComesFromCatalogues(t *testing.T) {
	s := Marked(time.UTC)
	for _, refused := range []syscall.Errno{
		syscall.ENOSPC, syscall.EDQUOT, syscall.EFBIG, syscall.EROFS, syscall.EACCES, syscall.EPERM, syscall.ENOENT, syscall.EEXIST, syscall.EBUSY,
		syscall.ETXTBSY, syscall.EADDRINUSE, syscall.EIO, syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.EAGAIN, syscall.EISDIR, syscall.ENOTDIR,
	} {
		err := fmt.Errorf("making it: %w", &fs.PathError{Op: "open", Path: "/home/amal/secret", Err: refused})
		sentence, _ := s.Error(err)
		for _, said := range []string{sentence, s.Disk(err), s.System(err)} {
			if words := Unmarked(said); len(words) > 0 || said == "" {
				t.Errorf("%v: %q comes from no catalogue: %q", refused, words, said)
			}
		}
	}
	if said := s.Disk(syscall.EXDEV); len(Unmarked(said)) > 0 {
		t.Errorf("a seldom one: %q", said)
	}
}
