package main

import (
	"fmt"
	"slices"
	"strings"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
)

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
	var res tell.Lifelines
	var checked, adopted cell.TieID
	err := a.open(visit{
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
		tell: func(d *device.Device) { res = tell.LifelinesOf(d) },
	})
	if err != nil {
		return err
	}
	res.Checked, res.Adopted = checked, adopted
	return show(a, &res, term.Lifelines)
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
	if !c.Yes {
		a.aside().Bad("%s", say.LifelinesAdoptRisks())
	}
	if err := a.agreed(say.LifelinesAdoptAgree(), c.Yes); err != nil {
		return err
	}
	return d.Adopt(cell.TieID(c.Adopt))
}
