package phrase

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
	"bulkhead/tell"
)

var signer = cell.SecondFounder

// Promise: whatever a device tells its person, it tells in words, and names
// nobody but by the person's own alias.
func TestEverythingHasWords(t *testing.T) {
	s := New("en", time.UTC)
	for w := cell.Welcomed; w <= cell.DeskRevoked; w++ {
		i := tell.Item{Number: 7, What: w, From: "Heron", By: "Heron", Relation: cell.Lead, Why: cell.BadSignature, Founder: &signer}
		if said := s.Told(&i); said == "" || strings.Contains(said, "cannot show") {
			t.Errorf("%v has no words: %q", w, said)
		}
		if said := s.Told(&tell.Item{Number: 7, What: w, Lifeline: 9, Relation: cell.Lifeline, Founder: &signer}); said == "" {
			t.Errorf("%v has no words where it is a lifeline's", w)
		}
	}
	for kind := mail.AlarmPouchGone; kind.String() != "unknown"; kind++ {
		for _, from := range []string{"", "Heron"} {
			said := s.Told(&tell.Item{Number: 7, What: mail.Alarm, Alarm: kind, From: from, Frozen: 1, Times: 412, Lately: 12})
			if strings.Contains(said, "cannot show") || !strings.Contains(said, "412 times since") || !strings.Contains(said, "12 of them since you last looked") {
				t.Errorf("alarm %v has no words, or not how often: %q", kind, said)
			}
			if from != "" && !strings.Contains(said, from) {
				t.Errorf("alarm %v does not say of which link it is: %q", kind, said)
			}
		}
	}
	for _, c := range []struct {
		item tell.Item
		want string
	}{
		{tell.Item{What: mail.Alarm, Alarm: 255}, "cannot show"},
		{tell.Item{What: cell.ReportStopped + 1}, "cannot show"},
		{tell.Item{What: cell.TextArrived, Cut: true, Sure: true}, "from somebody whose link was cut"},
		{tell.Item{What: cell.TextArrived, From: "Heron"}, "not compared"},
	} {
		if said := s.Told(&c.item); !strings.Contains(said, c.want) {
			t.Errorf("%v is told as %q, want %q", c.item.What, said, c.want)
		}
	}
}

// Promise: whatever is told of a link that was cut, with its alias kept or not, no
// command in it names somebody whom no command finds, and no sentence has a gap.
func TestNothingToldOfACutLinkNamesACommandForIt(t *testing.T) {
	s := New("en", time.UTC).On(time.Unix(1e6, 0))
	var all []tell.Item
	for _, from := range []string{"", "Heron"} {
		for _, rel := range []cell.Relation{cell.Partner, cell.Lead, cell.Led} {
			for w := cell.Welcomed; w <= cell.DeskRevoked; w++ {
				i := tell.Item{Number: 7, What: w, From: from, By: "Wren", Cut: true, Relation: rel, Why: cell.Malformed, Times: 3, Founder: &signer}
				if w == cell.LifelineMade || w == cell.LifelineDoubted || w == cell.OrphanAsks {
					i.From, i.Lifeline, i.Relation = "", 1, cell.Lifeline
				}
				for _, doubt := range []bool{false, true} {
					i.Doubt, i.Sure = doubt, doubt
					all = append(all, i)
				}
			}
			for k := mail.AlarmPouchGone; k.String() != "unknown"; k++ {
				all = append(all, tell.Item{Number: 7, What: mail.Alarm, Alarm: k, Frozen: link.ReasonEcho, From: from, Cut: true, Relation: rel})
			}
		}
	}
	command := regexp.MustCompile(`'bulkhead[^']*'`)
	for _, i := range all {
		for _, i.Closed = range []mail.Closed{mail.NotClosed, mail.ClosedByCut} {
			do := s.Advice(&i)
			for _, said := range append(do, s.Told(&i)) {
				for _, typed := range command.FindAllString(said, -1) {
					if strings.Contains(typed, "somebody") || strings.Contains(typed, "Heron") || strings.HasSuffix(typed, " '") || strings.Contains(typed, "  ") {
						t.Errorf("told %v of a cut link: %s", i.What, typed)
					}
				}
				for _, past := range []string{"cut's", "calls somebody", "calls Heron", "is your", "in quarantine until", "will be cut", "everything passes", "cut is being made"} {
					if strings.Contains(said, past) {
						t.Errorf("told %v of a cut link: %q", i.What, said)
					}
				}
				if said == "" || strings.Contains(said, "{{") || strings.Contains(said, "''") {
					t.Errorf("told %v of a cut link: %q", i.What, said)
				}
			}
			if len(do) > 0 {
				t.Errorf("told %v of a cut link: something is asked for", i.What)
			}
		}
	}
}
