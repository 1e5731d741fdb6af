package term

import (
	"strings"
	"testing"
	"time"

	"bulkhead/phrase"
	"bulkhead/tell"
)

// Promise: what a person must know of lifelines is said, on their own page and
// in the status; nothing shown names anybody.
func TestLifelinesSayWhatTheyMean(t *testing.T) {
	now := time.Unix(1e6, 0)
	heard := now.Add(-3 * time.Hour)
	words := strings.Fields("gore animator unroll earshot trophy surfer")
	for _, c := range []struct {
		name   string
		has    tell.Lifelines
		page   []string
		status string
		urgent bool
	}{
		{"none yet", tell.Lifelines{NoLifeline: true}, []string{"No lifeline yet. If your lead were taken today"}, "no lifeline yet", true},
		{"being made", tell.Lifelines{NoLifeline: true, Own: []tell.Lifeline{{Number: 3}}}, []string{"No lifeline yet", "lifeline 3    asked first; being made"}, "no lifeline yet", true},
		{"a founder", tell.Lifelines{Founder: true}, []string{"A founder has no lead to lose"}, "", false},
		{"two of one's own", tell.Lifelines{Own: []tell.Lifeline{{Number: 3, Secured: true, Epoch: 2, Words: words}, {Number: 4, Secured: true, Confirmed: true, Epoch: 1, Words: words, Heard: &heard}}},
			[]string{"asked first; secured, words not compared", "2:  gore  animator", "asked a day later; words compared; last box 3 h ago", "--help' says how"}, "2 of your own: 'bulkhead lifelines'", false},
		{"doubted", tell.Lifelines{Own: []tell.Lifeline{{Number: 3, Secured: true, Confirmed: true, Doubted: true}}}, []string{"doubted: somebody on its way"}, "1 of your own", false},
		{"an orphan", tell.Lifelines{Orphan: true, Own: []tell.Lifeline{{Number: 3, Secured: true}}}, []string{"You have no lead. Your device asks over these"}, "you have no lead. Your device asks", true},
		{"an orphan without any", tell.Lifelines{Orphan: true, NoLifeline: true}, []string{"And there is no lifeline. Meet somebody", "'bulkhead join', on this device"}, "you have no lead. And there is no lifeline", true},
		{"somebody asks", tell.Lifelines{Founder: true, Held: []tell.Lifeline{{Number: 7, Secured: true, Asks: true}, {Number: 8}}},
			[]string{"Held for people below", "asks for a new lead; no second witness yet", "bulkhead lifelines --adopt 7"}, "somebody asks for a new lead", true},
		{"checked", tell.Lifelines{Founder: true, Checked: 7, Held: []tell.Lifeline{{Number: 7, Secured: true, Confirmed: true, Words: words}}}, []string{"Lifeline 7 has these words"}, "1 held for people below", false},
		{"adopted", tell.Lifelines{Founder: true, Adopted: 7}, []string{"Whoever asks over lifeline 7 is adopted"}, "", false},
	} {
		t.Run(c.name, func(t *testing.T) {
			var shown strings.Builder
			p := NewSheet(&shown)
			p.Say = phrase.Say{}.On(now)
			Lifelines(p, &c.has)
			for _, want := range c.page {
				if !strings.Contains(shown.String(), want) {
					t.Errorf("%q is missing in\n%s", want, shown.String())
				}
			}
			var status strings.Builder
			p = &Sheet{w: &status, colour: true}
			LifelineLine(p, &c.has)
			urgent := strings.HasPrefix(status.String(), "\x1b[33m")
			if urgent != c.urgent || !strings.Contains(status.String(), c.status) || c.status == "" && status.Len() > 0 {
				t.Errorf("the status says %q, urgent %v; want %q, %v", status.String(), urgent, c.status, c.urgent)
			}
			if confirmed := c.has.Checked != 0; confirmed && strings.Contains(shown.String(), "gore") {
				t.Error("words that were compared are shown again")
			}
		})
	}
}
