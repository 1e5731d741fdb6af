package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/tell"
	"bulkhead/term"
)

type inviteCmd struct {
	Partner bool   `xor:"who" required:"" help:"invite_partner"`
	Led     bool   `xor:"who" required:"" help:"invite_led"`
	Desk    bool   `xor:"who" required:"" help:"invite_desk"`
	Alias   string `placeholder:"ALIAS" help:"invite_alias"`
	More    bool   `help:"invite_more"`
	Text    bool   `xor:"form" help:"invite_text"`
	QR      bool   `xor:"form" name:"qr" help:"invite_qr"`
	Wait    bool   `help:"invite_wait"`
}

// Run invites somebody.
func (c *inviteCmd) Run(a *app) error {
	if a.JSON && c.Wait {
		return usage(said(a.say.SetupWaitJson()), a.say.SetupWaitJsonHint())
	}
	h, err := a.take()
	if err != nil {
		return err
	}
	defer h.end()
	var res tell.Invited
	var tie cell.Tie
	err = h.on(func(d *device.Device) (err error) {
		res, tie, err = c.invite(d)
		res.Hours = tell.HoursOf(d.Calendar(), a.now(), time.Local)
		return errors.Join(err, d.Refill()) // nobody may hold an invitation that is not saved
	})
	if err != nil {
		return err
	}
	code := c.QR || !c.Text && term.Interactive(a.out)
	if !c.Wait && !term.Interactive(a.out) {
		return show(a, &res, func(p *term.Sheet, r *tell.Invited) {
			term.Invitation(p, r, code)
			term.Invited(p, r)
		})
	}
	p := a.sheet(a.out)
	term.Invitation(p, &res, code)
	err = errors.Join(p.Err(), a.hideInvitation())
	if errors.Is(err, home.ErrPanicKey) {
		return h.coerced(err)
	}
	if err != nil {
		return refuse(said(a.say.SetupInvitationLives(res.Alias)), a.say.SetupInvitationLivesHint(res.Alias))
	}
	res.Text = ""
	if !c.Wait {
		return show(a, &res, term.Invited)
	}
	return h.wordsWhenReady(tie, func(words tell.Words) error {
		res.Ready, res.Words = true, &words
		return show(a, &res, term.Invited)
	})
}

// invite makes the invitation; its secret is erased on return, except in the
// result's text.
func (c *inviteCmd) invite(d *device.Device) (tell.Invited, cell.Tie, error) {
	if err := d.TakeIn(); err != nil {
		return tell.Invited{}, cell.Tie{}, err
	}
	if c.More {
		if err := d.AcceptMorePairs(); err != nil {
			return tell.Invited{}, cell.Tie{}, err
		}
	}
	relation := cell.Led
	switch {
	case c.Partner:
		relation = cell.Partner
	case c.Desk:
		relation = cell.Desk
	}
	inv, id, err := d.Invite(relation, c.Alias)
	if err != nil {
		return tell.Invited{}, cell.Tie{}, err
	}
	defer inv.Secret.Erase()
	text, err := inv.Text()
	if err != nil {
		return tell.Invited{}, cell.Tie{}, err
	}
	tie, err := d.Tie(id)
	return tell.Invited{Alias: tie.Alias, Relation: relation, Text: text}, tie, err
}

// invitationRoom is how much is read of a typed invitation, in bytes: 240
// characters with all the spaces somebody may put between them.
const invitationRoom = 2048

// readInvitation takes an invitation from --invitation-fd, from a terminal or
// from standard input. Its secret is the caller's to erase.
func (a *app) readInvitation(fd int) (*cell.Invitation, error) {
	in := a.in
	switch {
	case fd >= 0:
		f, err := a.fdFile(fd, "--invitation-fd")
		if err != nil {
			return nil, err
		}
		in = f
	case term.Interactive(a.in) && term.Interactive(a.err):
		t, err := a.terminal()
		if err != nil {
			return nil, err
		}
		return t.Invitation()
	}
	text, err := term.Unless(a.ctx, a.panic, in, func(r io.Reader) ([]byte, error) { return io.ReadAll(io.LimitReader(r, invitationRoom)) })
	if err != nil {
		return nil, fmt.Errorf("reading the invitation: %w", err)
	}
	defer clear(text)
	return cell.ParseInvitation(string(text))
}

// hideInvitation takes it off the screen once the other person has it, and
// whatever else ends the wait for that.
func (a *app) hideInvitation() error {
	if !term.Interactive(a.out) {
		return nil
	}
	defer term.Clear(a.out)
	t, err := a.terminal()
	if err != nil {
		return err
	}
	return t.TakesAway()
}
