package cell

import (
	"slices"

	"bulkhead/box"
)

// listenFor is how many rounds this device must itself have read, since an
// unlock was due, before it calls anybody overdue: after its own absence it has
// heard nobody. Less if the grace is shorter.
const listenFor = 8

func (s *State) mustListen() uint32 { return min(listenFor, s.checkIn.Grace) }

// Heard takes in a tie's heartbeat: a box of round at opened, and it says that
// its owner last unlocked in round unlocked. ErrNoTie, ErrHeardInFuture.
func (s *State) Heard(id TieID, at, unlocked, now box.Round) ([]Effect, error) {
	t, err := s.liveTie(id)
	if err != nil {
		return nil, err
	}
	if since(at, now) > 1 {
		return nil, ErrHeardInFuture
	}
	t.Phase = max(t.Phase, Securing)
	t.Heard = max(t.Heard, at)
	unlocked = min(unlocked, at)
	if unlocked <= t.Unlocked {
		return nil, nil
	}
	t.Unlocked, t.quiet = unlocked, 0
	if t.Overdue && !s.late(t, now) {
		t.Overdue = false
		return []Effect{Show{What: OverdueEnded, Tie: id}}, nil
	}
	return nil, nil
}

// Listened notes that this device itself read its boxes in round r. The device
// calls it once for every round in which it did, before [State.Tick].
func (s *State) Listened(r box.Round) {
	for i := range s.ties {
		if t := &s.ties[i]; t.live() && s.group.elapsed(r, t.Unlocked) > uint64(s.checkIn.Every) {
			t.quiet = min(t.quiet+1, s.mustListen())
		}
	}
}

// Tick lets time go by: it cuts what was to be cut by now, begins and ends
// quarantines, shows who has become overdue and forgets what is past its time.
// The device calls it at every opening and about once a round.
func (s *State) Tick(now box.Round) []Effect {
	s.seen = slices.DeleteFunc(s.seen, func(n seen) bool { return n.expires < now })
	life := s.routeRounds()
	s.routes = slices.DeleteFunc(s.routes, func(r route) bool { return since(now, r.round) > uint64(life) })
	s.tickPaces(now)
	s.tickCards(now)
	s.tickDesks(now)
	s.tickReports(now)
	out := append(s.tickCuts(now), s.tellPaced(now)...)
	for i := range s.ties {
		if t := &s.ties[i]; t.live() {
			out = append(out, s.tickQuarantine(t, now)...)
			out = append(out, s.tickOverdue(t, now)...)
			out = append(out, s.tickIntroduced(t)...)
		}
	}
	return out
}

// tickOverdue shows a tie overdue, once until an unlock is heard of, and puts it
// in quarantine: silence alone does no more.
func (s *State) tickOverdue(t *Tie, now box.Round) []Effect {
	if s.standing == Joining || t.Phase == Invited || t.Relation == Lifeline || t.Overdue || !s.late(t, now) || t.quiet < s.mustListen() {
		return nil
	}
	t.Overdue = true
	return append([]Effect{Show{What: OverdueBegan, Tie: t.ID}}, s.quarantine(t, now)...)
}

// late reports whether an unlock is due for longer than the grace.
func (s *State) late(t *Tie, now box.Round) bool {
	if p := s.Pace(t.ID); p != nil { // its boxes come seldom, and one may be lost
		now -= min(now, 3*box.Round(p.block))
	}
	return s.group.elapsed(now, t.Unlocked) > uint64(s.checkIn.Every)+uint64(s.checkIn.Grace)
}

// elapsed is the time from the beginning of round then to that of round now, in
// lengths T, whether or not there were rounds in it: a check-in is of the clock. 0
// if then is later.
func (g *Group) elapsed(now, then box.Round) uint64 {
	if now <= then {
		return 0
	}
	c := g.Calendar
	if !c.HasHours() {
		return uint64(now - then)
	}
	return uint64((c.Start(now).UnixMilli() - c.Start(then).UnixMilli()) / c.Length.Milliseconds())
}

// since is the rounds from then to now; 0 if then is later.
func since(now, then box.Round) uint64 {
	if then > now {
		return 0
	}
	return uint64(now - then)
}
