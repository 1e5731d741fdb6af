package main

import (
	"fmt"
	"strings"

	"bulkhead/term"
)

func (r lifelinesResult) lines(p *term.Page) {
	if r.Checked != 0 {
		p.Head("Lifeline %d has these words: it is confirmed, and nobody stands in its middle.", r.Checked)
		p.Line("")
	}
	if r.Adopted != 0 {
		p.Head("Whoever asks over lifeline %d is adopted; 'bulkhead inbox' says what this device calls them.", r.Adopted)
		p.Line("")
	}
	r.ownLines(p)
	if len(r.Kept) > 0 {
		p.Line("")
		p.Head("Kept for people below, whom nobody here knows")
	}
	for _, l := range r.Kept {
		l.lines(p, "")
	}
	if r.unconfirmed() {
		p.Line("")
		p.Line("Six words that were compared show that nobody stands in the middle: 'bulkhead lifelines --help' says how.")
	}
}

// ownLines shows the owner's own lifelines, or what it means that there are
// none.
func (r lifelinesResult) ownLines(p *term.Page) {
	p.Head("Your own lifelines")
	if r.Orphan {
		p.Bad("  You have no lead. %s", r.orphanNext())
	}
	switch {
	case len(r.Own) == 0 && r.founder:
		p.Line("  A founder has no lead to lose, and no lifeline.")
	case r.NoLifeline && !r.Orphan:
		p.Bad("  No lifeline yet. %s", whatNoLifelineMeans)
	}
	for n, l := range r.Own {
		l.lines(p, []string{"asked first", "asked a day later"}[min(n, 1)])
	}
}

// orphanNext says what somebody without a lead has to expect, and to do.
func (r lifelinesResult) orphanNext() string {
	if r.NoLifeline {
		return "And there is no lifeline. Meet somebody of the group whom you trust, who invites you ('bulkhead invite --led'); then 'bulkhead join', on this device."
	}
	return "Your device asks over these for a new one. It waits a while first, and an answer takes hours. Let 'bulkhead run' go on, and open the device every few hours."
}

func (l lifelineItem) lines(p *term.Page, order string) {
	state := "being made"
	switch {
	case l.Confirmed:
		state = "words compared"
	case l.Secured:
		state = "secured, words not compared"
	}
	if order != "" {
		state = order + "; " + state
	}
	if l.ago != "" {
		state += "; last box " + l.ago
	}
	p.Line("  lifeline %-4d %s", l.Number, state)
	if len(l.Words) > 0 && !l.Confirmed {
		p.Line("    %d:  %s", l.Epoch, strings.Join(l.Words, "  "))
	}
	if l.Doubted {
		p.Bad("    doubted: somebody on its way says that its other end was cut off. It is kept; do not count on it")
	}
	if l.Asks {
		p.Bad("    asks for a new lead; no second witness yet. If you know that it is true: 'bulkhead lifelines --adopt %d'", l.Number)
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
func (r lifelinesResult) short() (said string, urgent bool) {
	asks := 0
	for _, l := range r.Kept {
		if l.Asks {
			asks++
		}
	}
	var parts []string
	switch {
	case r.Orphan:
		return "you have no lead. " + r.orphanNext(), true
	case asks > 0:
		return plural(asks, "", "somebody asks for a new lead", "%d people ask for a new lead") + ": 'bulkhead lifelines'", true
	case r.NoLifeline:
		return "no lifeline yet: if your lead is lost now, nobody finds you. 'bulkhead lifelines'", true
	}
	if n := len(r.Own); n > 0 {
		parts = append(parts, fmt.Sprintf("%d of your own", n))
	}
	if n := len(r.Kept); n > 0 {
		parts = append(parts, fmt.Sprintf("%d kept for people below", n))
	}
	if len(parts) == 0 {
		return "", false
	}
	return strings.Join(parts, ", ") + ": 'bulkhead lifelines'", false
}
