package main

import (
	"bufio"
	"bytes"
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"bulkhead/box"
	"bulkhead/drop"
	"bulkhead/round"
)

// asCommand makes the test's own binary the command.
const asCommand = "BULKHEAD_DROP_TEST_RUNS_THE_COMMAND"

// authorityFolder holds a certificate authority that tests have made; "" if none has.
var authorityFolder string

func TestMain(m *testing.M) {
	if os.Getenv(asCommand) != "" {
		main()
	}
	code := m.Run()
	if authorityFolder != "" {
		os.RemoveAll(authorityFolder)
	}
	os.Exit(code)
}

// process is a drop in a process of its own.
type process struct {
	*exec.Cmd
	address drop.Address
	listen  string
	errors  bytes.Buffer
}

// launch starts a drop and waits for its address.
func launch(t *testing.T, args ...string) *process {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{Cmd: exec.Command(self, append([]string{"serve", "--json"}, args...)...)}
	p.Env = append(os.Environ(), asCommand+"=1")
	p.Stderr = &p.errors
	out, err := p.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Process.Kill(); _ = p.Wait() })
	line, err := bufio.NewReader(out).ReadBytes('\n')
	if err != nil {
		_ = p.Wait()
		t.Fatalf("the drop said no address: %v\n%s", err, p.errors.String())
	}
	var said struct{ Address, Listen string }
	if err := json.Unmarshal(line, &said); err != nil {
		t.Fatalf("%q: %v", line, err)
	}
	if p.address, err = drop.ParseAddress(said.Address); err != nil {
		t.Fatalf("%q: %v", said.Address, err)
	}
	p.listen = said.Listen
	return p
}

// client returns a client that keeps its connections.
func (p *process) client(t *testing.T) *drop.Client {
	tr := &http.Transport{TLSClientConfig: p.address.TLS(), MaxIdleConnsPerHost: 64}
	t.Cleanup(tr.CloseIdleConnections)
	return drop.NewClient(p.address, tr)
}

// terminate tells the drop to end and returns its exit code.
func (p *process) terminate(t *testing.T) int {
	t.Helper()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	err := p.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return p.ProcessState.ExitCode()
}

func someBox(round box.Round) (box.Ref, box.Content) {
	ref := box.Ref{Round: round}
	var c box.Content
	rand.Read(ref.ID[:])
	rand.Read(c[:])
	return ref, c
}

func TestADropIsTheSameAfterItsEnd(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "drop")
	p := launch(t, "--dir", dir, "--listen", "127.0.0.1:0", "--round", "1h")
	ctx := context.Background()
	c := p.client(t)
	info, _, err := c.Info(ctx)
	if err != nil || info.RoundLength() != time.Hour || info.Slots != round.DefaultSlots || info.KeepRounds != 8 {
		t.Fatalf("the drop says %+v, %v", info, err)
	}
	ref, content := someBox(info.CurrentRound)
	if r, err := c.Put(ctx, ref, &content); err != nil || r.Outcome != drop.Stored {
		t.Fatalf("writing: %v, %v", r.Outcome, err)
	}
	if code := p.terminate(t); code != exitFine {
		t.Errorf("exit code %d when told to end\n%s", code, p.errors.String())
	}
	again := launch(t, "--dir", dir, "--listen", p.listen, "--round", "1h")
	if again.address != p.address {
		t.Error("the drop has another address")
	}
	var got box.Content
	if r, err := again.client(t).Get(ctx, ref, &got); err != nil || r.Outcome != drop.Found || got != content {
		t.Errorf("reading after the end: %v, %v", r.Outcome, err)
	}
	for _, name := range []string{prefixFile, keyFile, addressFile, "."} {
		info, err := os.Stat(filepath.Join(dir, name))
		if err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s: mode %v, %v; nobody else may read it", name, info.Mode(), err)
		}
	}
	var out strings.Builder
	if code := run(ctx, []string{"address", "--dir", dir}, edge{&out, io.Discard, rand.Reader, time.Now}); code != exitFine || strings.TrimSpace(out.String()) != p.address.URL() {
		t.Errorf("address: exit code %d, %d characters", code, out.Len())
	}
}

func TestMetricsHaveTheirOwnListener(t *testing.T) {
	p := launch(t, "--dir", t.TempDir(), "--listen", "127.0.0.1:0", "--metrics", "127.0.0.1:0")
	tr := &http.Transport{TLSClientConfig: p.address.TLS()}
	defer tr.CloseIdleConnections()
	req, _ := http.NewRequest("GET", "https://"+p.address.Host()+"/metrics", nil)
	resp, err := tr.RoundTrip(req)
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusNotFound {
		t.Errorf("the drop's own listener answers /metrics with %d", resp.StatusCode)
	}
}

