package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/report/seal"
)

// Desks lists the desks that founders have signed.
type Desks struct {
	Desks []Desk `json:"desks"`
}

// Desk is an outside office that takes reports.
type Desk struct {
	Name        string    `json:"name"`
	Fingerprint string    `json:"fingerprint"`         // 16 letters and digits, to compare in person
	Counts      bool      `json:"counts"`              // reports can be sent to it now
	From        time.Time `json:"from"`                // when that begins, or began
	Until       time.Time `json:"until"`               // when its record ends
	Alone       string    `json:"by_one,omitempty"`    // the founder who alone signed it: first-founder, second-founder
	Two         bool      `json:"same_name,omitempty"` // another has the same name
	Many        bool      `json:"several,omitempty"`   // more than one stands

	Over    bool         `json:"-"`
	Founder cell.Founder `json:"-"`
}

// DeskDeed is what a founder did with a desk.
type DeskDeed uint8

const (
	DeskAdded DeskDeed = iota
	DeskSigned
	DeskRevoked
)

// String returns the deed's code.
func (d DeskDeed) String() string { return [...]string{"added", "signed", "revoked"}[d] }

// MarshalText returns the code.
func (d DeskDeed) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// DeskChanged is what a founder did with a desk.
type DeskChanged struct {
	Deed DeskDeed `json:"deed"`
	Desk *Desk    `json:"desk,omitempty"` // as it stands; none that was revoked
	File string   `json:"file,omitempty"` // where its record was written
}

// DeskLine is what a desk's own device carried.
type DeskLine struct {
	Came    int `json:"came"`    // packets for the desk, each a new file
	Sent    int `json:"sent"`    // replies that are on their way
	Refused int `json:"refused"` // files that are no reply, or whose way is over
	Left    int `json:"left"`    // replies whose files stay: the device has no room for more now
}

// DesksOf lists the desks that a device knows.
func DesksOf(d *device.Device) Desks {
	r := Desks{Desks: []Desk{}}
	for _, s := range d.Desks() {
		r.Desks = append(r.Desks, DeskOf(d, &s))
	}
	return r
}

// DeskOf tells of one desk.
func DeskOf(d *device.Device, s *seal.Standing) Desk {
	c := d.Calendar()
	r := Desk{
		Name: s.Record.Name, Fingerprint: s.Digest.Fingerprint(), Counts: s.Counts, From: c.Start(s.From), Until: c.End(s.Record.Expires),
		Two: s.Two, Many: s.Many, Over: d.Round() > s.Record.Expires,
	}
	if s.Alone {
		r.Founder = cell.Founder(s.By - 1)
		r.Alone = [...]string{"first-founder", "second-founder"}[r.Founder&1]
	}
	return r
}
