package main

import (
	"bytes"
	"crypto/rand"
	"encoding/hex"
	"os"
	"path/filepath"
	"testing"

	"bulkhead/internal/durable"
	"bulkhead/report"
	"bulkhead/report/seal"
)

// Promise: what an interrupted run left under a packet's name is no packet: the next run writes
// the whole one over it, and leaves no other file.
func TestAStumpOfAPacketIsWrittenOver(t *testing.T) {
	seed, public, err := seal.NewSeed(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	seed.Erase()
	packet, err := seal.Seal(&report.Letter{What: report.AWithdrawal, ID: report.ID{1}, Revision: 2, Why: report.Over}, &seal.Record{Issued: 1, Begins: 1, Expires: 9, Public: public, Name: "Central desk"})
	if err != nil {
		t.Fatal(err)
	}
	way, err := seal.WayOf(packet)
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	file := filepath.Join(dir, hex.EncodeToString(way[:])+packetEnding)
	if err := os.WriteFile(file, packet[:100], 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := durable.Existing(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := handOver(out, packet); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(file); err != nil || !bytes.Equal(got, packet) {
		t.Errorf("%d of %d bytes stand there: %v", len(got), len(packet), err)
	}
	if files, _ := os.ReadDir(dir); len(files) != 1 {
		t.Errorf("%d files are there", len(files))
	}
}
