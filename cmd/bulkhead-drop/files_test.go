package main

import (
	"strings"
	"testing"
)

// Connections never take the files that the boxes and the metrics need.
func TestConnectionsLeaveFilesForTheBoxes(t *testing.T) {
	for _, tt := range []struct {
		asked int
		files uint64
		want  int // 0 for an error
	}{
		{4096, 65536, 4096},
		{4096, 20000, 4096},
		{100000, 65536, 24576},
		{4096, 4096, 1536},
		{4096, 1024, 384},
		{4096, 384, 64},
		{4096, 383, 0},
		{1, 100, 0},
		{1, 0, 0},
		{1, 1024, 1},
	} {
		n, err := connectionsFor(tt.asked, tt.files)
		if n != tt.want || (err != nil) != (tt.want == 0) {
			t.Errorf("%d connections with %d files: %d, %v; want %d", tt.asked, tt.files, n, err, tt.want)
		}
		if err == nil && uint64(n)*filesPerConnection+minFilesKept > tt.files {
			t.Errorf("%d connections with %d files leave too few", n, tt.files)
		}
	}
}

// A drop that may open few files says so, and has fewer connections.
func TestADropSaysThatItMayOpenFewFiles(t *testing.T) {
	var said strings.Builder
	v := serve{Connections: 1 << 40}
	n, err := v.connections(edge{err: &said})
	if err != nil || n >= v.Connections || n < minConnections || !strings.Contains(said.String(), "connections at once") {
		t.Errorf("%d, %v, %q", n, err, said.String())
	}
	for _, none := range []int{0, -1} {
		v.Connections = none
		if _, err := v.connections(edge{err: &said}); err == nil {
			t.Errorf("%d connections were taken", none)
		}
	}
}
