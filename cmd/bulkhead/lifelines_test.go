package main

import (
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
	"bulkhead/term"
)

// Promise: what a person must know of lifelines is said, on their own page and
// in the status; nothing shown names anybody.
func TestLifelinesSayWhatTheyMean(t *testing.T) {
	words := strings.Fields("gore animator unroll earshot trophy surfer")
	for _, c := range []struct {
		name   string
		has    lifelinesResult
		page   []string
		status string
		urgent bool
	}{
		{"none yet", lifelinesResult{NoLifeline: true}, []string{"No lifeline yet. If your lead were taken today"}, "no lifeline yet", true},
		{"being made", lifelinesResult{NoLifeline: true, Own: []lifelineItem{{Number: 3}}}, []string{"No lifeline yet", "lifeline 3    asked first; being made"}, "no lifeline yet", true},
		{"a founder", lifelinesResult{founder: true}, []string{"A founder has no lead to lose"}, "", false},
		{"two of one's own", lifelinesResult{Own: []lifelineItem{{Number: 3, Secured: true, Epoch: 2, Words: words}, {Number: 4, Secured: true, Confirmed: true, Epoch: 1, Words: words, Heard: new(time.Time), ago: 3 * time.Hour}}},
			[]string{"asked first; secured, words not compared", "2:  gore  animator", "asked a day later; words compared; last box 3 h ago", "--help' says how"}, "2 of your own: 'bulkhead lifelines'", false},
		{"doubted", lifelinesResult{Own: []lifelineItem{{Number: 3, Secured: true, Confirmed: true, Doubted: true}}}, []string{"doubted: somebody on its way"}, "1 of your own", false},
		{"an orphan", lifelinesResult{Orphan: true, Own: []lifelineItem{{Number: 3, Secured: true}}}, []string{"You have no lead. Your device asks over these"}, "you have no lead. Your device asks", true},
		{"an orphan without any", lifelinesResult{Orphan: true, NoLifeline: true}, []string{"And there is no lifeline. Meet somebody", "'bulkhead join', on this device"}, "you have no lead. And there is no lifeline", true},
		{"somebody asks", lifelinesResult{founder: true, Kept: []lifelineItem{{Number: 7, Secured: true, Asks: true}, {Number: 8}}},
			[]string{"Kept for people below", "asks for a new lead; no second witness yet", "bulkhead lifelines --adopt 7"}, "somebody asks for a new lead", true},
		{"checked", lifelinesResult{founder: true, Checked: 7, Kept: []lifelineItem{{Number: 7, Secured: true, Confirmed: true, Words: words}}}, []string{"Lifeline 7 has these words"}, "1 kept for people below", false},
		{"adopted", lifelinesResult{founder: true, Adopted: 7}, []string{"Whoever asks over lifeline 7 is adopted"}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var shown strings.Builder
			c.has.lines(term.NewPage(&shown))
			for _, want := range c.page {
				if !strings.Contains(shown.String(), want) {
					t.Errorf("%q is missing in\n%s", want, shown.String())
				}
			}
			said, urgent := c.has.short(phrase.Say{})
			if urgent != c.urgent || !strings.Contains(said, c.status) || c.status == "" && said != "" {
				t.Errorf("the status says %q, urgent %v; want %q, %v", said, urgent, c.status, c.urgent)
			}
			if confirmed := c.has.Checked != 0; confirmed && strings.Contains(shown.String(), "gore") {
				t.Error("words that were compared are shown again")
			}
		})
	}
}
