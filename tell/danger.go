package tell

import (
	"slices"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/mail"
)

// Drill is what a captor learns from somebody who was taken, what is done about it,
// and who is around to do the rest.
type Drill struct {
	Done     bool          `json:"done"` // false: a dry run
	Alias    string        `json:"alias"`
	Relation cell.Relation `json:"relation"` // of the person taken to the owner
	Knows    Learned       `json:"knows"`
	Tells    []Word        `json:"tells"`  // whom the device tells, in this order
	Cuts     []Cut         `json:"cuts"`   // which links go, after that
	Circle   Circle        `json:"circle"` // who is around: what only people can do depends on it
}

// Learned is what a captor learns from the open device of the person taken.
type Learned struct {
	Names      []Person `json:"names"`       // beside the owner, those whom the owner has a link to as well
	Others     int      `json:"others"`      // more, whom this device cannot know: at most, in the usual shape
	OthersMost int      `json:"others_most"` // the same where the person leads as many as the slots allow
	Notes      bool     `json:"notes"`       // notes went through it
}

// Word is what somebody is told: that a person they have a link to was taken.
type Word struct {
	To   string        `json:"to"`   // an alias
	Whom cell.Relation `json:"whom"` // what the taken person is to them
}

// Cut is a link that goes.
type Cut struct {
	Alias  string    `json:"alias"`
	AtOnce bool      `json:"at_once"`
	Rounds int       `json:"rounds_at_most"`  // until it is cut
	Span   Span      `json:"seconds_at_most"` // the same
	At     time.Time `json:"at,omitzero"`     // when it is or was cut, once the drill is done
}

// Circle is who stands around somebody who was taken, by this device's own aliases.
type Circle struct {
	Partner string `json:"partner,omitempty"` // the owner's, if that is not the person taken
	Lead    string `json:"lead,omitempty"`    // the owner's, if that is not the person taken
	Other   string `json:"other,omitempty"`   // of the pair, if the person taken is led
	Leads   bool   `json:"leads"`             // the owner leads somebody else
	Founder bool   `json:"founder"`           // the owner is one
}

// mostDelay is how many rounds at most pass before the link of somebody led is
// cut (docs/protocol/cell.md, "Cutting").
const mostDelay = 16

// DrillOf plans a drill and changes nothing. [cell.ErrNoTie]; [cell.ErrConfirmed] if
// there was one.
func DrillOf(d *device.Device, x cell.Tie) (Drill, error) {
	e, err := d.Exposure(x.ID)
	if err != nil {
		return Drill{}, err
	}
	if x.Cut != 0 {
		return Drill{}, cell.ErrConfirmed
	}
	who := peopleOf(d)
	r := Drill{
		Alias: x.Alias, Relation: x.Relation, Knows: Learned{[]Person{}, e.Others, e.Most, e.Notes}, Tells: []Word{}, Cuts: []Cut{},
		Circle: circleOf(d, x, e),
	}
	for _, id := range e.Names {
		if t, err := d.Tie(id); err == nil {
			r.Knows.Names = append(r.Knows.Names, Person{t.Alias, t.Relation})
		}
	}
	for _, t := range e.Tell {
		r.Tells = append(r.Tells, Word{who.alias[t.To], t.Whom})
	}
	for _, id := range e.Sever {
		c := Cut{Alias: who.alias[id], AtOnce: !e.Delay}
		if e.Delay {
			c.Rounds, c.Span = mostDelay, Span(mostDelay*d.Calendar().Length)
		}
		r.Cuts = append(r.Cuts, c)
	}
	return r, nil
}

func circleOf(d *device.Device, x cell.Tie, e cell.Exposure) Circle {
	s := d.Status()
	c := Circle{Founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB}
	for _, t := range s.Ties {
		switch {
		case t.ID == x.ID || t.Phase == cell.Severed || t.Alias == "":
		case t.Relation == cell.Partner:
			c.Partner = t.Alias
		case t.Relation == cell.Lead:
			c.Lead = t.Alias
		case t.Relation == cell.Led:
			c.Leads = true
		}
	}
	if x.Relation == cell.Led && len(e.Names) > 0 {
		if t, err := d.Tie(e.Names[0]); err == nil {
			c.Other = t.Alias
		}
	}
	return c
}

// CarriedOut notes what became of the cuts, as of now.
func (r *Drill) CarriedOut(d *device.Device, now time.Time) {
	r.Done = true
	for i := range r.Cuts {
		c := &r.Cuts[i]
		c.At = now
		if t, err := d.Find(c.Alias); err == nil && t.Cut != 0 {
			c.At = d.Calendar().Start(t.Cut)
		}
	}
}

