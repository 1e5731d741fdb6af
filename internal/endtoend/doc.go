// Package endtoend holds the proof on real processes: members and a drop that
// are killed with SIGKILL again and again while messages go both ways, over
// real disks, TLS and time, and nothing that a device acknowledged is lost or
// comes twice.
//
// It is only tests. Every member is a process of its own (the test binary run
// again), the drop is bulkhead-drop as operators run it. What was acknowledged
// is written down by the parent, which nobody kills; at the end it opens the
// vaults itself and compares.
//
// The short form kills each side a few times:
//
//	go test ./internal/endtoend
//
// and the long one a hundred times each, in some six minutes:
//
//	go test ./internal/endtoend -long -v -timeout 20m
//
// A process that is killed loses what it had in memory; what it had given to
// the operating system stays. Where that goes too, the power is cut under the
// real command on a file system of its own (root, Linux, ext4 on a loop
// device), two hundred times with
//
//	go test ./internal/endtoend -run 'Power|NotSync' -power 200 -v -timeout 30m
//
// What the passphrases look like from outside is looked at in the real command
// too: its system calls (strace), its time, and what other programs can see of
// its processes:
//
//	go test ./internal/endtoend -run 'SystemCalls|Closed' -long -v
//	go test ./internal/endtoend -run 'Takes|Slow' -timing 100 -v
package endtoend
