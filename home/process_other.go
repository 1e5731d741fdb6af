//go:build !unix

package home

import "os"

// Quietly does nothing here.
func Quietly() {}

// HeedSignals does nothing here.
func (k *PanicKey) HeedSignals(int) {}

// LockSignal is never sent here.
var LockSignal os.Signal = os.Kill
