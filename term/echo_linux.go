package term

import (
	"os"

	"golang.org/x/sys/unix"
)

func echoes(f *os.File) bool {
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	return err == nil && t.Lflag&unix.ECHO != 0
}

// EchoOff has a terminal show nothing that is typed. What is typed can still be
// read, also by another process, and Ctrl-C stays a signal.
func EchoOff(f *os.File) {
	if t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS); err == nil {
		t.Lflag &^= unix.ECHO
		unix.IoctlSetTermios(int(f.Fd()), unix.TCSETS, t)
	}
}

// EchoOn undoes EchoOff, and forgets what was typed and not read if it is told to
// (termios(3), TCSAFLUSH).
func EchoOn(f *os.File, forget bool) {
	t, err := unix.IoctlGetTermios(int(f.Fd()), unix.TCGETS)
	if err != nil {
		return
	}
	t.Lflag |= unix.ECHO
	how := uint(unix.TCSETS)
	if forget {
		how = unix.TCSETSF
	}
	unix.IoctlSetTermios(int(f.Fd()), how, t)
}

// Forget forgets what was typed and not read, if f is a terminal.
func Forget(f *os.File) { unix.IoctlSetInt(int(f.Fd()), unix.TCFLSH, unix.TCIFLUSH) }
