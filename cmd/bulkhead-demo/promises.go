package main

import (
	"errors"
	"fmt"
)

// finish judges the promises. told is what ended the story early, if anything.
func (r *report) finish(told error) {
	if told != nil {
		r.Problems = append(r.Problems, told.Error())
	}
	r.promise("every message is shown, or shown as not delivered", r.Lost == 0 && r.Delivered > 0,
		"%d sent, %d shown, %d not delivered and said so, %d lost", r.Sent, r.Delivered, r.Undelivered, r.Lost)
	r.promise("no message is shown twice", r.Duplicated == 0, "%d", r.Duplicated)
	for _, s := range r.Seizures {
		r.judge(s)
	}
	r.promise("whoever lost a lead has one again", r.Healed == r.Orphans, "%d of %d orphans, %.0f rounds after the last cut", r.Healed, r.Orphans, r.HealRounds)
	r.promise("a founder's notice reaches everybody who is left", r.NoticeReached == r.NoticeOf, "%d of %d", r.NoticeReached, r.NoticeOf)
	if len(r.Seizures) == 0 {
		r.promise("the story was told to its end", false, "nobody was seized")
	}
	r.promise("nothing else went wrong", len(r.Problems) == 0, "%d problems", len(r.Problems))
}

// judge judges what a captor got out of one device.
func (r *report) judge(s *Seizure) {
	open := s.State == string(asOpen)
	if open {
		r.promise("an opened device names its partner, lead and led at most", s.Exposed > 0 && s.Exposed <= s.Allowed, "%d of %d members, itself included", s.Exposed, r.Members)
	} else {
		r.promise("nobody is named by what can be read on it", s.Exposed == 0, "%d of %d members", s.Exposed, r.Members)
		r.promise("no link's keys can be read on it", s.LinkKeys == 0, "%d links", s.LinkKeys)
	}
	r.promise("of nobody else there is anything on it", s.ForeignCanaries == 0 && s.ControlCanaries > 0, "%d canaries; of its own cell %d, with its passphrase %d", s.ForeignCanaries, s.TiedCanaries, s.ControlCanaries)
	r.promise("a lifeline on it has no name", s.LifelinesNamed == 0, "%d of %d lifelines", s.LifelinesNamed, s.Lifelines)
	if s.State == string(asDecoy) || s.State == string(asDuress) {
		r.promise("its notebook shows what it is meant to", s.DecoyShown && s.PassphrasesOpen > 0, "%d passphrases open anything", s.PassphrasesOpen)
	}
	r.promise("what it only passed on is not on it", s.PassedOnKept == 0, "%d notes and replies", s.PassedOnKept)
	r.promise("locked, its files show nobody", s.LockedCanaries == 0, "%d canaries; that it has %d links", s.LockedCanaries, s.LockedLinks)
	r.promise("what was erased stays unreadable, with the drop's log too", s.PastFound == 0 && s.LogAgain == 0, "%d messages, %d boxes", s.PastFound, s.LogAgain)
	r.promise("everybody who knew it has cut it off", s.CutBy > 0, "%d people, %.0f rounds after the seizure", s.CutBy, s.CutRounds)
	if open {
		r.promise("its copy does not see the cut: boxes arrive, and open", s.CoverHeard == s.CutBy, "from %d of %d", s.CoverHeard, s.CutBy)
	}
	r.promise("severed, its copy reads nothing more", s.NewShown == 0 && s.LogMessagesAfter == 0, "%d messages", s.NewShown+s.LogMessagesAfter)
}

func (r *report) promise(what string, held bool, format string, args ...any) {
	r.Promises = append(r.Promises, promise{what, fmt.Sprintf(format, args...), held})
}

// errBroken is the end of a demo in which a promise failed.
var errBroken = errors.New("a promise failed")

// broken returns errBroken if a promise failed.
func (r *report) broken() error {
	for _, p := range r.Promises {
		if !p.Held {
			return errBroken
		}
	}
	return nil
}
