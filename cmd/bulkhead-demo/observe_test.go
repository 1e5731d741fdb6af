//go:build observe

package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"bulkhead/box"
	"bulkhead/internal/stat"
)

var (
	seenFile  = flag.String("seen", "", "score this file, which --observe wrote: go test -tags observe ./cmd/bulkhead-demo -run AGivenRun -v -seen FILE -told FILE")
	toldFile  = flag.String("told", "", "with the truth in this file, which --truth wrote")
	whichBox  = func(b seenLine) [3]any { return [3]any{b.Op, b.Round, b.ID} }
	whichTold = func(b truthLine) [3]any { return [3]any{b.Op, b.Round, b.ID} }
)

// seenLine is one line of the drop's view.
type seenLine struct {
	Time   float64   `json:"time"`
	Op     string    `json:"op"`
	Round  box.Round `json:"round"`
	ID     string    `json:"id"`
	Conn   int       `json:"conn"`
	Addr   string    `json:"addr"`
	Size   int       `json:"size"`
	Status int       `json:"status"`
}

func readLines[L any](t *testing.T, file string) (lines []L) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	in := bufio.NewScanner(f)
	for in.Scan() {
		var l L
		d := json.NewDecoder(strings.NewReader(in.Text()))
		d.DisallowUnknownFields()
		if err := d.Decode(&l); err != nil {
			t.Fatalf("%v: %s", err, in.Text())
		}
		lines = append(lines, l)
	}
	return lines
}

// TestAnObserverOfTheDropLearnsNothingFromConnections runs a small demo with
// both files and attacks the one with the other as referee.
func TestAnObserverOfTheDropLearnsNothingFromConnections(t *testing.T) {
	o := options{Members: 4, Seize: founder, State: asOpen, short: true, tmp: t.TempDir()}
	folder := t.TempDir()
	o.Observe, o.Truth = filepath.Join(folder, "seen"), filepath.Join(folder, "told")
	if _, err := run(t.Context(), o, &page{w: io.Discard}); err != nil {
		t.Fatal(err)
	}
	score(t, readLines[seenLine](t, o.Observe), readLines[truthLine](t, o.Truth))
}

func TestScoreAGivenRun(t *testing.T) {
	if *seenFile == "" {
		t.Skip("no -seen FILE")
	}
	score(t, readLines[seenLine](t, *seenFile), readLines[truthLine](t, *toldFile))
}

func score(t *testing.T, seen []seenLine, told []truthLine) {
	t.Helper()
	owner := map[[3]any]truthLine{}
	for _, l := range told {
		owner[whichTold(l)] = l
	}
	conns := map[int]bool{}
	for _, l := range seen {
		if conns[l.Conn] {
			t.Fatalf("connection %d carried two requests", l.Conn)
		}
		conns[l.Conn] = true
		if _, known := owner[whichBox(l)]; !known {
			t.Errorf("the drop saw a %s that no device made", l.Op)
		}
	}
	auc, se := sameReader(seen, owner, func(l seenLine) float64 { return float64(l.Conn) })
	t.Logf("same reader, by connection number: AUC %.3f ± %.3f (%d requests)", auc, se, len(seen))
	if math.Abs(auc-.5) > .03+4*se {
		t.Errorf("same reader by connection number: AUC %.3f", auc)
	}
	// The same attack on a build that makes all requests on one connection.
	planted, _ := sameReader(seen, owner, func(l seenLine) float64 { return float64(owner[whichBox(l)].Device) })
	if planted < .99 {
		t.Errorf("planted: AUC %.3f: the attack does not see what is there", planted)
	}
	countAlike(t, told)
	for _, part := range []struct {
		name string
		from float64
	}{{"all rounds", 0}, {"the last third", .67}} {
		auc, puts := coverByTrace(seen, owner, part.from)
		t.Logf("cover versus real, by traces of unread boxes, %s: AUC %.3f (%d writes)", part.name, auc, puts)
		if auc > .85 { // what plain loops give
			t.Errorf("cover versus real, %s: AUC %.3f", part.name, auc)
		}
	}
}

