package cell

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"time"

	"bulkhead/box"
	"bulkhead/report/seal"

	"golang.org/x/crypto/cryptobyte"
)

const (
	// maxWays is how many ways of reports a device remembers. When they are full, whoever
	// has the most of them loses its oldest: a flood over one tie pushes out none of a tie
	// that has less than its part.
	maxWays = 384

	// maxDeskWays is the same of a desk's device, which has nobody to lead, and so the room.
	maxDeskWays = 1536
)

// Errors of reports.
var (
	ErrReport     = errors.New("this is not a packet to a desk, or back")
	ErrNoDesk     = errors.New("no desk of this name takes reports now")
	ErrSentBefore = errors.New("this very packet was sent before")
	ErrNoWayBack  = errors.New("the way of this report is over, or was never here")
	ErrAtDesk     = errors.New("this is a desk's device: it has liaisons alone")
	ErrNotAtDesk  = errors.New("only a desk's device can do this")
)

// wayBack is all that a hop keeps of a report: the tie that it came over, and for how long.
type wayBack struct {
	id    seal.Way
	from  TieID // 0: the owner wrote it
	until day   // it is forgotten as this day begins
	last  day   // no reply keeps it longer
}

// day counts days of UTC from 1970; there is none after 65,535.
type day uint16

func dayOf(t time.Time) day { return day(min(max(t.Unix()/(24*60*60), 0), 1<<16-1)) }

func (d day) time() time.Time { return time.Unix(int64(d)*24*60*60, 0).UTC() }

// clock is when a round begins.
func (s *State) clock(now box.Round) time.Time { return s.group.Calendar.Start(now) }

func (s *State) way(id seal.Way) *wayBack {
	for i := range s.back {
		if s.back[i].id == id {
			return &s.back[i]
		}
	}
	return nil
}

func (s *State) maxWays() int {
	if s.standing == AtDesk {
		return maxDeskWays
	}
	return maxWays
}

// addWay keeps the way of a report; see maxWays.
func (s *State) addWay(id seal.Way, from TieID, now box.Round) {
	if len(s.back) >= s.maxWays() {
		of := map[TieID]int{from: 1}
		for _, w := range s.back {
			of[w.from]++
		}
		most := from
		for _, w := range s.back { // in order, so that of equals it is always the same
			if of[w.from] > of[most] {
				most = w.from
			}
		}
		oldest := slices.IndexFunc(s.back, func(w wayBack) bool { return w.from == most })
		s.back = slices.Delete(s.back, oldest, oldest+1)
	}
	life := seal.Begun(s.clock(now))
	s.back = append(s.back, wayBack{id, from, dayOf(life.Until), dayOf(life.Last)})
}

func (s *State) forgetBack(id seal.Way) {
	s.back = slices.DeleteFunc(s.back, func(w wayBack) bool { return w.id == id })
}

// KeepReports forgets the ways of the owner's own reports but those that are named: whoever has a
// packet can reckon its way, and the way says who wrote it. A reply over one that is forgotten is
// refused.
func (s *State) KeepReports(ways map[seal.Way]bool) {
	s.back = slices.DeleteFunc(s.back, func(w wayBack) bool { return w.from == 0 && !ways[w.id] })
}

// tickReports forgets ways and reached desks whose time is over.
func (s *State) tickReports(now box.Round) {
	today := dayOf(s.clock(now))
	s.back = slices.DeleteFunc(s.back, func(w wayBack) bool { return today >= w.until })
	s.reached = slices.DeleteFunc(s.reached, func(r reach) bool { return r.until < now })
}

// toDesk returns the tie that a report goes on over, not back over from: one by which its desk
// is reached, of several one that is drawn, else up. nil if there is none. Ties in
// quarantine are taken only where there is no other; one to a desk that more than silence speaks
// against is none: whoever has the desk's device may have its key.
func (s *State) toDesk(name seal.Name, from TieID, now box.Round, rand io.Reader) (*Tie, error) {
	var all, doubted []*Tie
	for _, r := range s.reached {
		t := s.tie(r.tie)
		switch {
		case r.name != name || r.until < now || r.tie == from || t.Cut != 0 || t.Probation != 0 || t.Relation == Desk && t.spokenAgainst():
		case t.Quarantined():
			doubted = append(doubted, t)
		default:
			all = append(all, t)
		}
	}
	if len(all) == 0 {
		all = doubted
	}
	if len(all) > 1 {
		var draw [2]byte
		if _, err := io.ReadFull(rand, draw[:]); err != nil {
			return nil, fmt.Errorf("drawing a report's way: %w", err)
		}
		return all[(int(draw[0])<<8|int(draw[1]))%len(all)], nil
	}
	if len(all) == 1 {
		return all[0], nil
	}
	if up := s.up(); up != nil && up.ID != from {
		return up, nil
	}
	return nil, nil
}

