package main

import (
	"errors"
	"fmt"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
)

type drillCmd struct {
	Alias  string `arg:"" optional:"" help:"Who was taken, by your alias for them (default: you are asked)."`
	DryRun bool   `help:"Show what would be done; do nothing."`
	Yes    bool   `help:"You are sure that they were taken: do not ask."`
}

// Help implements kong's HelpProvider.
func (drillCmd) Help() string {
	return `For the day when somebody was taken. It asks who, says what a captor learns from that person's device, what yours will do, and what you do in person; asks once; and then does its part: it tells those who have to know, and cuts the link. Nothing undoes it. The person taken is sent nothing, and sees no difference.

If you are not sure, 'bulkhead suspect ALIAS' cuts nothing. To practise, --dry-run: it shows everything and does nothing.

    bulkhead drill
    bulkhead drill Heron --dry-run
    bulkhead drill Heron --yes --json` + exitHelp
}

// Run answers "somebody was taken".
func (c *drillCmd) Run(a *app) error {
	if c.Alias == "" && a.JSON {
		return usage(errors.New("say who was taken: --json does not go with questions"), "'bulkhead status' lists your links by alias")
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
				plan.seen = true
			}
			if err := a.agreed(fmt.Sprintf("Are you sure that %s was taken, and is all of this to be done? Nothing undoes it.", t.Alias), c.Yes); err != nil {
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

// who returns the tie of whoever was taken, asking if the command line does not
// say.
func (c *drillCmd) who(a *app, d *device.Device) (cell.Tie, error) {
	if c.Alias != "" {
		return find(d, c.Alias)
	}
	ties := named(d)
	if len(ties) == 0 {
		return cell.Tie{}, refuse(errors.New("this device has no link to anybody"), "")
	}
	t, err := a.terminal()
	if err != nil {
		return cell.Tie{}, usage(err, "say who was taken: bulkhead drill ALIAS")
	}
	p := a.aside()
	p.Head("Who was taken?")
	for _, t := range ties {
		p.Line("  %-14s%s", t.Alias, t.Relation)
	}
	alias, err := t.Line("Alias (Enter alone leaves, and nothing is done): ")
	if err != nil {
		return cell.Tie{}, err
	}
	if alias = strings.TrimSpace(alias); alias == "" {
		return cell.Tie{}, refuse(errors.New("nothing was done"), "")
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
