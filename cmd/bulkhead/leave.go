package main

import (
	"slices"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/internal/durable"
	"bulkhead/phrase"
	"bulkhead/term"
)

type leaveCmd struct {
	Yes bool `help:"leave_yes"`
}

// leaveResult is what leaving did; its plan, before it is done.
type leaveResult struct {
	Left    bool      `json:"left"`
	Told    []string  `json:"told"`         // aliases of those who are told with the coming boxes
	NotTold []string  `json:"not_told"`     // of those whose link is cut without a word
	Sealed  time.Time `json:"sealed_until"` // the boxes travel until then

	leads, founder bool
	travels        time.Duration // for how long at most
}

func (r *leaveResult) lines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.LeaveDone())
	for _, name := range r.Told {
		p.Line("  %s", say.LeaveTold(say.Text(name)))
	}
	for _, name := range r.NotTold {
		p.Bad("  %s", say.LeaveNotTold(say.Text(name)))
	}
	p.Line("  %s", say.LeaveRun(r.Sealed))
}

// plan shows all that is known before the question.
func (r *leaveResult) plan(p *term.Page) {
	say := p.Say
	var does []string
	for _, name := range r.Told {
		does = append(does, say.LeaveTells(say.Text(name)))
	}
	for _, name := range r.NotTold {
		does = append(does, say.LeaveCuts(name))
	}
	if len(does) == 0 {
		does = append(does, say.LeaveNobody())
	}
	listed(p, say.LeaveDoes(), append(does, say.LeaveErases(), say.LeaveTravels(r.travels)))
	cannot := []string{say.LeaveCannotUndo(), say.LeaveCannotWait(), say.LeaveCannotForget()}
	if r.leads {
		cannot = append(cannot, say.LeaveCannotLed())
	}
	if r.founder {
		cannot = append(cannot, say.LeaveCannotFounder())
	}
	listed(p, say.LeaveCannot(), append(cannot, say.LeaveCannotCopies()))
}

// Run tells the others, seals that, and erases the device. What was sealed goes
// on: for those who are told it is the cover of the cut, too.
func (c *leaveCmd) Run(a *app) error {
	h, err := a.home()
	if err != nil {
		return err
	}
	var res leaveResult
	var words map[string]uint32
	err = a.open(visit{
		wish: func(d *device.Device) error {
			told, others := leaving(d, &res)
			if !c.Yes {
				res.plan(a.aside())
			}
			if err := a.agreed(a.saying().LeaveAgree(), c.Yes); err != nil {
				return err
			}
			var err error
			words, err = leave(d, told, others, a.saying())
			return err
		},
		tell: func(d *device.Device) { res.sealed(d, words) },
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
	return a.show(&res)
}

// leaving plans: who is told, and whose link is cut without a word, because whoever
// reads there may not be its owner, or because nothing arrives there.
func leaving(d *device.Device, res *leaveResult) (told, others []cell.Tie) {
	s := d.Status()
	res.Told, res.NotTold = []string{}, []string{}
	res.founder = s.Standing == cell.FounderA || s.Standing == cell.FounderB
	res.travels = time.Duration(d.Group().PouchRounds) * d.Calendar().Length
	for _, t := range s.Ties {
		if t.Phase == cell.Severed {
			continue
		}
		res.leads = res.leads || t.Relation == cell.Led
		against := t.Coerced || t.Copied || t.Suspected != 0 || t.Told != 0 || t.Cut != 0
		if against || t.Frozen != 0 || t.Securing || t.Relation == cell.Unknown {
			others, res.NotTold = append(others, t.Tie), append(res.NotTold, t.Alias)
		} else {
			told, res.Told = append(told, t.Tie), append(res.Told, t.Alias)
		}
	}
	return told, others
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

// sealed notes whose word is in the pouch.
func (r *leaveResult) sealed(d *device.Device, words map[string]uint32) {
	s := d.Status()
	r.Sealed = s.Sealed
	r.Told = slices.DeleteFunc(r.Told, func(alias string) bool {
		i := slices.IndexFunc(s.Sent, func(m device.Sent) bool { return m.Number == words[alias] })
		if i >= 0 {
			if stage, _ := s.Sent[i].Stage(); stage == device.InPouch {
				return false
			}
		}
		r.NotTold = append(r.NotTold, alias)
		return true
	})
}
