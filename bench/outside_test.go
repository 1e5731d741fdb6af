package bench

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/drop"
)

// build compiles a command of the project into the measurement's folder, from the
// project's own folder: this module knows only the modules that it measures.
func build(tb testing.TB, command string) string {
	tb.Helper()
	binary := filepath.Join(tb.TempDir(), filepath.Base(command))
	cmd := exec.Command("go", "build", "-o", binary, command)
	cmd.Dir = ".."
	if out, err := cmd.CombinedOutput(); err != nil {
		tb.Fatalf("building %s: %v\n%s", command, err, out)
	}
	return binary
}

// begin starts a process that ends, by SIGTERM, with the measurement.
func begin(tb testing.TB, binary string, args ...string) (*exec.Cmd, *bufio.Reader) {
	tb.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	must(tb, err)
	startApart(tb, cmd)
	tb.Cleanup(func() {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		_ = cmd.Wait()
	})
	return cmd, bufio.NewReader(out)
}

// startApart starts a process as a session of its own, as little nice as this
// one is.
func startApart(tb testing.TB, cmd *exec.Cmd) {
	tb.Helper()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	must(tb, cmd.Start())
	group, _ := os.ReadFile("/proc/self/autogroup") // where the system has them, and lets us
	if _, nice, ok := strings.Cut(strings.TrimSpace(string(group)), "nice "); ok && nice != "0" {
		_ = os.WriteFile(fmt.Sprintf("/proc/%d/autogroup", cmd.Process.Pid), []byte(nice), 0)
	}
}

var addressPattern = regexp.MustCompile(`https://[^\s"]+#sha256=[A-Za-z0-9_-]+`)

// dropProcess starts bulkhead-drop on loopback, as an operator would, and
// returns its address once it takes connections, and its process.
func dropProcess(tb testing.TB, round time.Duration) (drop.Address, int) {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(tb, err)
	listen := l.Addr().String()
	l.Close()
	cmd, out := begin(tb, build(tb, "bulkhead/cmd/bulkhead-drop"), "serve", "--dir", tb.TempDir(), "--listen", listen,
		"--round", round.String(), "--slots", "6", "--keep", "8")
	for {
		line, err := out.ReadString('\n')
		if text := addressPattern.FindString(line); text != "" {
			addr, err := drop.ParseAddress(text)
			must(tb, err)
			go out.WriteTo(nowhere{})
			awaitPort(tb, listen)
			return addr, cmd.Process.Pid
		}
		if err != nil {
			tb.Fatal("the drop printed no address")
		}
	}
}

type nowhere struct{}

func (nowhere) Write(p []byte) (int, error) { return len(p), nil }

func awaitPort(tb testing.TB, listen string) {
	tb.Helper()
	for range 1000 {
		if c, err := net.Dial("tcp", listen); err == nil {
			c.Close()
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	tb.Fatal("the drop takes no connections")
}
