package notebook

import "time"

const (
	// LivedInPages is how many pages make a notebook look used: about what one
	// screen lists.
	LivedInPages = 8

	// quietDays is how long a notebook in use may rest before it looks left
	// behind, in days of 24 hours.
	quietDays = 14
)

// Want is something that a notebook wants to look lived in. As text it is its
// code: "empty", "quiet", "few-pages", "one-day".
type Want struct {
	Kind  WantKind
	Count int // of WantWriting: days since the last page; of WantPages: how many there are
}

// WantKind is what is wanted.
type WantKind uint8

const (
	WantAnything  WantKind = iota + 1 // there is no page
	WantWriting                       // nothing was written for longer than two weeks
	WantPages                         // there are fewer than LivedInPages
	WantOtherDays                     // all pages are of one day
)

// MarshalText returns the code.
func (w Want) MarshalText() ([]byte, error) {
	return []byte([...]string{"", "empty", "quiet", "few-pages", "one-day"}[w.Kind]), nil
}

// Advice returns what the notebook wants to look lived in; nothing if it does.
// Days are those of now's time zone, and a page written after now does not count
// as recent. To be shown inside the real compartment only: anywhere else it
// would tell what the notebook is for.
func Advice(b *Book, now time.Time) []Want {
	if len(b.pages) == 0 {
		return []Want{{Kind: WantAnything}}
	}
	var advice []Want
	if days, ok := quietFor(b, now); ok {
		advice = append(advice, Want{WantWriting, days})
	}
	if n := len(b.pages); n < LivedInPages {
		advice = append(advice, Want{WantPages, n})
	}
	if onOneDay(b, now.Location()) {
		advice = append(advice, Want{Kind: WantOtherDays})
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
