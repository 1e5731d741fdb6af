package main

import (
	"fmt"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/tell"
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
	var plan tell.Drill
	screen := term.Drill
	return openAndShow(a, &plan, func(p *term.Page, r *tell.Drill) { screen(p, r) }, visit{
		reads: c.DryRun,
		wish: func(d *device.Device) error {
			t, err := c.who(a, d)
			if err != nil {
				return err
			}
			if plan, err = tell.DrillOf(d, t); err != nil || c.DryRun {
				return err
			}
			if !c.Yes {
				term.DrillToAgree(a.aside(), &plan)
				screen = term.DrillAgreed
			}
			if err := a.agreed(a.saying().DrillAgree(t.Alias), c.Yes); err != nil {
				return err
			}
			_, err = d.Drill(t.ID)
			return err
		},
		tell: func(d *device.Device) {
			if !c.DryRun {
				plan.CarriedOut(d, a.now())
			}
		},
	})
}

// takeBack stops a cut that is still to come.
func (c *drillCmd) takeBack(a *app) error {
	if c.Alias == "" {
		return usage(said(a.saying().DrillBackWhom()), a.saying().DrillBackWhomCommand())
	}
	var r tell.DrillTakenBack
	return openAndShow(a, &r, term.DrillTakenBack, visit{wish: func(d *device.Device) error {
		t, err := find(d, c.Alias)
		if err != nil {
			return err
		}
		if err := d.TakeBackDrill(t.ID); err != nil {
			return fmt.Errorf("taking a drill back: %w", err)
		}
		r = tell.DrillTakenBackOf(d, t)
		return nil
	}})
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
	term.DrillWho(a.aside(), ties)
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
