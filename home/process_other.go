//go:build !unix

package home

import "os"

// Quietly does nothing here.
func Quietly() {}

// HeedSignals does nothing here.
func (k *PanicKey) HeedSignals(int) {}

// These are never sent here.
var (
	LockSignal  os.Signal = os.Kill
	LockSignals           = []os.Signal{os.Kill}
)

// NeverStopped does nothing here.
func NeverStopped() (again func()) { return func() {} }