// SendReport sends a packet that the owner's device has sealed to a desk ([seal.Seal]) on its
// way. Its way, [seal.WayOf], is by which a reply, or that it went no further, is shown. A
// packet is sent once: sealed anew it is another, with another way. ErrReport, ErrNoDesk if
// no desk of that name stands, ErrSentBefore, ErrJoining, ErrAtDesk, ErrNoLead,
// ErrQuarantined; rand's. The packet stays the caller's.
func (s *State) SendReport(packet []byte, now box.Round, rand io.Reader) ([]Effect, error) {
	return s.sendReport(packet, false, now, rand)
}

// SendReportAnyway is SendReport for an owner who was told that the tie it goes over is in
// quarantine and sends all the same: whoever has the other end can drop it, not read it.
func (s *State) SendReportAnyway(packet []byte, now box.Round, rand io.Reader) ([]Effect, error) {
	return s.sendReport(packet, true, now, rand)
}

func (s *State) sendReport(packet []byte, anyway bool, now box.Round, rand io.Reader) ([]Effect, error) {
	p, is := parsed[*sealedReport](packet)
	switch {
	case !is:
		return nil, ErrReport
	case s.standing == Joining:
		return nil, ErrJoining
	case s.standing == AtDesk:
		return nil, ErrAtDesk
	case !s.takesReports(p.to, now):
		return nil, ErrNoDesk
	case s.way(p.way) != nil:
		return nil, ErrSentBefore
	}
	to, err := s.toDesk(p.to, 0, now, rand)
	switch {
	case err != nil:
		return nil, err
	case to == nil:
		return nil, ErrNoLead
	}
	if err := mayWriteOver(to, anyway); err != nil {
		return nil, err
	}
	s.addWay(p.way, 0, now)
	return []Effect{Send{Tie: to.ID, Message: marshal(p)}}, nil
}

// takesReports reports whether reports are sealed to a desk of this name now.
func (s *State) takesReports(name seal.Name, now box.Round) bool {
	return slices.ContainsFunc(s.Desks(now), func(d seal.Standing) bool { return d.Counts && d.Digest.Name() == name })
}

// bringsReports reports whether reports may come over a tie.
func (s *State) bringsReports(t *Tie) bool {
	switch t.Relation {
	case Led, Lead, Liaison:
		return true
	}
	return s.founder() && t.Relation == Partner
}

// onReport passes a report on, or, at a desk, shows it.
func (s *State) onReport(t *Tie, p *sealedReport, now box.Round, rand io.Reader) ([]Effect, error) {
	if !s.bringsReports(t) {
		return refuse(t, p, NotAllowed), nil
	}
	switch w := s.way(p.way); {
	case w != nil && w.from == t.ID:
		return nil, nil
	case w != nil: // it went in a circle: whoever sent it here sends it no further
		return []Effect{stopReport(t.ID, p.way, stoppedNoWay)}, nil
	case s.DeskRevoked(p.to):
		return append(refuse(t, p, Revoked), stopReport(t.ID, p.way, stoppedNoWay)), nil
	}
	if s.standing == AtDesk {
		if !slices.Contains(s.serves, p.to) {
			return append(refuse(t, p, NotAsked), stopReport(t.ID, p.way, stoppedNoWay)), nil
		}
		s.addWay(p.way, t.ID, now)
		return []Effect{Show{What: ReportArrived, Tie: t.ID, ID: ID(p.way), Packet: marshal(p)}}, nil
	}
	to, err := s.toDesk(p.to, t.ID, now, rand)
	switch {
	case err != nil:
		return nil, err
	case to == nil:
		return append(refuse(t, p, NoWay), stopReport(t.ID, p.way, stoppedNoWay)), nil
	}
	s.addWay(p.way, t.ID, now)
	return []Effect{Send{Tie: to.ID, Message: marshal(p)}}, nil
}

func stopReport(to TieID, w seal.Way, why stopped) Send {
	return Send{Tie: to, Message: marshal(&reportStopped{why, []seal.Way{w}})}
}

