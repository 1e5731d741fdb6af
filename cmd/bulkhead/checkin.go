package main

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
)

type checkinCmd struct {
	Every time.Duration `placeholder:"12h" help:"checkin_every"`
	Grace time.Duration `placeholder:"4h" help:"checkin_grace"`
	P     float64       `name:"p" default:"1" help:"checkin_p"`
	Mean  time.Duration `default:"24h" help:"checkin_mean"`
	Pairs int           `placeholder:"1" help:"checkin_pairs"`
}

// Run tells what the check-in is worth.
func (c *checkinCmd) Run(a *app) error {
	switch {
	case c.Every < 0 || c.Grace < 0 || c.Mean < 0:
		return usage(said(a.say.CheckinNegative()), a.say.CheckinNegativeHint())
	case !(c.P >= 0 && c.P <= 1):
		return usage(said(a.say.CheckinChanceWrong()), "")
	case c.Pairs < 0 || c.Pairs > mostPairs:
		return usage(said(a.say.CheckinPairsWrong(mostPairs)), "")
	}
	var r risk
	err := a.open(visit{
		reads: true,
		wish: func(d *device.Device) error {
			if s := d.Status(); s.CheckIn == (cell.CheckIn{}) && (c.Every == 0 || c.Grace == 0) {
				return cell.ErrJoining
			}
			return nil
		},
		tell: func(d *device.Device) { r = c.weighed(riskOf(d.Status(), d.Calendar().Length, a.say), a.say) },
	})
	if err != nil {
		return err
	}
	return a.show(r)
}

// weighed is the risk with the values of the command line in place of the
// group's.
func (c *checkinCmd) weighed(r risk, say phrase.Say) risk {
	every, grace := r.every(), r.grace()
	if c.Every > 0 {
		every = c.Every
	}
	if c.Grace > 0 {
		grace = c.Grace
	}
	if c.Pairs == 0 {
		c.Pairs = r.Pairs
	}
	return weigh(every, grace, c.P, c.Mean, c.Pairs, say)
}
