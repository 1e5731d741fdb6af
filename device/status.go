package device

import (
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/pouch"
)

// Status is what a person may want to know of their device. It holds no secret
// but what the person wrote or was sent.
type Status struct {
	Now      box.Round
	Standing cell.Standing
	CheckIn  cell.CheckIn // how often people unlock; zero while Joining
	Ties     []TieStatus  // severed ones too; lifelines are in Lifelines
	Sent     []mail.Sent  // oldest first, until their lifetime ends
	Unread   int
	Use      pouch.Use // what is known of the network; every reading has its time
	Travel   Travel    // whether boxes travel now
	Sealed   time.Time // the pouch works until then without the device being opened
	Exposes  []cell.Named
	Room     int // bytes that messages can still take
	Longest  int // bytes of the longest text to one other that can be written now

	Shelf       ShelfState
	ClockJumped bool // the clock is far ahead of what is known and of what is sure: see ErrClockJump

	Orphan     bool // the lead was lost, and there is no new one yet
	NoLifeline bool // a member's: nobody could be asked for a new lead
}

// TieStatus is one link.
type TieStatus struct {
	cell.Tie
	Securing    bool        // what is written waits for the first key exchange
	Frozen      link.Reason // 0: not frozen
	Epoch       uint32
	Outstanding int // messages of whatever kind that the other side has not confirmed
}

// Status returns the truth as of the last TakeIn.
func (d *Device) Status() Status {
	room := d.ownRoom()
	s := Status{
		Now: d.known, Standing: d.cell.Standing(), CheckIn: d.cell.CheckIn(), Sent: d.Sent(),
		Exposes: d.cell.Exposes(), Room: room, Longest: mail.Longest(room), Use: d.use, Travel: d.travel(), Sealed: d.calendar.End(d.sealed),
		Orphan: d.cell.Orphan(), NoLifeline: d.noLifeline(), ClockJumped: d.jumped, Shelf: d.shelfState(),
	}
	for _, t := range d.cell.Ties() {
		if t.Relation == cell.Lifeline {
			continue
		}
		ts := TieStatus{Tie: t}
		if l := d.links[t.ID]; l != nil {
			ls := l.Status()
			ts.Securing, ts.Frozen, ts.Epoch, ts.Outstanding = ls.Securing, ls.Frozen, ls.Epoch, ls.Outstanding
		}
		s.Ties = append(s.Ties, ts)
	}
	for _, r := range d.Inbox() {
		if !r.Read {
			s.Unread++
		}
	}
	return s
}

// Inbox returns what was received, and what else the person is told, until its
// lifetime ends, which begins again for what happens again: oldest first, by when
// it happened last.
func (d *Device) Inbox() []mail.Received {
	all := d.mail.Inbox(d.lifetime())
	for i := range all {
		t, there := d.cell.Tie(all[i].Tie)
		all[i].Closed = all[i].ClosedBy(t, there)
	}
	return all
}

// Sent returns the person's own messages with the stage each has reached. Packets to desks are
// not among them: see [Device.Reports].
func (d *Device) Sent() []mail.Sent {
	return slices.DeleteFunc(d.allSent(), func(s mail.Sent) bool { return s.What == mail.Report })
}

func (d *Device) allSent() []mail.Sent {
	all := d.noteFiles(d.mail.Sent(func(tie cell.TieID) []link.Outgoing {
		if l := d.links[tie]; l != nil {
			return l.Outbox()
		}
		return nil
	}))
	if d.unfilled { // the links' last sealing is in no pouch
		for _, s := range all {
			for i := range s.Parts {
				if p := &s.Parts[i]; p.Stage == mail.InPouch {
					p.Stage = mail.Saved
				}
			}
		}
	}
	return all
}

// Round returns the highest round the device knows of.
func (d *Device) Round() box.Round { return d.known }

// ShelfState is what becomes of the shelf, on which what takes more than one box waits.
type ShelfState uint8

const (
	ShelfWorks ShelfState = iota // as far as is known
	ShelfFails                   // the disk refuses it: parcels stand still, and nothing else does
)

// String returns the state's code, for JSON. It is no sentence for a person.
func (s ShelfState) String() string { return [...]string{"works", "fails"}[s] }

// MarshalText returns the code.
func (s ShelfState) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

func (d *Device) shelfState() ShelfState {
	if d.shelfFails {
		return ShelfFails
	}
	return ShelfWorks
}
