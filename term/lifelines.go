package term

import (
	"slices"
	"strings"

	"bulkhead/phrase"
	"bulkhead/tell"
)

// Lifelines is the screen of 'lifelines'.
func Lifelines(p *Sheet, r *tell.Lifelines) {
	say := p.Say
	if r.Checked != 0 {
		p.Head("%s", say.LifelinesChecked(uint32(r.Checked)))
		p.Line("")
	}
	if r.Adopted != 0 {
		p.Head("%s", say.LifelinesAdopted(uint32(r.Adopted)))
		p.Line("")
	}
	ownLifelines(p, r)
	if len(r.Held) > 0 {
		p.Line("")
		p.Head("%s", say.LifelinesHeld())
	}
	for _, l := range r.Held {
		lifeline(p, &l, "")
	}
	if slices.ContainsFunc(slices.Concat(r.Own, r.Held), func(l tell.Lifeline) bool { return l.Secured && !l.Confirmed }) {
		p.Line("")
		p.Line("%s", say.LifelinesCompare())
	}
}

// ownLifelines shows the owner's own, or what it means that there are none.
func ownLifelines(p *Sheet, r *tell.Lifelines) {
	say := p.Say
	p.Head("%s", say.LifelinesOwn())
	if r.Orphan {
		p.Bad("  %s", say.LifelinesOrphan(orphanNext(say, r)))
	}
	switch {
	case len(r.Own) == 0 && r.Founder:
		p.Line("  %s", say.LifelinesFounder())
	case r.NoLifeline && !r.Orphan:
		p.Bad("  %s", say.LifelinesNone())
	}
	for n, l := range r.Own {
		order := say.LifelinesAskedFirst()
		if n > 0 {
			order = say.LifelinesAskedLater()
		}
		lifeline(p, &l, order)
	}
}

// orphanNext says what somebody without a lead has to expect, and to do.
func orphanNext(say phrase.Say, r *tell.Lifelines) string {
	if r.NoLifeline {
		return say.LifelinesOrphanWithout()
	}
	return say.LifelinesOrphanAsks()
}

// lifeline shows one; order says when it is asked, "" that it never is.
func lifeline(p *Sheet, l *tell.Lifeline, order string) {
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
		state = say.LifelinesHeard(say.Since(*l.Heard), state)
	}
	p.Line("  %s%s", Column(say.CircleLifelineNumber(uint32(l.Number)), 14), state)
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

// LifelineLine is what 'status' says of lifelines, marked if it must not be missed.
func LifelineLine(p *Sheet, r *tell.Lifelines) {
	say, asks := p.Say, r.Asking()
	label := say.StatusLifelines()
	switch {
	case r.Orphan:
		p.Labelled(true, label, say.LifelinesStatusOrphan(orphanNext(say, r)))
		return
	case asks == 1:
		p.Labelled(true, label, say.LifelinesStatusSomebodyAsks())
		return
	case asks > 1:
		p.Labelled(true, label, say.LifelinesStatusAsks(asks))
		return
	case r.NoLifeline:
		p.Labelled(true, label, say.LifelinesStatusNone())
		return
	}
	var parts []string
	if n := len(r.Own); n > 0 {
		parts = append(parts, say.LifelinesStatusOwn(n))
	}
	if n := len(r.Held); n > 0 {
		parts = append(parts, say.LifelinesStatusHeld(n))
	}
	if len(parts) > 0 {
		p.Labelled(false, label, say.LifelinesStatus(say.Join(parts)))
	}
}
