package linktest

import (
	"fmt"

	"bulkhead/box"
	"bulkhead/link"
)

// meeting is what both sides do with the regular boxes of one round, by the
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
	c, slot := wr.Content, wr.Slot
	w.left(c, wr.lid)
	w.meeting(ref.Round).said[bodyFresh(c)] = wr.seeds.said
	if w.Fault == SaidOfAnother {
		w.meeting(ref.Round).said[bodyFresh(c)] = w.says()
	}
	if w.OnPut != nil {
		w.OnPut(Sent{d.role, ref, slot, wr.epoch, c})
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
	if slot > 0 {
		w.tally.Extras++
		return nil
	}
	m := w.meeting(ref.Round)
	m.wrote[d.role] = &ref.ID
	return w.checkMeeting(m, d.role)
}

// checkRead notes at which ids a device looks for the peer's regular box.
func (w *World) checkRead(d *device, e *entry) error {
	peer := 1 - d.role
	m := w.meeting(e.round)
	m.reads[peer] = []box.ID{}
	for i := range e.reads {
		if r := &e.reads[i]; r.Slot == 0 {
			m.reads[peer] = append(m.reads[peer], r.ID)
		}
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
	last := s.First + box.Round(rounds)
	regular := 0
	for i := range s.Writes {
		wr := &s.Writes[i]
		if wr.Round < s.First || wr.Round >= last || int(wr.Slot) > w.plan.Extras || [8]byte(wr.Content[:8]) == [8]byte{} {
			return bad("a write out of place")
		}
		if i > 0 && !ordered(s.Writes[i-1].Round, s.Writes[i-1].Slot, wr.Round, wr.Slot) {
			return bad("writes out of order, or one place twice")
		}
		if wr.Slot == 0 {
			regular++
		}
	}
	if regular != rounds {
		return bad("not one regular box in every round")
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

// ordered reports whether one place comes before another.
func ordered(r box.Round, q uint8, r2 box.Round, q2 uint8) bool { return r < r2 || r == r2 && q < q2 }

// checkReads is the promise of at most two candidates for the regular box, and
// one for an extra.
func (d *device) checkReads(s *link.Sealing, rounds int) error {
	bad := func(what string) error { return d.w.broken("a reader has at most two candidates", what) }
	regular := 0
	for i := range s.Reads {
		r := &s.Reads[i]
		if r.Round < s.First || r.Round >= s.First+box.Round(rounds) || r.Slot > 3 {
			return bad("a read out of place")
		}
		if r.Slot == 0 && !r.Second {
			regular++
		}
		if r.Second && (i == 0 || r.Slot != 0 || s.Reads[i-1].Second || s.Reads[i-1].Round != r.Round || s.Reads[i-1].Slot != 0 || s.Reads[i-1].ID == r.ID) {
			return bad("a second one without a first")
		}
		if i > 0 && !r.Second && !ordered(s.Reads[i-1].Round, s.Reads[i-1].Slot, r.Round, r.Slot) {
			return bad("reads out of order, or a third one")
		}
	}
	if regular != rounds {
		return bad("not one regular read in every round")
	}
	return nil
}

// checkOpened is the promise that a whole box, read at a candidate id and taken
// in in time, opens. One secret serves all boxes of a round, so a save after
// one of them was opened closes the others.
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
	return d.w.broken("every whole box opens", fmt.Sprintf("%s: slot %d of round %d, taken in after a sealing from round %d", what, r.Slot, e.round, d.session.first))
}
