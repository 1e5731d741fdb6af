package notebook

import (
	"fmt"
	"time"
)

const (
	// livedInPages is how many pages make a notebook look used: about what one
	// screen lists.
	livedInPages = 8

	// quietDays is how long a notebook in use may rest before it looks left
	// behind, in days of 24 hours.
	quietDays = 14
)

// Advice says, a sentence each, what to do so that the notebook looks lived in;
// nothing if it does. Days are those of now's time zone, and a page written
// after now does not count as recent. To be shown inside the real compartment
// only: anywhere else it would tell what the notebook is for.
func Advice(b *Book, now time.Time) []string {
	if len(b.pages) == 0 {
		return []string{"The notebook is empty. Write a few everyday pages into it."}
	}
	var advice []string
	if days, ok := quietFor(b, now); ok {
		advice = append(advice, fmt.Sprintf("Nothing was written into the notebook for %d days. Write a page.", days))
	}
	if n := len(b.pages); n < livedInPages {
		advice = append(advice, fmt.Sprintf("The notebook has few pages (%d). With %d or more it looks used.", n, livedInPages))
	}
	if onOneDay(b, now.Location()) {
		advice = append(advice, "All pages were written on one day. Write on other days too.")
	}
	return advice
}

// quietFor returns for how many whole days nothing was written, and whether
// that is longer than quietDays. Pages from after now, written by a wrong
// clock, are passed over; if there are no others there is nothing to count from.
func quietFor(b *Book, now time.Time) (days int, long bool) {
	var last time.Time
	for _, p := range b.pages {
		if !p.Written.After(now) && p.Written.After(last) {
			last = p.Written
		}
	}
	if last.IsZero() {
		return 0, false
	}
	quiet := now.Sub(last)
	return int(quiet / (24 * time.Hour)), quiet > quietDays*24*time.Hour
}

// onOneDay reports whether several pages all have the same date there. One
// page has no other day to be on.
func onOneDay(b *Book, zone *time.Location) bool {
	first := b.pages[0].Written.In(zone).Format(time.DateOnly)
	for _, p := range b.pages[1:] {
		if p.Written.In(zone).Format(time.DateOnly) != first {
			return false
		}
	}
	return len(b.pages) > 1
}

// Prompts returns harmless things to write about, more of them than a notebook
// needs to look used. They are questions to a person. None may be put into a
// page by a program: the same first lines in many notebooks would be a mark.
func Prompts() []string {
	return []string{
		"What do you need from the shop this week?",
		"A recipe you cook from memory: what goes in, and how much?",
		"Whose birthdays come next, and what might they like?",
		"What did the water or electricity meter read, and when?",
		"What at home waits to be repaired? Any sizes to remember?",
		"Which book, film or song did somebody recommend?",
		"What would you pack for three days away?",
		"Who lent you something, and what did you lend?",
		"What is planted, and what has to be watered or pruned?",
		"When do the buses you take leave?",
		"What did you spend this week, roughly?",
		"A story or a joke worth telling again?",
	}
}