func TestWrongUsageIsTold(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("XDG_DATA_HOME", dir)
	held, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer held.Close()
	ctx, cancel := context.WithCancel(context.Background())
	cancel() // what starts ends at once
	for _, tt := range []struct {
		args string
		code int
		says string
	}{
		{"", exitUsage, "serve"},
		{"frobnicate", exitUsage, "frobnicate"},
		{"address", exitFailed, "ever started"}, // in the usual folder
		{"serve --dir DIR --listen 127.0.0.1:0 --frob", exitUsage, "--frob"},
		{"serve --dir DIR --listen 127.0.0.1:0 --round soon", exitUsage, "round"},
		{"serve --dir DIR --listen 127.0.0.1:0 --site DIR/none", exitUsage, "site"},
		{"serve --dir DIR --listen 127.0.0.1:0 --round 100ms", exitFailed, "500ms"},
		{"serve --dir DIR --listen 127.0.0.1:0 --keep 1", exitFailed, "2 rounds"},
		{"serve --dir DIR --listen 127.0.0.1:0 --metrics 0.0.0.0:1", exitFailed, "loopback"},
		{"serve --dir DIR --listen 127.0.0.1:0 --metrics example.org:1", exitFailed, "loopback"},
		{"serve --dir DIR --listen 127.0.0.1:0 --host a_b", exitFailed, "--host"},
		{"serve --dir DIR --listen " + held.Addr().String(), exitFailed, "listening"},
		{"address --dir DIR", exitFailed, "ever started"},
		{"serve --help", exitFine, "Round 0 began"},
		{"--help", exitFine, "Exit codes"},
	} {
		var out, errs strings.Builder
		fresh := filepath.Join(dir, "d")
		if err := os.RemoveAll(fresh); err != nil {
			t.Fatal(err)
		}
		if err := os.Mkdir(fresh, 0o700); err != nil {
			t.Fatal(err)
		}
		args := strings.Fields(strings.ReplaceAll(tt.args, "DIR", fresh))
		code := run(ctx, args, edge{&out, &errs, rand.Reader, time.Now})
		if said := out.String() + errs.String(); code != tt.code || !strings.Contains(said, tt.says) {
			t.Errorf("%q: exit code %d, want %d and %q in\n%s", tt.args, code, tt.code, tt.says, said)
		}
	}
}

// A drop wants no flag but what only a person can know: --host, under which others
// reach it. What it says then stands in the quickstart, where the address is an example.
func TestTheQuickstartsDropNeedsNoMoreFlags(t *testing.T) {
	page, err := os.ReadFile("../../docs/quickstart.md")
	if err != nil {
		t.Fatal(err)
	}
	block := regexp.MustCompile("(?m)^\\$ bulkhead-drop (.*)\n((?:.*\n)*?)```").FindStringSubmatch(string(page))
	if block == nil {
		t.Fatal("the quickstart starts no drop")
	}
	for _, with := range []struct{ home, data, dir string }{{"home", "", "home/.local/share"}, {"home", "data", "data"}} {
		at := t.TempDir()
		t.Setenv("HOME", filepath.Join(at, with.home))
		t.Setenv("XDG_DATA_HOME", with.data)
		if with.data != "" {
			t.Setenv("XDG_DATA_HOME", filepath.Join(at, with.data))
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel() // what starts ends at once
		var out, errs strings.Builder
		args := append(strings.Fields(block[1]), "--listen", "127.0.0.1:0") // 8443 may be another's
		if code := run(ctx, args, edge{&out, &errs, rand.Reader, time.Now}); code != exitFine || errs.String() != "" {
			t.Fatalf("exit code %d\n%s", code, errs.String())
		}
		address := regexp.MustCompile(`https://192\.0\.2\.2:\d+/\S+`)
		said, want := address.ReplaceAllString(out.String(), "ADDRESS"), address.ReplaceAllString(block[2], "ADDRESS")
		if strings.TrimSpace(said) != strings.TrimSpace(want) {
			t.Errorf("it says\n%s\nand in the quickstart\n%s", said, want)
		}
		if _, err := os.Stat(filepath.Join(at, with.dir, "bulkhead-drop", addressFile)); err != nil {
			t.Error(err)
		}
	}
}

func TestHelpFitsEveryFlag(t *testing.T) {
	var out strings.Builder
	run(context.Background(), []string{"serve", "--help"}, edge{&out, &out, rand.Reader, time.Now})
	for _, flag := range []string{"--dir", "--listen", "--host", "--round", "--slots", "--keep", "--site", "--cert", "--key", "--metrics", "--connections", "--reserve", "--json"} {
		if !strings.Contains(out.String(), flag) {
			t.Errorf("--help lacks %s", flag)
		}
	}
}
