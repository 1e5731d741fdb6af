package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

// Promise: a group whose programs differ by a version works, in either order; what a
// newer program has saved is not read by an older one, which says so in words and
// changes nothing of it. The next program is this one built with -tags nextversion:
// go test ./cmd/bulkhead -run Neighbouring -long.
func TestNeighbouringVersionsAreOneGroup(t *testing.T) {
	if !*long {
		t.Skip("needs -long: it builds the next version")
	}
	bin := t.TempDir()
	program := filepath.Join(bin, "next.test")
	build := exec.Command("go", "test", "-c", "-tags", "nextversion", "-o", program, ".")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the next version: %v\n%s", err, out)
	}
	if err := os.Symlink(program, filepath.Join(bin, "started")); err != nil {
		t.Fatal(err)
	}
	playWith(t, filepath.Join("testdata", "neighbours"), newRealClock, func(env *testscript.Env) { env.Setenv("NEXT", bin) })
}
