package cell

import (
	"fmt"
	"io"
	"slices"
	"time"

	"bulkhead/box"
)

const (
	// maxRoutes is how many notes of each tie, and of the owner, a device
	// remembers the way of. Of the same tie the oldest goes first, and a reply to
	// a forgotten one finds no way: a flood forgets none but its own.
	maxRoutes = 48

	// routeLife is for how long a hop remembers the way of a note.
	routeLife = 14 * 24 * time.Hour
)

// route is all that a hop keeps of a note: which tie it came from, nothing of
// what it said.
type route struct {
	id      ID
	from    TieID     // 0: the owner wrote it
	round   box.Round // when
	replied [2]uint8  // by founder: the highest number of a reply that passed
	stopped [2]uint8  // by founder: the highest number of a reply that went no further
}

func (s *State) route(id ID) *route {
	for i := range s.routes {
		if s.routes[i].id == id {
			return &s.routes[i]
		}
	}
	return nil
}

func (s *State) addRoute(r route) {
	n, oldest := 0, 0
	for i := len(s.routes) - 1; i >= 0; i-- {
		if s.routes[i].from == r.from {
			n, oldest = n+1, i
		}
	}
	if n >= maxRoutes {
		s.routes = slices.Delete(s.routes, oldest, oldest+1)
	}
	s.routes = append(s.routes, r)
}

// routeRounds is routeLife in rounds.
func (s *State) routeRounds() box.Round { return s.group.rounds(routeLife) }

// up returns the tie that notes go to: the lead, or a founder's other founder;
// nil if there is none, or only one on probation.
func (s *State) up() *Tie {
	if s.founder() {
		return s.only(Partner)
	}
	if t := s.only(Lead); t != nil && t.Probation == 0 {
		return t
	}
	return nil
}

// SendNote sends a note up to the founders; a founder's goes to the other
// founder. It returns the note's id, by which a reply is shown. Every hop's
// device could read it on the way. ErrNoLead, ErrTooLong beyond MaxBody bytes,
// ErrNotText, ErrQuarantined, ErrConfirmed.
func (s *State) SendNote(body string, now box.Round, rand io.Reader) (ID, []Effect, error) {
	return s.sendNote(body, false, now, rand)
}

// SendNoteAnyway is SendNote for an owner who was told that the tie it goes over
// is in quarantine and writes all the same.
func (s *State) SendNoteAnyway(body string, now box.Round, rand io.Reader) (ID, []Effect, error) {
	return s.sendNote(body, true, now, rand)
}

func (s *State) sendNote(body string, anyway bool, now box.Round, rand io.Reader) (ID, []Effect, error) {
	if err := checkBody(body, MaxBody); err != nil {
		return ID{}, nil, err
	}
	to := s.up()
	if to == nil {
		return ID{}, nil, ErrNoLead
	}
	if err := mayWriteOver(to, anyway); err != nil {
		return ID{}, nil, err
	}
	id, err := newID(rand)
	if err != nil {
		return ID{}, nil, err
	}
	s.addRoute(route{id: id, round: now})
	return id, []Effect{Send{Tie: to.ID, Message: marshal(&note{id, []byte(body)})}}, nil
}

func newID(rand io.Reader) (ID, error) {
	var id ID
	if _, err := io.ReadFull(rand, id[:]); err != nil {
		return ID{}, fmt.Errorf("drawing an id: %w", err)
	}
	return id, nil
}

func (s *State) onNote(t *Tie, p *note, now box.Round) []Effect {
	if t.Relation != Led && !(s.founder() && t.Relation == Partner) {
		return refuse(t, p, NotAllowed)
	}
	if r := s.route(p.id); r != nil {
		if r.from == t.ID {
			return nil
		}
		return refuse(t, p, NotAllowed)
	}
	to := s.up()
	if to == nil && !s.founder() {
		return append(refuse(t, p, NoWay), stopNote(t.ID, p.id, stoppedNoWay))
	}
	s.addRoute(route{id: p.id, from: t.ID, round: now})
	var out []Effect
	if s.founder() {
		out = append(out, Show{What: NoteArrived, Tie: t.ID, ID: p.id, Text: string(p.body)})
	}
	if to != nil && to.ID != t.ID {
		out = append(out, Send{Tie: to.ID, Message: marshal(p)})
	}
	return out
}

