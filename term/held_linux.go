package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// Held is a terminal on which something is kept open: nothing that is typed is shown
// but by whoever asks for it, and no key stops a program, or what it shows. Where job control would stop it, at Ctrl-L and not at Ctrl-Z, the
// signal SIGTSTP comes all the same: it locks.
type Held struct {
	f     *os.File
	found unix.Termios
}

// Hold notes how a terminal is set, and holds it; nil if f is none.
func Hold(f *os.File) *Held {
	found, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return nil
	}
	h := &Held{f, *found}
	h.Set()
	return h
}

// Set sets it, whatever somebody left it in.
func (h *Held) Set() {
	t := h.found
	t.Iflag &^= unix.IXON
	t.Cc[unix.VSUSP] = keyLock
	t.Lflag &^= unix.ECHO | unix.ICANON // no lines: what is typed ahead is kept key by key, Ctrl-D too
	t.Cc[unix.VMIN], t.Cc[unix.VTIME] = 1, 0
	unix.IoctlSetTermios(int(h.f.Fd()), unix.TCSETS, &t)
}

// Release sets it as it was found.
func (h *Held) Release() { unix.IoctlSetTermios(int(h.f.Fd()), unix.TCSETS, &h.found) }
