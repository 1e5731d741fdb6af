package main

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
)

// The verbs of what a person writes and receives.

type sendCmd struct {
	Alias string   `arg:"" help:"send_alias"`
	Text  []string `arg:"" optional:"" hidden:"" help:"send_text"`

	Anyway bool   `help:"send_anyway"`
	File   string `type:"path" placeholder:"FILE" help:"send_file"`
	Yes    bool   `help:"send_yes"`
}

// Run sends a message.
func (c *sendCmd) Run(a *app) error {
	if c.File != "" {
		return c.sendFile(a)
	}
	return a.writes(c.Text, mail.Text, cell.MaxText, func(d *device.Device, text string) (uint32, string, error) {
		t, err := find(d, c.Alias)
		if err != nil {
			return 0, "", err
		}
		send := d.Send
		if c.Anyway {
			send = d.SendAnyway
		}
		n, err := send(t.ID, text)
		return n, t.Alias, err
	})
}

type noteCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"note_text"`

	Anyway bool `help:"note_anyway"`
}

// Run sends a note.
func (c *noteCmd) Run(a *app) error {
	return a.writes(c.Text, mail.Note, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		send := d.Note
		if c.Anyway {
			send = d.NoteAnyway
		}
		n, err := send(text)
		return n, "", err
	})
}

type noticeCmd struct {
	Text []string `arg:"" optional:"" hidden:"" help:"notice_text"`
}

// Run sends a notice.
func (c *noticeCmd) Run(a *app) error {
	return a.writes(c.Text, mail.Notice, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		n, err := d.Notice(text)
		return n, "", err
	})
}

type replyCmd struct {
	Number uint32   `arg:"" help:"reply_number"`
	Text   []string `arg:"" optional:"" hidden:"" help:"reply_text"`
}

// Run answers a note.
func (c *replyCmd) Run(a *app) error {
	return a.writes(c.Text, mail.Reply, cell.MaxBody, func(d *device.Device, text string) (uint32, string, error) {
		note, err := arrived(d, c.Number, cell.NoteArrived, a.say)
		if err != nil {
			return 0, "", err
		}
		n, err := d.Reply(note.ID, text)
		return n, "", err
	})
}

// arrived returns what stands under a number in the inbox, if it is of this
// kind.
func arrived(d *device.Device, number uint32, what cell.What, say phrase.Say) (mail.Received, error) {
	for _, r := range d.Inbox() {
		if r.Number == number && r.What == what {
			return r, nil
		}
	}
	return mail.Received{}, refuse(said(say.PairNoArrived()), say.PairNoArrivedHint())
}

type revokeCmd struct {
	Number uint32 `arg:"" help:"revoke_number"`
	Yes    bool   `help:"revoke_yes"`
}

// Run revokes a notice.
func (c *revokeCmd) Run(a *app) error {
	return a.writes(nil, mail.Revocation, 0, func(d *device.Device, _ string) (uint32, string, error) {
		notice, err := arrived(d, c.Number, cell.NoticeArrived, a.say)
		if err != nil {
			return 0, "", err
		}
		if err := a.agreed(a.say.PairRevokeQuestion(), c.Yes); err != nil {
			return 0, "", err
		}
		n, err := d.Revoke(notice.ID)
		return n, "", err
	})
}

// writes is a verb that writes one thing: typed is what the command line has, which
// must be nothing, limit the longest text in bytes, 0 if there is none to read.
func (a *app) writes(typed []string, kind mail.Kind, limit int, write func(d *device.Device, text string) (number uint32, to string, err error)) error {
	if err := a.noText(typed); err != nil {
		return err
	}
	var text string
	res, known := tell.Sent{Kind: kind}, false
	err := a.open(visit{
		prepare: func() (err error) {
			if limit > 0 {
				text, err = a.readText(a.say.Kind(kind), limit)
			}
			return err
		},
		wish: func(d *device.Device) (err error) {
			res.Number, res.To, err = write(d, text)
			if longest := d.Longest(); errors.Is(err, device.ErrNoRoom) && len(text) > longest {
				return refuse(said(a.say.WriteNoRoom(longest, len(text))), a.say.WriteNoRoomHint())
			}
			if err != nil {
				return fmt.Errorf("sending a %s: %w", kind, err)
			}
			return nil
		},
		tell: func(d *device.Device) {
			if h := tell.HoursOf(d.Calendar(), a.now(), time.Local); h != nil && !h.Now {
				res.From = h.Next.From
			}
			for _, s := range d.Sent() {
				if s.Number == res.Number {
					res.Stage, res.Reason = s.Stage()
					known = true
				}
			}
		},
	})
	if err != nil && !(errors.Is(err, device.ErrOnlySaved) && known) {
		return err
	}
	return errors.Join(show(a, &res, term.Sent), err)
}

// readText reads what the person writes from standard input: never from the
// command line, which other programs see and the shell remembers. limit is in
// bytes.
func (a *app) readText(what string, limit int) (string, error) {
	defer a.panic.Heed()() // before the question is seen
	if term.Interactive(a.in) {
		fmt.Fprintln(a.err, a.say.WriteAsk(what))
	}
	raw, err := a.typedText(limit)
	if err != nil {
		return "", fmt.Errorf("reading a text: %w", err)
	}
	text := strings.TrimSuffix(string(raw), "\n")
	switch {
	case len(text) > limit:
		return "", refuse(said(a.say.WriteTooLong(limit, what)), a.say.WriteTooLongHint())
	case text == "":
		return "", usage(said(a.say.WriteNothing(what)), a.say.WriteNothingHint())
	}
	return text, nil
}

// typedText reads a text of up to limit bytes, and some more, from standard input.
func (a *app) typedText(limit int) ([]byte, error) {
	if a.session != nil && term.Interactive(a.in) {
		t, err := a.terminal()
		if err != nil {
			return nil, err
		}
		text, err := t.Body()
		return []byte(text), err
	}
	return term.ReadText(a.ctx, a.panic, a.in, limit)
}

// noText refuses text that was put on the command line.
func (a *app) noText(words []string) error {
	if len(words) == 0 {
		return nil
	}
	return usage(said(a.say.WriteOnLine()), a.say.WriteOnLineHint())
}

type inboxCmd struct {
	All bool `help:"inbox_all"`
}

// Run shows the inbox. What is shown counts as read once that is saved.
func (c *inboxCmd) Run(a *app) error {
	var r tell.Inbox
	err := a.open(visit{reads: true, wish: func(d *device.Device) error {
		r = tell.InboxOf(d, c.All)
		for _, i := range r.Items {
			d.MarkRead(i.Number)
		}
		return nil
	}})
	// What was taken in is shown even if it could not be saved: it comes again.
	if err != nil && len(r.Items) == 0 || err != nil && a.JSON {
		return err
	}
	if shown := show(a, &r, term.Inbox); err == nil {
		err = shown
	}
	return err
}

type deleteCmd struct {
	Number []uint32 `arg:"" help:"delete_number"`
}

// Run deletes messages.
func (c *deleteCmd) Run(a *app) error {
	r := tell.Deleted{Deleted: []uint32{}}
	return openAndShow(a, &r, term.Deleted, visit{wish: func(d *device.Device) error {
		for _, n := range c.Number {
			if d.Delete(n) {
				r.Deleted = append(r.Deleted, n)
			}
		}
		if len(r.Deleted) == 0 {
			return refuse(said(a.say.PairNoNumber()), a.say.PairNoNumberHint())
		}
		return nil
	}})
}
