package main

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/round"
)

// Promise: whatever a device tells its person, it tells in words, and names
// nobody but by the person's own alias.
func TestEverythingHasWords(t *testing.T) {
	who := people{
		alias:    map[cell.TieID]string{1: "Heron"},
		calendar: round.Calendar{Origin: time.Unix(0, 0), Length: time.Minute},
		now:      time.Unix(1e6, 0),
	}
	var all []cell.What
	for w := cell.Welcomed; w <= cell.ReplyStopped; w++ {
		all = append(all, w)
	}
	for _, w := range all {
		said, kind, bad := sentence(device.Received{Number: 7, What: w, Tie: 1, By: 1, Rel: cell.Lead, Why: cell.BadSignature}, who)
		if said == "" || kind == "" || strings.Contains(said, "cannot show") {
			t.Errorf("%d has no words: %q", w, said)
		}
		if lifeline, _, _ := sentence(device.Received{Number: 7, What: w, Tie: 9, Rel: cell.Lifeline}, who); lifeline == "" {
			t.Errorf("%d has no words where it is a lifeline's", w)
		}
		if w == cell.Refused && !bad {
			t.Error("a refusal can be missed")
		}
	}
	for kind := device.AlarmPouchGone; kind.String() != "unknown"; kind++ {
		for _, tie := range []cell.TieID{0, 1} {
			r := device.Received{Number: 7, What: device.Alarm, Alarm: kind, Tie: tie, Detail: 1, Count: 412, Seen: 400}
			said := itemOf(r, who).Sentence
			if strings.Contains(said, "cannot show") || !strings.Contains(said, "412 times since") || !strings.Contains(said, "12 of them since you last looked") {
				t.Errorf("alarm %v has no words, or not how often: %q", kind, said)
			}
		}
	}
	if said := itemOf(device.Received{What: device.Alarm, Alarm: 255}, who).Sentence; !strings.Contains(said, "cannot show") {
		t.Errorf("a new alarm is told as %q", said)
	}
	if said, _, _ := sentence(device.Received{What: cell.ReplyStopped + 1}, who); !strings.Contains(said, "cannot show") {
		t.Errorf("what is new is told as %q", said)
	}
	if said, _, _ := sentence(device.Received{What: cell.TextArrived, Tie: 2, Sure: true}, who); said != "from somebody whose link was cut" {
		t.Errorf("a severed link's message is told as %q", said)
	}
	if said, _, _ := sentence(device.Received{What: cell.TextArrived, Tie: 1}, who); !strings.Contains(said, "not compared") {
		t.Errorf("a message over an unconfirmed link is told as %q", said)
	}
}
