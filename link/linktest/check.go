package linktest

import (
	"fmt"

	"bulkhead/box"
	"bulkhead/link"
)

// meeting is what both sides do with the boxes of one round, by the
// writer's role.
type meeting struct {
	wrote [2]*box.ID
	said  map[[32]byte]said // by the fresh bytes of a box's body, which no lid replaces
	reads [2][]box.ID       // nil until the reader has read
}

func (w *World) meeting(r box.Round) *meeting {
	m := w.met[r]
	if m == nil {
		m = &meeting{said: map[[32]byte]said{}}
		w.met[r] = m
	}
	return m
}

// forgetMeetings drops those that no clock can still reach.
func (w *World) forgetMeetings() {
	for r := range w.met {
		if r+keep < w.now {
			delete(w.met, r)
		}
	}
}

// checkPut holds a box that leaves a device against every other one.
func (w *World) checkPut(d *device, ref box.Ref, wr *write) error {
	c := wr.Content
	w.left(c, wr.lid)
	w.meeting(ref.Round).said[bodyFresh(c)] = wr.seeds.said
	if w.Fault == SaidOfAnother {
		w.meeting(ref.Round).said[bodyFresh(c)] = w.says()
	}
	if w.OnPut != nil {
		w.OnPut(Sent{d.role, ref, wr.epoch, c})
	}
	if w.plan.Theft != honest {
		w.sealings[[32]byte(c[:32])] = wr.tag
	}
	if w.drop.try(ref, c) {
		w.tally.Clashes++
		if w.plan.Theft == honest {
			return w.broken("no round and id is ever written with two contents", "two contents left a device")
		}
	}
	m := w.meeting(ref.Round)
	m.wrote[d.role] = &ref.ID
	return w.checkMeeting(m, d.role)
}

// checkRead notes at which ids a device looks for the peer's box.
func (w *World) checkRead(d *device, e *entry) error {
	peer := 1 - d.role
	m := w.meeting(e.round)
	m.reads[peer] = []box.ID{}
	for i := range e.reads {
		m.reads[peer] = append(m.reads[peer], e.reads[i].ID)
	}
	return w.checkMeeting(m, peer)
}

// checkMeeting is the promise that a written box is where its reader looks.
func (w *World) checkMeeting(m *meeting, writer link.Role) error {
	if w.plan.Theft != honest || m.wrote[writer] == nil || m.reads[writer] == nil {
		return nil
	}
	w.tally.Meetings++
	for i, id := range m.reads[writer] {
		if id == *m.wrote[writer] {
			if i > 0 || len(m.reads[writer]) > 1 {
				w.tally.MetUncertain++
			}
			return nil
		}
	}
	return w.broken("every written box is at an id that the peer reads", "it looked elsewhere")
}

// checkSealing holds a sealing to its shape.
func (d *device) checkSealing(s *link.Sealing, m link.Moment, rounds int) error {
	w := d.w
	bad := func(what string) error { return w.broken("a sealing fills the pouch", what) }
	if s.First != max(m.Now, m.Floor)+1 && w.plan.Theft == honest && !w.plan.Skew {
		return bad("it does not begin after the floor")
	}
	if s.First <= m.Floor || s.First <= m.Now {
		return bad("it begins at or before the floor")
	}
	if s.Gen <= d.session.gen && w.plan.Theft == honest {
		return bad("its number does not rise")
	}
	w.tally.Sealings++
	if err := d.checkReads(s, rounds); err != nil {
		return err
	}
	if len(s.Writes) != rounds {
		return bad("not one box in every round")
	}
	for i := range s.Writes {
		if wr := &s.Writes[i]; wr.Round != s.First+box.Round(i) || [8]byte(wr.Content[:8]) == [8]byte{} {
			return bad("a write out of place, or an empty one")
		}
	}
	return nil
}

// bodyFresh is where a box's body begins: the same behind every lid.
func bodyFresh(c *box.Content) [32]byte { return [32]byte(c[link.LidLen:]) }

// checkSaid is the promise that what a device says of itself is heard as it was
// said, with the very box that said it.
func (d *device) checkSaid(r box.Round, c *box.Content, h *link.Heard) error {
	want, known := d.w.meeting(r).said[bodyFresh(c)]
	if !known {
		return nil // of a copy's, before it was watched
	}
	d.w.tally.Said++
	if h.Presence != want.presence || h.Card != want.card || h.Reads != link.Version {
		return d.w.broken("what a device says of itself is heard as it was said", "another presence, card or version")
	}
	return nil
}

// checkReads is the promise of one candidate for a round's box, or two.
func (d *device) checkReads(s *link.Sealing, rounds int) error {
	bad := func(what string) error { return d.w.broken("a reader has at most two candidates", what) }
	next := s.First
	for i := range s.Reads {
		switch r := &s.Reads[i]; {
		case !r.Second && r.Round == next:
			next++
		case !r.Second:
			return bad("a read out of place, or a third one")
		case i == 0 || s.Reads[i-1].Second || s.Reads[i-1].Round != r.Round || s.Reads[i-1].ID == r.ID:
			return bad("a second one without a first")
		}
	}
	if next != s.First+box.Round(rounds) {
		return bad("not one first candidate in every round")
	}
	return nil
}

// checkOpened is the promise that a whole box, read at a candidate id and taken
// in in time, opens, unless the round's other candidate was opened and saved.
func (d *device) checkOpened(e *entry, r *read, events []link.Event, err error, again bool) error {
	if r.content.IsAbsent() {
		return nil
	}
	if err := d.checkLid(r, events); err != nil || d.w.plan.Theft != honest || d.w.spoils(r.content) {
		return err
	}
	for _, event := range events {
		if h, ok := event.(*link.Heard); ok {
			if err := d.checkSaid(e.round, r.content, h); err != nil {
				return err
			}
			if !r.heard {
				d.session.opened = append(d.session.opened, box.Ref{Round: e.round, ID: r.ID})
			}
			r.heard = true
			return nil
		}
	}
	for i := range e.reads {
		if e.reads[i].kept {
			return nil
		}
	}
	if again || r.heard || e.round+box.Round(d.w.plan.PL) <= max(d.session.first, d.session.seen) {
		return nil
	}
	what := "it did not open"
	if err != nil {
		what = "it was none of the link's"
	}
	return d.w.broken("every whole box opens", fmt.Sprintf("%s: of round %d, taken in after a sealing from round %d", what, e.round, d.session.first))
}
