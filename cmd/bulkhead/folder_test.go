package main

import (
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"bulkhead/home"

	"golang.org/x/sys/unix"
)

// cheapFolder returns a folder whose settings make an attempt cost nothing.
func cheapFolder(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, home.SettingsFile), []byte(cheap), 0o600); err != nil {
		t.Fatal(err)
	}
	return dir
}

// passFile returns a function that gives, each time, the number of a fresh
// file descriptor with a passphrase.
func passFile(t *testing.T) func() string {
	t.Helper()
	return fdOf(t, "correct horse battery staple five\n")
}

// fdOf does so with another text.
func fdOf(t *testing.T, text string) func() string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pass")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return func() string {
		f, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		fd, err := unix.Dup(int(f.Fd())) // the program's own
		if err != nil {
			t.Fatal(err)
		}
		return strconv.Itoa(fd)
	}
}