// DrillTakenBack is a drill that was taken back before the link was cut.
type DrillTakenBack struct {
	TakenBack  bool      `json:"taken_back"`
	Alias      string    `json:"alias"`
	Told       []string  `json:"told"` // aliases of those who hear of it
	Quarantine time.Time `json:"quarantine_until"`
}

// DrillTakenBackOf returns what became of the link.
func DrillTakenBackOf(d *device.Device, x cell.Tie) DrillTakenBack {
	r := DrillTakenBack{TakenBack: true, Alias: x.Alias, Told: hearers(d, x)}
	if t, err := d.Tie(x.ID); err == nil {
		r.Quarantine = d.Calendar().Start(t.Quarantine)
	}
	return r
}

// Suspicion is the owner's word that somebody was taken, short of being sure, given or
// taken back.
type Suspicion struct {
	Alias      string        `json:"alias"`
	Relation   cell.Relation `json:"relation"`
	Suspected  bool          `json:"suspected"` // your word stands
	Told       []string      `json:"told"`      // aliases of those who hear of it
	Cut        bool          `json:"cut"`       // both words cut the link
	Quarantine time.Time     `json:"quarantine_until,omitzero"`
}

// SuspicionOf returns what there is to tell before the word is given or, with back,
// taken back.
func SuspicionOf(d *device.Device, x cell.Tie, back bool) Suspicion {
	return Suspicion{Alias: x.Alias, Relation: x.Relation, Suspected: !back, Told: hearers(d, x)}
}

// Stands notes what became of the link after that.
func (r *Suspicion) Stands(d *device.Device, x cell.Tie) {
	t, err := d.Tie(x.ID)
	switch {
	case err != nil || t.Phase == cell.Severed:
		r.Cut = true
	case t.Quarantine != 0:
		r.Quarantine = d.Calendar().Start(t.Quarantine)
	}
}

// hearers names those whom the device tells about somebody.
func hearers(d *device.Device, x cell.Tie) []string {
	all := []string{}
	e, err := d.Exposure(x.ID)
	if err != nil {
		return all
	}
	for _, to := range e.Tell {
		if t, err := d.Tie(to.To); err == nil {
			all = append(all, t.Alias)
		}
	}
	return all
}

// Left is what leaving did; its plan, before it is done.
type Left struct {
	Left    bool      `json:"left"`
	Told    []string  `json:"told"`           // aliases of those who are told with the coming boxes
	NotTold []string  `json:"not_told"`       // of those whose link is cut without a word
	Sealed  time.Time `json:"sealed_until"`   // the boxes travel until then
	Travels Span      `json:"travel_seconds"` // for so long at most
	Leads   bool      `json:"leads"`          // the owner led somebody
	Founder bool      `json:"founder"`        // the owner founded the group
}

// Leaving plans: who is told, and whose link is cut without a word, because whoever
// reads there may not be its owner, or because nothing arrives there.
func Leaving(d *device.Device) (r Left, told, others []cell.Tie) {
	s := d.Status()
	r = Left{
		Told: []string{}, NotTold: []string{}, Founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB,
		Travels: Span(time.Duration(d.Group().PouchRounds) * d.Calendar().Length),
	}
	for _, t := range s.Ties {
		if t.Phase == cell.Severed {
			continue
		}
		r.Leads = r.Leads || t.Relation == cell.Led
		against := t.Coerced || t.Copied || t.Suspected != 0 || t.Told != 0 || t.Cut != 0
		if against || t.Frozen != 0 || t.Securing || t.Relation == cell.Unknown {
			others, r.NotTold = append(others, t.Tie), append(r.NotTold, t.Alias)
		} else {
			told, r.Told = append(told, t.Tie), append(r.Told, t.Alias)
		}
	}
	return r, told, others
}

// IsSealed notes whose word is in the pouch, of the messages that have these numbers
// by alias.
func (r *Left) IsSealed(d *device.Device, words map[string]uint32) {
	s := d.Status()
	r.Sealed = s.Sealed
	r.Told = slices.DeleteFunc(r.Told, func(alias string) bool {
		i := slices.IndexFunc(s.Sent, func(m mail.Sent) bool { return m.Number == words[alias] })
		if i >= 0 {
			if stage, _ := s.Sent[i].Stage(); stage == mail.InPouch {
				return false
			}
		}
		r.NotTold = append(r.NotTold, alias)
		return true
	})
}
