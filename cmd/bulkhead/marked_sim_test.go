package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"bulkhead/phrase"
)

// Promise: in what the simulator says, every word comes from a catalogue; a
// file's names are in none of it.
func TestSimulatorComesFromCatalogues(t *testing.T) {
	dir := t.TempDir()
	list := filepath.Join(dir, "links.csv")
	if err := os.WriteFile(list, []byte("source,target,weight\nHeron,Wren,1\nWren,heron,1\nWren,Kite,1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, line := range [][]string{
		{"cascade", "--members", "30", "--runs", "200", "--curve", "2"},
		{"cascade", "--members", "30", "--runs", "200", "--hops", "0", "--linked", "one", "--top", "one"},
		{"cascade", "--file", list, "--runs", "200", "--every", "12h"},
		{"hours", "--shape", "flat", "--members", "9", "--runs", "200", "--within", "9h"},
		{"shape", "--members", "30", "--runs", "200", "--beside", "cells2,star,flat"},
		{"months", "--members", "30", "--months", "2", "--runs", "20"},
		{"checkin"},
		{"advise"},
		{"advise", "--accept", "0", "--notice", "2h"},
		{"page", "--members", "9", "--runs", "20", "--months", "1", "--out", filepath.Join(dir, "page.html")},
	} {
		out, err := os.Create(filepath.Join(dir, "out"))
		if err != nil {
			t.Fatal(err)
		}
		e := testEdge()
		e.speak, e.out, e.err = func(string) phrase.Say { return phrase.Marked(time.UTC) }, out, out
		if code := run(t.Context(), append([]string{"sim"}, line...), e); code != exitDone {
			t.Errorf("sim %q: exit code %d", line, code)
		}
		out.Close()
		said, err := os.ReadFile(out.Name())
		if err != nil || !phrase.HasMarks(string(said)) {
			t.Errorf("sim %q said %q, %v", line, said, err)
		}
		for _, word := range phrase.Unmarked(string(said)) {
			t.Errorf("sim %q: %q comes from no catalogue", line, word)
		}
		if slices.Contains(line, list) && bytes.Contains(bytes.ToLower(said), []byte("wren")) {
			t.Errorf("sim %q tells a name", line)
		}
	}
}
