package home

import (
	"errors"
	"fmt"
	"net"
	"os"
	"time"

	"golang.org/x/sys/unix"
)

// The socket is one of messages (unix(7), SOCK_SEQPACKET), so that a call's
// arguments and files come together.
const socketKind = "unixpacket"

// beside returns a name of the socket that is short enough for its address
// whatever the folder is called, for as long as the folder is open.
func beside(folder string) (name string, f *os.File, err error) {
	if f, err = os.Open(folder); err != nil {
		return "", nil, err
	}
	return fmt.Sprintf("/proc/self/fd/%d/%s", f.Fd(), SocketFile), f, nil
}

// socket is the socket of an open session, wherever its folder is moved.
type socket struct {
	*net.UnixListener
	folder *os.File
	is     unix.Stat_t
}

// listen makes the socket, which is its user's alone, in place of whatever was
// there.
func listen(folder string) (s *socket, err error) {
	name, f, err := beside(folder)
	if err != nil {
		return nil, err
	}
	s = &socket{folder: f}
	defer func() {
		if err != nil {
			s.remove()
		}
	}()
	if err := os.Remove(name); err != nil && !errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if s.UnixListener, err = net.ListenUnix(socketKind, &net.UnixAddr{Name: name, Net: socketKind}); err != nil {
		return nil, err
	}
	s.SetUnlinkOnClose(false)
	if err := unix.Fstatat(int(f.Fd()), SocketFile, &s.is, unix.AT_SYMLINK_NOFOLLOW); err != nil {
		return nil, err
	}
	return s, os.Chmod(name, 0o600)
}

// remove takes the socket away, and nothing else that may be called so by now, and ends
// it.
func (s *socket) remove() {
	var now unix.Stat_t
	fd := int(s.folder.Fd())
	if err := unix.Fstatat(fd, SocketFile, &now, unix.AT_SYMLINK_NOFOLLOW); err == nil && now.Dev == s.is.Dev && now.Ino == s.is.Ino {
		_ = unix.Unlinkat(fd, SocketFile, 0)
	}
	if s.UnixListener != nil {
		s.Close() // last: until then no other file can have its number
	}
	s.folder.Close()
}

// knock connects to the socket of a folder.
func knock(folder string) (*net.UnixConn, error) {
	name, f, err := beside(folder)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return net.DialUnix(socketKind, nil, &net.UnixAddr{Name: name, Net: socketKind})
}

// ByHand reports whether the caller sits at a terminal.
func (c Call) ByHand() bool {
	tty := c.Files[CallTTY]
	if tty == nil {
		return false
	}
	_, err := unix.IoctlGetTermios(int(tty.Fd()), unix.TCGETS)
	return err == nil
}

// sameUser asks the kernel whose program is at the other end.
func sameUser(conn *net.UnixConn) bool {
	peer := peerOf(conn)
	return peer != nil && int(peer.Uid) == os.Getuid()
}

// peerOf is who is at the other end; nil if nobody knows.
func peerOf(conn *net.UnixConn) (peer *unix.Ucred) {
	raw, err := conn.SyscallConn()
	if err != nil {
		return nil
	}
	raw.Control(func(fd uintptr) {
		if p, err := unix.GetsockoptUcred(int(fd), unix.SOL_SOCKET, unix.SO_PEERCRED); err == nil {
			peer = p
		}
	})
	return peer
}

// endPeer lets the process at the other end go on if it was stopped, and kills it if it
// has not ended after patience. await waits for its end until then.
func endPeer(conn *net.UnixConn, patience time.Duration) (await func()) {
	peer := peerOf(conn)
	if peer == nil || peer.Pid <= 0 || int(peer.Pid) == os.Getpid() {
		return func() {}
	}
	process, err := unix.PidfdOpen(int(peer.Pid), 0)
	if err != nil {
		return func() {}
	}
	unix.PidfdSendSignal(process, unix.SIGCONT, nil, 0)
	timer := time.AfterFunc(patience, func() { unix.PidfdSendSignal(process, unix.SIGKILL, nil, 0) })
	return func() {
		defer unix.Close(process)
		defer timer.Stop()
		for late := time.Now().Add(patience + callPatience); time.Now().Before(late); {
			n, err := unix.Poll([]unix.PollFd{{Fd: int32(process), Events: unix.POLLIN}}, int(callPatience/time.Millisecond))
			if n > 0 || err != nil && err != unix.EINTR {
				return
			}
		}
	}
}

func writeCall(conn *net.UnixConn, c Call) error {
	head, files, err := marshalCall(c)
	if err != nil {
		return err
	}
	fds := make([]int, len(files))
	for i, f := range files {
		fds[i] = int(f.Fd())
	}
	_, _, err = conn.WriteMsgUnix(head, unix.UnixRights(fds...), nil)
	return err
}

// readCall takes in a call's first message. Its files are the caller's to close.
func readCall(conn *net.UnixConn) (Call, error) {
	head, beside := make([]byte, mostArgs+1), make([]byte, unix.CmsgSpace(4*mostFiles))
	n, m, flags, _, err := conn.ReadMsgUnix(head, beside)
	if err != nil {
		return Call{}, err
	}
	var files []*os.File
	shut := func() {
		for _, f := range files {
			f.Close()
		}
	}
	messages, err := unix.ParseSocketControlMessage(beside[:m])
	for _, message := range messages {
		fds, bad := unix.ParseUnixRights(&message)
		if bad != nil {
			err = bad
		}
		for _, fd := range fds {
			unix.CloseOnExec(fd)
			files = append(files, os.NewFile(uintptr(fd), "of a call"))
		}
	}
	if err != nil || n > mostArgs || flags&(unix.MSG_CTRUNC|unix.MSG_TRUNC) != 0 {
		shut()
		return Call{}, errCall
	}
	c, err := unmarshalCall(head[:n], files)
	if err != nil {
		shut()
	}
	return c, err
}
