package main

import (
	"cmp"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

// mostPairs is how many pairs a lead can lead at most, seven. The slots hold
// no more.
const mostPairs = (round.MaxSlots - round.SpareSlots) / 2

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
	var r tell.Risk
	err := a.open(visit{
		reads: true,
		wish: func(d *device.Device) error {
			if s := d.Status(); s.CheckIn == (cell.CheckIn{}) && (c.Every == 0 || c.Grace == 0) {
				return cell.ErrJoining
			}
			return nil
		},
		tell: func(d *device.Device) { r = tell.RiskOf(d.Status(), d.Calendar().Length) },
	})
	if err != nil {
		return err
	}
	// What the command line says stands in place of the group's values.
	r = tell.RiskAt(cmp.Or(c.Every, r.Every.Duration()), cmp.Or(c.Grace, r.Grace.Duration()), c.P, c.Mean, cmp.Or(c.Pairs, r.Pairs))
	return show(a, &r, term.Risk)
}
