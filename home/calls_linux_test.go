package home

import (
	"context"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"bulkhead/vault"

	"golang.org/x/sys/unix"
)

func callHome(t *testing.T) *Home {
	t.Helper()
	// A name too long for an address of unix(7).
	path := filepath.Join(t.TempDir(), strings.Repeat("long", 30))
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	return &Home{Path: path}
}

// Promise: a verb that is typed elsewhere is carried out with the caller's own
// files, and the caller gets its exit code.
func TestACallIsCarriedOutWithTheCallersFiles(t *testing.T) {
	h := callHome(t)
	calls, err := h.TakeCalls(func(_ context.Context, c Call) int {
		text, _ := io.ReadAll(c.Files[CallIn])
		c.Files[CallOut].WriteString(strings.Join(c.Args, " ") + ": " + string(text))
		return 7
	}, func() { t.Error("nobody pressed the panic key") })
	if err != nil {
		t.Fatal(err)
	}
	defer calls.Close()
	in, inEnd, _ := os.Pipe()
	outEnd, out, _ := os.Pipe()
	inEnd.WriteString("a text")
	inEnd.Close()
	code, err := h.AskSession(t.Context(), NewPanicKey(), Call{Args: []string{"send", "Heron"}, Files: map[int]*os.File{CallIn: in, CallOut: out, CallErr: out}})
	out.Close()
	if shown, _ := io.ReadAll(outEnd); code != 7 || err != nil || string(shown) != "send Heron: a text" {
		t.Errorf("exit code %d, %v: %q", code, err, shown)
	}
}

// Promise: an interrupt ends the verb and not the session; a caller that is gone
// ends its verb, too; the panic key reaches the session.
func TestWhatHappensToACallerReachesItsVerb(t *testing.T) {
	h := callHome(t)
	pressed := make(chan struct{})
	calls, err := h.TakeCalls(func(ctx context.Context, c Call) int {
		<-ctx.Done()
		return 6
	}, func() { close(pressed) })
	if err != nil {
		t.Fatal(err)
	}
	defer calls.Close()
	files := map[int]*os.File{CallIn: os.Stdin, CallOut: os.Stdout, CallErr: os.Stderr}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if code, err := h.AskSession(ctx, NewPanicKey(), Call{Args: []string{"status"}, Files: files}); code != 6 || err != nil {
		t.Errorf("interrupted: exit code %d, %v", code, err)
	}
	key := NewPanicKey()
	defer key.Heed()()
	key.Press()
	h.AskSession(t.Context(), key, Call{Args: []string{"status"}, Files: files})
	<-pressed
}

// Promise: what is no call is carried out by nobody, and harms nothing.
func TestWhatIsNoCallIsPassedOver(t *testing.T) {
	h := callHome(t)
	calls, err := h.TakeCalls(func(context.Context, Call) int {
		t.Error("carried out")
		return 0
	}, func() { t.Error("pressed") })
	if err != nil {
		t.Fatal(err)
	}
	defer calls.Close()
	for _, text := range []string{"", "q", "{}", `{"args":["wipe"],"files":[0,1,2]}`, `{"args":["wipe"],"files":[]}`, strings.Repeat("x", mostArgs+9)} {
		conn, err := knock(h.Path)
		if err != nil {
			t.Fatal(err)
		}
		conn.Write([]byte(text))
		if n, err := conn.Read(make([]byte, 1)); n != 0 || err == nil {
			t.Errorf("%.20q was answered", text)
		}
		conn.Close()
	}
}

