package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// isAlarm reports whether something a person is told is an alarm.
func isAlarm(w cell.What) bool {
	return w == device.Alarm || w == cell.OwnerCoerced || w == cell.DeviceCopied
}

// stands reports whether it is an alarm that nobody has acted on. 'status' shows it
// until somebody does, or until it is erased.
func stands(r device.Received) bool { return isAlarm(r.What) && r.Closed == device.NotClosed }

// mentionAlarms sees to it that no verb goes by an alarm that nobody has read.
func (a *app) mentionAlarms(d *device.Device) {
	if a.verb == "inbox" || a.verb == "status" {
		return
	}
	for _, r := range d.Inbox() {
		if stands(r) && !r.Read {
			a.warn("%s", a.saying().OpeningAlarm())
			return
		}
	}
}
