//go:build linux

package endtoend

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

const (
	// ext4Shutdown is EXT4_IOC_SHUTDOWN, _IOR('X', 125, __u32): from now on the
	// file system gives nothing more to its disk (fs/ext4/ext4.h).
	ext4Shutdown = 2<<30 | 4<<16 | 'X'<<8 | 125
	// withoutLogFlush is EXT4_GOING_FLAGS_NOLOGFLUSH: not even its journal.
	withoutLogFlush = 2

	diskSize  = 48 << 20 // bytes; two folders with a vault and a pouch each, twice
	loopMajor = 7        // the device number of every loop device
)

// disk is a file with ext4 in it, mounted by way of a loop device. What was
// written and not synced is lost at a cut, as far as the kernel had not yet
// given it to the loop device; the write cache of a real disk, which may lose
// more, is not imitated. It is the test's goroutine's, but for cut.
type disk struct {
	t     *testing.T
	image string
	path  string   // where it is mounted
	root  *os.Root // of what is mounted; usable by every goroutine; nil: nothing is
	fd    int      // of the same folder
}

// needPower skips the test where no power can be cut.
func needPower(t *testing.T) {
	t.Helper()
	for _, tool := range []string{"mkfs.ext4", "mount"} {
		if _, err := exec.LookPath(tool); err != nil {
			missing(t, tool+" (Debian: e2fsprogs, mount)")
		}
	}
	if os.Geteuid() != 0 {
		missing(t, "root's right to mount a disk")
	}
	if _, err := os.Stat("/dev/loop-control"); err != nil {
		missing(t, "loop device (/dev/loop-control)")
	}
}

// newDisk makes an empty disk and mounts it, in a mount namespace of this
// thread's own: whatever happens to the test, the mount ends with its process,
// and the loop device with the mount. The calling goroutine keeps its thread,
// and must be the test's; no other sees the mount, except by disk.root.
func newDisk(t *testing.T) *disk {
	t.Helper()
	runtime.LockOSThread() // for good: the thread ends with the test
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		missing(t, "mount namespace: "+err.Error())
	}
	if err := unix.Mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		missing(t, "mount namespace: "+err.Error())
	}
	d := &disk{t: t, image: filepath.Join(t.TempDir(), "disk"), path: t.TempDir()}
	must(t, os.WriteFile(d.image, nil, 0o600))
	must(t, os.Truncate(d.image, diskSize))
	command(t, "mkfs.ext4", "-q", "-F", "-b", "4096", "-E", "lazy_itable_init=0,lazy_journal_init=0", d.image)
	t.Cleanup(d.unmount)
	d.mount()
	return d
}

// missing skips the test, loudly; fails it if power cuts were asked for.
func missing(t *testing.T, what string) {
	t.Helper()
	if asked() {
		t.Fatalf("no power can be cut here: there is no %s", what)
	}
	t.Skipf("NO POWER WAS CUT, NOTHING IS PROVEN: there is no %s", what)
}

func command(t *testing.T, name string, args ...string) string {
	t.Helper()
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// mount mounts the disk, which replays its journal after a cut. The option
// noauto_da_alloc takes away what ext4 does for programs that rename over a
// file without syncing it; other file systems do nothing of the kind.
func (d *disk) mount() {
	d.t.Helper()
	args := []string{"-t", "ext4", "-o", "loop,noatime,noauto_da_alloc", d.image, d.path}
	var out []byte
	var err error
	for range 50 { // the loop device of the mount before may need a moment to go
		if out, err = exec.Command("mount", args...).CombinedOutput(); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil && !asked() && strings.Contains(string(out), "unknown filesystem") {
		missing(d.t, "ext4 in this kernel")
	}
	if err != nil {
		d.t.Fatalf("mounting: %v\n%s", err, out)
	}
	d.fd, err = unix.Open(d.path, unix.O_RDONLY|unix.O_DIRECTORY|unix.O_CLOEXEC, 0)
	must(d.t, err)
	d.root, err = os.OpenRoot(d.path)
	must(d.t, err)
}

// cut takes the power away. It may be called by any goroutine.
func (d *disk) cut() error {
	var s unix.Stat_t
	if err := unix.Fstat(d.fd, &s); err != nil {
		return err
	}
	if unix.Major(s.Dev) != loopMajor {
		return errors.New("this is not the test's own disk")
	}
	return unix.IoctlSetPointerInt(d.fd, ext4Shutdown, withoutLogFlush)
}

// unmount takes the disk off. Nothing may have a file open there any more.
func (d *disk) unmount() {
	if d.root == nil {
		return
	}
	d.root.Close()
	unix.Close(d.fd)
	d.root = nil
	var err error
	for range 100 {
		if err = unix.Unmount(d.path, 0); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	d.t.Errorf("unmounting: %v", err)
	_ = unix.Unmount(d.path, unix.MNT_DETACH)
}

// sync makes everything written so far durable.
func (d *disk) sync() { must(d.t, unix.Syncfs(d.fd)) }
