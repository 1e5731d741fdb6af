package main

import (
	"bulkhead/device"
	"bulkhead/tell"
)

// mentionAlarms sees to it that no verb goes by an alarm that nobody has read.
func (a *app) mentionAlarms(d *device.Device) {
	if a.verb == "inbox" || a.verb == "status" {
		return
	}
	for _, r := range d.Inbox() {
		if tell.Stands(r) && !r.Read {
			a.warn("%s", a.saying().OpeningAlarm())
			return
		}
	}
}
