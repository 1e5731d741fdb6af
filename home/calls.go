package home

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"sync"
	"time"

	"bulkhead/vault"
)

// SocketFile is where an open session takes calls: verbs that the same person
// types elsewhere. It is there in every session, whatever was opened, and gone
// with it.
const SocketFile = "session"

// Call is one verb that was typed elsewhere.
type Call struct {
	Args  []string         // as typed; nothing secret
	Files map[int]*os.File // the caller's open files by their number there; closed when the call has ended
}

// Closes reports whether it asks the session to close.
func (c Call) Closes() bool { return len(c.Args) == 1 && c.Args[0] == "unlock" }

// Numbers of the caller's files that are always there.
const (
	CallIn  = 0 // standard input
	CallOut = 1
	CallErr = 2
	CallTTY = -1 // the caller's terminal, if it has one
)

const (
	mostArgs  = 64 << 10 // bytes of a call's arguments
	mostFiles = 8

	callTaken     = 't' // the session has taken the call: its answer follows
	callInterrupt = 'i' // the caller was interrupted
	callPanic     = 'q' // the caller's panic key was pressed
)

// callHead is the first message of a call; its files come beside it, in this
// order of their numbers.
type callHead struct {
	Args  []string `json:"args"`
	Files []int    `json:"files"`
}

var (
	// ErrNobody says that no session takes calls.
	ErrNobody = errors.New("no open session")
	// ErrCallLost is the end of a session that did not answer.
	ErrCallLost = errors.New("the open session ended before it had answered")

	errCall = errors.New("not a call")
)

// Calls takes calls for an open session.
type Calls struct {
	socket *socket
	shut   sync.Once
	wait   sync.WaitGroup
	cancel context.CancelFunc
}

// TakeCalls listens in the folder until it is closed, and has carry carry out
// each call in a goroutine of its own: its result is the caller's exit code.
// The context of a call ends when its caller is interrupted or gone, and when
// the calls are closed. panicked is told of the panic key. Only programs of the
// same user are answered. What lay in the socket's place is removed: whoever
// holds the vault is the only session.
func (h *Home) TakeCalls(carry func(context.Context, Call) int, panicked func()) (*Calls, error) {
	l, err := listen(h.Path)
	if err != nil {
		return nil, fmt.Errorf("listening for verbs that are typed elsewhere: %w", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	c := &Calls{socket: l, cancel: cancel}
	c.wait.Add(1)
	go func() {
		defer c.wait.Done()
		for {
			conn, err := l.AcceptUnix()
			if errors.Is(err, net.ErrClosed) {
				return
			}
			if err != nil { // no descriptor is left, for now
				time.Sleep(acceptPause)
				continue
			}
			c.wait.Add(1)
			go func() {
				defer c.wait.Done()
				defer conn.Close()
				answer(ctx, conn, carry, panicked)
			}()
		}
	}()
	return c, nil
}

// Close ends every call, waits for the end of each, and takes the socket away.
func (c *Calls) Close() {
	c.Shut()
	c.wait.Wait()
}

// Shut takes no further call, and ends the context of those that go on.
func (c *Calls) Shut() {
	c.shut.Do(c.socket.remove)
	c.cancel()
}

// answer carries out one call.
func answer(ctx context.Context, conn *net.UnixConn, carry func(context.Context, Call) int, panicked func()) {
	if !sameUser(conn) {
		return
	}
	conn.SetReadDeadline(time.Now().Add(callPatience))
	call, err := readCall(conn)
	if err != nil {
		return
	}
	defer func() {
		for _, f := range call.Files {
			f.Close()
		}
	}()
	conn.SetReadDeadline(time.Time{})
	conn.Write([]byte{callTaken})
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		var b [1]byte
		n, _ := conn.Read(b[:])
		if n == 1 && b[0] == callPanic {
			panicked()
		}
		cancel() // interrupted, or gone
	}()
	code := carry(ctx, call)
	conn.Write([]byte{byte(code)})
}

// callPatience bounds how long a caller may take for its first message, and a session
// until it has taken it, or has ended what was interrupted. Only tests change it.
var callPatience = 5 * time.Second

// acceptPause is how long a session waits that has no descriptor left for a call.
const acceptPause = 50 * time.Millisecond

// AskSession hands a verb to the session that is open on this folder, and waits for its
// end. It returns the exit code. ErrNobody if there is no such session; vault.ErrInUse if
// it takes no call in time. When ctx ends the verb is interrupted, and when key is pressed
// the session is told; its answer is waited for all the same, but not for ever.
//
// A call that has the session close ([Call.Closes]) lets it go on if it was stopped, and
// returns once its process has ended: it is killed if it does not close.
func (h *Home) AskSession(ctx context.Context, key *PanicKey, call Call) (int, error) {
	conn, err := knock(h.Path)
	if err != nil {
		return 0, ErrNobody
	}
	defer conn.Close()
	if !sameUser(conn) {
		return 0, ErrNobody
	}
	if err := writeCall(conn, call); err != nil {
		return 0, ErrCallLost
	}
	defer key.Heed()()
	patience := callPatience
	if call.Closes() {
		patience = keeperPatience
		defer endPeer(conn, keeperPatience)() // whatever it answers, its process has ended on return
	}
	conn.SetReadDeadline(time.Now().Add(patience + callPatience))
	var answer [1]byte
	if n, err := conn.Read(answer[:]); errors.Is(err, os.ErrDeadlineExceeded) {
		return 0, vault.ErrInUse
	} else if n != 1 || answer[0] != callTaken {
		return 0, ErrCallLost
	}
	conn.SetReadDeadline(time.Time{})
	over := make(chan struct{})
	defer close(over)
	go func() {
		tell := byte(callInterrupt)
		select {
		case <-ctx.Done():
		case <-key.Pressed():
			tell = callPanic
			patience = keeperPatience // it erases
		case <-over:
			return
		}
		conn.Write([]byte{tell})
		conn.SetReadDeadline(time.Now().Add(patience))
	}()
	if n, _ := conn.Read(answer[:]); n != 1 {
		return 0, ErrCallLost
	}
	return int(answer[0]), nil
}

func marshalCall(c Call) (head []byte, files []*os.File, err error) {
	if len(c.Files) > mostFiles {
		return nil, nil, errCall
	}
	h := callHead{Args: c.Args}
	for n, f := range c.Files {
		h.Files = append(h.Files, n)
		files = append(files, f)
	}
	if head, err = json.Marshal(h); err == nil && len(head) > mostArgs {
		err = errCall
	}
	return head, files, err
}

func unmarshalCall(head []byte, files []*os.File) (Call, error) {
	var h callHead
	if err := json.Unmarshal(head, &h); err != nil || len(h.Files) != len(files) {
		return Call{}, errCall
	}
	c := Call{Args: h.Args, Files: map[int]*os.File{}}
	for i, n := range h.Files {
		if c.Files[n] != nil {
			return Call{}, errCall
		}
		c.Files[n] = files[i]
	}
	if c.Files[CallIn] == nil || c.Files[CallOut] == nil || c.Files[CallErr] == nil {
		return Call{}, errCall
	}
	return c, nil
}
