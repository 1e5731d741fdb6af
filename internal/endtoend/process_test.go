package endtoend

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// process is one running program that will be killed.
type process struct {
	what  string
	cmd   *exec.Cmd
	in    io.WriteCloser
	errs  *bytes.Buffer // read after ended
	ended chan struct{} // closed when it is gone and its last line was heard
	mu    sync.Mutex
	dead  bool // we ended it
}

// start runs a command and hands every whole line that it prints to hear, in a
// goroutine of its own. A process that ends before it is killed fails the test.
func start(t *testing.T, what string, hear func(string), env []string, path string, args ...string) *process {
	t.Helper()
	p := &process{what: what, cmd: exec.Command(path, args...), errs: new(bytes.Buffer), ended: make(chan struct{})}
	p.cmd.Env, p.cmd.Stderr = append(os.Environ(), env...), p.errs
	in, err := p.cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatalf("starting %s: %v", what, err)
	}
	p.in = in
	go func() {
		defer close(p.ended)
		for r := bufio.NewReader(out); ; {
			line, err := r.ReadString('\n')
			if err != nil {
				break // what was cut off was not said
			}
			hear(strings.TrimSuffix(line, "\n"))
		}
		err := p.cmd.Wait()
		p.mu.Lock()
		defer p.mu.Unlock()
		if !p.dead {
			t.Errorf("%s ended by itself: %v\n%s", what, err, p.errs)
		}
	}()
	return p
}

// kill ends the process as a power button does, and waits until it is gone.
func (p *process) kill() {
	p.mu.Lock()
	p.dead = true
	p.mu.Unlock()
	_ = p.cmd.Process.Kill()
	<-p.ended
}

// tell writes one line to the process. What it never reads is nobody's loss.
func (p *process) tell(words ...any) { fmt.Fprintln(p.in, words...) }
