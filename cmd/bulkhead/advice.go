package main

import (
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
