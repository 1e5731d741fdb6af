package main

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type suspectCmd struct {
	Alias    string `arg:"" help:"suspect_alias"`
	TakeBack bool   `help:"suspect_take_back"`
	Yes      bool   `help:"suspect_yes"`
}

type suspectResult struct {
	Alias      string     `json:"alias"`
	Relation   string     `json:"relation"`
	Suspected  bool       `json:"suspected"` // your word stands
	Told       []string   `json:"told"`      // aliases of those who hear of it
	Cut        bool       `json:"cut"`       // both words cut the link
	Quarantine *time.Time `json:"quarantine_until,omitempty"`
	lead       bool
}

func (r suspectResult) lines(p *term.Page) {
	say := p.Say
	switch {
	case r.Cut:
		p.Head("%s", say.SuspectCut(r.Alias))
		p.Line("  %s", say.SuspectNoLead())
	case r.Suspected:
		p.Head("%s", say.SuspectStands(r.Alias))
	default:
		p.Head("%s", say.SuspectTakenBack(r.Alias))
	}
	for _, name := range r.Told {
		p.Line("  %s", say.DrillWillHear(say.Text(name)))
	}
	if r.Cut {
		return
	}
	if r.Quarantine != nil {
		p.Line("  %s", say.SuspectQuarantine(r.Alias, *r.Quarantine))
	}
	if r.Suspected {
		if r.lead && len(r.Told) > 0 {
			p.Line("  %s", say.SuspectIfBoth(say.Text(r.Told[0])))
		}
		p.Line("  %s", say.SuspectNext(r.Alias))
	}
}

// Run gives or takes back a word.
func (c *suspectCmd) Run(a *app) error {
	var res suspectResult
	err := a.open(visit{
		wish: func(d *device.Device) error {
			t, err := find(d, c.Alias)
			if err != nil {
				return err
			}
			res = suspectResult{Alias: t.Alias, Relation: t.Relation.String(), Suspected: !c.TakeBack, Told: hearersOf(d, t), lead: t.Relation == cell.Lead}
			if err := c.say(a, d, t); err != nil {
				return err
			}
			res.standsAt(d, t.ID, a.peopleOf(d))
			return nil
		},
	})
	if err != nil {
		return err
	}
	return a.show(res)
}

// say gives the word or takes it back. The one that cuts is asked about.
func (c *suspectCmd) say(a *app, d *device.Device, t cell.Tie) error {
	if c.TakeBack {
		return d.TakeBack(t.ID)
	}
	if t.Relation == cell.Lead && t.Told != 0 {
		if err := a.agreed(a.saying().SuspectAgree(t.Alias), c.Yes); err != nil {
			return err
		}
	}
	return d.Suspect(t.ID)
}

// hearersOf names those whom the device tells about somebody.
func hearersOf(d *device.Device, x cell.Tie) []string {
	all := []string{}
	e, err := d.Exposure(x.ID)
	if err != nil {
		return all
	}
	for _, to := range e.Tell {
		if t, err := tieOf(d, to.To); err == nil {
			all = append(all, t.Alias)
		}
	}
	return all
}

// standsAt notes what became of the tie.
func (r *suspectResult) standsAt(d *device.Device, id cell.TieID, who people) {
	t, err := tieOf(d, id)
	switch {
	case err != nil || t.Phase == cell.Severed:
		r.Cut = true
	case t.Quarantine != 0:
		until := who.start(t.Quarantine)
		r.Quarantine = &until
	}
}
