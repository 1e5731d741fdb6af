package main

import (
	"strings"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/notebook"
	"bulkhead/tell"
)

type statusCmd struct{}

// statusResult is what 'status' tells: standing, relation, phase, kind, stage and
// reasons by their codes.
type statusResult struct {
	Travel   travelStatus    `json:"travel"`
	Standing string          `json:"standing"`
	Exposes  []exposed       `json:"exposes"` // whom this device names if it is opened; the owner first
	Links    []linkStatus    `json:"links"`
	Messages []sentStatus    `json:"messages"`
	Alarms   []inboxItem     `json:"alarms"`
	Unread   int             `json:"unread"`
	Pouch    pouchStatus     `json:"pouch"`
	Room     int             `json:"room_bytes"`                // that messages can still take in the vault
	Longest  int             `json:"longest_text_bytes"`        // that can be written to one other now
	Advice   []notebook.Want `json:"notebook_advice,omitempty"` // so that the decoy's notebook looks lived in
	Round    roundStatus     `json:"round"`
	CheckIn  *tell.Risk      `json:"check_in,omitempty"` // none while joining

	Lifelines tell.Lifelines `json:"lifelines"`
	standing  cell.Standing
	noZone    bool // times are in UTC because the person's time zone is not known
}

type exposed struct {
	Alias    string `json:"alias,omitempty"`
	Relation string `json:"relation"`
	relation cell.Relation
}

type linkStatus struct {
	Alias    string     `json:"alias,omitempty"`
	Relation string     `json:"relation"`
	Phase    string     `json:"phase"`
	Securing bool       `json:"securing"`
	Epoch    uint32     `json:"epoch"`
	Overdue  bool       `json:"overdue"`
	Frozen   string     `json:"frozen,omitempty"` // why
	Heard    *time.Time `json:"heard,omitempty"`  // beginning of the round of the newest box that opened
	Opened   *time.Time `json:"opened,omitempty"` // when they last opened their device, as far as heard
	Waiting  int        `json:"waiting"`          // messages that they have not confirmed, those passed on too

	Quarantine *time.Time `json:"quarantine_until,omitempty"` // it ends by itself
	Suspected  bool       `json:"suspected,omitempty"`        // your word stands that they were taken
	Told       bool       `json:"said_taken,omitempty"`       // the word of whoever has a link to them too
	Cut        *time.Time `json:"cut_at,omitempty"`           // confirmed as taken: when the link goes
	Probation  *time.Time `json:"probation_until,omitempty"`  // texts and notices only; not before it is proven
	Unproven   bool       `json:"unproven,omitempty"`         // a new lead that has brought no founder's stamp

	relation  cell.Relation
	phase     cell.Phase
	frozen    string // why, as a part of a sentence
	heardAgo  time.Duration
	openedAgo time.Duration
}

type sentStatus struct {
	Number  uint32       `json:"number"`
	Kind    string       `json:"kind"`
	Stage   string       `json:"stage"`
	Reason  string       `json:"reason,omitempty"`
	Written time.Time    `json:"written"`
	Parts   []partStatus `json:"parts"` // one a link it goes over
	kind    device.Kind
	stage   device.Stage
	reason  device.Reason
}

type partStatus struct {
	To     string `json:"to,omitempty"`
	Stage  string `json:"stage"`
	Reason string `json:"reason,omitempty"`
	Boxes  int    `json:"boxes,omitempty"`       // that it takes on its way
	There  int    `json:"boxes_there,omitempty"` // of them, what the other side has
	stage  device.Stage
	reason device.Reason
	left   time.Duration // until it is there, about: a box a round
}

type pouchStatus struct {
	SealedUntil time.Time `json:"sealed_until"`       // the device works until then without being opened
	BytesToday  uint64    `json:"bytes_today"`        // on the wire today (UTC), as far as the carrier can count them
	SkewSeconds float64   `json:"clock_skew_seconds"` // the drop's clock less ours, as of its last answer
	ClockJumped bool      `json:"clock_jumped"`       // far ahead of when the drop last took a box: nothing is done by it
}

type roundStatus struct {
	Seconds float64   `json:"seconds"`
	Now     time.Time `json:"began"`
}

// Run tells the device's status.
func (c *statusCmd) Run(a *app) error {
	var res statusResult
	err := a.open(visit{
		reads: true,
		wish:  func(*device.Device) error { return nil },
		tell:  func(d *device.Device) { res = a.statusOf(d) },
	})
	if err != nil {
		return err
	}
	return a.show(&res)
}

