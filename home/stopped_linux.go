package home

import (
	"os"
	"os/signal"

	"golang.org/x/sys/unix"
)

// heedStops calls stopped whenever a child process was stopped (waitpid(2),
// WUNTRACED), until over is closed.
func heedStops(pid int, over <-chan struct{}, stopped func()) {
	changed := make(chan os.Signal, 1)
	signal.Notify(changed, unix.SIGCHLD)
	defer signal.Stop(changed)
	for {
		var info unix.Siginfo
		if err := unix.Waitid(unix.P_PID, pid, &info, unix.WSTOPPED|unix.WNOHANG, nil); err == nil && info.Signo != 0 {
			stopped()
			continue
		}
		select {
		case <-changed:
		case <-over:
			return
		}
	}
}

// goOn lets a process that was stopped go on.
func goOn(p *os.Process) { p.Signal(unix.SIGCONT) }
