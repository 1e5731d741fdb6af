//go:build !observe

package main

import (
	"context"
	"crypto/rand"
	"strings"
	"testing"
	"time"
)

func TestAnOrdinaryBuildCannotObserve(t *testing.T) {
	var out strings.Builder
	e := edge{&out, &out, rand.Reader, time.Now}
	dir := t.TempDir()
	if code := run(context.Background(), []string{"serve", "--dir", dir, "--listen", "127.0.0.1:0", "--observe", "x"}, e); code != exitUsage || !strings.Contains(out.String(), "unknown flag --observe") {
		t.Errorf("exit code %d\n%s", code, out.String())
	}
}