func (a *app) statusOf(d *device.Device) statusResult {
	s, who := d.Status(), a.peopleOf(d)
	r := statusResult{
		Standing: s.Standing.String(), standing: s.Standing, Unread: s.Unread, Room: s.Room, Longest: s.Longest,
		Links: []linkStatus{}, Messages: []sentStatus{}, Alarms: []inboxItem{},
		Pouch:  pouchStatus{SealedUntil: s.Sealed, SkewSeconds: s.Use.Skew.Seconds(), ClockJumped: s.ClockJumped},
		Advice: tell.NotebookAdvice(d, a.now()), Lifelines: tell.LifelinesOf(d),
		Round:  roundStatus{Seconds: who.calendar.Length.Seconds(), Now: who.start(s.Now)},
		noZone: zoneUnknown(a.getenv("TZ"), time.Local),
	}
	r.Travel = a.travelOf(d, s)
	if s.CheckIn != (cell.CheckIn{}) {
		weighed := tell.RiskOf(s, who.calendar.Length)
		r.CheckIn = &weighed
	}
	if s.Use.Day.Format(time.DateOnly) == a.now().UTC().Format(time.DateOnly) {
		r.Pouch.BytesToday = s.Use.Bytes
	}
	for i, e := range s.Exposes {
		relation := e.Relation.String()
		if i == 0 {
			relation = "you"
		}
		r.Exposes = append(r.Exposes, exposed{e.Alias, relation, e.Relation})
	}
	for _, t := range s.Ties {
		if t.Relation == cell.Lifeline {
			continue
		}
		r.Links = append(r.Links, linkOf(t, who))
	}
	for _, m := range s.Sent {
		r.Messages = append(r.Messages, sentOf(m, who))
	}
	for _, m := range d.Inbox() {
		if stands(m) {
			r.Alarms = append(r.Alarms, itemOf(m, who))
		}
	}
	return r
}

// zoneUnknown reports whether the runtime shows times in UTC because it knows no
// better: tz is what the machine's TZ names, "" is what /etc/localtime says.
func zoneUnknown(tz string, local *time.Location) bool {
	if local.String() != "UTC" {
		return false
	}
	switch strings.TrimPrefix(tz, ":") {
	case "UTC", "UTC0", "Etc/UTC", "GMT", "GMT0", "Etc/GMT", "Universal", "Zulu":
		return false
	}
	return true
}

func linkOf(t device.TieStatus, who people) linkStatus {
	l := linkStatus{
		Alias: t.Alias, Relation: t.Relation.String(), Phase: t.Phase.String(), Securing: t.Securing,
		Epoch: t.Epoch, Overdue: t.Overdue, Waiting: t.Outstanding,
		relation: t.Relation, phase: t.Phase,
	}
	if t.Frozen != 0 {
		l.Frozen, l.frozen = t.Frozen.String(), who.say.Frozen(t.Frozen)
	}
	if t.Phase != cell.Severed && t.Heard != 0 {
		heard, opened := who.start(t.Heard), who.start(t.Unlocked)
		l.Heard, l.Opened = &heard, &opened
		l.heardAgo, l.openedAgo = who.since(t.Heard), who.since(t.Unlocked)
	}
	l.doubts(t.Tie, who)
	return l
}

// doubts notes what speaks against a link.
func (l *linkStatus) doubts(t cell.Tie, who people) {
	l.Suspected, l.Told = t.Suspected != 0, t.Told != 0
	if t.Quarantine != 0 {
		until := who.start(t.Quarantine)
		l.Quarantine = &until
	}
	if t.Probation != 0 {
		over := who.start(t.Probation)
		l.Probation = &over
		l.Unproven = t.Relation == cell.Lead && !t.Proven && t.Phase != cell.Confirmed
	}
	if t.Cut != 0 {
		at := who.start(t.Cut)
		l.Cut = &at
	}
}

func sentOf(m device.Sent, who people) sentStatus {
	stage, reason := m.Stage()
	s := sentStatus{
		Number: m.Number, Kind: m.What.String(), Stage: stage.String(), Reason: reason.String(),
		Written: who.start(m.At), Parts: []partStatus{}, kind: m.What, stage: stage, reason: reason,
	}
	for _, p := range m.Parts {
		s.Parts = append(s.Parts, partStatus{
			who.name(p.Tie), p.Stage.String(), p.Reason.String(), p.Boxes, p.There, p.Stage, p.Reason,
			time.Duration(p.Boxes-p.There) * who.calendar.Length,
		})
	}
	return s
}
