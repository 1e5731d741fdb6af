package main

import "bulkhead/device"

// alarmSentence says what a device's own alarm means, and whom it concerns.
func alarmSentence(r device.Received, who people) string {
	said := who.say.Alarm(r)
	if r.Tie == 0 {
		return said
	}
	return who.say.AlarmOfLink(who.of(r), said)
}

// often adds to what is told how often it was told, and since when, if more
// than once.
func often(said string, r device.Received, who people) string {
	since := who.start(r.First)
	switch {
	case r.Count < 2:
		return said
	case r.Seen > 0 && r.Seen < r.Count:
		return who.say.AlarmRepeatedLately(int(r.Count), int(r.Count-r.Seen), since, said)
	}
	return who.say.AlarmRepeated(int(r.Count), since, said)
}
