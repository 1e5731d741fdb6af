package main

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
)

type lifelinesCmd struct {
	Check string `xor:"do" placeholder:"\"SIX WORDS\"" help:"Six words that reached you from another lifeline's end, by another way: confirms yours that has them."`
	Adopt uint16 `xor:"do" placeholder:"N" help:"Adopt, on your own word, whoever asks over lifeline N for a new lead."`
	Yes   bool   `help:"Do not ask."`
}

// Help implements kong's HelpProvider.
func (lifelinesCmd) Help() string {
	return `A lifeline is a link without a name, kept for the day a lead is lost. You have two of your own: to your lead's lead's partner and to your lead's lead's lead (or one, to the other founder, if a founder leads you). You keep others for people below. Nobody at either end knows who the other is. They are made by themselves, by way of your lead, and carry nothing until somebody has lost their lead; then that device asks over them for a new one, and is adopted once a second witness says that its lead was lost.

A lead who was hostile when you joined can stand in the middle of a lifeline, and nothing shows it but its six words: let them travel once by another way, through people whom both ends trust, and let whoever is at the other end --check them. Words are no secret, but say nothing about whose they are.

    bulkhead lifelines
    bulkhead lifelines --check "gore animator unroll earshot trophy surfer"
    bulkhead lifelines --adopt 7` + exitHelp
}

const (
	whatNoLifelineMeans = "If your lead were taken today, your device could ask nobody for a new one. It asks for lifelines by itself, by way of your lead, until they are there: some hours, if all on the way open their devices."

	whatAdoptingRisks = `Over this lifeline somebody asks for a new lead, and no second witness says that theirs was lost. You do not know who it is: somebody two levels below you or below your partner, or a captor who holds their phone.

If you adopt them, you lead them: they have a link to you from then on, and you one to them, under an alias. They are on probation for five days: texts and notices only. Notices to everybody reach them; who you are, and who else is in your cell, does not.

Do it only if somebody whom you trust has told you, face to face, that a lead down there was lost.`
)

// Run lists the lifelines, checks words, or adopts somebody.
func (c *lifelinesCmd) Run(a *app) error {
	words := strings.Fields(strings.ToLower(c.Check))
	if c.Check != "" && len(words) != sixWordsLen {
		return usage(fmt.Errorf("--check wants six words, not %d", len(words)), `in quotes, as the other end reads them: --check "one two three four five six"`)
	}
	var res lifelinesResult
	var checked, adopted cell.TieID
	err := a.open(visit{
		reads: c.Check == "" && c.Adopt == 0,
		wish: func(d *device.Device) (err error) {
			switch {
			case c.Check != "":
				checked, err = checkWords(d, words)
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
func checkWords(d *device.Device, words []string) (cell.TieID, error) {
	found, err := d.ConfirmWords(words)
	if err != nil {
		return 0, fmt.Errorf("confirming a lifeline: %w", err)
	}
	for _, l := range d.Lifelines() {
		if found && slices.Equal(l.Words, words) {
			return l.Tie, nil
		}
	}
	return 0, refuse(errors.New("no lifeline of this device has these six words"),
		"the words change with a lifeline's keys: compare the number beside them as well, some days later once more. If they stay different, do not count on that lifeline: somebody stands in between")
}

func (c *lifelinesCmd) adopt(a *app, d *device.Device) error {
	i := slices.IndexFunc(d.Lifelines(), func(l device.LifelineStatus) bool { return l.Tie == cell.TieID(c.Adopt) })
	switch {
	case i < 0:
		return refuse(fmt.Errorf("there is no lifeline %d", c.Adopt), "'bulkhead lifelines' shows their numbers")
	case !d.Lifelines()[i].Asks:
		return cell.ErrNotAsking
	}
	if !c.Yes {
		a.aside().Bad("%s", whatAdoptingRisks)
	}
	if err := a.agreed("Do you adopt them?", c.Yes); err != nil {
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
	ago       string
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
			i.Heard, i.ago = &heard, who.ago(l.Heard)
		}
		if l.Rank == 0 {
			r.Kept = append(r.Kept, i)
		} else {
			r.Own = append(r.Own, i)
		}
	}
	return r
}