// Promise: only programs of the same user are heard: the socket is closed to
// others, lies in place of whatever was planted, and goes with the session.
func TestOnlyTheSameUsersCallsAreCarriedOut(t *testing.T) {
	h := callHome(t)
	at := filepath.Join(h.Path, SocketFile)
	elsewhere := filepath.Join(t.TempDir(), "elsewhere")
	if err := os.Symlink(elsewhere, at); err != nil {
		t.Fatal(err)
	}
	if _, err := h.AskSession(t.Context(), NewPanicKey(), Call{}); !errors.Is(err, ErrNobody) {
		t.Errorf("with nobody there: %v", err)
	}
	calls, err := h.TakeCalls(func(context.Context, Call) int { return 0 }, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat(at); err != nil || info.Mode() != os.ModeSocket|0o600 {
		t.Errorf("the socket: %v, %v", info.Mode(), err)
	}
	if _, err := os.Lstat(elsewhere); err == nil {
		t.Error("the planted link was followed")
	}
	conn, err := knock(h.Path)
	if err != nil {
		t.Fatal(err)
	}
	if !sameUser(conn) {
		t.Error("this user is not known as the same")
	}
	conn.Close()
	calls.Close()
	if _, err := os.Lstat(at); err == nil {
		t.Error("the socket outlives its session")
	}
	if sameUser(new(net.UnixConn)) {
		t.Error("nobody is taken for the same user")
	}
}

// Promise: an open session takes its own socket away at its end, wherever the folder is
// by then, and nothing else that is called so.
func TestASessionTakesAwayItsOwnSocketAlone(t *testing.T) {
	here := filepath.Join(t.TempDir(), "folder")
	there := here + " moved"
	other := filepath.Join(here, SocketFile)
	take := func() *Calls {
		t.Helper()
		c, err := (&Home{Path: here}).TakeCalls(func(context.Context, Call) int { return 0 }, func() {})
		if err != nil {
			t.Fatal(err)
		}
		return c
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(os.Mkdir(here, 0o700))
	c := take()
	must(os.Rename(here, there))
	must(os.Mkdir(here, 0o700))
	must(os.WriteFile(other, []byte("somebody's"), 0o600))
	c.Close()
	if _, err := os.Stat(other); err != nil {
		t.Errorf("what another folder holds: %v", err)
	}
	if left, err := os.ReadDir(there); err != nil || len(left) > 0 {
		t.Errorf("left in the folder that was moved: %v, %v", left, err)
	}
	c = take() // in place of the file
	must(os.Remove(other))
	must(os.WriteFile(other, []byte("somebody's"), 0o600))
	c.Close()
	if _, err := os.Stat(other); err != nil {
		t.Errorf("what took its place: %v", err)
	}
}

// Promise: a session that has no descriptor left for a moment takes calls afterwards; one
// that takes none is in use, and nobody waits for it without end.
func TestACallIsTakenOrNotWaitedFor(t *testing.T) {
	h := callHome(t)
	calls, err := h.TakeCalls(func(context.Context, Call) int { return 7 }, func() {})
	if err != nil {
		t.Fatal(err)
	}
	files := map[int]*os.File{CallIn: os.Stdin, CallOut: os.Stdout, CallErr: os.Stderr}
	ask := func() (int, error) {
		return h.AskSession(t.Context(), NewPanicKey(), Call{Args: []string{"status"}, Files: files})
	}
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		t.Fatal(err)
	}
	name, folder, err := beside(h.Path)
	if err != nil {
		t.Fatal(err)
	}
	defer folder.Close()
	fd, err := unix.Socket(unix.AF_UNIX, unix.SOCK_SEQPACKET, 0)
	if err != nil {
		t.Fatal(err)
	}
	none := limit
	none.Cur = 0
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &none); err != nil {
		t.Fatal(err)
	}
	err = unix.Connect(fd, &unix.SockaddrUnix{Name: name})
	time.Sleep(2 * acceptPause) // for the accept that fails: sooner, this tests nothing
	if err := errors.Join(err, unix.Setrlimit(unix.RLIMIT_NOFILE, &limit)); err != nil {
		t.Fatal(err)
	}
	unix.Close(fd)
	if code, err := ask(); code != 7 || err != nil {
		t.Errorf("after a moment without descriptors: exit code %d, %v", code, err)
	}
	calls.Close()

	defer func(was time.Duration) { callPatience = was }(callPatience)
	callPatience = time.Millisecond
	deaf, err := listen(h.Path) // nobody accepts
	if err != nil {
		t.Fatal(err)
	}
	defer deaf.remove()
	if _, err := ask(); !errors.Is(err, vault.ErrInUse) {
		t.Errorf("a session that takes no call: %v", err)
	}
}
