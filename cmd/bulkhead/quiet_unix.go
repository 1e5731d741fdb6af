//go:build unix

package main

import (
	"os"
	"os/signal"
	"syscall"

	"bulkhead/home"
)

// tracebackVar decides what the runtime prints of a program that breaks down.
// Set while the program runs, it cannot be lowered (see [runtime/debug.SetTraceback]).
const tracebackVar = "GOTRACEBACK"

// quietly starts this program once more in its own place, as one that prints
// no stacks: same process, same descriptors. If that fails it goes on.
func quietly() {
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

// heedPanicKey hears SIGQUIT and SIGABRT, on which the runtime would print
// every stack, for as long as the program runs.
// The signal that locks must not end what has nothing to lock.
func heedPanicKey(k *home.PanicKey) {
	signal.Ignore(syscall.SIGUSR1)
	signals := make(chan os.Signal, 4)
	signal.Notify(signals, syscall.SIGQUIT, syscall.SIGABRT)
	go func() {
		for range signals {
			if !k.Press() {
				os.Exit(exitPassphrase)
			}
		}
	}()
}

// lockSignal is what 'open' locks on.
var lockSignal os.Signal = syscall.SIGUSR1
