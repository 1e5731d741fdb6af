package main

import (
	"fmt"
	"strings"

	"bulkhead/term"
)

func (r *drillResult) lines(p *term.Page) {
	if !r.seen {
		r.planLines(p)
	}
	if !r.Done {
		p.Head("Nothing was done: this was a dry run.")
		return
	}
	r.doneLines(p)
}

// planLines shows all that is known before the question.
func (r *drillResult) planLines(p *term.Page) {
	if !r.Done {
		p.Bad("If %s (%s) was taken: breathe, and read this to its end. Nothing is done yet.", r.Alias, r.Relation)
	} else {
		p.Bad("%s (%s) was taken.", r.Alias, r.Relation)
	}
	p.Line("")
	p.Head("What a captor learns from %s and from %s's device", r.Alias, r.Alias)
	for _, l := range r.Knows.words(r.Alias) {
		p.Line("  – %s", l)
	}
	p.Line("")
	p.Head("%s", map[bool]string{false: "What this device will do, in this order", true: "What this device does, in this order"}[r.Done])
	for _, t := range r.Tells {
		p.Line("  – tell %s that their %s was taken", t.To, t.Whom)
	}
	if len(r.Tells) == 0 {
		p.Line("  – tell nobody: there is nobody else here who has a link to %s", r.Alias)
	}
	for _, c := range r.Cuts {
		p.Line("  – %s", c.words())
	}
	p.Line("  – send nothing to %s, ever again; boxes travel on as before, so that nobody sees the cut from outside", r.Alias)
	p.Line("")
	p.Head("What you do, in person")
	for _, s := range r.InPerson {
		p.Line("  – %s", s)
	}
	p.Line("")
	p.Head("What comes next")
	for _, s := range r.Next {
		p.Line("  – %s", s)
	}
	p.Line("")
}

// doneLines shows what was done. What comes next is said once more if the plan
// stood on another screen.
func (r *drillResult) doneLines(p *term.Page) {
	p.Head("It is done.")
	for _, t := range r.Tells {
		p.Line("  %s will hear of it with the next boxes.", t.To)
	}
	for _, c := range r.Cuts {
		if c.AtOnce {
			p.Line("  The link with %s is cut for good.", c.Alias)
		} else {
			p.Line("  The link with %s will be cut at %s, as soon as this device is open then. Nothing you write goes there from now on.", c.Alias, c.atClock)
		}
	}
	p.Line("  The boxes leave with 'bulkhead run'.")
	if r.seen {
		for _, s := range r.Next {
			p.Line("  %s", s)
		}
	}
}

// words says what the captor learns.
func (k learned) words(name string) []string {
	var names []string
	for _, n := range k.Names {
		if n.Alias == "" {
			names = append(names, "you")
		} else {
			names = append(names, fmt.Sprintf("%s (your %s)", n.Alias, n.Relation))
		}
	}
	all := []string{"who is linked to them as well as to you: " + strings.Join(names, ", ")}
	if k.OthersMost > 0 {
		more := fmt.Sprintf("up to %s, whom this device does not know: %s", plural(k.Others, "nobody more", "1 person more", "%d people more"), k.Who)
		if k.OthersMost > k.Others {
			more += fmt.Sprintf(" (%d at the very most, if they lead more than one pair)", k.OthersMost)
		}
		all = append(all, more)
	}
	all = append(all, fmt.Sprintf("what you and %s wrote to each other in the last 7 days, if it was not deleted there", name))
	if k.Notes {
		all = append(all, "notes that passed through while that device was open: what they say, and over which link they came; not who wrote them")
	}
	return append(all, "where the drop is, and the aliases that the device has for all of you: made up, if you kept to it. Its lifelines name nobody")
}

func (c plannedCut) words() string {
	if c.AtOnce {
		return fmt.Sprintf("cut the link with %s, at once and for good", c.Alias)
	}
	return fmt.Sprintf("cut the link with %s for good: not at once but 1 to %d rounds from now (%s at most), so that nobody can tell by the time who noticed",
		c.Alias, c.Rounds, stretch(inSeconds(c.Seconds)))
}
