package main

import (
	"strings"

	"bulkhead/phrase"
	"bulkhead/term"
)

func (r lifelinesResult) lines(p *term.Page) {
	say := p.Say
	if r.Checked != 0 {
		p.Head("%s", say.LifelinesChecked(uint32(r.Checked)))
		p.Line("")
	}
	if r.Adopted != 0 {
		p.Head("%s", say.LifelinesAdopted(uint32(r.Adopted)))
		p.Line("")
	}
	r.ownLines(p)
	if len(r.Kept) > 0 {
		p.Line("")
		p.Head("%s", say.LifelinesKept())
	}
	for _, l := range r.Kept {
		l.lines(p, "")
	}
	if r.unconfirmed() {
		p.Line("")
		p.Line("%s", say.LifelinesCompare())
	}
}

// ownLines shows the owner's own lifelines, or what it means that there are
// none.
func (r lifelinesResult) ownLines(p *term.Page) {
	say := p.Say
	p.Head("%s", say.LifelinesOwn())
	if r.Orphan {
		p.Bad("  %s", say.LifelinesOrphan(r.orphanNext(say)))
	}
	switch {
	case len(r.Own) == 0 && r.founder:
		p.Line("  %s", say.LifelinesFounder())
	case r.NoLifeline && !r.Orphan:
		p.Bad("  %s", say.LifelinesNone())
	}
	for n, l := range r.Own {
		order := say.LifelinesAskedFirst()
		if n > 0 {
			order = say.LifelinesAskedLater()
		}
		l.lines(p, order)
	}
}

// orphanNext says what somebody without a lead has to expect, and to do.
func (r lifelinesResult) orphanNext(say phrase.Say) string {
	if r.NoLifeline {
		return say.LifelinesOrphanWithout()
	}
	return say.LifelinesOrphanAsks()
}

// lines shows one lifeline; order says when it is asked, "" that it never is.
func (l lifelineItem) lines(p *term.Page, order string) {
	say := p.Say
	state := say.LifelinesBeingMade()
	switch {
	case l.Confirmed:
		state = say.LifelinesCompared()
	case l.Secured:
		state = say.LifelinesSecured()
	}
	if order != "" {
		state = say.LifelinesOrder(order, state)
	}
	if l.Heard != nil {
		state = say.LifelinesHeard(l.ago, state)
	}
	p.Line("  %s%s", term.Column(say.CircleLifelineNumber(uint32(l.Number)), 14), state)
	if len(l.Words) > 0 && !l.Confirmed {
		p.Line("    %d:  %s", l.Epoch, strings.Join(l.Words, "  "))
	}
	if l.Doubted {
		p.Bad("    %s", say.LifelinesDoubted())
	}
	if l.Asks {
		p.Bad("    %s", say.LifelinesAsks(uint32(l.Number)))
	}
}

func (r lifelinesResult) unconfirmed() bool {
	for _, l := range append(r.Own[:len(r.Own):len(r.Own)], r.Kept...) {
		if l.Secured && !l.Confirmed {
			return true
		}
	}
	return false
}

// short is what 'status' says of lifelines; urgent if it must not be missed.
func (r lifelinesResult) short(say phrase.Say) (said string, urgent bool) {
	asks := 0
	for _, l := range r.Kept {
		if l.Asks {
			asks++
		}
	}
	switch {
	case r.Orphan:
		return say.LifelinesStatusOrphan(r.orphanNext(say)), true
	case asks == 1:
		return say.LifelinesStatusSomebodyAsks(), true
	case asks > 1:
		return say.LifelinesStatusAsks(asks), true
	case r.NoLifeline:
		return say.LifelinesStatusNone(), true
	}
	var parts []string
	if n := len(r.Own); n > 0 {
		parts = append(parts, say.LifelinesStatusOwn(n))
	}
	if n := len(r.Kept); n > 0 {
		parts = append(parts, say.LifelinesStatusKept(n))
	}
	if len(parts) == 0 {
		return "", false
	}
	return say.LifelinesStatus(say.Join(parts)), false
}
