package vault

import (
	"bytes"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"bulkhead/internal/durable"

	"golang.org/x/sys/unix"
)

// recorder is a folder that remembers the heads of every vault file that was
// written into it.
type recorder struct {
	durable.Dir
	o       Options
	written [][][]byte
}

func (r *recorder) Replace(name string, data []byte) error {
	if name == "vault" {
		r.written = append(r.written, heads(r.o, data))
	}
	return r.Dir.Replace(name, data)
}

// interrupt leaves beside the vault what a power cut during a save would.
func (r *recorder) interrupt(t *testing.T, f File, folder string) {
	t.Helper()
	g := onCopy(t, f)
	v, err := g.Open(pass(t, "normal"))
	must(t, err)
	must(t, v.Save([]byte("more")))
	v.Close()
	b := content(t, g.Dir)
	h, err := os.Create(filepath.Join(folder, "vault.new"))
	must(t, err)
	_, err = h.Write(b)
	must(t, errors.Join(err, h.Sync(), h.Close()))
	r.written = append(r.written, heads(r.o, b))
}

// TestOnARawDiskNoOldHeadIsFound makes, uses and forces open a vault on ext4 by
// way of a loop device, twice beside what a power cut left, and searches the whole device for prefixes, locks and
// heads of all files that were ever there but the last. It needs root.
func TestOnARawDiskNoOldHeadIsFound(t *testing.T) {
	both(t, func(t *testing.T, f File) {
		image, path := filepath.Join(t.TempDir(), "disk"), t.TempDir()
		unmount := mountLoop(t, image, path)
		dir, err := durable.Open(filepath.Join(path, "folder"))
		must(t, err)
		f.Options = Options{Size: 512 << 10}.withDefaults()
		r := &recorder{Dir: dir, o: f.Options}
		f.Dir = r
		if f.Keystore != nil {
			f.Keystore = NewFileKeystore(dir, "keys", seeded(98))
		}
		build(t, f)
		for _, words := range []string{"normal", "wrong", "decoy", "normal", "duress"} {
			if words == "decoy" || words == "duress" {
				r.interrupt(t, f, filepath.Join(path, "folder"))
			}
			v, err := f.Open(pass(t, words))
			if err == nil && words == "normal" {
				must(t, v.Save([]byte("more")))
			}
			if err == nil {
				v.Close()
			}
		}
		must(t, dir.(io.Closer).Close())
		unmount()
		disk, err := os.ReadFile(image)
		must(t, err)
		last := r.written[len(r.written)-1]
		if !bytes.Contains(disk, last[0]) {
			t.Fatal("the search does not find the file that is there")
		}
		old, found := 0, 0
		for _, parts := range r.written[:len(r.written)-1] {
			for i, part := range parts {
				if bytes.Equal(part, last[i]) {
					continue
				}
				if old++; bytes.Contains(disk, part) {
					found++
				}
			}
		}
		t.Logf("of %d old prefixes, locks and heads in %d files %d are on the disk", old, len(r.written)-1, found)
		if found > 0 || old == 0 {
			t.Error("what was replaced can be read from the disk")
		}
	})
}

// mountLoop mounts a new disk in a mount namespace of this thread's own: the
// mount ends with the test, whatever happens.
func mountLoop(t *testing.T, image, path string) (unmount func()) {
	t.Helper()
	if _, err := exec.LookPath("mkfs.ext4"); err != nil || os.Geteuid() != 0 {
		t.Skip("NO DISK WAS SEARCHED: this needs root and mkfs.ext4")
	}
	runtime.LockOSThread() // for good: the thread ends with the test
	if err := unix.Unshare(unix.CLONE_NEWNS); err != nil {
		t.Skip("NO DISK WAS SEARCHED: ", err)
	}
	if err := unix.Mount("none", "/", "", unix.MS_REC|unix.MS_PRIVATE, ""); err != nil {
		t.Skip("NO DISK WAS SEARCHED: ", err)
	}
	must(t, os.WriteFile(image, nil, 0o600))
	must(t, os.Truncate(image, 16<<20))
	for _, c := range []string{"mkfs.ext4 -q -F -b 4096 " + image, "mount -t ext4 -o loop,noatime " + image + " " + path} {
		args := strings.Fields(c)
		if out, err := exec.Command(args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Skipf("NO DISK WAS SEARCHED: %s: %v\n%s", args[0], err, out)
		}
	}
	mounted := true
	unmount = func() {
		var err error
		for range 100 {
			if !mounted {
				return
			}
			if err = unix.Unmount(path, 0); err == nil {
				mounted = false
			} else {
				time.Sleep(10 * time.Millisecond)
			}
		}
		if mounted {
			t.Errorf("unmounting: %v", err)
		}
	}
	t.Cleanup(unmount)
	return unmount
}
