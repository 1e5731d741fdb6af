package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
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
	say      phrase.Say
}

func circleOf(d *device.Device, x cell.Tie, say phrase.Say) circle {
	s := d.Status()
	c := circle{name: x.Alias, relation: x.Relation, founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB, say: say}
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
		return c.say.DrillKnownPartnerFounder(c.name)
	case c.relation == cell.Partner:
		return c.say.DrillKnownPartner(c.name)
	case c.relation == cell.Led:
		return c.say.DrillKnownLed(c.name)
	}
	return c.say.DrillKnownLead(c.name)
}

// inPerson says what only the owner can do.
func (c circle) inPerson() []string {
	say := c.say
	all := []string{say.DrillYouFirst(c.name), say.DrillSilent(c.name)}
	switch c.relation {
	case cell.Partner:
		if c.lead != "" {
			all = append(all, say.DrillMeetLead(c.name, say.Text(c.lead)))
		}
		if c.leads {
			all = append(all, say.DrillYourLed(c.name))
		}
		if c.founder {
			all = append(all, say.DrillOnlyFounder(c.name))
		}
	case cell.Led:
		if c.other != "" {
			all = append(all, say.DrillMeetOther(c.name, say.Text(c.other)))
		}
		all = append(all, c.tellUpward())
	default:
		if c.partner != "" {
			all = append(all, say.DrillMeetPartner(c.name, say.Text(c.partner)))
		}
		if c.leads {
			all = append(all, say.DrillYourLedNotes(c.name))
		}
	}
	return append(all, say.DrillDelete())
}

// tellUpward says who will be asked by those whom a led leads.
func (c circle) tellUpward() string {
	switch {
	case c.partner != "" && c.lead != "":
		return c.say.DrillUpBoth(c.name, c.say.Text(c.partner), c.say.Text(c.lead))
	case c.partner != "":
		return c.say.DrillUpPartner(c.name, c.say.Text(c.partner))
	}
	return c.say.DrillUpNobody(c.name)
}

// next says what happens once the drill is done.
func (c circle) next() []string {
	say := c.say
	switch {
	case c.relation == cell.Led:
		all := []string{say.DrillNextOpen(c.name)}
		if c.other != "" {
			all = append(all, say.DrillNextNewLed(say.Text(c.other)))
		}
		return all
	case c.relation == cell.Partner && c.founder:
		return []string{say.DrillNextFounder(c.name)}
	case c.relation == cell.Partner && c.lead != "":
		return []string{say.DrillNextPartner(say.Text(c.lead))}
	case c.relation == cell.Partner:
		return []string{say.DrillNextAlone()}
	}
	return []string{say.DrillNextOrphan(), say.DrillNextAdopted(), say.DrillNextJoin()}
}
