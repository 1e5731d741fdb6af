package main

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/phrase"
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
	var res lifelinesResult
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
		tell: func(d *device.Device) { res = lifelinesOf(d, a.peopleOf(d)) },
	})
	if err != nil {
		return err
	}
	res.Checked, res.Adopted = checked, adopted
	return a.show(res)
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

// lifelinesResult is what a device has of lifelines.
type lifelinesResult struct {
	Orphan     bool           `json:"orphan"`            // the lead was lost, and there is no new one yet
	NoLifeline bool           `json:"no_lifeline"`       // a member without one that is secured
	Own        []lifelineItem `json:"own"`               // in the order in which they are asked
	Kept       []lifelineItem `json:"kept"`              // for somebody below
	Checked    cell.TieID     `json:"checked,omitempty"` // the lifeline whose words were given
	Adopted    cell.TieID     `json:"adopted,omitempty"` // the lifeline whose other end is adopted
	founder    bool
}

type lifelineItem struct {
	Number    cell.TieID `json:"number"`
	Secured   bool       `json:"secured"`
	Confirmed bool       `json:"confirmed"` // its six words were compared
	Doubted   bool       `json:"doubted"`   // somebody on its way says that its other end was cut off
	Asks      bool       `json:"asks"`      // for a new lead, and no second witness has spoken
	Heard     *time.Time `json:"heard,omitempty"`
	Epoch     uint32     `json:"epoch,omitempty"` // of the words
	Words     []string   `json:"words,omitempty"`
	ago       time.Duration
}

func lifelinesOf(d *device.Device, who people) lifelinesResult {
	s := d.Status()
	r := lifelinesResult{
		Orphan: s.Orphan, NoLifeline: s.NoLifeline, Own: []lifelineItem{}, Kept: []lifelineItem{},
		founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB,
	}
	for _, l := range d.Lifelines() {
		i := lifelineItem{
			Number: l.Tie, Secured: l.Secured, Confirmed: l.Confirmed, Doubted: l.Doubted, Asks: l.Asks,
			Epoch: l.Epoch, Words: l.Words,
		}
		if l.Heard != 0 {
			heard := who.start(l.Heard)
			i.Heard, i.ago = &heard, who.since(l.Heard)
		}
		if l.Rank == 0 {
			r.Kept = append(r.Kept, i)
		} else {
			r.Own = append(r.Own, i)
		}
	}
	return r
}
