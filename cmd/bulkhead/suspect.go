package main

import (
	"fmt"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type suspectCmd struct {
	Alias    string `arg:"" help:"Who may have been taken, by your alias for them."`
	TakeBack bool   `help:"Take your word back."`
	Yes      bool   `help:"Do not ask, where your word would cut the link."`
}

// Help implements kong's HelpProvider.
func (suspectCmd) Help() string {
	return `Your word that somebody may have been taken, short of being sure. It cuts nothing by itself: the link goes into quarantine for 72 hours, and whoever has a link to that person too is told that it is your word. The person is sent nothing, and sees no difference. Only about your lead is it more: if your partner says the same, both of you are cut from that lead at once; if your word is the second one, you are asked first.

--take-back withdraws it, and those who were told are told so. The quarantine goes on until it ends by itself, because a person can be made to take a word back. Once you are sure: 'bulkhead drill ALIAS'.

    bulkhead suspect Heron
    bulkhead suspect --take-back Heron` + exitHelp
}

type suspectResult struct {
	Alias      string     `json:"alias"`
	Relation   string     `json:"relation"`
	Suspected  bool       `json:"suspected"` // your word stands
	Told       []string   `json:"told"`      // aliases of those who hear of it
	Cut        bool       `json:"cut"`       // both words cut the link
	Quarantine *time.Time `json:"quarantine_until,omitempty"`
	until      string
	lead       bool
}

func (r suspectResult) lines(p *term.Page) {
	switch {
	case r.Cut:
		p.Head("Your partner and you have both said it: the link with %s is cut for good.", r.Alias)
		p.Line("  You have no lead now: 'bulkhead drill --help' and 'bulkhead lifelines' say how you get one.")
	case r.Suspected:
		p.Head("Your word stands: %s may have been taken.", r.Alias)
	default:
		p.Head("Your word about %s is taken back.", r.Alias)
	}
	for _, name := range r.Told {
		p.Line("  %s will hear of it with the next boxes.", name)
	}
	if r.Cut {
		return
	}
	if r.Quarantine != nil {
		p.Line("  The link with %s is in quarantine until %s: believe nothing that comes over it. It ends by itself.", r.Alias, r.until)
	}
	if r.Suspected {
		if r.lead && len(r.Told) > 0 {
			p.Line("  If %s says the same, the link is cut at once.", r.Told[0])
		}
		p.Line("  If you become sure: 'bulkhead drill %s'. If you were wrong: 'bulkhead suspect --take-back %s'.", r.Alias, r.Alias)
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
		question := fmt.Sprintf("Your partner has said the same of %s. With your word the link with your lead is cut at once, for good. Do you mean it?", t.Alias)
		if err := a.agreed(question, c.Yes); err != nil {
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
		r.Quarantine, r.until = &until, who.clock(until)
	}
}
