package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// isAlarm reports whether something a person is told is an alarm, which
// 'status' shows until it is erased.
func isAlarm(w cell.What) bool {
	return w == device.Alarm || w == cell.OwnerCoerced || w == cell.DeviceCopied
}

// mentionAlarms sees to it that no verb goes by an alarm that nobody has read.
func (a *app) mentionAlarms(d *device.Device) {
	if a.verb == "inbox" || a.verb == "status" {
		return
	}
	for _, r := range d.Inbox() {
		if isAlarm(r.What) && !r.Read {
			a.warn("there is an ALARM: read 'bulkhead inbox' before anything else")
			return
		}
	}
}

// advice says what to do about an alarm of the other side of a link.
func advice(r device.Received, who people) []string {
	name := who.of(r)
	if r.Rel == cell.Lifeline {
		return []string{
			fmt.Sprintf("You do not know who is at the other end of %s, and nothing on either device names the other.", name),
			"Do not count on it any more. Tell your partner and your lead, face to face, that somebody near them in the group is in danger.",
		}
	}
	switch r.What {
	case cell.OwnerCoerced:
		return []string{
			fmt.Sprintf("Take it that everything %s knows is known: you, %s.", name, knows(r.Rel, name)),
			fmt.Sprintf("Do not write to %s or call about it, and do not stop at once what you always do: nothing may show that you know.", name),
			warnOthers(r.Rel, name),
			"Clear what you can from your own device: 'bulkhead delete NUMBER'.",
			fmt.Sprintf("When you are sure, 'bulkhead drill %s': it says what is known there, whom to tell, and cuts the link. Boxes travel on as before; nobody sees it from outside.", name),
		}
	case cell.DeviceCopied:
		return []string{
			fmt.Sprintf("Somebody may read along with %s, or %s has gone back to an old copy. Write nothing more over this link.", name, name),
			"Meet, and find out which.",
			fmt.Sprintf("Then 'bulkhead sever %s' on both devices, and make a new link: 'bulkhead invite'.", name),
		}
	}
	return nil
}

// knows says whom somebody knows besides oneself, by what they are to oneself.
func knows(r cell.Relation, name string) string {
	switch r {
	case cell.Partner:
		return fmt.Sprintf("your lead if you have one, and those whom %s leads", name)
	case cell.Lead:
		return fmt.Sprintf("your partner, %s's own partner and %s's own lead", name, name)
	case cell.Led:
		return fmt.Sprintf("%s's partner, whom you lead too, and those whom %s leads", name, name)
	}
	return fmt.Sprintf("%s's partner, lead and led", name)
}

// warnOthers says whom to tell, and that it must be by another way.
func warnOthers(r cell.Relation, name string) string {
	switch r {
	case cell.Led:
		return fmt.Sprintf("You are %s's lead: warn the other one of the pair, and tell your own lead, by another way than %[1]s's links.", name)
	case cell.Lead:
		return "Warn your partner by another way than this link; those you lead, too."
	}
	return fmt.Sprintf("Warn the others of your cell, first your lead if you have one, by another way than %s's links.", name)
}
