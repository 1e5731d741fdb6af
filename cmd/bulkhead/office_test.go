package main

import (
	"crypto/rand"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"bulkhead/device"
	"bulkhead/report"
	"bulkhead/report/seal"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/sys/unix"
)

// office key NAME: draws a desk's key, and writes the public one to NAME.key.
//
// office works NAME RECORD [answer|question|closed TEXT]: opens the device NAME, which is a
// desk's, takes what came, prints each letter, says that it is there, and says something to the
// last one.
//
// office hand NAME RECORD CAME REPLIES: does so with packets as files in folders. The desk's own program does so; here it is the least that a writer's screens need.
func office(ts *testscript.TestScript, _ bool, args []string) {
	fmt.Fprint(ts.Stdout(), officeWorks(ts, args))
}

// officeWorks does so, and returns what is printed.
func officeWorks(ts *testscript.TestScript, args []string) string {
	var out strings.Builder
	name := ts.MkAbs(args[1])
	if args[0] == "key" {
		seed, public, err := seal.NewSeed(rand.Reader)
		ts.Check(err)
		ts.Check(os.WriteFile(name+".seed", seed.Bytes(), 0o600))
		ts.Check(os.WriteFile(name+".key", public[:], 0o600))
		return ""
	}
	var seed seal.Seed
	copy(seed.Bytes(), ts.ReadFile(args[1]+".seed"))
	var record seal.Signed
	ts.Check(record.UnmarshalBinary([]byte(ts.ReadFile(args[2]))))
	opener, err := seal.NewOpener(&seed, &record.Record)
	ts.Check(err)
	digest, err := record.Record.Digest()
	ts.Check(err)
	if args[0] == "hand" {
		for _, file := range globbed(ts, args[3]) {
			l, err := opener.Open([]byte(ts.ReadFile(file)))
			ts.Check(err)
			way, err := seal.WayOf([]byte(ts.ReadFile(file)))
			ts.Check(err)
			reply, err := seal.SealReply(rand.Reader, &l.Key, l.ID, way, &seal.Reply{Number: 1, Word: seal.SaysAtDesk, About: l.Revision, Keep: 7})
			ts.Check(err)
			ts.Check(os.WriteFile(filepath.Join(ts.MkAbs(args[4]), "a.packet"), reply, 0o600))
			fmt.Fprintf(&out, "letter %d revision %d: %s%s\n", l.What, l.Revision, l.Report.Text, l.Text)
		}
		return out.String()
	}
	onDeskDevice(ts, args[1], func(d *device.Device) error {
		if err := d.ServeDesk([]seal.Name{digest.Name()}); err != nil {
			return err
		}
		packets := d.Arrived()
		for i, packet := range packets {
			l, err := opener.Open(packet)
			ts.Check(err)
			way, err := seal.WayOf(packet)
			ts.Check(err)
			fmt.Fprintf(&out, "letter %d revision %d: %s%s\n", l.What, l.Revision, l.Report.Text, l.Text)
			say := func(r seal.Reply) {
				r.Number, r.About = replyNumber(ts, name), l.Revision
				packet, err := seal.SealReply(rand.Reader, &l.Key, l.ID, way, &r)
				ts.Check(err)
				ts.Check(d.SendDeskReply(packet))
			}
			say(seal.Reply{Word: seal.SaysAtDesk, Keep: 7})
			if i == len(packets)-1 && len(args) > 4 {
				word := map[string]seal.Word{"answer": seal.SaysAnswer, "question": seal.SaysQuestion, "closed": seal.SaysClosed}[args[3]]
				keep := uint8(7)
				if word == seal.SaysClosed {
					keep = 0
				}
				text := strings.Join(args[4:], " ")
				scriptOf(ts).give(text)
				say(seal.Reply{Word: word, Keep: keep, Text: text})
			}
			if l.What == report.AReport {
				scriptOf(ts).give(l.Report.Text)
			}
		}
		d.Took(len(packets))
		return nil
	})
	return out.String()
}

func globbed(ts *testscript.TestScript, dir string) []string {
	files, err := filepath.Glob(filepath.Join(ts.MkAbs(dir), "*.packet"))
	ts.Check(err)
	return files
}

// replyNumber counts a desk's replies: in a script all are to one report.
func replyNumber(ts *testscript.TestScript, name string) uint16 {
	n := 0
	if kept, err := os.ReadFile(name + ".said"); err == nil {
		n, _ = strconv.Atoi(string(kept))
	}
	ts.Check(os.WriteFile(name+".said", []byte(strconv.Itoa(n+1)), 0o600))
	return uint16(n + 1)
}

// onDeskDevice opens a device for one thing.
func onDeskDevice(ts *testscript.TestScript, name string, wish func(*device.Device) error) {
	s := scriptOf(ts)
	pass, err := unix.Open(ts.MkAbs(name)+".pass", unix.O_RDONLY|unix.O_CLOEXEC, 0)
	ts.Check(err)
	e := testEdge()
	s.clock.hold()
	defer s.clock.hold()
	e.now, e.pace = s.clock.Now, s.clock.pace(func() { s.clock.release() })
	e.getenv = ts.Getenv
	f, err := os.CreateTemp(filepath.Dir(ts.MkAbs(name)), ".office")
	ts.Check(err)
	defer f.Close()
	e.in, e.out, e.err = f, f, f
	a := &app{ctx: s.ctx, edge: e, verb: "status"}
	a.Dir, a.PassphraseFD, a.say = ts.MkAbs(name), pass, e.speak("en")
	a.home, err = a.place()
	ts.Check(err)
	ts.Check(a.open(visit{wish: wish}))
}
