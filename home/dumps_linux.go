package home

import "golang.org/x/sys/unix"

// NoDumps sees to it that the kernel writes no image of this process to disk,
// and lets nobody but root read its memory (core(5), PR_SET_DUMPABLE in
// prctl(2)).
func NoDumps() error {
	if err := unix.Setrlimit(unix.RLIMIT_CORE, &unix.Rlimit{}); err != nil {
		return err
	}
	return unix.Prctl(unix.PR_SET_DUMPABLE, 0, 0, 0, 0)
}

// DumpsAreOff asks the kernel whether NoDumps holds.
func DumpsAreOff() bool {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_CORE, &limit); err != nil || limit.Cur != 0 || limit.Max != 0 {
		return false
	}
	dumpable, err := unix.PrctlRetInt(unix.PR_GET_DUMPABLE, 0, 0, 0, 0)
	return err == nil && dumpable == 0
}
