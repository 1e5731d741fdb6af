package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
)

// Lifelines is what a device has of lifelines. Nothing in it names anybody.
type Lifelines struct {
	Founder    bool       `json:"founder"`           // has no lead to lose
	Orphan     bool       `json:"orphan"`            // the lead was lost, and there is no new one yet
	NoLifeline bool       `json:"no_lifeline"`       // a member without one that is secured
	Own        []Lifeline `json:"own"`               // in the order in which they are asked
	Held       []Lifeline `json:"held"`              // for somebody below
	Checked    cell.TieID `json:"checked,omitempty"` // the lifeline whose words were given
	Adopted    cell.TieID `json:"adopted,omitempty"` // the lifeline whose other end is adopted
}

// Lifeline is one of them.
type Lifeline struct {
	Number    cell.TieID `json:"number"`
	Secured   bool       `json:"secured"`
	Confirmed bool       `json:"confirmed"`       // its six words were compared
	Doubted   bool       `json:"doubted"`         // somebody on its way says that its other end was cut off
	Asks      bool       `json:"asks"`            // for a new lead, and no second witness has spoken
	Heard     *time.Time `json:"heard,omitempty"` // beginning of the round of the newest box that opened
	Epoch     uint32     `json:"epoch,omitempty"` // of the words
	Words     []string   `json:"words,omitempty"`
}

// LifelinesOf tells of a device's lifelines.
func LifelinesOf(d *device.Device) Lifelines {
	s, calendar := d.Status(), d.Calendar()
	r := Lifelines{
		Founder: s.Standing == cell.FounderA || s.Standing == cell.FounderB,
		Orphan:  s.Orphan, NoLifeline: s.NoLifeline, Own: []Lifeline{}, Held: []Lifeline{},
	}
	for _, l := range d.Lifelines() {
		i := Lifeline{
			Number: l.Tie, Secured: l.Secured, Confirmed: l.Confirmed, Doubted: l.Doubted, Asks: l.Asks,
			Epoch: l.Epoch, Words: l.Words,
		}
		if l.Heard != 0 {
			heard := calendar.Start(l.Heard)
			i.Heard = &heard
		}
		if l.Rank == 0 {
			r.Held = append(r.Held, i)
		} else {
			r.Own = append(r.Own, i)
		}
	}
	return r
}

// Asking returns how many lifelines are held whose other end asks for a new lead.
func (r *Lifelines) Asking() (n int) {
	for _, l := range r.Held {
		if l.Asks {
			n++
		}
	}
	return n
}
