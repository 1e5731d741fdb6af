package main

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
)

// mostDelay is how many rounds at most pass before the link of somebody led is
// cut (docs/protocol/cell.md, "Cutting").
const mostDelay = 16

// drillResult is a drill: what a captor learns, what is done, what is left to
// do.
type drillResult struct {
	Done     bool          `json:"done"` // false: a dry run
	Alias    string        `json:"alias"`
	Relation string        `json:"relation"` // of the person taken to the owner
	Knows    learned       `json:"knows"`
	Tells    []plannedWord `json:"tells"`     // whom the device tells, in this order
	Cuts     []plannedCut  `json:"cuts"`      // then
	InPerson []string      `json:"in_person"` // in plain words
	Next     []string      `json:"next"`      // in plain words

	relation cell.Relation
	seen     bool // the plan was shown before the question
}

// learned is what a captor learns from the taken person's open device.
type learned struct {
	Names      []exposed `json:"names"`       // the owner first, then those whom the owner has a link to as well
	Others     int       `json:"others"`      // more, whom this device cannot know: at most, in the usual shape
	OthersMost int       `json:"others_most"` // the same where the person leads as many as the slots allow
	Notes      bool      `json:"notes"`       // notes went through it
	Who        string    `json:"who"`         // in plain words
}

type plannedWord struct {
	To   string `json:"to"`   // an alias
	Whom string `json:"whom"` // what the taken person is to them
	whom cell.Relation
}

type plannedCut struct {
	Alias   string     `json:"alias"`
	AtOnce  bool       `json:"at_once"`
	Rounds  int        `json:"rounds_at_most"`  // until it is cut
	Seconds float64    `json:"seconds_at_most"` // the same
	At      *time.Time `json:"at,omitempty"`    // when it is or was cut, once the drill is done
}

// drillOf plans a drill and changes nothing.
func drillOf(d *device.Device, x cell.Tie, who people) (drillResult, error) {
	e, err := d.Exposure(x.ID)
	if err != nil {
		return drillResult{}, err
	}
	if x.Cut != 0 {
		return drillResult{}, cell.ErrConfirmed
	}
	c := circleOf(d, x, who.say)
	r := drillResult{
		Alias: x.Alias, Relation: x.Relation.String(), relation: x.Relation,
		Knows: learned{Names: []exposed{{Relation: "you"}}, Others: e.Others, OthersMost: e.Most, Notes: e.Notes, Who: c.known()},
		Tells: []plannedWord{}, Cuts: []plannedCut{},
		InPerson: c.inPerson(), Next: c.next(),
	}
	for _, id := range e.Names {
		if t, err := tieOf(d, id); err == nil {
			r.Knows.Names = append(r.Knows.Names, exposed{t.Alias, t.Relation.String(), t.Relation})
		}
	}
	for _, t := range e.Tell {
		r.Tells = append(r.Tells, plannedWord{who.name(t.To), t.Whom.String(), t.Whom})
	}
	for _, id := range e.Sever {
		planned := plannedCut{Alias: who.name(id), AtOnce: !e.Delay}
		if e.Delay {
			planned.Rounds, planned.Seconds = mostDelay, mostDelay*d.Calendar().Length.Seconds()
		}
		r.Cuts = append(r.Cuts, planned)
	}
	return r, nil
}

// done notes what became of the cut.
func (r *drillResult) done(d *device.Device, who people) {
	r.Done = true
	for i := range r.Cuts {
		c := &r.Cuts[i]
		at := who.now
		if t, err := d.Find(c.Alias); err == nil && t.Cut != 0 {
			at = who.start(t.Cut)
		}
		c.At = &at
	}
}
