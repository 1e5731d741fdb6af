package main

import (
	"strings"
	"time"

	"bulkhead/device"
	"bulkhead/tell"
	"bulkhead/term"
)

type statusCmd struct{}

// Run tells the device's status.
func (c *statusCmd) Run(a *app) error {
	var r tell.Status
	return openAndShow(a, &r, term.Status, visit{
		reads: true,
		wish:  func(*device.Device) error { return nil },
		tell: func(d *device.Device) {
			r = tell.StatusOf(d, tell.Outside{
				Now: a.now(), Worker: a.isRunning(), ZoneUnknown: zoneUnknown(a.getenv("TZ"), time.Local),
			})
		},
	})
}

// isRunning reports whether some program lets the boxes travel. Where that cannot
// be found out, none does.
func (a *app) isRunning() bool {
	dir, err := a.home.Device()
	if err != nil {
		return false
	}
	running, err := a.home.IsRunning(dir)
	return running && err == nil
}

// zoneUnknown reports whether the runtime shows times in UTC because it knows no
// better: tz is what the machine's TZ names, "" is what /etc/localtime says.
func zoneUnknown(tz string, local *time.Location) bool {
	if local.String() != "UTC" {
		return false
	}
	switch strings.TrimPrefix(tz, ":") {
	case "UTC", "UTC0", "Etc/UTC", "GMT", "GMT0", "Etc/GMT", "Universal", "Zulu":
		return false
	}
	return true
}
