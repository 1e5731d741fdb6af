//go:build observe

package dropserver_test

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"bulkhead/drop"
	"bulkhead/drop/dropserver"
	"bulkhead/drop/storetest"
)

func TestTheObserverSeesWhatADropSees(t *testing.T) {
	var b bytes.Buffer
	r := start(t, true, func(c *dropserver.Config) { c.Observer = &b })
	ref, content := storetest.Some(testRound, 1)
	far, _ := storetest.Some(testRound+9, 2)
	c := r.client(t, false)
	put(t, c, ref, content, drop.Stored)
	get(t, c, ref, drop.Found, nil)
	second := r.client(t, false)
	get(t, second, far, drop.Refused, nil)
	if err := r.stop(); err != nil {
		t.Fatal(err)
	}
	var lines []map[string]any
	for line := range strings.Lines(b.String()) {
		var m map[string]any
		if err := json.Unmarshal([]byte(line), &m); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		lines = append(lines, m)
	}
	if len(lines) != 3 {
		t.Fatalf("%d lines for 3 requests", len(lines))
	}
	for i, want := range []struct {
		op           string
		round, id    any
		conn         float64
		size, status float64
	}{
		{"put", float64(testRound), ref.ID.Hex(), 1, 4096, 201},
		{"get", float64(testRound), ref.ID.Hex(), 1, 4096, 200},
		{"get", float64(testRound + 9), far.ID.Hex(), 2, 0, 404},
	} {
		l := lines[i]
		if l["op"] != want.op || l["round"] != want.round || l["id"] != want.id || l["conn"] != want.conn || l["size"] != want.size ||
			l["status"] != want.status || l["addr"] != "127.0.0.1" || l["time"] == nil {
			t.Errorf("line %d: %v", i, l)
		}
		var keys []string
		for k := range l {
			keys = append(keys, k)
		}
		slices.Sort(keys)
		if got := strings.Join(keys, " "); got != "addr conn id op round size status time" {
			t.Errorf("line %d has %s", i, got)
		}
	}
}
