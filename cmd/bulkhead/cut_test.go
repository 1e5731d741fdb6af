package main

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/link"
	"bulkhead/phrase"
	"bulkhead/round"
)

// Promise: whatever is told of a link that was cut, with its alias kept or not, no
// command in it names somebody whom no command finds, and no sentence has a gap.
func TestNothingToldOfACutLinkNamesACommandForIt(t *testing.T) {
	at := time.Unix(1e6, 0)
	who := people{
		alias: map[cell.TieID]string{1: "", 2: "Heron"}, cut: map[cell.TieID]bool{1: true, 2: true},
		calendar: round.Calendar{Length: time.Minute}, now: at, say: phrase.New("en", time.UTC),
	}
	var all []device.Received
	for tie := cell.TieID(1); tie <= 2; tie++ {
		for _, rel := range []cell.Relation{cell.Partner, cell.Lead, cell.Led} {
			for w := cell.Welcomed; w <= cell.ReplyStopped; w++ {
				rel := rel
				if w == cell.LifelineMade || w == cell.LifelineDoubted || w == cell.OrphanAsks {
					rel = cell.Lifeline
				}
				for _, doubt := range []bool{false, true} {
					all = append(all, device.Received{Number: 7, What: w, Tie: tie, By: 3 - tie, Rel: rel, Doubt: doubt, Sure: doubt, Why: cell.Malformed, Count: 3})
				}
			}
			for k := device.AlarmPouchGone; k.String() != "unknown"; k++ {
				all = append(all, device.Received{Number: 7, What: device.Alarm, Alarm: k, Detail: uint8(link.ReasonEcho), Tie: tie, Rel: rel})
			}
		}
	}
	command := regexp.MustCompile(`'bulkhead[^']*'`)
	for _, r := range all {
		for _, closed := range []device.Closed{device.NotClosed, device.ClosedByCut} {
			r.Closed = closed
			i := itemOf(r, who)
			for _, said := range append(i.Do, i.Sentence) {
				for _, typed := range command.FindAllString(said, -1) {
					if strings.Contains(typed, "somebody") || strings.Contains(typed, "Heron") || strings.HasSuffix(typed, " '") || strings.Contains(typed, "  ") {
						t.Errorf("told %d of a cut link: %s", r.What, typed)
					}
				}
				for _, past := range []string{"cut's", "calls somebody", "calls Heron", "is your", "in quarantine until", "will be cut", "everything passes", "cut is being made"} {
					if strings.Contains(said, past) {
						t.Errorf("told %d of a cut link: %q", r.What, said)
					}
				}
				if said == "" || strings.Contains(said, "{{") || strings.Contains(said, "''") {
					t.Errorf("told %d of a cut link: %q", r.What, said)
				}
			}
			if closed != device.NotClosed && (i.warning || len(i.Do) > 0) {
				t.Errorf("told %d is closed, and warns or asks for something", r.What)
			}
		}
	}
}
