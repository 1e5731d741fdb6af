package main

import (
	"fmt"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type drillCmd struct {
	Alias  string `arg:"" optional:"" help:"drill_alias"`
	DryRun bool   `xor:"how" help:"drill_dry_run"`

	TakeBack bool `xor:"how" help:"drill_take_back"`
	Yes      bool `help:"drill_yes"`
}

// Run answers "somebody was taken".
func (c *drillCmd) Run(a *app) error {
	if c.TakeBack {
		return c.takeBack(a)
	}
	if c.Alias == "" && a.JSON {
		return usage(said(a.saying().DrillSayWho()), a.saying().DrillSayWhoHint())
	}
	var plan drillResult
	err := a.open(visit{
		reads: c.DryRun,
		wish: func(d *device.Device) error {
			t, err := c.who(a, d)
			if err != nil {
				return err
			}
			if plan, err = drillOf(d, t, a.peopleOf(d)); err != nil || c.DryRun {
				return err
			}
			if !c.Yes {
				plan.planLines(a.aside())
				a.aside().Bad("%s", plan.undone(a.saying()))
				plan.seen = true
			}
			if err := a.agreed(a.saying().DrillAgree(t.Alias), c.Yes); err != nil {
				return err
			}
			_, err = d.Drill(t.ID)
			return err
		},
		tell: func(d *device.Device) {
			if !c.DryRun {
				plan.done(d, a.peopleOf(d))
			}
		},
	})
	if err != nil {
		return err
	}
	return a.show(&plan)
}

// takeBack stops a cut that is still to come.
func (c *drillCmd) takeBack(a *app) error {
	if c.Alias == "" {
		return usage(said(a.saying().DrillBackWhom()), a.saying().DrillBackWhomCommand())
	}
	var res drillBackResult
	err := a.open(visit{wish: func(d *device.Device) error {
		t, err := find(d, c.Alias)
		if err != nil {
			return err
		}
		res = drillBackResult{TakenBack: true, Alias: t.Alias}
		if err := d.TakeBackDrill(t.ID); err != nil {
			return fmt.Errorf("taking a drill back: %w", err)
		}
		res.Told = hearersOf(d, t)
		if t, err = tieOf(d, t.ID); err == nil {
			res.Quarantine = a.peopleOf(d).start(t.Quarantine)
		}
		return nil
	}})
	if err != nil {
		return err
	}
	return a.show(res)
}

// drillBackResult is a drill that was taken back.
type drillBackResult struct {
	TakenBack  bool      `json:"taken_back"`
	Alias      string    `json:"alias"`
	Told       []string  `json:"told"` // aliases of those who hear of it
	Quarantine time.Time `json:"quarantine_until"`
}

func (r drillBackResult) lines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.DrillBack(r.Alias))
	for _, name := range r.Told {
		p.Line("  %s", say.DrillWillHear(say.Text(name)))
	}
	p.Line("  %s", say.SuspectQuarantine(r.Alias, r.Quarantine))
	p.Line("  %s", say.DrillBackStays())
}

// who returns the tie of whoever was taken, asking if the command line does not
// say.
func (c *drillCmd) who(a *app, d *device.Device) (cell.Tie, error) {
	if c.Alias != "" {
		return find(d, c.Alias)
	}
	say, ties := a.saying(), named(d)
	if len(ties) == 0 {
		return cell.Tie{}, refuse(said(say.DrillNobody()), "")
	}
	t, err := a.terminal()
	if err != nil {
		return cell.Tie{}, usage(err, say.DrillSayWhoCommand())
	}
	p := a.aside()
	p.Head("%s", say.DrillWho())
	for _, t := range ties {
		p.Line("  %s%s", term.Column(say.Text(t.Alias), 14), say.Relation(t.Relation))
	}
	alias, err := t.Line(say.DrillAsk() + " ")
	if err != nil {
		return cell.Tie{}, err
	}
	if alias = strings.TrimSpace(alias); alias == "" {
		return cell.Tie{}, refuse(said(say.DrillNothingDone()), "")
	}
	return find(d, alias)
}

// named returns the live ties that have an alias.
func named(d *device.Device) (all []cell.Tie) {
	for _, t := range d.Status().Ties {
		if t.Phase != cell.Severed && t.Alias != "" {
			all = append(all, t.Tie)
		}
	}
	return all
}
