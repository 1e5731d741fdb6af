package main

import (
	"errors"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/term"
)

type inviteCmd struct {
	Partner bool   `xor:"who" required:"" help:"invite_partner"`
	Led     bool   `xor:"who" required:"" help:"invite_led"`
	Alias   string `placeholder:"ALIAS" help:"invite_alias"`
	More    bool   `help:"invite_more"`
	Text    bool   `xor:"form" help:"invite_text"`
	QR      bool   `xor:"form" name:"qr" help:"invite_qr"`
	Wait    bool   `help:"invite_wait"`
}

type inviteResult struct {
	Alias    string       `json:"alias"`
	Relation string       `json:"relation"`
	Text     string       `json:"invitation,omitempty"`
	Ready    bool         `json:"ready"`
	Words    *wordsResult `json:"words,omitempty"`

	shown bool // the invitation was shown before a wait
	code  bool // draw a QR code
}

func (r inviteResult) lines(p *term.Page) {
	if r.Words != nil {
		r.Words.lines(p)
		p.Line("%s", p.Say.StartNextRun())
		return
	}
	if !r.shown {
		r.showInvitation(p)
	}
	p.Line("%s", p.Say.StartNextBoth(r.Alias))
}

// showInvitation shows what the other person needs.
func (r inviteResult) showInvitation(p *term.Page) {
	p.Bad("%s", p.Say.StartShowInPerson())
	p.Line("%s", p.Say.StartTheyType(r.Alias))
	p.Line("")
	if err := showInvitation(p, r.Text, r.code); err != nil {
		p.Fail(err)
	}
}

// Run invites somebody.
func (c *inviteCmd) Run(a *app) error {
	if a.JSON && c.Wait {
		return usage(said(a.say.StartWaitJson()), a.say.StartWaitJsonHint())
	}
	h, err := a.take()
	if err != nil {
		return err
	}
	defer h.end()
	var res inviteResult
	var tie cell.Tie
	err = h.on(func(d *device.Device) (err error) {
		res, tie, err = c.invite(d)
		return errors.Join(err, d.Turn()) // nobody may hold an invitation that is not kept
	})
	if err != nil {
		return err
	}
	res.code = c.QR || !c.Text && term.Interactive(a.out)
	if !c.Wait && !term.Interactive(a.out) {
		return a.show(res)
	}
	p := a.page(a.out)
	res.showInvitation(p)
	err = errors.Join(p.Err(), a.hideInvitation())
	if errors.Is(err, home.ErrPanicKey) {
		return h.coerced(err)
	}
	if err != nil {
		return refuse(said(a.say.StartInvitationLives(res.Alias)), a.say.StartInvitationLivesHint(res.Alias))
	}
	res.Text, res.shown = "", true
	if !c.Wait {
		return a.show(res)
	}
	return h.wordsWhenReady(tie, func(words wordsResult) error {
		res.Ready, res.Words = true, &words
		return a.show(res)
	})
}

// invite makes the invitation; its secret is erased on return, except in the
// result's text.
func (c *inviteCmd) invite(d *device.Device) (inviteResult, cell.Tie, error) {
	if err := d.TakeIn(); err != nil {
		return inviteResult{}, cell.Tie{}, err
	}
	if c.More {
		if err := d.AcceptMorePairs(); err != nil {
			return inviteResult{}, cell.Tie{}, err
		}
	}
	relation := cell.Led
	if c.Partner {
		relation = cell.Partner
	}
	inv, id, err := d.Invite(relation, c.Alias)
	if err != nil {
		return inviteResult{}, cell.Tie{}, err
	}
	defer inv.Secret.Erase()
	text, err := inv.Text()
	if err != nil {
		return inviteResult{}, cell.Tie{}, err
	}
	tie, err := tieOf(d, id)
	return inviteResult{Alias: tie.Alias, Relation: relation.String(), Text: text}, tie, err
}

// tieOf returns the tie of a number.
func tieOf(d *device.Device, id cell.TieID) (cell.Tie, error) {
	for _, t := range d.Status().Ties {
		if t.ID == id {
			return t.Tie, nil
		}
	}
	return cell.Tie{}, device.ErrNoTie
}
