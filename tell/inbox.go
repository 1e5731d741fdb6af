package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/link"
	"bulkhead/mail"
)

// Inbox is what arrived, and what else the person is told.
type Inbox struct {
	Items []Item `json:"items"`
	Older int    `json:"older"` // read before and not shown
}

// Item is one thing that arrived, or that the person is told.
type Item struct {
	Number   uint32         `json:"number"`
	Kind     Kind           `json:"kind"`                   // coarser than what
	What     cell.What      `json:"what"`                   // exactly what it is
	Alarm    mail.AlarmKind `json:"alarm,omitempty"`        // of a device-alarm
	Frozen   link.Reason    `json:"frozen,omitempty"`       // why the link froze
	Links    int            `json:"links,omitempty"`        // how many links an alarm is about, where it counts them
	From     string         `json:"from,omitempty"`         // the alias of who sent it, or whom it concerns
	Lifeline cell.TieID     `json:"lifeline,omitempty"`     // the number of the lifeline it concerns: nobody has its name
	Relation cell.Relation  `json:"relation,omitempty"`     // what they are to the owner
	Cut      bool           `json:"link_cut"`               // the link that it concerns was cut
	By       string         `json:"said_by,omitempty"`      // the alias of whose word it is
	Why      cell.Why       `json:"why,omitempty"`          // of a refusal
	Founder  *cell.Founder  `json:"founder,omitempty"`      // who signed a notice or a reply
	Text     string         `json:"text,omitempty"`         // as it was written: not made safe
	File     *File          `json:"file,omitempty"`         // what came with it
	Sure     bool           `json:"sure"`                   // the sender's six words were compared in person
	Doubt    bool           `json:"doubt"`                  // the link was in quarantine: perhaps not from its owner
	Arrived  time.Time      `json:"arrived"`                // beginning of the round in which it, or the last of its kind, was taken in
	Until    time.Time      `json:"arrived_until,omitzero"` // if it may have been outside the group's hours: between arrived and then
	Times    uint32         `json:"times,omitempty"`        // how often it has happened since first, if more than once
	Lately   uint32         `json:"times_new,omitempty"`    // of them, those since the person last looked, if only some
	First    time.Time      `json:"first,omitzero"`
	Erased   time.Time      `json:"erased"` // when it will be
	New      bool           `json:"new"`
	Closed   mail.Closed    `json:"closed,omitempty"` // why an alarm stands no more
}

// Kind is a kind of item.
type Kind uint8

const (
	KindEvent Kind = iota
	KindMessage
	KindNote
	KindReply
	KindNotice
	KindRevocation
	KindAlarm
)

// String returns the kind's code.
func (k Kind) String() string {
	return [...]string{"event", "message", "note", "reply", "notice", "revocation", "alarm"}[k]
}

// MarshalText returns the code.
func (k Kind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

func kindOf(w cell.What) Kind {
	switch w {
	case cell.TextArrived:
		return KindMessage
	case cell.NoteArrived:
		return KindNote
	case cell.ReplyArrived:
		return KindReply
	case cell.NoticeArrived:
		return KindNotice
	case cell.NoticeRevoked:
		return KindRevocation
	case cell.OwnerCoerced, cell.DeviceCopied, mail.Alarm, cell.QuarantineBegan, cell.QuarantineEnded, cell.SaidTaken, cell.TookBack, cell.CutComing:
		return KindAlarm
	}
	return KindEvent
}

// Warns reports whether it must not be missed. An alarm that was acted on may be.
func (i *Item) Warns() bool {
	if i.Closed != mail.NotClosed {
		return false
	}
	switch i.What {
	case cell.TextArrived:
		return i.Doubt
	case cell.NoteArrived, cell.ReplyArrived, cell.NoticeArrived, cell.QuarantineEnded, cell.TookBack, cell.LifelineMade, cell.ProbationOver,
		cell.Welcomed, cell.PartnerIntroduced, cell.PairReady, cell.KeyLearned, cell.OverdueEnded, cell.TieSevered, cell.PlacesChange:
		return false
	}
	return true
}

// Stands reports whether something is an alarm that nobody has acted on. It is shown
// until somebody does, or until it is erased.
func Stands(r mail.Received) bool {
	alarm := r.What == mail.Alarm || r.What == cell.OwnerCoerced || r.What == cell.DeviceCopied
	return alarm && r.Closed == mail.NotClosed
}

// InboxOf returns what the person has not looked at, or, with all, everything.
func InboxOf(d *device.Device, all bool) Inbox {
	r, who := Inbox{Items: []Item{}}, peopleOf(d)
	for _, m := range d.Inbox() {
		if m.Read && !all {
			r.Older++
			continue
		}
		i := who.item(m)
		i.File = fileOf(d, m.Number)
		r.Items = append(r.Items, i)
	}
	return r
}

func (p people) item(m mail.Received) Item {
	i := Item{
		Number: m.Number, Kind: kindOf(m.What), What: m.What, Alarm: m.Alarm, Relation: m.Rel, By: p.alias[m.By], Why: m.Why,
		Text: m.Text, Sure: m.Sure, Doubt: m.Doubt, Arrived: p.start(m.At), Until: p.outside(m.At), Erased: p.start(m.Gone + 1), New: !m.Read, Closed: m.Closed,
	}
	switch m.Alarm {
	case mail.AlarmFrozen:
		i.Frozen = m.Frozen()
	case mail.AlarmNothingFound:
		i.Links = int(m.Detail)
	}
	alias, there := p.alias[m.Tie]
	i.Cut = m.Tie != 0 && (p.cut[m.Tie] || !there && !p.lifeline[m.Tie])
	if m.Rel == cell.Lifeline || alias == "" && p.lifeline[m.Tie] {
		i.Lifeline = m.Tie
	} else {
		i.From = alias
	}
	if m.Count > 1 {
		i.Times, i.First = m.Count, p.start(m.First)
		if m.Seen > 0 && m.Seen < m.Count {
			i.Lately = m.Count - m.Seen
		}
	}
	switch m.What {
	case cell.NoticeArrived, cell.NoticeRevoked, cell.ReplyArrived, cell.PlacesByOne, cell.PlacesNamed, cell.PlacesContradicted, cell.PlacesRevoked,
		cell.DeskByOne, cell.DeskNamed, cell.DeskRevoked:
		i.Founder = &m.Founder
	}
	return i
}
