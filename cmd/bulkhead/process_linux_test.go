package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
)

// running is this program as a process of its own.
type running struct {
	t   *testing.T
	cmd *exec.Cmd
	out string // the file that all its output goes to
	end chan error
}

// startRun starts the program: TestMain carries it out, by its name.
func startRun(t *testing.T, dir, pass string, args ...string) *running {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	at := filepath.Join(t.TempDir(), "run")
	if err := os.WriteFile(at+".pass", []byte(pass), 0o600); err != nil {
		t.Fatal(err)
	}
	fd, err := os.Open(at + ".pass")
	if err != nil {
		t.Fatal(err)
	}
	defer fd.Close()
	out, err := os.Create(at + ".out")
	if err != nil {
		t.Fatal(err)
	}
	defer out.Close()
	cmd := &exec.Cmd{
		Path: self, Args: append([]string{"bulkhead", "--dir", dir, "--passphrase-fd", "3"}, args...),
		Stdout: out, Stderr: out, ExtraFiles: []*os.File{fd},
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	r := &running{t: t, cmd: cmd, out: out.Name(), end: make(chan error, 1)}
	go func() { r.end <- cmd.Wait() }()
	t.Cleanup(func() { cmd.Process.Kill() })
	return r
}

func (r *running) all() string {
	r.t.Helper()
	shown, err := os.ReadFile(r.out)
	if err != nil {
		r.t.Fatal(err)
	}
	return string(shown)
}

// shows waits until text is in what was shown, as long as it runs.
func (r *running) shows(text string) {
	r.t.Helper()
	for !strings.Contains(r.all(), text) {
		select {
		case err := <-r.end:
			if r.end <- err; strings.Contains(r.all(), text) {
				return
			}
			r.t.Fatalf("it ended (%v), and never showed %q: %s", err, text, r.all())
		case <-time.After(pollEvery):
		}
	}
}

// ended waits for the end and returns the exit code.
func (r *running) ended() int {
	r.t.Helper()
	err := <-r.end
	if exit := new(exec.ExitError); errors.As(err, &exit) {
		return exit.ExitCode()
	}
	if err != nil {
		r.t.Fatal(err)
	}
	return 0
}

// keeper returns the process id of the process that keeps the device open.
func (r *running) keeper() int {
	r.t.Helper()
	pid := r.cmd.Process.Pid
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
	if err != nil {
		r.t.Skip("no list of children here:", err)
	}
	if len(children) == 0 {
		children = childrenOf(pid)
	}
	child, err := strconv.Atoi(strings.TrimSpace(string(children)))
	if err != nil {
		r.t.Fatalf("%q is not one child", children)
	}
	return child
}

// childrenOf looks at all threads: any of them may have started it.
func childrenOf(pid int) (all []byte) {
	threads, _ := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", pid))
	for _, name := range threads {
		some, _ := os.ReadFile(name)
		all = append(all, some...)
	}
	return all
}

// goesOn fails the test if the program has ended.
func (r *running) goesOn() {
	r.t.Helper()
	select {
	case err := <-r.end:
		r.t.Fatalf("it ended (%v): %s", err, r.all())
	default:
	}
}