// onReportStopped takes in that reports which went over this tie went no further.
func (s *State) onReportStopped(t *Tie, p *reportStopped) (out []Effect) {
	if !s.bringsReports(t) && t.Relation != Desk || s.standing == AtDesk {
		return refuse(t, p, NotAllowed)
	}
	unknown := false
	for _, id := range p.ways {
		w := s.way(id)
		if w == nil || w.from == t.ID {
			unknown = true
			continue
		}
		from := w.from
		s.forgetBack(id)
		stop := &reportStopped{p.why, []seal.Way{id}}
		out = append(out, s.backTo(from, stop, Show{What: ReportStopped, Tie: t.ID, ID: ID(id), Why: p.why.why()})...)
	}
	if unknown {
		out = append(out, refuse(t, p, NotAsked)...)
	}
	return out
}

// reportNotSent tells whoever a report came from that it goes no further.
func (s *State) reportNotSent(from TieID, id seal.Way, why stopped) []Effect {
	if from == 0 {
		return nil
	}
	if w := s.way(id); w != nil && w.from == from {
		s.forgetBack(id)
	}
	if _, err := s.liveTie(from); err != nil {
		return nil
	}
	return []Effect{stopReport(from, id, why)}
}

// SendDeskReply sends a reply that a desk has sealed ([seal.SealReply]) back the way of its
// report. ErrReport, ErrNotAtDesk, ErrNoWayBack. The packet stays the caller's.
func (s *State) SendDeskReply(packet []byte, now box.Round) ([]Effect, error) {
	p, is := parsed[*deskReply](packet)
	switch {
	case !is:
		return nil, ErrReport
	case s.standing != AtDesk:
		return nil, ErrNotAtDesk
	}
	w := s.way(p.way)
	if w == nil {
		return nil, ErrNoWayBack
	}
	return s.replyGoes(*w, p, Show{}, now), nil
}

// onDeskReply carries what a desk says one hop back; at its end it shows.
func (s *State) onDeskReply(t *Tie, p *deskReply, now box.Round) []Effect {
	if !s.bringsReports(t) && t.Relation != Desk || s.standing == AtDesk {
		return refuse(t, p, NotAllowed)
	}
	w := s.way(p.way)
	if w == nil || w.from == t.ID {
		return refuse(t, p, NotAsked)
	}
	return s.replyGoes(*w, p, Show{What: ReportReplied, Tie: t.ID, ID: ID(p.way), Packet: marshal(p)}, now)
}

// replyGoes sets a way's end as a reply asks, and carries the reply on.
func (s *State) replyGoes(w wayBack, p *deskReply, shown Show, now box.Round) []Effect {
	life, ok := seal.Life{Until: w.until.time(), Last: w.last.time()}.After(s.clock(now), p.keep)
	if ok {
		s.way(w.id).until = dayOf(life.Until)
	} else {
		s.forgetBack(w.id)
	}
	return s.backTo(w.from, p, shown)
}

// add writes a way: id 16, from 2, until 2, last 2.
func (w *wayBack) add(b *cryptobyte.Builder) {
	b.AddBytes(w.id[:])
	b.AddUint16(uint16(w.from))
	b.AddUint16(uint16(w.until))
	b.AddUint16(uint16(w.last))
}

func (w *wayBack) read(s *cryptobyte.String) bool {
	return s.CopyBytes(w.id[:]) && s.ReadUint16((*uint16)(&w.from)) && s.ReadUint16((*uint16)(&w.until)) && s.ReadUint16((*uint16)(&w.last))
}

// reportsHold: every way has one entry and comes over a live tie; a desk is reached over live
// ties of those below and beside, each with a bounded number of names.
func (s *State) reportsHold() bool {
	if len(s.back) > s.maxWays() || len(s.serves) > maxServed || s.standing != AtDesk && len(s.serves) > 0 {
		return false
	}
	ways := map[seal.Way]bool{}
	for _, w := range s.back {
		if _, err := s.liveTie(w.from); w.from != 0 && err != nil || ways[w.id] || w.until > w.last || w.from == 0 && s.standing == AtDesk {
			return false
		}
		ways[w.id] = true
	}
	of := map[TieID]int{}
	for i, r := range s.reached {
		t, err := s.liveTie(r.tie)
		if of[r.tie]++; err != nil || !s.saysReached(t) || of[r.tie] > maxReached ||
			slices.ContainsFunc(s.reached[:i], func(o reach) bool { return o.tie == r.tie && o.name == r.name }) {
			return false
		}
	}
	return s.namedHold()
}

// wayStub is a report without what is sealed, enough to tell whoever it came from that it
// goes no further: its kind and its way. It is no packet.
func wayStub(w seal.Way) []byte { return append([]byte{kindReport}, w[:]...) }

func wayOfStub(b []byte) (w seal.Way, is bool) {
	if len(b) != 1+seal.WaySize || b[0] != kindReport {
		return w, false
	}
	return seal.Way(b[1:]), true
}
