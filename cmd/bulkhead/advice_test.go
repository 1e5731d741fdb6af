package main

import (
	"strings"
	"testing"
	"time"

	"bulkhead/cell"
	"bulkhead/device"
	"bulkhead/round"
	"bulkhead/term"
)

// Promise: who is told of a coerced or copied device is told what to do, by
// what the other is to them, in 'inbox' and in 'status'.
func TestAlarmsSayWhatToDo(t *testing.T) {
	who := people{
		alias:    map[cell.TieID]string{1: "Heron"},
		calendar: round.Calendar{Origin: time.Unix(0, 0), Length: time.Minute},
		now:      time.Unix(1e6, 0),
	}
	for _, c := range []struct {
		what cell.What
		rel  cell.Relation
		want []string
	}{
		{cell.OwnerCoerced, cell.Partner, []string{"SILENT ALARM: Heron was made to open the phone", "everything Heron knows is known: you, your lead", "Do not write to Heron", "first your lead", "bulkhead delete", "bulkhead drill Heron"}},
		{cell.OwnerCoerced, cell.Lead, []string{"your partner", "Warn your partner by another way"}},
		{cell.OwnerCoerced, cell.Led, []string{"whom you lead too", "tell your own lead"}},
		{cell.DeviceCopied, cell.Led, []string{"Heron's device was copied or restored", "Meet", "bulkhead sever Heron", "bulkhead invite"}},
	} {
		i := itemOf(device.Received{Number: 7, What: c.what, Tie: 1, Rel: c.rel}, who)
		if i.Kind != "alarm" || !i.warning || !isAlarm(c.what) || i.From != "Heron" {
			t.Errorf("%d is no alarm from Heron: %+v", c.what, i)
		}
		var shown strings.Builder
		inboxResult{Items: []inboxItem{i}}.lines(term.NewPage(&shown))
		var status strings.Builder
		(&statusResult{Exposes: []exposed{{}}, Alarms: []inboxItem{i}}).lines(term.NewPage(&status))
		for _, want := range c.want {
			if !strings.Contains(shown.String(), want) {
				t.Errorf("%q is missing in the inbox: %s", want, shown.String())
			}
			if !strings.Contains(status.String(), want) {
				t.Errorf("%q is missing in the status: %s", want, status.String())
			}
		}
	}
}
