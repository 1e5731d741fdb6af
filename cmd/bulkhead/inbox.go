package main

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/term"
)

type inboxCmd struct {
	All bool `help:"inbox_all"`
}

type inboxResult struct {
	Items []inboxItem `json:"items"`
	Older int         `json:"older"` // read before and not shown
}

// inboxItem is one thing that arrived, or that the person is told.
type inboxItem struct {
	Number   uint32    `json:"number"`
	Kind     string    `json:"kind"`
	From     string    `json:"from,omitempty"`    // an alias: who sent it, or whom it concerns
	Sentence string    `json:"sentence"`          // in plain words
	Text     string    `json:"text,omitempty"`    // as it was written: not made safe
	Do       []string  `json:"do,omitempty"`      // what to do about an alarm, in plain words
	Sure     bool      `json:"sure"`              // the sender's six words were compared in person
	Founder  string    `json:"founder,omitempty"` // who signed a notice or a reply: first-founder or second-founder
	Arrived  time.Time `json:"arrived"`           // beginning of the round in which it, or the last of its kind, was taken in
	Times    uint32    `json:"times,omitempty"`   // how often it has happened since first, if more than once
	First    time.Time `json:"first,omitzero"`
	Erased   time.Time `json:"erased"` // when it will be
	New      bool      `json:"new"`
	Closed   string    `json:"closed,omitempty"` // why an alarm stands no more: drill, cut, taken-back
	warning  bool
}

func (r inboxResult) lines(p *term.Page) {
	if len(r.Items) == 0 {
		p.Line("%s", p.Say.InboxNothingNew())
	}
	for _, i := range r.Items {
		if i.warning {
			p.Bad("%4d  %s  %s", i.Number, p.Say.Clock(i.Arrived), i.Sentence)
		} else {
			p.Head("%4d  %s  %s", i.Number, p.Say.Clock(i.Arrived), i.Sentence)
		}
		i.whatToDo(p)
		if i.Text != "" {
			p.Body(i.Text)
		}
	}
	if r.Older > 0 {
		p.Line("%s", p.Say.InboxOlder(r.Older))
	}
}

// Run shows the inbox. What is shown counts as read once that is kept.
func (c *inboxCmd) Run(a *app) error {
	res := inboxResult{Items: []inboxItem{}}
	err := a.open(visit{reads: true, wish: func(d *device.Device) error {
		who := a.peopleOf(d)
		for _, r := range d.Inbox() {
			if r.Read && !c.All {
				res.Older++
				continue
			}
			res.Items = append(res.Items, itemOf(r, who))
			d.MarkRead(r.Number)
		}
		return nil
	}})
	// What was taken in is shown even if it could not be kept: it comes again.
	if err != nil && len(res.Items) == 0 || err != nil && a.JSON {
		return err
	}
	if shown := a.show(res); err == nil {
		err = shown
	}
	return err
}

// whatToDo lists what a person can do about an alarm.
func (i inboxItem) whatToDo(p *term.Page) {
	for _, s := range i.Do {
		p.Line("        – %s", s)
	}
}

func itemOf(r device.Received, who people) inboxItem {
	said, kind, bad := sentence(r, who)
	i := inboxItem{
		Number: r.Number, Kind: kind, Sentence: said, Text: r.Text, Sure: r.Sure, New: !r.Read, Closed: r.Closed.String(),
		Arrived: who.start(r.At), Erased: who.start(r.Gone + 1), warning: bad,
	}
	if r.Count > 1 {
		i.Times, i.First = r.Count, who.start(r.First)
	}
	if stands(r) {
		i.Do = who.say.Advice(r, who.about(r))
	}
	if r.Tie != 0 {
		i.From = who.alias[r.Tie]
	}
	switch r.What {
	case cell.NoticeArrived, cell.NoticeRevoked, cell.ReplyArrived:
		i.Founder = r.Founder.String()
	}
	return i
}