// sameReader attacks with "two reads of one round whose feature is close belong
// to one device". It returns the mean of the rounds' AUCs and its standard
// error: rounds with few devices have both closer pairs and more of one device,
// so pairs of different rounds are not compared.
func sameReader(seen []seenLine, owner map[[3]any]truthLine, feature func(seenLine) float64) (auc, se float64) {
	rounds := map[box.Round][]seenLine{}
	for _, l := range seen {
		if l.Op == "get" {
			rounds[l.Round] = append(rounds[l.Round], l)
		}
	}
	var aucs []float64
	for _, gets := range rounds {
		if same, other := pairsOf(gets, owner, feature); len(same) > 0 && len(other) > 0 {
			aucs = append(aucs, stat.AUC(other, same))
		}
	}
	var sum, squares float64
	for _, one := range aucs {
		sum += one
		squares += one * one
	}
	n := float64(len(aucs))
	return sum / n, math.Sqrt((squares/n - sum*sum/n/n) / n)
}

// pairsOf returns how far apart any two reads of one round are: of one device,
// and of two.
func pairsOf(gets []seenLine, owner map[[3]any]truthLine, feature func(seenLine) float64) (same, other []float64) {
	for i, a := range gets {
		for _, b := range gets[:i] {
			if a.ID == b.ID { // the repeat of a failed one
				continue
			}
			far := math.Abs(feature(a) - feature(b))
			if owner[whichBox(a)].Device == owner[whichBox(b)].Device {
				same = append(same, far)
			} else {
				other = append(other, far)
			}
		}
	}
	return same, other
}

// countAlike checks that no device ever writes or reads more than S boxes in a
// round, and that nearly always it is exactly S of both. A device's first and
// last round may be cut.
func countAlike(t *testing.T, told []truthLine) {
	t.Helper()
	type key struct {
		device int
		round  box.Round
	}
	puts, gets := map[key]map[string]bool{}, map[key]map[string]bool{}
	first, last := map[int]box.Round{}, map[int]box.Round{}
	for _, l := range told {
		k := key{l.Device, l.Round}
		of := puts
		if l.Op == "get" {
			of = gets
		}
		if of[k] == nil {
			of[k] = map[string]bool{}
		}
		of[k][l.ID] = true
		if _, known := first[l.Device]; !known {
			first[l.Device] = l.Round
		}
		last[l.Device] = max(last[l.Device], l.Round)
	}
	exact, all := 0, 0
	for k := range puts {
		if k.round == first[k.device] || k.round == last[k.device] {
			continue
		}
		all++
		if len(puts[k]) == slots && len(gets[k]) == slots {
			exact++
		}
		if len(puts[k]) > slots || len(gets[k]) > slots {
			t.Errorf("device %d made %d writes and %d reads in a round", k.device, len(puts[k]), len(gets[k]))
		}
	}
	t.Logf("%d of %d device-rounds have exactly %d writes and %d reads", exact, all, slots, slots)
	if exact*10 < all*8 {
		t.Errorf("only %d of %d device-rounds have exactly %d writes and reads", exact, all, slots)
	}
}

// coverByTrace attacks with "a written box that is read is real" (or the other
// way round, whichever is better), from a part of the run's time on.
func coverByTrace(seen []seenLine, owner map[[3]any]truthLine, from float64) (auc float64, puts int) {
	read := map[[2]any]bool{}
	begin, end := math.Inf(1), math.Inf(-1)
	for _, l := range seen {
		begin, end = min(begin, l.Time), max(end, l.Time)
		if l.Op == "get" {
			read[[2]any{l.Round, l.ID}] = true
		}
	}
	var count [2][2]float64 // real, read
	for _, l := range seen {
		if l.Op != "put" || l.Time < begin+from*(end-begin) {
			continue
		}
		puts++
		real, got := 0, 0
		if owner[whichBox(l)].Purpose != "loop" {
			real = 1
		}
		if read[[2]any{l.Round, l.ID}] {
			got = 1
		}
		count[real][got]++
	}
	rate := func(c [2]float64) float64 { return c[1] / (c[0] + c[1]) }
	return .5 + math.Abs(rate(count[1])-rate(count[0]))/2, puts
}