// onNoteStopped takes in that notes which went over this tie went no further.
func (s *State) onNoteStopped(t *Tie, p *noteStopped) (out []Effect) {
	if t.Relation != Lead {
		return refuse(t, p, NotAllowed)
	}
	unknown := false
	for _, id := range p.ids {
		r := s.route(id)
		if r == nil {
			unknown = true
			continue
		}
		from := r.from
		s.forgetRoute(id)
		stop := &noteStopped{p.why, []ID{id}}
		out = append(out, s.backTo(from, stop, Show{What: NoteStopped, ID: id, Why: p.why.why()})...)
	}
	if unknown {
		out = append(out, refuse(t, p, NotAsked)...)
	}
	return out
}

func (s *State) forgetRoute(id ID) {
	s.routes = slices.DeleteFunc(s.routes, func(r route) bool { return r.id == id })
}

// backTo carries a packet one hop back the way of a note or a report; at its end it shows.
func (s *State) backTo(from TieID, p packet, shown Show) []Effect {
	if from == 0 {
		return []Effect{shown}
	}
	if _, err := s.liveTie(from); err != nil {
		return nil // the way was severed
	}
	return []Effect{Send{Tie: from, Message: marshal(p)}}
}

// ReplyTo sends a founder's reply down the way of a note. ErrNotFounder,
// ErrNoNote, ErrNotVouched, ErrTooLong beyond MaxBody bytes, ErrNotText,
// ErrConfirmed.
func (s *State) ReplyTo(id ID, body string) ([]Effect, error) {
	if err := checkBody(body, MaxBody); err != nil {
		return nil, err
	}
	if err := s.maySign(); err != nil {
		return nil, err
	}
	r := s.route(id)
	f := s.founderIndex()
	if r == nil || r.from == 0 || r.replied[f] == 255 {
		return nil, ErrNoNote
	}
	to, err := s.liveTie(r.from)
	if err != nil {
		return nil, ErrNoNote
	}
	if err := mayWriteOver(to, true); err != nil {
		return nil, err
	}
	r.replied[f]++
	p := &reply{id: id, founder: f, number: r.replied[f], body: []byte(body)}
	p.sig = sign(&s.key, domainReply, p.addSigned)
	return []Effect{Send{Tie: r.from, Message: marshal(p)}}, nil
}

// maySign reports whether this device is a founder whose key the group knows.
func (s *State) maySign() error {
	if !s.founder() {
		return ErrNotFounder
	}
	if s.standing == FounderB && !s.keys.both {
		return ErrNotVouched
	}
	return nil
}

func (s *State) onReply(t *Tie, p *reply) []Effect {
	if t.Relation != Lead && !(s.founder() && t.Relation == Partner) {
		return refuse(t, p, NotAllowed)
	}
	r := s.route(p.id)
	if r != nil && r.from == t.ID {
		return refuse(t, p, NotAsked)
	}
	key := s.keys.of(p.founder)
	signed := key != nil && verify(key, &p.sig, domainReply, p.addSigned)
	switch {
	case r == nil && signed: // forgotten: whoever wrote it is told
		return append(refuse(t, p, NotAsked), stopReply(t.ID, p, stoppedNoWay))
	case r == nil:
		return refuse(t, p, NotAsked)
	case !signed:
		return refuse(t, p, BadSignature)
	}
	if p.number <= r.replied[p.founder] {
		return nil
	}
	r.replied[p.founder] = p.number
	return s.backTo(r.from, p, Show{What: ReplyArrived, ID: p.id, Founder: p.founder, Text: string(p.body)})
}

// Replies returns how often this founder's device has replied to a note.
func (s *State) Replies(id ID) int {
	if r := s.route(id); r != nil && s.founder() {
		return int(r.replied[s.founderIndex()])
	}
	return 0
}
