package main

import (
	"encoding/hex"
	"errors"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/report/seal"
	"bulkhead/tell"
	"bulkhead/term"
)

// packetEnding ends the name of each file of a sealed packet; refusedEnding is added to what is
// none, or has no way back any more.
const (
	packetEnding  = ".packet"
	refusedEnding = ".refused"
)

type desksLineCmd struct {
	Record  []string `type:"path" sep:"none" required:"" placeholder:"FILE" help:"desks_line_record"`
	Out     string   `type:"path" required:"" placeholder:"DIR" help:"desks_line_out"`
	Replies string   `type:"path" placeholder:"DIR" help:"desks_line_replies"`
}

// Run carries packets between a desk's own device and the folders of 'bulkhead-desk'. A packet
// leaves the device once its file is on the disk; a reply's file goes once the device has saved
// it, and stays for another time while the device has no room for it. What is carried twice, after a crash, is a repeat to the desk and to its writer.
func (c *desksLineCmd) Run(a *app) error {
	var names []seal.Name
	for _, file := range c.Record {
		name, err := a.recordIn(file)
		if err != nil {
			return err
		}
		names = append(names, name)
	}
	replies, err := repliesIn(c.Replies)
	if err != nil {
		return err
	}
	out, err := durable.Existing(c.Out)
	if err != nil {
		return err
	}
	if c, is := out.(io.Closer); is {
		defer c.Close()
	}
	r := tell.DeskLine{}
	var gone, refused []string
	err = a.open(visit{wish: func(d *device.Device) error {
		if err := d.ServeDesk(names); err != nil {
			return err
		}
		for _, packet := range d.Arrived() {
			if err := handOver(out, packet); err != nil {
				return err
			}
			r.Came++
			d.Took(1)
		}
		for n, name := range slices.Sorted(maps.Keys(replies)) {
			switch err := d.SendDeskReply(replies[name]); {
			case errors.Is(err, device.ErrNoRoom): // their files stay where they are
				r.Left = len(replies) - n
				return nil
			case err == nil:
				r.Sent++
				gone = append(gone, name)
			case errors.Is(err, cell.ErrReport), errors.Is(err, cell.ErrNoWayBack):
				r.Refused++
				refused = append(refused, name)
			default:
				return err
			}
		}
		return nil
	}})
	if err != nil && !errors.Is(err, device.ErrOnlySaved) {
		return err
	}
	for _, name := range gone {
		err = errors.Join(err, os.Remove(name))
	}
	for _, name := range refused {
		err = errors.Join(err, os.Rename(name, name+refusedEnding))
	}
	return errors.Join(show(a, &r, term.DeskLine), err)
}

// handOver writes a packet to its file, durably on return. Under that name nothing but the whole
// packet is ever seen: what an interrupted run left of it is written over.
func handOver(out durable.Dir, packet []byte) error {
	way, err := seal.WayOf(packet)
	if err != nil {
		return err
	}
	return out.Replace(hex.EncodeToString(way[:])+packetEnding, packet)
}

// recordIn reads a desk's record, and returns the name of its key.
func (a *app) recordIn(file string) (seal.Name, error) {
	b, err := readUpTo(file, seal.MaxSigned)
	if err != nil {
		return seal.Name{}, err
	}
	var s seal.Signed
	if err := s.UnmarshalBinary(b); err != nil {
		return seal.Name{}, err
	}
	digest, err := s.Record.Digest()
	return digest.Name(), err
}

// repliesIn reads the packets in a folder, by their files.
func repliesIn(dir string) (map[string][]byte, error) {
	all := map[string][]byte{}
	if dir == "" {
		return all, nil
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		if !f.Type().IsRegular() || !strings.HasSuffix(f.Name(), packetEnding) {
			continue
		}
		name := filepath.Join(dir, f.Name())
		if all[name], err = readUpTo(name, seal.ReplySize); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// readUpTo reads a file, of one that is longer a byte more than most.
func readUpTo(name string, most int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, int64(most)+1))
}
