package term

import (
	"strings"
	"testing"

	"bulkhead/cell"
	"bulkhead/phrase"
	"bulkhead/tell"
)

// Promise: who is told of a coerced or copied device is told what to do, by
// what the other is to them, in 'inbox' and in 'status'.
func TestAlarmsSayWhatToDo(t *testing.T) {
	for _, c := range []struct {
		what cell.What
		rel  cell.Relation
		want []string
	}{
		{cell.OwnerCoerced, cell.Partner, []string{phrase.Say{}.ToldOwnerCoerced("Heron"), "everything Heron knows is known: you, your lead", "Do not write to Heron", "first your lead", "bulkhead delete", "bulkhead drill Heron"}},
		{cell.OwnerCoerced, cell.Lead, []string{"your partner", "Warn your partner by another way"}},
		{cell.OwnerCoerced, cell.Led, []string{"whom you lead too", "tell your own lead"}},
		{cell.DeviceCopied, cell.Led, []string{"Heron's device was copied or restored", "Meet", "bulkhead sever Heron", "bulkhead invite"}},
	} {
		items := []tell.Item{{Number: 7, What: c.what, From: "Heron", Relation: c.rel}}
		var inbox, status strings.Builder
		Inbox(NewSheet(&inbox), &tell.Inbox{Items: items})
		Status(NewSheet(&status), &tell.Status{Alarms: items})
		for _, want := range c.want {
			if !strings.Contains(inbox.String(), want) {
				t.Errorf("%q is missing in the inbox: %s", want, inbox.String())
			}
			if !strings.Contains(status.String(), want) {
				t.Errorf("%q is missing in the status: %s", want, status.String())
			}
		}
	}
}
