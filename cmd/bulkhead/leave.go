package main

import (
	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/tell"
	"bulkhead/term"
)

type leaveCmd struct {
	Yes bool `help:"leave_yes"`
}

// Run tells the others, seals that, and erases the device. What was sealed goes
// on: for those who are told it is the cover of the cut, too.
func (c *leaveCmd) Run(a *app) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	var res tell.Left
	var words map[string]uint32
	err = a.open(visit{
		wish: func(d *device.Device) error {
			var told, others []cell.Tie
			res, told, others = tell.Leaving(d)
			if !c.Yes {
				term.LeftToAgree(a.aside(), &res)
			}
			if err := a.agreed(a.saying().LeaveAgree(), c.Yes); err != nil {
				return err
			}
			var err error
			words, err = leave(d, told, others, a.saying())
			return err
		},
		tell: func(d *device.Device) { res.IsSealed(d, words) },
	})
	if err != nil {
		return err
	}
	if err := h.Leave(); durable.OfDisk(err) {
		return refuse(said(a.saying().LeaveNotErased(durable.Words(err))), a.saying().LeaveNotErasedHint())
	} else if err != nil {
		return err
	}
	res.Left = true
	return show(a, &res, term.Left)
}

// leave sends the word and cuts the other links, under cover. It returns the numbers
// of the messages by alias. Whoever cannot be written to is cut without a word.
func leave(d *device.Device, told, others []cell.Tie, say phrase.Say) (map[string]uint32, error) {
	words := map[string]uint32{}
	for _, t := range told {
		number, err := d.Send(t.ID, say.LeaveWord())
		if err != nil {
			others = append(others, t)
			continue
		}
		words[t.Alias] = number
	}
	for _, t := range others {
		if err := d.Sever(t.ID, false); err != nil {
			return nil, err
		}
	}
	return words, nil
}
