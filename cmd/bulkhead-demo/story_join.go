package main

import (
	"context"
	"errors"
	"fmt"

	"bulkhead/card"
	"bulkhead/cell"
	"bulkhead/device"
)

// securingRounds is how long a level may take to be secured. Without losses it
// takes five rounds; on a machine that leaves half of the requests unanswered,
// thirty.
const securingRounds = 80

// joinAll lets the founders meet and everybody join, level by level: a lead
// shows an invitation, the newcomer scans it; once two are led, their lead
// introduces them to each other.
func (w *world) joinAll(ctx context.Context) error {
	w.page.act("The founders meet", "A shows B an invitation; from its secret grows the link of the two.")
	if err := w.found(ctx); err != nil {
		return err
	}
	if err := w.secure(ctx, [][2]int{{0, 1}}); err != nil {
		return err
	}
	if err := w.showWords(0, 1); err != nil {
		return err
	}
	for level, members := range w.levels()[1:] {
		if level == 0 {
			w.page.act("Each invites a pair", "Level by level; each leads at most one pair. A lead introduces its two to each other.")
		}
		if err := w.joinLevel(ctx, members); err != nil {
			return err
		}
	}
	if err := w.secure(ctx, w.links()); err != nil {
		return err
	}
	w.report.Links = len(w.links())
	w.page.say("all %d links are secured; on each, both sides compared six words: equal", w.report.Links)
	return nil
}

// found makes the first founder's device and invites the second.
func (w *world) found(ctx context.Context) error {
	a := w.people[0]
	found := func(env device.Env) (*device.Device, error) { return device.Found(env, a.pass, &w.founding) }
	if err := a.create(ctx, found, func(*device.Device) error { return nil }); err != nil {
		return fmt.Errorf("founding the group: %w", err)
	}
	text, err := w.meet(ctx, 0, 1, cell.Partner)
	if err != nil {
		return err
	}
	w.page.invitation(text)
	return nil
}

// joinLevel has every member of a level invited by its lead; pairs whose lead
// knows both to be secured are introduced.
func (w *world) joinLevel(ctx context.Context, members []int) error {
	var up [][2]int
	for _, n := range members {
		if _, err := w.meet(ctx, w.lead(n), n, cell.Led); err != nil {
			return err
		}
		up = append(up, [2]int{w.lead(n), n})
	}
	if err := w.secure(ctx, up); err != nil {
		return err
	}
	w.page.say("%s joined: secured with their leads", w.names(members))
	for _, n := range members {
		if p, paired := w.partner(n); paired && n < p {
			if err := w.introduce(n, p); err != nil {
				return err
			}
		}
	}
	return nil
}

// meet has two people meet: host shows an invitation, guest joins by it. It
// returns the invitation's text.
func (w *world) meet(ctx context.Context, host, guest int, r cell.Relation) (text string, err error) {
	h, g := w.people[host], w.people[guest]
	var named card.Signed
	err = h.do(func(d *device.Device) error {
		inv, tie, err := d.Invite(r, "")
		if err != nil {
			return err
		}
		defer inv.Secret.Erase()
		h.ties[guest] = tie
		named = d.CardForJoining()
		text, err = inv.Text()
		return errors.Join(err, h.callByCanary(d, tie))
	})
	if err != nil {
		return "", fmt.Errorf("inviting: %w", err)
	}
	inv, err := cell.ParseInvitation(text)
	if err != nil {
		return "", err
	}
	join := func(env device.Env) (*device.Device, error) { return device.Join(env, g.pass, inv, &named, "") }
	err = g.create(ctx, join, func(d *device.Device) error {
		g.ties[host] = d.Status().Ties[0].ID
		return g.callByCanary(d, g.ties[host])
	})
	if err != nil {
		return "", fmt.Errorf("joining: %w", err)
	}
	return text, nil
}

// callByCanary adds the owner's canary to the alias that the device drew: what
// the owner calls others is the owner's data too.
func (p *person) callByCanary(d *device.Device, tie cell.TieID) error {
	for _, t := range d.Status().Ties {
		if t.ID != tie {
			continue
		}
		err := d.Rename(tie, t.Alias+"-"+p.canary)
		if errors.Is(err, cell.ErrAlias) { // the same word was drawn before
			err = d.Rename(tie, t.Alias+"2-"+p.canary)
		}
		return err
	}
	return device.ErrNoTie
}

// introduce has the lead of a pair introduce the two.
func (w *world) introduce(a, b int) error {
	l := w.people[w.lead(a)]
	return l.do(func(d *device.Device) error { return d.Introduce(l.ties[a], l.ties[b]) })
}
