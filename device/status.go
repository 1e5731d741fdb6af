package device

import (
	"bytes"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/pouch"
)

// Status is what a person may want to know of their device. It holds no secret
// but what the person wrote or was sent.
type Status struct {
	Now      box.Round
	Standing cell.Standing
	CheckIn  cell.CheckIn // how often people unlock; zero while Joining
	Ties     []TieStatus  // severed ones too; lifelines are in Lifelines
	Sent     []Sent       // oldest first, until their lifetime ends
	Unread   int
	Use      pouch.Use // what is known of the network; every reading has its time
	Travel   Travel    // whether boxes travel now
	Sealed   time.Time // the pouch works until then without the device being opened
	Exposes  []cell.Named
	Room     int // bytes that messages can still take
	Longest  int // bytes of the longest text to one other that can be written now

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
	s := Status{
		Now: d.known, Standing: d.cell.Standing(), CheckIn: d.cell.CheckIn(), Sent: d.Sent(),
		Exposes: d.cell.Exposes(), Room: d.ownRoom(), Longest: d.Longest(), Use: d.use, Travel: d.travel(), Sealed: d.calendar.End(d.sealed),
		Orphan: d.cell.Orphan(), NoLifeline: d.noLifeline(), ClockJumped: d.jumped,
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
func (d *Device) Inbox() []Received {
	all := d.mail.inbox(d.lifetime())
	for i := range all {
		all[i].Closed = d.closed(&all[i])
	}
	return all
}

// Sent returns the person's own messages with the stage each has reached.
func (d *Device) Sent() []Sent {
	stages := map[cell.TieID]map[link.MessageID]link.Outgoing{}
	for tie, l := range d.links {
		stages[tie] = map[link.MessageID]link.Outgoing{}
		for _, o := range l.Outbox() {
			stages[tie][o.ID] = o
		}
	}
	all := make([]Sent, len(d.mail.sent))
	for i, s := range d.mail.sent {
		s.Parts = slices.Clone(s.Parts)
		for j := range s.Parts {
			s.Parts[j].advance(stages)
		}
		all[i] = s
	}
	return all
}

// advance sets the stage of a message that is under way from what its link
// knows of it.
func (p *Part) advance(stages map[cell.TieID]map[link.MessageID]link.Outgoing) {
	if p.Stage >= ReceivedBy {
		return
	}
	p.Stage = NotKept
	if p.kept {
		p.Stage = Kept
	}
	out := stages[p.Tie][p.id]
	if p.id != 0 {
		p.Boxes, p.There = out.Boxes, out.There
	}
	switch stage := out.Stage; {
	case p.id == 0:
	case stage == link.Sealed && p.kept:
		p.Stage = InPouch
	case stage == link.Written:
		p.Stage = AtDrop
	case stage == link.Stuck:
		p.Stage, p.Reason = Undelivered, ReasonFrozen
	}
}

// kept records that everything is in the vault now.
func (m *mail) kept() {
	for i := range m.sent {
		for j := range m.sent[i].Parts {
			m.sent[i].Parts[j].kept = true
		}
	}
}

func (m *mail) bySentNumber(n uint32) *Sent {
	for i := range m.sent {
		if n != 0 && m.sent[i].Number == n {
			return &m.sent[i]
		}
	}
	return nil
}

func (m *mail) delete(number uint32) bool {
	before := len(m.received) + len(m.told) + len(m.sent)
	m.received = slices.DeleteFunc(m.received, func(r Received) bool { return r.Number == number })
	m.told = slices.DeleteFunc(m.told, func(t told) bool { return t.number == number })
	m.sent = slices.DeleteFunc(m.sent, func(s Sent) bool { return s.Number == number })
	return len(m.received)+len(m.told)+len(m.sent) < before
}

// Drop returns the drop's address as the invitation gave it.
func (d *Device) Drop() []byte { return bytes.Clone(d.group.Drop) }

// Round returns the highest round the device knows of.
func (d *Device) Round() box.Round { return d.known }
