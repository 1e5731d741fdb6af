package main

import (
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"bulkhead/desk"
	"bulkhead/internal/durable"
	"bulkhead/report/seal"
)

// line is how sealed packets come to the desk, and how its replies leave.
type line interface {
	// Receive returns packets that came, at most so many, and what is to be called with
	// what became of each once that is durable. None: nothing is there now.
	Receive(most int) (packets [][]byte, done func([]desk.Taken) error, err error)
	// Send hands a reply on, durably on return.
	Send(packet []byte) error
}

const (
	packetFile  = ".packet"
	refusedFile = ".refused"
)

// byHand is a line of two folders: a file is a packet. Somebody carries them, or another
// program puts them there. What was taken in is removed; what was refused gets another
// name, and stays.
type byHand struct {
	in, out string // "" for none
	rand    io.Reader
}

// Receive implements line.
func (l *byHand) Receive(most int) (packets [][]byte, done func([]desk.Taken) error, err error) {
	if l.in == "" {
		return nil, nil, nil
	}
	files, err := os.ReadDir(l.in)
	if err != nil {
		return nil, nil, err
	}
	var names []string
	for _, f := range files {
		if len(packets) == most {
			break
		}
		if !strings.HasSuffix(f.Name(), packetFile) || !f.Type().IsRegular() {
			continue
		}
		path := filepath.Join(l.in, f.Name())
		b, err := packetOf(path)
		if err != nil {
			return nil, nil, err
		}
		packets, names = append(packets, b), append(names, path)
	}
	return packets, func(taken []desk.Taken) error { return l.took(names, taken) }, nil
}

// packetOf reads a file of at most a packet's length; of a longer one a part, which the
// desk refuses.
func packetOf(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, seal.LongPacket+1))
}

// took removes what the desk keeps now, and sets aside what it refused. What it has no
// room for stays.
func (l *byHand) took(names []string, taken []desk.Taken) error {
	for i, name := range names {
		var err error
		switch taken[i].Outcome {
		case desk.Full:
		case desk.NotOurs, desk.Newer, desk.Bad, desk.Damaged:
			err = os.Rename(name, name+refusedFile)
		default:
			err = os.Remove(name)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Send implements line. The file's name is drawn: it says nothing.
func (l *byHand) Send(packet []byte) error {
	dir, err := durable.Existing(l.out)
	if err != nil {
		return err
	}
	var name [8]byte
	if _, err := io.ReadFull(l.rand, name[:]); err != nil {
		return fmt.Errorf("draw a file's name: %w", err)
	}
	return dir.Replace(hex.EncodeToString(name[:])+packetFile, packet)
}

// turn takes in all that is there, and hands on all replies. It says what became of what
// came, by outcome.
func (o *office) turn(l line, sends bool) (came map[string]int, sent int, err error) {
	came = map[string]int{}
	for {
		packets, done, err := l.Receive(256)
		if err != nil {
			return came, sent, err
		}
		if len(packets) == 0 {
			break
		}
		taken, err := o.Take(packets)
		if err != nil {
			return came, sent, err
		}
		full := false
		for _, t := range taken {
			came[t.Outcome.String()]++
			full = full || t.Outcome == desk.Full
		}
		if err := done(taken); err != nil {
			return came, sent, err
		}
		if full {
			break
		}
	}
	for sends {
		out, err := o.Outgoing(256)
		if err != nil || len(out) == 0 {
			return came, sent, err
		}
		for _, r := range out {
			if err := l.Send(r.Packet); err != nil {
				return came, sent, err
			}
			if err := o.Sent(r.Number); err != nil {
				return came, sent, err
			}
			sent++
		}
	}
	return came, sent, nil
}
