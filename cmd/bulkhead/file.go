package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/mail"
	"bulkhead/tell"
	"bulkhead/term"
)

// askFrom is the length, in bytes, from which on the person is asked before a file is sent: at
// one box a round of 15 minutes, half a day of rounds.
const askFrom = 200_000

// sendFile sends a message with a file. What is larger than one turn of the shelf is kept some
// minutes later: an open session does so by the clock; else the device stays open until then.
func (c *sendCmd) sendFile(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	file, err := a.readFile(c.File)
	if err != nil {
		return err
	}
	defer clear(file)
	var text string
	res := tell.Sent{Kind: mail.Text}
	known := false
	look := func(d *device.Device) {
		for _, s := range d.Sent() {
			if s.Number == res.Number {
				res.Stage, res.Reason = s.Stage()
				known = true
			}
		}
	}
	v := visit{
		prepare: func() (err error) {
			text, err = a.readText(a.say.Kind(mail.Text), cell.MaxText)
			return err
		},
		wish: func(d *device.Device) (err error) {
			t, err := find(d, c.Alias)
			if err != nil {
				return err
			}
			boxes, left := tell.FileTakes(d, len(text), len(file), a.now())
			a.warn("%s", a.say.FileCarries())
			if len(file) > askFrom {
				if err := a.agreed(a.say.FileQuestion(boxes, left), c.Yes); err != nil {
					return err
				}
			}
			send := d.SendWith
			if c.Anyway {
				send = d.SendWithAnyway
			}
			res.Number, err = send(t.ID, text, file)
			res.To, res.File, res.Boxes, res.Left = t.Alias, len(file), boxes, tell.Span(left)
			if errors.Is(err, device.ErrNoRoom) {
				return refuse(said(a.say.FileNoRoom()), a.say.FileNoRoomHint())
			}
			if err != nil {
				return fmt.Errorf("sending a file: %w", err)
			}
			return nil
		},
		tell: look,
	}
	if a.session != nil {
		err = a.open(v)
	} else {
		err = a.sendFileAlone(v, &res, look)
	}
	if err != nil && !(errors.Is(err, device.ErrOnlySaved) && known) {
		return err
	}
	return errors.Join(show(a, &res, term.Sent), err)
}

// sendFileAlone does so without an open session.
func (a *app) sendFileAlone(v visit, res *tell.Sent, look func(*device.Device)) error {
	d, err := a.unlockFor(v)
	if err != nil {
		return err
	}
	defer d.Abandon() // after a Refill, nothing is left to be saved
	if err := a.visitOpen(d, v); err != nil || res.Stage != mail.NotSaved {
		return err
	}
	a.warn("%s", a.say.FileKeeping())
	err = a.home.KeepOpen(a.ctx, a.panic, d, func() bool {
		look(d)
		return res.Stage != mail.NotSaved
	})
	if !errors.Is(err, home.ErrWaitEnded) {
		return err
	}
	d.Withdraw(res.Number)
	err = d.Refill()
	look(d)
	return err
}

// readFile reads a file that is to be sent.
func (a *app) readFile(name string) ([]byte, error) {
	f, err := os.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // a pipe without a writer waits for none
	if err != nil {
		return nil, err
	}
	defer f.Close()
	switch info, err := f.Stat(); {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, refuse(said(a.saying().FileNotPlain()), "")
	case info.Size() > device.MaxAttachment:
		return nil, a.fileTooLong()
	}
	file, err := io.ReadAll(io.LimitReader(f, device.MaxAttachment+1))
	switch {
	case err != nil:
		return nil, err
	case len(file) > device.MaxAttachment:
		return nil, a.fileTooLong()
	case len(file) == 0:
		return nil, refuse(said(a.saying().FileEmpty()), "")
	}
	return file, nil
}

func (a *app) fileTooLong() error {
	return refuse(said(a.saying().FileTooLong(device.MaxAttachment)), a.saying().FileTooLongHint())
}

type saveCmd struct {
	Number uint32 `arg:"" help:"save_number"`
	To     string `type:"path" placeholder:"FILE" required:"" help:"save_to"`
}

// Run writes a file that came with a message.
func (c *saveCmd) Run(a *app) error {
	r := tell.FileSaved{Number: c.Number, File: c.To}
	return openAndShow(a, &r, term.FileSaved, visit{reads: true, wish: func(d *device.Device) error {
		length, is := d.Attached()[c.Number]
		if !is {
			return refuse(said(a.say.FileNone()), a.say.FileNoneHint())
		}
		file := d.Attachment(c.Number)
		defer clear(file)
		if len(file) != length {
			return refuse(said(a.say.FileDamaged()), a.say.FileDamagedHint())
		}
		r.Bytes, r.Type = length, tell.FileTypeOf(file)
		return writeNew(c.To, file)
	}})
}

// writeNew writes a file that is not there yet, durably on return: nothing is overwritten, and
// no link is followed. What could not be written whole is removed.
func writeNew(name string, data []byte) error {
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL|syscall.O_NOFOLLOW, 0o600)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		os.Remove(name)
		return err
	}
	if folder, err := os.Open(filepath.Dir(name)); err == nil { // one that cannot be read is written all the same
		defer folder.Close()
		_ = folder.Sync() // nor does every disk know of it
	}
	return nil
}

// fileFlags are the flags whose value is a file: see [absolute].
var fileFlags = []string{"--file", "--to", "--in", "--out", "--record", "--replies"}

// absolute returns a command line that means the same files in any folder: an open session,
// which carries it out, was begun in another.
func absolute(args []string) []string {
	args = slices.Clone(args)
	for i := range args {
		flag, value, joined := strings.Cut(args[i], "=")
		switch {
		case !slices.Contains(fileFlags, flag):
		case joined && value != "":
			if full, err := filepath.Abs(value); err == nil {
				args[i] = flag + "=" + full
			}
		case !joined && i+1 < len(args):
			if full, err := filepath.Abs(args[i+1]); err == nil {
				args[i+1] = full
			}
		}
	}
	return args
}
