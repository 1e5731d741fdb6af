package main

import (
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// Promise: whatever the program makes, by itself or by a library, is its owner's
// alone, however careless the shell is that starts it.
func TestTheProgramMakesNothingForOthers(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := &exec.Cmd{Path: self, Args: []string{"bulkhead", "--dir", t.TempDir(), "notebook", "write"}}
	text, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	runtime.LockOSThread() // the mask is the process's; nothing else is made meanwhile
	before := unix.Umask(0)
	err = cmd.Start()
	unix.Umask(before)
	runtime.UnlockOSThread()
	if err != nil {
		t.Fatal(err)
	}
	defer cmd.Wait()
	defer text.Close()
	mask := regexp.MustCompile(`(?m)^Umask:\s+(\d+)$`)
	var last []byte
	for range 2000 { // until it has begun: it waits for its text
		last, _ = os.ReadFile(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid))
		if m := mask.FindSubmatch(last); m != nil && string(m[1]) == "0077" {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Errorf("the program runs with %s", mask.Find(last))
}
