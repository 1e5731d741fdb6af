package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// startOnce starts a drop that ends at once, and returns its exit code and what
// it said of errors.
func startOnce(t *testing.T, dir string, flags ...string) (int, string) {
	t.Helper()
	var out, errs strings.Builder
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	args := append([]string{"serve", "--dir", dir, "--listen", "127.0.0.1:0", "--host", "drop.example.org:443"}, flags...)
	code := run(ctx, args, edge{&out, &errs, randReader, time.Now})
	return code, errs.String()
}

// Promise: whatever happens to one of its files, a drop is never silently
// another drop, which nobody's phone asks for.
func TestADropNeverBecomesAnotherSilently(t *testing.T) {
	dir := t.TempDir()
	if code, said := startOnce(t, dir); code != 0 {
		t.Fatal(code, said)
	}
	read := func(name string) []byte {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	address := string(read(addressFile))
	var whole = map[string][]byte{prefixFile: read(prefixFile), keyFile: read(keyFile), addressFile: []byte(address)}
	try := func(what string, files map[string][]byte) {
		t.Helper()
		for name, b := range whole {
			path := filepath.Join(dir, name)
			if other, ok := files[name]; ok {
				b = other
			}
			if b == nil {
				os.Remove(path)
			} else if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		switch code, said := startOnce(t, dir); {
		case code != 0 && strings.Contains(said, "folder's file"):
			if strings.Contains(said, dir) || strings.Contains(said, strings.TrimSpace(string(whole[prefixFile]))) {
				t.Errorf("%s: the reason names what it must not: %q", what, said)
			}
		case code != 0:
			t.Errorf("%s: exit code %d, %q", what, code, said)
		case string(read(addressFile)) != address:
			t.Errorf("%s: the drop is silently another one", what)
		}
	}
	try("nothing", nil)
	every := 15 // bytes; over many runs, all of them
	if *long {
		every = 1
	}
	first := rand.IntN(every)
	for name := range whole {
		try(name+" is lost", map[string][]byte{name: nil})
		try(name+" is empty", map[string][]byte{name: {}})
		for bit := range len(whole[name]) * 8 {
			if bit/8%every != first || bit%8 != bit/8/every%8 { // one bit of a byte
				continue
			}
			b := append([]byte(nil), whole[name]...)
			b[bit/8] ^= 1 << (bit % 8)
			try(fmt.Sprintf("%s has bit %d flipped", name, bit), map[string][]byte{name: b})
			if t.Failed() {
				return
			}
		}
	}
	try("prefix and address are lost", map[string][]byte{prefixFile: nil, addressFile: nil})
	try("key and address are lost", map[string][]byte{keyFile: nil, addressFile: nil})
}
