package main

import (
	"bufio"
	"bytes"
	"crypto/rand"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"bulkhead/drop"
	"bulkhead/round"
)

// Promise: a drop offers the calendars that its operator named, each at an address of its
// own, which stay the same from start to start.
func TestADropOffersCalendars(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "drop")
	started := func() map[string]drop.Address {
		cmd := exec.Command(self, "serve", "--json", "--dir", dir, "--listen", "127.0.0.1:0", "--calendar", "always:15m", "--calendar", "evenings:2m:05:00-05:30,18:00-20:00")
		cmd.Env = append(os.Environ(), asCommand+"=1")
		out, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		defer func() { _ = cmd.Process.Kill(); _ = cmd.Wait() }()
		line, err := bufio.NewReader(out).ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		var said struct {
			Address   string
			Calendars map[string]string
		}
		if err := json.Unmarshal(line, &said); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all := map[string]drop.Address{}
		for name, url := range map[string]string{"always": said.Address, "evenings": said.Calendars["evenings"]} {
			if all[name], err = drop.ParseAddress(url); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			p := process{address: all[name]}
			info, _, err := p.client(t).Info(t.Context())
			when, err2 := info.When()
			if err != nil || err2 != nil || info.Calendar != name || when.HasHours() != (name == "evenings") || len(info.Calendars) != 2 {
				t.Errorf("%s: the drop says %+v, %v, %v", name, info, err, err2)
			}
		}
		return all
	}
	first, again := started(), started()
	for name := range first {
		if first[name].Prefix() != again[name].Prefix() {
			t.Errorf("%s: after another start its prefix is another", name)
		}
	}
	if first["always"].Prefix() == first["evenings"].Prefix() {
		t.Error("both calendars have one prefix")
	}
}

func TestCalendarsThatNoGroupCanHaveAreRefused(t *testing.T) {
	for _, bad := range [][]string{{"x"}, {"always:7m"}, {"always:15m:18:00-20:01"}, {"A:15m"}, {"a:15m", "a:2m"}, {"a:15m", "b:15m", "c:15m", "d:15m"}, {"../up:15m"}, {":15m"}} {
		if all, err := (&serve{Calendar: bad}).calendars(); err == nil {
			t.Errorf("%q is taken as %v", bad, all)
		}
	}
	all, err := (&serve{Calendar: []string{"evenings:2m:18:00-20:00"}}).calendars()
	want := round.Calendar{Length: 2 * time.Minute, Spans: [round.MaxSpans]round.Span{{From: 18 * time.Hour, Length: 2 * time.Hour}}}
	if err != nil || len(all) != 1 || all[0] != (offered{"evenings", want}) {
		t.Errorf("got %v, %v", all, err)
	}
}

// Promise: an address stays with its calendar. A drop that is started with its calendars in
// another order, with other hours or with another length of a round says so and does not
// start: the groups that have the address would be silent.
func TestAnAddressStaysWithItsCalendar(t *testing.T) {
	const always, evenings, later = "always:15m", "evenings:2m:18:00-20:00", "evenings:2m:19:00-21:00"
	dir := filepath.Join(t.TempDir(), "drop")
	var said bytes.Buffer
	begin := func(calendars ...string) error {
		said.Reset()
		v := serve{Dir: dir, Calendar: calendars, Round: 15 * time.Minute, Keep: 8}
		all, err := v.calendars()
		if err != nil {
			t.Fatal(err)
		}
		f, err := openFolder(dir, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		defer f.locked.Close()
		if err := f.keepsTo(all[0]); err != nil {
			return err
		}
		_, shut, err := v.openOthers(edge{now: time.Now, rand: rand.Reader, err: &said}, f.old, all)
		if err == nil {
			err = shut()
		}
		return err
	}
	for _, c := range []struct {
		is   []string
		well bool
	}{
		{[]string{always, evenings}, true},
		{[]string{always, evenings}, true},
		{[]string{evenings, always}, false},
		{[]string{always, later}, false},
		{[]string{"always:30m", evenings}, false},
		{nil, true}, // --round 15m
		{[]string{always}, true},
		{[]string{always, "nights:2m:22:00-24:00"}, true},
	} {
		if err := begin(c.is...); (err == nil) != c.well {
			t.Errorf("started with %q after %q: got %v", c.is, []string{always, evenings}, err)
		}
		if left := !slices.Contains(c.is, evenings); c.well && strings.Contains(said.String(), `the calendar "evenings", which --calendar does not name`) != left {
			t.Errorf("started with %q: said %q", c.is, said.String())
		}
	}
}

// Promise: a drop that was started before gives no calendar a new address in silence, whether
// its folder is lost or it is new: the groups that have the old one would be silent. A new one
// is named once.
func TestALostCalendarGetsNoOtherAddress(t *testing.T) {
	const always, evenings, nights = "always:15m", "evenings:2m:18:00-20:00", "nights:2m:22:00-24:00"
	dir := filepath.Join(t.TempDir(), "drop")
	prefix := func(name string) string {
		text, _ := os.ReadFile(filepath.Join(dir, calendarsFolder, name, prefixFile))
		return string(text)
	}
	for _, c := range []struct {
		what      string
		before    func()
		is, isNew []string
		well      bool
	}{
		{"the first start", nil, []string{always, evenings}, nil, true},
		{"another", nil, []string{always, evenings}, nil, true},
		{"one more", nil, []string{always, evenings, nights}, nil, false},
		{"one more, said to be new", nil, []string{always, evenings, nights}, []string{"nights"}, true},
		{"and said again", nil, []string{always, evenings, nights}, []string{"nights"}, false},
		{"new is what is not named", nil, []string{always, evenings}, []string{"nigths"}, false},
		{"without it", nil, []string{always, evenings}, nil, true},
		{"a lost folder", func() { os.RemoveAll(filepath.Join(dir, calendarsFolder, "evenings")) }, []string{always, evenings, nights}, nil, false},
		{"all of them lost", func() { os.RemoveAll(filepath.Join(dir, calendarsFolder)) }, []string{always, evenings}, nil, false},
		{"given up", nil, []string{always, evenings}, []string{"evenings"}, true},
	} {
		if c.before != nil {
			c.before()
		}
		was := prefix("evenings")
		v := serve{Dir: dir, Calendar: c.is, NewCalendar: c.isNew, Round: 15 * time.Minute, Keep: 8}
		all, err := v.calendars()
		if err != nil {
			t.Fatal(err)
		}
		f, err := openFolder(dir, rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		_, shut, err := v.openOthers(edge{now: time.Now, rand: rand.Reader, err: io.Discard}, f.old, all)
		if (err == nil) != c.well {
			t.Errorf("%s: %v", c.what, err)
		}
		if err == nil {
			err = shut()
			if _, keyErr := f.key(rand.Reader); err != nil || keyErr != nil { // as a start leaves it
				t.Fatal(err, keyErr)
			}
		}
		if is := prefix("evenings"); was != "" && is != was || was == "" && (is != "") != c.well {
			t.Errorf("%s: the address of the evenings is another, or there is one that was refused", c.what)
		}
		f.locked.Close()
	}
}
