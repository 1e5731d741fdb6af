package main

import (
	"errors"
	"fmt"
	"time"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/drop"
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
)

type joinCmd struct {
	InvitationFD int    `name:"invitation-fd" default:"-1" placeholder:"N" help:"join_invitation_fd"`
	Alias        string `placeholder:"ALIAS" help:"join_alias"`
	Card         string `type:"path" placeholder:"FILE" help:"join_card"`
	Light        bool   `help:"join_light"`
	Language     string `placeholder:"CODE" help:"join_language"`
	Wait         bool   `help:"join_wait"`

	Text []string `arg:"" optional:"" hidden:"" help:"join_text"`
}

// Run joins a group.
func (c *joinCmd) Run(a *app) error {
	if len(c.Text) > 0 && (len(c.Text) > 1 || c.Text[0] != "-") {
		return usage(said(a.say.SetupInvitationOnLine()), a.say.SetupInvitationOnLineHint())
	}
	if a.PassphraseFD >= 0 && (a.PassphraseFD == c.InvitationFD || a.PassphraseFD == 0 && c.InvitationFD < 0) {
		return usage(said(a.say.SetupTwoDescriptors()), a.say.SetupTwoDescriptorsHint())
	}
	if a.home.HasDevice() {
		return c.again(a)
	}
	inv, err := a.readInvitation(c.InvitationFD)
	if err != nil {
		return err
	}
	defer inv.Secret.Erase()
	named, err := c.card(a, inv)
	if err != nil {
		return err
	}
	dir, env, d, err := c.join(a, inv, named)
	if err != nil {
		return err
	}
	defer d.Abandon() // every Refill saved and sealed everything
	tie := d.Status().Ties[0]
	res := tell.Joined{Joined: true, Alias: tie.Alias, Attempt: tell.Attempt(env.Params)}
	return c.finish(hand{a, dir, d}, tie.Tie, res)
}

// finish shows the result, at once or when the link is ready.
func (c *joinCmd) finish(h hand, tie cell.Tie, res tell.Joined) error {
	err := h.on(func(d *device.Device) error {
		res.Hours = tell.HoursOf(d.Calendar(), h.a.now(), time.Local)
		return nil
	})
	if err != nil {
		return err
	}
	if !c.Wait {
		return show(h.a, &res, term.Joined)
	}
	return h.wordsWhenReady(tie, func(words tell.Words) error {
		res.Ready, res.Words = true, &words
		return show(h.a, &res, term.Joined)
	})
}

func (c *joinCmd) join(a *app, inv *cell.Invitation, named *card.Signed) (dir durable.Dir, env device.Env, d *device.Device, err error) {
	if err := a.plan(c.Light, int(named.Card.Slots)); err != nil {
		return nil, env, nil, err
	}
	a.warnOfLanguage(c.Language)
	pass, err := a.newPassphrase(a.saying().PassphraseOfDevice())
	if err != nil {
		return nil, env, nil, err
	}
	defer pass.Erase()
	dir, env, err = a.create(c.Light, int(named.Card.Slots), c.Language, a.say.SetupMaking(), func(env device.Env) (err error) {
		d, err = device.Join(env, pass, inv, named, c.Alias)
		return err
	})
	return dir, env, d, err
}

// card returns the card that an invitation names: from the file that was handed over, or
// from the host that the invitation names.
func (c *joinCmd) card(a *app, inv *cell.Invitation) (*card.Signed, error) {
	if c.Card != "" {
		sealed, err := readSealed(c.Card)
		if err != nil {
			return nil, err
		}
		return card.Open(inv.Card, sealed)
	}
	if at, err := drop.AddressOf(card.Server{Host: inv.First.Host, Plain: inv.First.Plain}); err == nil {
		proxy, err := a.home.ProxyTo(at)
		if err != nil {
			return nil, err
		}
		a.warnOfWay(proxy)
	}
	named, err := a.home.FetchCard(a.ctx, inv)
	if err != nil {
		why, _ := a.say.Error(err)
		return nil, refuse(said(a.say.PlacesNotFetched(why)), a.say.PlacesNotFetchedHint())
	}
	return named, nil
}

// again takes up a new invitation on a device that has lost its lead.
func (c *joinCmd) again(a *app) error {
	if c.Light || c.Language != "" {
		return usage(said(a.say.SetupLightAgain()), a.say.SetupLightAgainHint())
	}
	h, err := a.take()
	if err != nil {
		return err
	}
	defer h.end()
	var tie cell.Tie
	err = h.visit(visit{wish: func(d *device.Device) error {
		if !d.MayRejoin() { // spares a person the invitation that would be refused
			return refuse(said(a.say.SetupNotLost()), a.say.SetupNotLostHint())
		}
		var inv *cell.Invitation
		err := a.apart(func() (err error) {
			inv, err = a.readInvitation(c.InvitationFD)
			return err
		})
		if inv != nil {
			defer inv.Secret.Erase()
		}
		if err != nil {
			return err
		}
		var named *card.Signed
		if !d.KnowsCard(inv.Card) {
			if named, err = c.card(a, inv); err != nil {
				return err
			}
		}
		if err := d.Rejoin(inv, named, c.Alias); errors.Is(err, cell.ErrGroup) {
			return refuse(said(a.say.SetupOtherGroup()), a.say.SetupOtherGroupHint())
		} else if err != nil {
			return fmt.Errorf("joining again: %w", err)
		}
		tie = newest(d.Status())
		return nil
	}})
	if err != nil {
		return err
	}
	return c.finish(h, tie, tell.Joined{Joined: true, Again: true, Alias: tie.Alias})
}

// newest returns the tie that was made last.
func newest(s device.Status) (last cell.Tie) {
	for _, t := range s.Ties {
		if t.ID > last.ID {
			last = t.Tie
		}
	}
	return last
}
