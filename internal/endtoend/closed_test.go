//go:build linux

package endtoend

import (
	"bytes"
	crand "crypto/rand"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// nobody is Debian's user and group of that name.
const nobody = 65534

// TestAnOpenDeviceIsClosedToOthers: while the real program keeps a device open
// for an ordinary user, neither of its processes can be dumped or traced, even
// by that user; no core is written; and what was typed or read stands in no
// process's arguments or environment.
func TestAnOpenDeviceIsClosedToOthers(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("NO PROCESS WAS LOOKED AT, NOTHING IS PROVEN: only root can be another user")
	}
	p := newPlugged(t, build(t, "bulkhead/cmd/bulkhead"))
	secrets := []string{strings.ToLower(crand.Text()), crand.Text()}
	const drawn = "drawn"
	must(t, os.WriteFile(p.at(passFile+drawn), []byte(secrets[0]+"\n"), 0o600))
	decoyed.make(p)
	p.must(p.at(string(decoyed)), call{args: []string{"vault", "change"}, fresh: drawn})
	p.must(p.at(string(decoyed)), call{args: []string{"notebook", "--locked", "write"}, stdin: secrets[1], pass: drawn})
	for _, pid := range p.keepsOpen(drawn) {
		if owner := ownerOf(t, pid); owner != 0 {
			t.Errorf("a process can be dumped: its memory is user %d's", owner)
		}
		limits, err := os.ReadFile(fmt.Sprintf("/proc/%d/limits", pid))
		must(t, err)
		if !noCore.Match(limits) {
			t.Errorf("a core would be written:\n%s", limits)
		}
	}
	other := asNobody(exec.Command("sleep", "60"))
	must(t, other.Start())
	defer ends(other)
	if owner := ownerOf(t, other.Process.Pid); owner != nobody {
		t.Errorf("the memory of any other program is user %d's: this test sees nothing", owner)
	}
	lists, err := filepath.Glob("/proc/[0-9]*")
	must(t, err)
	for _, process := range lists {
		for _, name := range []string{"cmdline", "environ"} {
			data, _ := os.ReadFile(filepath.Join(process, name)) // some end meanwhile
			for i, secret := range secrets {
				if bytes.Contains(data, []byte(secret)) {
					t.Errorf("secret %d stands in the %s of a process", i, name)
				}
			}
		}
	}
}

// noCore is the limit of a process that writes no core.
var noCore = regexp.MustCompile(`(?m)^Max core file size +0 +0 `)

// keepsOpen has an ordinary user keep the device of base decoyed open until the
// test ends, and returns the ids of the program's two processes.
func (p *powered) keepsOpen(pass string) []int {
	p.t.Helper()
	home, err := os.MkdirTemp("", "nobody") // nobody else may enter the test's own folders
	must(p.t, err)
	p.t.Cleanup(func() { os.RemoveAll(home) })
	must(p.t, os.Chmod(home, 0o755))
	must(p.t, os.Mkdir(filepath.Join(home, "device"), 0o700))
	must(p.t, os.Chown(filepath.Join(home, "device"), nobody, nobody))
	for name, data := range p.files(p.at(string(decoyed))) {
		must(p.t, os.WriteFile(filepath.Join(home, "device", name), data, 0o600))
		must(p.t, os.Chown(filepath.Join(home, "device", name), nobody, nobody))
	}
	cmd := asNobody(p.bulkhead(filepath.Join(home, "device"), call{args: []string{"open"}, pass: pass}))
	program, err := os.ReadFile(p.binary)
	must(p.t, err)
	cmd.Path = filepath.Join(home, "bulkhead")
	must(p.t, os.WriteFile(cmd.Path, program, 0o755))
	screen, out, err := os.Pipe()
	must(p.t, err)
	p.t.Cleanup(func() { screen.Close() })
	cmd.Stderr = out
	must(p.t, cmd.Start())
	p.t.Cleanup(func() { ends(cmd) })
	out.Close()
	closeAll(cmd.ExtraFiles)
	var shown []byte
	for b := make([]byte, 1024); !bytes.Contains(shown, []byte("Boxes travel")); {
		n, err := screen.Read(b)
		if shown = append(shown, b[:n]...); err != nil {
			p.t.Fatalf("it was never open: %v: %s", err, shown)
		}
	}
	go io.Copy(io.Discard, screen)
	all := []int{cmd.Process.Pid}
	threads, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/children", cmd.Process.Pid))
	must(p.t, err)
	for _, list := range threads {
		data, err := os.ReadFile(list)
		must(p.t, err)
		for _, field := range strings.Fields(string(data)) {
			pid, err := strconv.Atoi(field)
			must(p.t, err)
			all = append(all, pid)
		}
	}
	if len(all) != 2 {
		p.t.Fatalf("%d processes, want the one that lets boxes travel and the one that keeps the device open", len(all))
	}
	return all
}

func asNobody(cmd *exec.Cmd) *exec.Cmd {
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
	return cmd
}

func ends(cmd *exec.Cmd) {
	_ = cmd.Process.Kill()
	_ = cmd.Wait()
}

// ownerOf returns whose a process's memory is: root's, if the process forbids
// dumps (proc(5)).
func ownerOf(t *testing.T, pid int) uint32 {
	t.Helper()
	info, err := os.Stat(fmt.Sprintf("/proc/%d/mem", pid))
	must(t, err)
	return info.Sys().(*syscall.Stat_t).Uid
}
