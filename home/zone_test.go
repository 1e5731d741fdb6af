package home

import (
	"testing"
	"time"
)

// Promise: times that are in UTC for want of a known time zone are said to be so.
func TestAnUnknownTimeZoneIsNoticed(t *testing.T) {
	for _, c := range []struct {
		tz, local string
		want      bool
	}{
		{"", "Local", false}, {"Asia/Tehran", "Local", false}, {"UTC", "UTC", false}, {":Etc/UTC", "UTC", false},
		{"Nowhere/Land", "UTC", true}, {"", "UTC", true}, {"CET-1CEST", "UTC", true},
	} {
		if got := ZoneUnknown(c.tz, time.FixedZone(c.local, 0)); got != c.want {
			t.Errorf("TZ=%q, %s: %v, want %v", c.tz, c.local, got, c.want)
		}
	}
}
