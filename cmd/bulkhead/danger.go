package main

import (
	"fmt"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/internal/durable"
	"bulkhead/tell"
	"bulkhead/term"
)

// The verbs of the day when somebody was taken.

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
	return openAndShow(a, &plan, func(p *term.Sheet, r *tell.Drill) { screen(p, r) }, visit{
		reads: c.DryRun,
		wish: func(d *device.Device) error {
			t, err := c.who(a, d)
			if err != nil {
				return err
			}
			if plan, err = tell.DrillOf(d, t); err != nil || c.DryRun {
				return err
			}
			asked := func(p *term.Sheet) {
				term.DrillToAgree(p, &plan)
				screen = term.DrillAgreed
			}
			if err := a.agreedTo(asked, a.saying().DrillAgree(t.Alias), c.Yes); err != nil {
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
	return onLink(a, c.Alias, &r, term.DrillTakenBack, func(d *device.Device, t cell.Tie) error {
		if err := d.TakeBackDrill(t.ID); err != nil {
			return fmt.Errorf("taking a drill back: %w", err)
		}
		r = tell.DrillTakenBackOf(d, t)
		return nil
	})
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
	var alias string
	err = a.apart(func() (err error) {
		term.DrillWho(a.aside(), ties)
		alias, err = t.Line(say.DrillAsk() + " ")
		return err
	})
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

type suspectCmd struct {
	Alias    string `arg:"" help:"suspect_alias"`
	TakeBack bool   `help:"suspect_take_back"`
	Yes      bool   `help:"suspect_yes"`
}

// Run gives or takes back a word.
func (c *suspectCmd) Run(a *app) error {
	var r tell.Suspicion
	return onLink(a, c.Alias, &r, term.Suspicion, func(d *device.Device, t cell.Tie) error {
		r = tell.SuspicionOf(d, t, c.TakeBack)
		if err := c.say(a, d, t); err != nil {
			return err
		}
		r.Stands(d, t)
		return nil
	})
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

type leaveCmd struct {
	Yes bool `help:"leave_yes"`
}

// Run tells the others, seals that, and erases the device. What was sealed goes
// on: for those who are told it is the cover of the cut, too.
func (c *leaveCmd) Run(a *app) error {
	if a.session != nil {
		return c.endSession(a)
	}
	var res tell.Left
	var words map[string]uint32
	err := a.open(visit{
		wish: func(d *device.Device) (err error) {
			words, err = c.tell(a, d, &res)
			return err
		},
		tell: func(d *device.Device) { res.IsSealed(d, words) },
	})
	if err != nil {
		return err
	}
	return c.left(a, &res, a.home.Leave())
}

// endSession does so with the device of the open session, which ends with it.
func (c *leaveCmd) endSession(a *app) error {
	s, err := a.deviceSession()
	if err != nil {
		return err
	}
	var res tell.Left
	var erased error
	err = a.onDevice(func(d *device.Device) error {
		if err := a.takeIn(d, false); err != nil {
			return err
		}
		words, err := c.tell(a, d, &res)
		if err != nil {
			return err
		}
		if err := d.Refill(); err != nil {
			return err
		}
		res.IsSealed(d, words)
		erased = a.held.Leave()
		return nil
	})
	if err != nil {
		return err
	}
	if err := c.left(a, &res, erased); err != nil {
		return err
	}
	a.edge.left()
	<-s.Done()
	return nil
}

// tell asks, tells the others, and cuts the other links. It returns the numbers of the
// messages by alias.
func (c *leaveCmd) tell(a *app, d *device.Device, res *tell.Left) (map[string]uint32, error) {
	left, told, others := tell.Leaving(d)
	*res = left
	asked := func(p *term.Sheet) { term.LeftToAgree(p, res) }
	if err := a.agreedTo(asked, a.saying().LeaveAgree(), c.Yes); err != nil {
		return nil, err
	}
	return home.SayFarewell(d, told, others, a.saying().LeaveWord())
}

// left shows what leaving did. err is that of erasing.
func (c *leaveCmd) left(a *app, res *tell.Left, err error) error {
	if durable.OfDisk(err) {
		return refuse(said(a.saying().LeaveNotErased(a.saying().Disk(err))), a.saying().LeaveNotErasedHint())
	} else if err != nil {
		return err
	}
	res.Left = true
	return show(a, res, term.Left)
}

type wipeCmd struct {
	Passphrase bool `help:"wipe_passphrase"`
	Yes        bool `help:"wipe_yes"`
}

// Run wipes the device.
func (c *wipeCmd) Run(a *app) error {
	if !a.home.HasDevice() {
		return refuse(said(a.saying().OpeningWipeNothing()), a.saying().OpeningWipeNothingHint())
	}
	if err := a.agreed(a.saying().OpeningWipeAsk(), c.Yes); err != nil {
		return err
	}
	var err error
	switch {
	case a.session != nil:
		err = a.session.Do(func(h *home.Held) error { return h.Wipe(c.Passphrase) })
		term.Clear(a.out) // what was shown before, messages too
	case c.Passphrase:
		err = a.wipeWithPassphrase()
	default:
		err = a.home.Wipe()
		a.endSession() // which gives nothing any more, and saves nothing
	}
	if durable.OfDisk(err) {
		return refuse(said(a.saying().OpeningWipeFailed(a.saying().Disk(err))), "")
	}
	if err != nil {
		return err
	}
	err = show(a, &tell.Wiped{Done: true}, term.Wiped)
	if a.session != nil {
		a.edge.left()
		<-a.session.Done()
	}
	return err
}

func (a *app) wipeWithPassphrase() error {
	dir, err := a.home.Device()
	if err != nil {
		return err
	}
	u, _, err := a.unlockAny(dir, nil, nil)
	if err != nil {
		return err
	}
	if u.Device != nil {
		return u.Device.Coerced()
	}
	return u.Notebook.Close()
}
