package main

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/home"
	"bulkhead/phrase"
	"bulkhead/round"
	"bulkhead/tell"
	"bulkhead/term"
)

type statusCmd struct{}

// Run tells the device's status.
func (c *statusCmd) Run(a *app) error {
	var r tell.Status
	return openAndShow(a, &r, term.Status, visit{
		reads: true,
		wish:  func(*device.Device) error { return nil },
		tell: func(d *device.Device) {
			r = tell.StatusOf(d, tell.Outside{
				Now: a.now(), Worker: a.home.IsRunning(), Zone: time.Local, ZoneUnknown: home.ZoneUnknown(a.getenv("TZ"), time.Local),
			})
		},
	})
}

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
	return openAndShow(a, &r, term.Risk, visit{
		reads: true,
		wish: func(d *device.Device) error {
			if s := d.Status(); s.CheckIn == (cell.CheckIn{}) && (c.Every == 0 || c.Grace == 0) {
				return cell.ErrJoining
			}
			return nil
		},
		tell: func(d *device.Device) {
			// What the command line says stands in place of the group's values.
			r = tell.RiskOf(d.Status(), d.Calendar())
			r = tell.RiskAt(d.Calendar(), cmp.Or(c.Every, r.Every.Duration()), cmp.Or(c.Grace, r.Grace.Duration()), c.P, c.Mean, cmp.Or(c.Pairs, r.Pairs))
		},
	})
}

type lifelinesCmd struct {
	Check string `xor:"do" placeholder:"\"SIX WORDS\"" help:"lifelines_check"`
	Adopt uint16 `xor:"do" placeholder:"N" help:"lifelines_adopt"`
	Yes   bool   `help:"lifelines_yes"`
}

// Run lists the lifelines, checks words, or adopts somebody.
func (c *lifelinesCmd) Run(a *app) error {
	words := strings.Fields(strings.ToLower(c.Check))
	if c.Check != "" && len(words) != sixWordsLen {
		return usage(said(a.saying().LifelinesSix(len(words))), a.saying().LifelinesSixHint())
	}
	var r tell.Lifelines
	var checked, adopted cell.TieID
	return openAndShow(a, &r, term.Lifelines, visit{
		reads: c.Check == "" && c.Adopt == 0,
		wish: func(d *device.Device) (err error) {
			switch {
			case c.Check != "":
				checked, err = checkWords(d, words, a.saying())
			case c.Adopt != 0:
				adopted, err = cell.TieID(c.Adopt), c.adopt(a, d)
			}
			return err
		},
		tell: func(d *device.Device) {
			r = tell.LifelinesOf(d)
			r.Checked, r.Adopted = checked, adopted
		},
	})
}

// sixWordsLen is how many words there are to compare.
const sixWordsLen = 6

// checkWords confirms the lifeline that has these words and returns it.
func checkWords(d *device.Device, words []string, say phrase.Say) (cell.TieID, error) {
	found, err := d.ConfirmWords(words)
	if err != nil {
		return 0, fmt.Errorf("confirming a lifeline: %w", err)
	}
	for _, l := range d.Lifelines() {
		if found && slices.Equal(l.Words, words) {
			return l.Tie, nil
		}
	}
	return 0, refuse(said(say.LifelinesUnknownWords()), say.LifelinesUnknownWordsHint())
}

func (c *lifelinesCmd) adopt(a *app, d *device.Device) error {
	say := a.saying()
	i := slices.IndexFunc(d.Lifelines(), func(l device.LifelineStatus) bool { return l.Tie == cell.TieID(c.Adopt) })
	switch {
	case i < 0:
		return refuse(said(say.LifelinesUnknown(uint32(c.Adopt))), say.LifelinesUnknownHint())
	case !d.Lifelines()[i].Asks:
		return cell.ErrNotAsking
	}
	risks := func(p *term.Sheet) { p.Bad("%s", say.LifelinesAdoptRisks()) }
	if err := a.agreedTo(risks, say.LifelinesAdoptAgree(), c.Yes); err != nil {
		return err
	}
	return d.Adopt(cell.TieID(c.Adopt))
}
