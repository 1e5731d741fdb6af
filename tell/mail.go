package tell

import (
	"time"

	"bulkhead/box"
	"bulkhead/mail"
	"bulkhead/round"
)

// Sent is something that was just written.
type Sent struct {
	Number uint32      `json:"number"` // this device's own, as 'bulkhead status' shows it
	Kind   mail.Kind   `json:"kind"`
	To     string      `json:"to,omitempty"` // an alias; of a note, a notice and a reply nobody
	Stage  mail.Stage  `json:"stage"`
	Reason mail.Reason `json:"reason,omitempty"`       // why it is undelivered
	From   time.Time   `json:"travels_from,omitzero"`  // outside the group's hours: when the next begin
	File   int         `json:"file_bytes,omitempty"`   // of the file that goes with it
	Boxes  int         `json:"boxes,omitempty"`        // that the file takes
	Left   Span        `json:"seconds_left,omitempty"` // until it is there, about: a box a round, if every round runs
}

// Written is a message of the owner's own, until its lifetime ends.
type Written struct {
	Number  uint32      `json:"number"`
	Kind    mail.Kind   `json:"kind"`
	Stage   mail.Stage  `json:"stage"` // the least far of its parts
	Reason  mail.Reason `json:"reason,omitempty"`
	Written time.Time   `json:"written"`                // beginning of its round
	Until   time.Time   `json:"written_until,omitzero"` // if it may have been outside the group's hours: between written and then
	Parts   []Part      `json:"parts"`                  // one a link it goes over
	File    int         `json:"file_bytes,omitempty"`   // of a file that goes with it and is not there
}

// Part is one link's share of a message.
type Part struct {
	To     string      `json:"to,omitempty"` // an alias; none of a link that was cut
	Stage  mail.Stage  `json:"stage"`
	Reason mail.Reason `json:"reason,omitempty"`
	Boxes  int         `json:"boxes,omitempty"`        // that it takes on its way
	There  int         `json:"boxes_there,omitempty"`  // of them, what the other side has
	Left   Span        `json:"seconds_left,omitempty"` // until it is there, about: a box a round
	Hold   mail.Hold   `json:"hold,omitempty"`         // what it waits for, beside its turn
	At     time.Time   `json:"there_at,omitzero"`      // the same as a time, where the group's hours end before
}

func (p people) written(m mail.Sent, now time.Time) Written {
	stage, reason := m.Stage()
	w := Written{Number: m.Number, Kind: m.What, Stage: stage, Reason: reason, Written: p.start(m.At), Until: p.outside(m.At), Parts: []Part{}, File: m.File}
	for _, part := range m.Parts {
		left, at := untilThere(p.calendar, part.Boxes-part.There, now)
		w.Parts = append(w.Parts, Part{p.alias[part.Tie], part.Stage, part.Reason, part.Boxes, part.There, Span(left), part.Hold, at})
	}
	return w
}

// untilThere returns how long so many boxes take, one a round; and when that is, if the
// hours in which it begins end before, or none are now: else the zero time.
func untilThere(c round.Calendar, boxes int, now time.Time) (left time.Duration, at time.Time) {
	left = time.Duration(boxes) * c.Length
	if !c.HasHours() || boxes == 0 {
		return left, at
	}
	if _, until := c.Hours(now); c.Open(now) && !now.Add(left).After(until) {
		return left, at
	}
	at = c.End(c.At(now) + box.Round(boxes)) // the present round's boxes are sealed
	return at.Sub(now), at
}
