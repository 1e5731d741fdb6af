//go:build unix

package home

import (
	"os"
	"os/signal"
	"syscall"
)

// tracebackVar decides what the runtime prints of a program that breaks down.
// Set while the program runs, it cannot be lowered (see [runtime/debug.SetTraceback]).
const tracebackVar = "GOTRACEBACK"

// Quietly starts this program once more in its own place, as one that prints
// no stacks: same process, same descriptors. If that fails it goes on.
func Quietly() {
	if os.Getenv(tracebackVar) == "none" {
		return
	}
	self, err := os.Executable()
	if err != nil {
		return
	}
	os.Setenv(tracebackVar, "none")
	syscall.Exec(self, os.Args, os.Environ())
}

// HeedSignals presses the key at SIGQUIT and SIGABRT, on which the runtime would print
// every stack, for as long as the program runs; where nobody heeds it, the program ends
// with code. The signal that locks must not end what has nothing to lock.
func (k *PanicKey) HeedSignals(code int) {
	signal.Ignore(syscall.SIGUSR1)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGQUIT, syscall.SIGABRT)
	go func() {
		for range signals {
			if !k.Press() {
				os.Exit(code)
			}
		}
	}()
}

// LockSignals are what an open session locks on: besides the one that asks for it, that
// of Ctrl-L where that is a signal, and that of going on, so that what was stopped is
// not open when somebody comes back to it.
var LockSignals = []os.Signal{syscall.SIGUSR1, syscall.SIGTSTP, syscall.SIGCONT}

// LockSignal is the one that asks for it.
var LockSignal os.Signal = syscall.SIGUSR1

// NeverStopped keeps job control from stopping this process, and the one that it
// starts, until again is called.
func NeverStopped() (again func()) {
	stops := []os.Signal{syscall.SIGTSTP, syscall.SIGTTIN, syscall.SIGTTOU}
	signal.Ignore(stops...)
	return func() { signal.Reset(stops...) }
}
