package main

import (
	"errors"
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/tell"
)

// again takes up a new invitation on a device that has lost its lead.
func (c *joinCmd) again(a *app) error {
	if c.Light || c.Language != "" {
		return usage(said(a.say.StartLightAgain()), a.say.StartLightAgainHint())
	}
	h, err := a.take()
	if err != nil {
		return err
	}
	defer h.end()
	var tie cell.Tie
	err = h.visit(visit{wish: func(d *device.Device) error {
		if err := mayJoinAgain(d.Status(), a.say); err != nil {
			return err
		}
		inv, err := a.readInvitation(c.InvitationFD)
		if err != nil {
			return err
		}
		defer inv.Secret.Erase()
		if err := d.Rejoin(inv, c.Alias); errors.Is(err, cell.ErrGroup) {
			return refuse(said(a.say.StartOtherGroup()), a.say.StartOtherGroupHint())
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

// mayJoinAgain spares a person the invitation that would be refused.
func mayJoinAgain(s device.Status, say phrase.Say) error {
	above := cell.Lead
	if s.Standing == cell.FounderA || s.Standing == cell.FounderB {
		above = cell.Partner
	}
	lost, there := false, s.Standing == cell.Joining
	for _, t := range s.Ties {
		live := t.Phase != cell.Severed
		lost = lost || !live
		there = there || live && (t.Relation == above || t.Relation == cell.Unknown)
	}
	if lost && !there {
		return nil
	}
	return refuse(said(say.StartNotLost()), say.StartNotLostHint())
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
