package tell

import (
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/link"
	"bulkhead/notebook"
)

// Status is what a person may want to know of their device.
type Status struct {
	Travel      Travel            `json:"travel"`
	Standing    cell.Standing     `json:"standing"`
	Exposes     []Person          `json:"exposes"` // whom this device names if it is opened, beside its owner
	Links       []Link            `json:"links"`
	Messages    []Written         `json:"messages"`
	Alarms      []Item            `json:"alarms"` // that nobody has acted on
	Unread      int               `json:"unread"`
	Reports     ReportNews        `json:"reports"`
	Pouch       Pouch             `json:"pouch"`
	Room        int               `json:"room_bytes"`                // that messages can still take in the vault
	Longest     int               `json:"longest_text_bytes"`        // that can be written to one other now
	Advice      []notebook.Want   `json:"notebook_advice,omitempty"` // so that the decoy's notebook looks lived in
	Shelf       device.ShelfState `json:"shelf"`                     // where long messages wait
	Round       Round             `json:"round"`
	Hours       *DayHours         `json:"hours,omitempty"`    // none in a group whose rounds are day and night
	CheckIn     *Risk             `json:"check_in,omitempty"` // none while joining
	Lifelines   Lifelines         `json:"lifelines"`
	ZoneUnknown bool              `json:"zone_unknown"` // screens show UTC, because the person's time zone is not known
}

// ReportNews is what is new of the owner's reports: 'bulkhead report' lists them.
type ReportNews struct {
	Unread int `json:"unread"`  // texts of desks that were not shown yet
	GaveUp int `json:"gave_up"` // reports of which nothing more is sent by itself, though no desk has said that it is there
}

func reportNews(d *device.Device) (n ReportNews) {
	for _, r := range ReportsOf(d).Reports {
		n.Unread += r.Unread
		if r.GaveUp > 0 {
			n.GaveUp++
		}
	}
	return n
}

// Person is somebody whom this device names.
type Person struct {
	Alias    string        `json:"alias,omitempty"`
	Relation cell.Relation `json:"relation"`
}

// Link is a link to somebody who has an alias, or had one.
type Link struct {
	Alias    string        `json:"alias,omitempty"`
	Relation cell.Relation `json:"relation"`
	Phase    cell.Phase    `json:"phase"`
	Securing bool          `json:"securing"` // a key exchange is on its way
	Epoch    uint32        `json:"epoch"`
	Overdue  bool          `json:"overdue"`
	Frozen   link.Reason   `json:"frozen,omitempty"`      // why
	Heard    time.Time     `json:"heard,omitzero"`        // beginning of the round of the newest box that opened
	Opened   time.Time     `json:"opened,omitzero"`       // when they last opened their device, as far as heard
	Until    time.Time     `json:"opened_until,omitzero"` // if it may have been outside the group's hours: between opened and then
	Waiting  int           `json:"waiting"`               // messages that they have not confirmed, those passed on too

	Quarantine time.Time `json:"quarantine_until,omitzero"` // it ends by itself
	Suspected  bool      `json:"suspected,omitempty"`       // your word stands that they were taken
	Told       bool      `json:"said_taken,omitempty"`      // the word of whoever has a link to them too
	Cut        time.Time `json:"cut_at,omitzero"`           // confirmed as taken: when the link goes
	Probation  time.Time `json:"probation_until,omitzero"`  // texts and notices only; not before it is proven
	Unproven   bool      `json:"unproven,omitempty"`        // a new lead that has brought no founder's stamp
}

// Pouch is what works while the device is closed.
type Pouch struct {
	Sealed     time.Time `json:"sealed_until"`        // the device works until then without being opened
	BytesToday uint64    `json:"bytes_today"`         // on the wire today (UTC), as far as the carrier can count them
	Skew       Span      `json:"clock_skew_seconds"`  // the drop's clock less ours, as of its last answer
	Slack      Span      `json:"clock_slack_seconds"` // what the clocks may differ by without harm
	Jumped     bool      `json:"clock_jumped"`        // far ahead of when the drop last took a box: nothing is done by it
}

// Round is the round as of now.
type Round struct {
	Length Span      `json:"seconds"`
	Began  time.Time `json:"began"`
}

// Outside is what a device cannot know of itself.
type Outside struct {
	Now         time.Time
	Worker      bool           // some program lets the boxes travel
	Zone        *time.Location // in which screens show times; nil: UTC
	ZoneUnknown bool           // of the person
}

// ClockSlack is by how much two clocks may differ before the owner is told: T/24, and
// 2 s at least, since a drop tells whole seconds. The lead of a half is T/16, so that it
// is told before a request comes to nothing.
func ClockSlack(length time.Duration) time.Duration { return max(length/24, 2*time.Second) }

// StatusOf returns the truth as of the device's last TakeIn.
func StatusOf(d *device.Device, o Outside) Status {
	s, who := d.Status(), peopleOf(d)
	length := who.calendar.Length
	r := Status{
		Travel: travelOf(s, o.Worker), Standing: s.Standing, Exposes: []Person{}, Links: []Link{}, Messages: []Written{}, Alarms: []Item{},
		Unread: s.Unread, Reports: reportNews(d), Room: s.Room, Longest: s.Longest, Advice: NotebookAdvice(d, o.Now), Lifelines: LifelinesOf(d), Shelf: s.Shelf,
		Pouch: Pouch{
			Sealed: s.Sealed, Skew: Span(s.Use.Skew), Slack: Span(ClockSlack(length)), Jumped: s.ClockJumped,
		},
		Round: Round{Span(length), who.start(s.Now)}, ZoneUnknown: o.ZoneUnknown,
		Hours: HoursOf(who.calendar, o.Now, o.Zone),
	}
	if s.CheckIn != (cell.CheckIn{}) {
		weighed := RiskOf(s, who.calendar)
		r.CheckIn = &weighed
	}
	if s.Use.Day.Format(time.DateOnly) == o.Now.UTC().Format(time.DateOnly) {
		r.Pouch.BytesToday = s.Use.Bytes
	}
	for _, e := range s.Exposes[1:] { // the owner comes first
		r.Exposes = append(r.Exposes, Person{e.Alias, e.Relation})
	}
	for _, t := range s.Ties {
		if t.Relation != cell.Lifeline {
			r.Links = append(r.Links, who.link(t))
		}
	}
	for _, m := range s.Sent {
		r.Messages = append(r.Messages, who.written(m, o.Now))
	}
	for _, m := range d.Inbox() {
		if Stands(m) {
			r.Alarms = append(r.Alarms, who.item(m))
		}
	}
	return r
}

func (p people) link(t device.TieStatus) Link {
	l := Link{
		Alias: t.Alias, Relation: t.Relation, Phase: t.Phase, Securing: t.Securing, Epoch: t.Epoch, Overdue: t.Overdue, Frozen: t.Frozen,
		Waiting: t.Outstanding, Suspected: t.Suspected != 0, Told: t.Told != 0,
		Quarantine: p.start(t.Quarantine), Probation: p.start(t.Probation), Cut: p.start(t.Cut),
	}
	if t.Phase != cell.Severed && t.Heard != 0 {
		l.Heard, l.Opened = p.calendar.Start(t.Heard), p.calendar.Start(t.Unlocked)
		l.Until = p.outside(t.Unlocked)
	}
	l.Unproven = t.Probation != 0 && t.Relation == cell.Lead && !t.Proven && t.Phase != cell.Confirmed
	return l
}
