package endtoend

import (
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"sync"
	"testing"
	"time"

	"bulkhead/drop"
)

// server is the drop: bulkhead-drop on a port and a folder that stay the same.
type server struct {
	t       *testing.T
	binary  string
	folder  string
	listen  string
	address drop.Address
	run     *process
}

// addressPattern finds the drop's address in what it prints.
var addressPattern = regexp.MustCompile(`https://[^\s"]+#sha256=[A-Za-z0-9_-]+`)

// builds are the commands that tests have compiled, by name; TestMain removes them.
var (
	buildsMu sync.Mutex
	builds   = map[string]*compiled{} // guarded by buildsMu
)

// compiled is a command in a folder of its own.
type compiled struct {
	once   sync.Once
	binary string
	err    error
}

// build compiles a command of the project, once for all tests. Nobody looks
// into it for symbols.
func build(t *testing.T, command string) string {
	t.Helper()
	buildsMu.Lock()
	c := builds[command]
	if c == nil {
		c = new(compiled)
		builds[command] = c
	}
	buildsMu.Unlock()
	c.once.Do(func() { c.compile(command) })
	if c.err != nil {
		t.Fatal(c.err)
	}
	return c.binary
}

func (c *compiled) compile(command string) {
	folder, err := os.MkdirTemp("", "bulkhead-endtoend-")
	if err != nil {
		c.err = err
		return
	}
	c.binary = filepath.Join(folder, filepath.Base(command))
	if out, err := exec.Command("go", "build", "-ldflags=-s -w", "-o", c.binary, command).CombinedOutput(); err != nil {
		c.err = fmt.Errorf("building %s: %w\n%s", command, err, out)
	}
}

func newServer(t *testing.T) *server {
	t.Helper()
	return &server{t: t, binary: build(t, "bulkhead/cmd/bulkhead-drop"), folder: t.TempDir(), listen: freePort(t)}
}

// freePort returns an address on loopback whose port the system gives to no
// outgoing connection: while the drop is down, a member's own socket could
// otherwise sit on its port, or even connect to itself.
func freePort(t *testing.T) string {
	t.Helper()
	for range 100 {
		listen := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(12000))
		if l, err := net.Listen("tcp", listen); err == nil {
			l.Close()
			return listen
		}
	}
	t.Fatal("no port is free")
	return ""
}

// start runs the drop. The first time it returns once the drop has said its
// address; later at once, so that it may be killed before it is up.
func (s *server) start() {
	s.t.Helper()
	found := make(chan string, 1)
	hear := func(line string) {
		if a := addressPattern.FindString(line); a != "" {
			select {
			case found <- a:
			default:
			}
		}
	}
	s.run = start(s.t, "the drop", hear, nil, s.binary, "serve", "--dir", s.folder, "--listen", s.listen,
		"--round", roundLength.String(), "--slots", "4", "--keep", "8")
	if s.address.IsZero() {
		select {
		case text := <-found:
			var err error
			if s.address, err = drop.ParseAddress(text); err != nil {
				s.t.Fatal(err)
			}
		case <-s.run.ended:
			s.t.Fatal("the drop did not start")
		}
	}
}

// await returns once the port answers, however long that takes.
func (s *server) await() {
	for ; ; time.Sleep(2 * time.Millisecond) {
		if c, err := net.Dial("tcp", s.listen); err == nil {
			c.Close()
			return
		}
		select {
		case <-s.run.ended: // which fails the test
			return
		default:
		}
	}
}
