package main

import (
	"bulkhead/cell"
)

// quarry is what a seized device is searched for.
type quarry struct {
	owner    int
	canaries []string     // in all that each member writes and calls others
	tied     map[int]bool // the owner and those whom its device may name
	passed   []string     // marks of notes and replies that it passed on, and that were not for it
	past     []string     // marks of messages whose lifetime is over, or that were deleted
	decoy    string       // the canary in the notebook
}

// newQuarry begins with whom a member's device may name.
func (s shape) newQuarry(owner int, canaries []string) quarry {
	q := quarry{owner: owner, canaries: canaries, tied: map[int]bool{owner: true}}
	for _, m := range s.ties(owner) {
		q.tied[m] = true
	}
	return q
}

// search looks in all that can be read in a state for what must not be there.
func (c *captor) search(q quarry, s *Seizure) {
	s.Allowed = 0
	if s.State == string(asOpen) {
		s.Allowed = len(q.tied)
	}
	for m, canary := range q.canaries {
		if c.inFiles(canary) {
			s.LockedCanaries++
		}
		switch {
		case !c.finds(canary):
		case q.tied[m]:
			s.TiedCanaries++
		default:
			s.ForeignCanaries++
		}
	}
	s.Exposed = max(len(c.status.Exposes), s.TiedCanaries+s.ForeignCanaries)
	s.Lifelines = len(c.lines)
	for _, named := range c.status.Exposes {
		if named.Relation == cell.Lifeline {
			s.LifelinesNamed++
		}
	}
	s.PassedOnKept, s.PastFound = count(q.passed, c.finds), count(q.past, c.finds)
	s.LinkKeys, s.PassphrasesOpen, s.DecoyShown = len(c.links), len(c.opened), q.decoy != "" && in(c.plain, q.decoy)
}

// searchLog looks for the same in what the drop's full log yields. severed is
// the first round in which nobody writes to the device any more; 0: it is not
// severed.
func (c *captor) searchLog(q quarry, r replay, s *Seizure) {
	s.LogBoxes, s.LogOpened, s.LogAgain, s.LogAfter, s.LogMessagesAfter = r.boxes, r.opened, r.again, r.after, len(r.messagesAfter)
	read := func(text string) bool { return in(r.messages, text) }
	for m, canary := range q.canaries {
		if !q.tied[m] && read(canary) {
			s.ForeignCanaries++
		}
	}
	s.PassedOnKept += count(q.passed, read)
	s.PastFound += count(q.past, read)
}

func count(texts []string, found func(string) bool) (n int) {
	for _, text := range texts {
		if found(text) {
			n++
		}
	}
	return n
}
