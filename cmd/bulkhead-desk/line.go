package main

import (
	"cmp"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"bulkhead/desk"
	"bulkhead/internal/durable"
	"bulkhead/report/seal"
)

// line is how sealed packets come to the desk, and how its replies leave.
type line interface {
	// Look finds what is there now. Each of it is received once until the next look.
	Look() error
	// Receive returns packets that the last look found, at most so many, and what is to be
	// called with what became of each once that is durable. None: there is no more. An error
	// is of what could not be read: the packets are returned all the same.
	Receive(most int) (packets [][]byte, done func([]desk.Taken) error, err error)
	// Left returns how many of what the last look found were not received, by why: all the
	// packets stay for another look.
	Left() map[string]int
	// Send hands a reply on, durably on return.
	Send(packet []byte) error
}

const (
	packetFile  = ".packet"
	refusedFile = ".refused"
)

const (
	// leftStranger is why what is sealed to a record that the desk does not have is left: the
	// record may be taken in later.
	leftStranger = "no-record"
	// leftGrowing is why a file that has not a packet's length is left: somebody may be writing
	// it. It is received when a later look finds it unchanged.
	leftGrowing = "unfinished"
)

// byHand is a line of two folders: a file is a packet. Somebody carries them, or another
// program puts them there. What was taken in is removed; what was refused gets another
// name, and stays.
type byHand struct {
	in, out string // "" for none
	rand    io.Reader
	ours    map[seal.Name]bool // the desk's records; what is sealed to another is left

	found         []string // paths that are not received yet
	left          map[string]int
	growing, grew map[string]fs.FileInfo // what has not a packet's length, by path: of this look, and of the one before
}

// file is a packet's file as it was when it was read.
type file struct {
	path string
	info fs.FileInfo
}

// Look implements line.
func (l *byHand) Look() error {
	l.found, l.left = nil, map[string]int{}
	l.growing, l.grew = map[string]fs.FileInfo{}, l.growing
	if l.in == "" {
		return nil
	}
	files, err := os.ReadDir(l.in)
	for _, f := range files {
		if strings.HasSuffix(f.Name(), packetFile) && f.Type().IsRegular() {
			l.found = append(l.found, filepath.Join(l.in, f.Name()))
		}
	}
	return err
}

// Left implements line.
func (l *byHand) Left() map[string]int { return l.left }

// Receive implements line. The error is of the first file that could not be read.
func (l *byHand) Receive(most int) (packets [][]byte, done func([]desk.Taken) error, err error) {
	var files []file
	for len(l.found) > 0 && len(packets) < most {
		path := l.found[0]
		l.found = l.found[1:]
		b, info, wrong := packetOf(path)
		to, none := seal.To(b)
		switch {
		case errors.Is(wrong, fs.ErrNotExist): // somebody took it away
		case wrong != nil:
			err = cmp.Or(err, wrong)
		case info.Size() != seal.ShortPacket && info.Size() != seal.LongPacket && !same(info, l.grew[path]):
			l.growing[path] = info
			l.left[leftGrowing]++
		case none == nil && !l.ours[to]:
			l.left[leftStranger]++
		default:
			packets, files = append(packets, b), append(files, file{path, info})
		}
	}
	return packets, func(taken []desk.Taken) error { return l.took(files, taken) }, err
}

// same reports whether a file is the very one that was seen before, unchanged. b may be nil.
func same(a, b fs.FileInfo) bool {
	return b != nil && os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}

// packetOf reads a file of at most a packet's length; of a longer one a part, which the
// desk refuses.
func packetOf(path string) ([]byte, fs.FileInfo, error) {
	f, err := os.OpenFile(path, os.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK, 0)
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return nil, nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, seal.LongPacket+1))
	return b, info, err
}

// took removes what the desk keeps now, and sets aside what it refused. What it has no
// room for stays. One file that resists stops no other; the error is the first one's.
func (l *byHand) took(files []file, taken []desk.Taken) (err error) {
	for i, f := range files {
		var wrong error
		switch taken[i].Outcome {
		case desk.Full:
		case desk.NotOurs, desk.Newer, desk.Bad, desk.Damaged:
			wrong = l.away(f, func(path string) error { return os.Rename(path, path+refusedFile) })
		default:
			wrong = l.away(f, os.Remove)
		}
		err = cmp.Or(err, wrong)
	}
	return err
}

// away does something to a file that was read, under a drawn name. The name under which it
// came may be too long for an ending, and may be another packet's by now: that one stays,
// under the drawn name, and is received next time.
func (l *byHand) away(f file, do func(path string) error) error {
	name, err := l.draw()
	if err != nil {
		return err
	}
	path := filepath.Join(l.in, name)
	if err := os.Rename(f.path, path); err != nil {
		return err
	}
	now, err := os.Lstat(path)
	if err != nil || !same(now, f.info) {
		return err
	}
	return do(path)
}

// draw returns a name for a packet's file, which says nothing.
func (l *byHand) draw() (string, error) {
	var name [8]byte
	if _, err := io.ReadFull(l.rand, name[:]); err != nil {
		return "", fmt.Errorf("draw a file's name: %w", err)
	}
	return hex.EncodeToString(name[:]) + packetFile, nil
}

// Send implements line.
func (l *byHand) Send(packet []byte) error {
	dir, err := durable.Existing(l.out)
	if err != nil {
		return err
	}
	name, err := l.draw()
	if err != nil {
		return err
	}
	return dir.Replace(name, packet)
}

// turn takes in all that is there, and hands on all replies, whatever came of the first. It
// says what became of what came, by outcome.
func (o *office) turn(ctx context.Context, l line, sends bool) (came map[string]int, sent int, err error) {
	came = map[string]int{}
	err = o.takeIn(ctx, l, came)
	if sends {
		var wrong error
		sent, wrong = handOn(ctx, o, l)
		err = errors.Join(err, wrong)
	}
	return came, sent, err
}

// takeIn takes in all that is there, and counts it by outcome. What the desk has no room for
// hides nothing behind it: a withdrawal may be there. Once ctx ends it takes in no more.
func (o *office) takeIn(ctx context.Context, l line, came map[string]int) error {
	if err := o.ready(); err != nil {
		return err
	}
	err := l.Look()
	for ctx.Err() == nil {
		packets, done, wrong := l.Receive(256)
		err = cmp.Or(err, wrong)
		if len(packets) == 0 {
			maps.Copy(came, l.Left())
			return err
		}
		taken, wrong := o.Take(packets)
		if wrong != nil {
			return errors.Join(wrong, err)
		}
		for _, t := range taken {
			came[t.Outcome.String()]++
		}
		err = cmp.Or(err, done(taken))
	}
	return err
}

// replies are what waits for the line: a desk's.
type replies interface {
	Outgoing(most int) ([]desk.Outgoing, error)
	Sent(numbers ...uint64) error
}

// handOn hands on all replies, until ctx ends.
func handOn(ctx context.Context, o replies, l line) (sent int, err error) {
	for {
		out, err := o.Outgoing(256)
		if err != nil || len(out) == 0 {
			return sent, err
		}
		for _, r := range out {
			if ctx.Err() != nil {
				return sent, nil
			}
			if r.Packet != nil { // else it is damaged, and there is nothing to send
				if err := l.Send(r.Packet); err != nil {
					return sent, err
				}
				sent++
			}
			if err := o.Sent(r.Number); err != nil {
				return sent, err
			}
		}
	}
}
