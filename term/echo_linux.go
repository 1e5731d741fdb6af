package term

import (
	"os"

	"golang.org/x/sys/unix"
)

// echoes reports whether a terminal shows what is typed.
func echoes(f *os.File) bool {
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil && t.Lflag&unix.ECHO != 0
}

// echo has a terminal show what is typed, or not. It can be read all the same, also by
// another process, and Ctrl-C stays a signal.
func echo(f *os.File, on bool) {
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return
	}
	t.Lflag &^= unix.ECHO
	if on {
		t.Lflag |= unix.ECHO
	}
	unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, t)
}

// foreground reports whether this program may set a terminal: one in the background is
// stopped for it (termios(3), SIGTTOU).
func foreground(f *os.File) bool {
	group, err := unix.IoctlGetInt(int(f.Fd()), unix.TIOCGPGRP)
	return err != nil || group == unix.Getpgrp() // else nobody controls jobs there
}

// forget forgets what was typed and not read, if f is a terminal.
func forget(f *os.File) { unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
