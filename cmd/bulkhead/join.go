package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
)

type joinCmd struct {
	InvitationFD int    `name:"invitation-fd" default:"-1" placeholder:"N" help:"join_invitation_fd"`
	Alias        string `placeholder:"ALIAS" help:"join_alias"`
	Light        bool   `help:"join_light"`
	Language     string `placeholder:"CODE" help:"join_language"`
	Wait         bool   `help:"join_wait"`

	Text []string `arg:"" optional:"" hidden:"" help:"join_text"`
}

// Run joins a group.
func (c *joinCmd) Run(a *app) error {
	if len(c.Text) > 0 && (len(c.Text) > 1 || c.Text[0] != "-") {
		return usage(said(a.say.StartInvitationOnLine()), a.say.StartInvitationOnLineHint())
	}
	if a.PassphraseFD >= 0 && (a.PassphraseFD == c.InvitationFD || a.PassphraseFD == 0 && c.InvitationFD < 0) {
		return usage(said(a.say.StartTwoDescriptors()), a.say.StartTwoDescriptorsHint())
	}
	if h, err := a.home(); err != nil {
		return err
	} else if h.HasDevice() {
		return c.again(a)
	}
	inv, err := a.readInvitation(c.InvitationFD)
	if err != nil {
		return err
	}
	defer inv.Secret.Erase()
	dir, env, d, err := c.join(a, inv)
	if err != nil {
		return err
	}
	defer d.Abandon() // every Turn kept and sealed everything
	tie := d.Status().Ties[0]
	res := tell.Joined{Joined: true, Alias: tie.Alias, Attempt: tell.Attempt(env.Params)}
	return c.finish(hand{a, dir, d}, tie.Tie, res)
}

// finish shows the result, at once or when the link is ready.
func (c *joinCmd) finish(h hand, tie cell.Tie, res tell.Joined) error {
	if !c.Wait {
		return show(h.a, &res, term.Joined)
	}
	return h.wordsWhenReady(tie, func(words tell.Words) error {
		res.Ready, res.Words = true, &words
		return show(h.a, &res, term.Joined)
	})
}

func (c *joinCmd) join(a *app, inv *cell.Invitation) (dir durable.Dir, env device.Env, d *device.Device, err error) {
	if err := a.plan(c.Light, int(inv.Group.Slots)); err != nil {
		return nil, env, nil, err
	}
	a.warnOfLanguage(c.Language)
	pass, err := a.newPassphrase(a.saying().PassphraseOfDevice())
	if err != nil {
		return nil, env, nil, err
	}
	defer pass.Erase()
	dir, env, err = a.create(c.Light, int(inv.Group.Slots), c.Language, a.say.StartMaking(), func(env device.Env) (err error) {
		d, err = device.Join(env, pass, inv, c.Alias)
		return err
	})
	return dir, env, d, err
}
