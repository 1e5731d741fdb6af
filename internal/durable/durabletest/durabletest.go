package durabletest

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"sync"
	"testing"

	"bulkhead/internal/durable"
)

// Run checks the contract. open returns two Dirs on one empty folder, as two
// programs would have them.
func Run(t *testing.T, open func(t *testing.T) (one, other durable.Dir)) {
	for _, c := range []struct {
		name string
		test func(t *testing.T, one, other durable.Dir)
	}{
		{"what is not there is said not to exist", absent},
		{"replaced files are whole and seen by others", replace},
		{"a write in place changes only its bytes", inPlace},
		{"a write in place never changes the length", bounds},
		{"an open file keeps what a replacement put away", openWhileReplaced},
		{"removing twice is no error", remove},
		{"a replacement leaves nothing beside", leftover},
		{"a lock is held once, and released", lock},
		{"names stay inside the folder", names},
		{"concurrent replacements leave one of them whole", concurrent},
	} {
		t.Run(c.name, func(t *testing.T) {
			one, other := open(t)
			c.test(t, one, other)
		})
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantFile(t *testing.T, d durable.Dir, name string, want []byte) {
	t.Helper()
	got, err := d.ReadFile(name)
	must(t, err)
	if !bytes.Equal(got, want) {
		t.Fatalf("file has %d bytes, want other %d", len(got), len(want))
	}
}

func absent(t *testing.T, one, _ durable.Dir) {
	if _, err := one.ReadFile("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadFile: got %v, want fs.ErrNotExist", err)
	}
	if _, err := one.OpenFile("a"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenFile: got %v, want fs.ErrNotExist", err)
	}
}

func replace(t *testing.T, one, other durable.Dir) {
	for _, size := range []int{0, 1, 511, 4096, 100_001, 7} {
		data := bytes.Repeat([]byte{byte(size), 1, 0, 7}, size/4+1)[:size]
		must(t, one.Replace("a", data))
		wantFile(t, other, "a", data)
		if size > 0 {
			data[0]++ // the Dir must not have kept the caller's slice
			got, err := one.ReadFile("a")
			must(t, err)
			if got[0] == data[0] {
				t.Fatal("the folder changed with the caller's slice")
			}
		}
	}
}

func inPlace(t *testing.T, one, other durable.Dir) {
	data := bytes.Repeat([]byte("abc"), 5000)
	must(t, one.Replace("a", data))
	f, err := one.OpenFile("a")
	must(t, err)
	for _, off := range []int{0, 510, 4095, len(data) - 5} {
		_, err := f.WriteAt([]byte("HELLO"), int64(off))
		must(t, err)
		copy(data[off:], "HELLO")
		got := make([]byte, 5)
		_, err = f.ReadAt(got, int64(off))
		must(t, err)
		if string(got) != "HELLO" {
			t.Fatalf("read back %q", got)
		}
	}
	must(t, f.Sync())
	must(t, f.Close())
	wantFile(t, other, "a", data)
}

func bounds(t *testing.T, one, _ durable.Dir) {
	must(t, one.Replace("a", make([]byte, 1000)))
	f, err := one.OpenFile("a")
	must(t, err)
	defer f.Close()
	for _, off := range []int64{-1, 999, 1000, 5000} {
		if _, err := f.WriteAt([]byte("xy"), off); err == nil {
			t.Errorf("write at %d of 1000 bytes succeeded", off)
		}
	}
	if n, err := f.ReadAt(make([]byte, 10), 995); n != 5 || err != io.EOF {
		t.Errorf("read over the end: got %d, %v, want 5, EOF", n, err)
	}
	wantFile(t, one, "a", make([]byte, 1000))
}

func openWhileReplaced(t *testing.T, one, other durable.Dir) {
	must(t, one.Replace("a", []byte("old")))
	f, err := one.OpenFile("a")
	must(t, err)
	defer f.Close()
	must(t, other.Replace("a", []byte("new")))
	_, err = f.WriteAt([]byte("O"), 0)
	must(t, err)
	must(t, f.Sync())
	wantFile(t, one, "a", []byte("new"))
}

func remove(t *testing.T, one, other durable.Dir) {
	must(t, one.Replace("a", []byte("x")))
	must(t, one.Remove("a"))
	must(t, one.Remove("a"))
	absent(t, other, nil)
}

func leftover(t *testing.T, one, other durable.Dir) {
	must(t, one.Replace("a", []byte("x")))
	left := durable.Leftover("a")
	if _, err := other.ReadFile(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("ReadFile: got %v, want fs.ErrNotExist", err)
	}
	if _, err := other.OpenFile(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("OpenFile: got %v, want fs.ErrNotExist", err)
	}
	must(t, other.Remove(left))
	wantFile(t, one, "a", []byte("x"))
	if _, err := one.OpenFile(durable.Leftover(left)); err == nil || errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the leftover of a leftover: got %v, want a refusal", err)
	}
}

func lock(t *testing.T, one, other durable.Dir) {
	release, err := one.Lock("a")
	must(t, err)
	for _, d := range []durable.Dir{one, other} {
		if _, err := d.Lock("a"); !errors.Is(err, durable.ErrLocked) {
			t.Errorf("second Lock: got %v, want ErrLocked", err)
		}
	}
	elsewhere, err := other.Lock("b")
	must(t, err)
	elsewhere()
	release()
	again, err := other.Lock("a")
	must(t, err)
	again()
}

func names(t *testing.T, one, _ durable.Dir) {
	for _, name := range []string{"", ".", "..", "a/b", "/a", "../a", `a\b`, "a.new", "a.lock"} {
		if err := one.Replace(name, nil); err == nil {
			t.Errorf("Replace(%q) succeeded", name)
		}
		if _, err := one.Lock(name); err == nil {
			t.Errorf("Lock(%q) succeeded", name)
		}
	}
}

func concurrent(t *testing.T, one, other durable.Dir) {
	var all sync.WaitGroup
	for i := range 8 {
		d := []durable.Dir{one, other}[i%2]
		all.Go(func() {
			for range 5 {
				if err := d.Replace("a", bytes.Repeat([]byte{byte('a' + i)}, 9000)); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	got, err := one.ReadFile("a")
	must(t, err)
	if len(got) != 9000 || bytes.Count(got, got[:1]) != 9000 {
		t.Error("the file is a mixture")
	}
}
