package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// circle is who stands around somebody who was taken, by this device's own
// aliases: "" is nobody.
type circle struct {
	name     string // of the person taken
	relation cell.Relation
	partner  string // the owner's, if that is not the person taken
	lead     string
	other    string // of the pair, if the person taken is led
	leads    bool   // the owner leads somebody else
	founder  bool   // the owner is one
}

func circleOf(d *device.Device, x cell.Tie) circle {
	s := d.Status()
	c := circle{name: x.Alias, relation: x.Relation, founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB}
	for _, t := range named(d) {
		switch {
		case t.ID == x.ID:
		case t.Relation == cell.Partner:
			c.partner = t.Alias
		case t.Relation == cell.Lead:
			c.lead = t.Alias
		case t.Relation == cell.Led:
			c.leads = true
		}
	}
	if e, err := d.Exposure(x.ID); err == nil && x.Relation == cell.Led && len(e.Names) > 0 {
		if t, err := tieOf(d, e.Names[0]); err == nil {
			c.other = t.Alias
		}
	}
	return c
}

// known says who those are whom the person taken knows and this device does
// not.
func (c circle) known() string {
	switch {
	case c.relation == cell.Partner && c.founder:
		return fmt.Sprintf("those whom %s leads", c.name)
	case c.relation == cell.Partner:
		return fmt.Sprintf("those whom %s leads; nobody whom you lead", c.name)
	case c.relation == cell.Led:
		return fmt.Sprintf("those whom %s leads; neither your own partner nor your own lead", c.name)
	}
	return fmt.Sprintf("%s's own partner and own lead, if any; nobody whom you lead", c.name)
}

// inPerson says what only the owner can do.
func (c circle) inPerson() []string {
	all := []string{
		fmt.Sprintf("You first: %s knows you. Be where %[1]s would not look, and keep away from where %[1]s was taken.", c.name),
		fmt.Sprintf("Do not write to %s, do not call, do not ask around. Nothing may show that you know.", c.name),
	}
	switch c.relation {
	case cell.Partner:
		if c.lead != "" {
			all = append(all, c.meet(c.lead, "is the lead of both of you"))
		}
		if c.leads {
			all = append(all, fmt.Sprintf("Those whom you lead: %s does not know them. They have nothing to do.", c.name))
		}
		if c.founder {
			all = append(all, fmt.Sprintf("You are the only founder now. A notice of %s may be the captor's from today on: 'bulkhead revoke NUMBER' takes it back.", c.name))
		}
	case cell.Led:
		if c.other != "" {
			all = append(all, c.meet(c.other, "is the other one of the pair"))
		}
		all = append(all, c.tellUpward())
	default:
		if c.partner != "" {
			all = append(all, c.meet(c.partner, "has lost the same lead"))
		}
		if c.leads {
			all = append(all, fmt.Sprintf("Those whom you lead: %s does not know them. Tell them that notes stop at you until you have a new lead.", c.name))
		}
	}
	return append(all, "What you do not need any more: 'bulkhead delete NUMBER', on your own device.")
}

// meet says to tell somebody face to face.
func (c circle) meet(who, why string) string {
	return fmt.Sprintf("%s %s: say it face to face or by a voice you know, today. %[1]s must run 'bulkhead drill' for %[3]s too: nobody can cut another's link.", who, why, c.name)
}

// tellUpward says who will be asked by those whom a led leads.
func (c circle) tellUpward() string {
	above := ""
	switch {
	case c.partner != "" && c.lead != "":
		above = fmt.Sprintf("They ask %s's device, then %s's, for a new lead; yours vouches for them. Tell both that it may happen.", c.partner, c.lead)
	case c.partner != "":
		above = fmt.Sprintf("They ask %s's device for a new lead; yours vouches for them. Tell %[1]s that it may happen.", c.partner)
	default:
		above = "They need somebody who invites them anew."
	}
	return fmt.Sprintf("Those whom %s leads, if any, lose their lead. You do not know them. %s", c.name, above)
}

// next says what happens once the drill is done.
func (c circle) next() []string {
	switch {
	case c.relation == cell.Led:
		all := []string{fmt.Sprintf("Open the device once more after the time of the cut, for instance with 'bulkhead status': a device that is never opened cuts nothing. Until then nothing you write goes to %s.", c.name)}
		if c.other != "" {
			all = append(all, fmt.Sprintf("Later, 'bulkhead invite --led' for somebody new, and 'bulkhead introduce' gives %s a partner again.", c.other))
		}
		return all
	case c.relation == cell.Partner && c.founder:
		return []string{fmt.Sprintf("Those whom %s leads lose their lead; their devices ask yours over lifelines. 'bulkhead inbox' and 'bulkhead lifelines' show it.", c.name)}
	case c.relation == cell.Partner && c.lead != "":
		return []string{fmt.Sprintf("%s hears of it with the next boxes. A new partner comes by %[1]s, who introduces somebody to you; you then compare six words.", c.lead)}
	case c.relation == cell.Partner:
		return []string{"Then you have neither partner nor lead. Your device asks over your lifelines for a new lead, who finds you a partner."}
	}
	return []string{
		"Then you have no lead. Your device waits a while, so that nobody sees who noticed, and then asks over your first lifeline for a new one; a day later over the second. You have nothing to do but to let 'bulkhead run' go on and to open the device every few hours.",
		"'bulkhead inbox' says when you have been adopted: you have a new lead then, on probation, for texts and notices only. You compare six words as soon as you can meet.",
		"Without a lifeline, or if nobody answers for days: meet somebody of the group whom you trust, who invites you ('bulkhead invite --led'); then 'bulkhead join', on this device.",
	}
}
