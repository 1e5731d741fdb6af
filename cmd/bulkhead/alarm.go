package main

import (
	"fmt"

	"bulkhead/device"
)

// alarmWords says in plain words what a device's own alarm means, without whom
// it concerns. The vault keeps the alarm's code alone: these are its words.
func alarmWords(r device.Received) string {
	switch r.Alarm {
	case device.AlarmPouchGone:
		return "the pouch is gone. If this vault was restored from a copy, a newer state of this device may be in use: " +
			"the device stays silent for one pouch length, then goes on"
	case device.AlarmPouchDamaged:
		return "the pouch was damaged, or somebody has edited it: it is replaced whole, and the device goes on at once. " +
			"What it had read since you last opened the device is lost, and comes again"
	case device.AlarmPouchNewer:
		return "the pouch is newer than the vault: this vault is an old copy, or somebody else runs a copy of this device. " +
			"All links are frozen: meet the others, sever and make new links"
	case device.AlarmVaultDamaged:
		return "a part of the vault is damaged: the decoy's or the duress passphrase may open nothing. Remove it and add it anew"
	case device.AlarmFrozen:
		return fmt.Sprintf("the link is frozen: %s", r.Frozen())
	case device.AlarmFalseBox:
		return "the drop holds a false box in place of ours"
	case device.AlarmUnreadable:
		return "three boxes in a row did not open: old state here, a drop that tampers, or the other phone was wiped in a hurry"
	case device.AlarmDenied:
		return "the drop denied having a box that it had confirmed a moment before: it loses boxes, or it lies about them to learn which are cover. " +
			"Ask whoever runs it; if they do not know why, count on it that the drop is watched, and tell the others in person"
	case device.AlarmNothingFound:
		if r.Detail <= 1 {
			return "the drop has shown nothing of what the only other on this device writes for longer than usual: their phone is off, or the drop " +
				"hides boxes to learn which are cover. Ask them by another way; if their phone was on, the drop lies"
		}
		return fmt.Sprintf("the drop finds almost nothing of what the others write, on all %d links at once, for longer than ever before: everybody's phone is off, "+
			"or the drop hides boxes to learn which are cover. Ask one of them by another way; if that phone was on, the drop lies", r.Detail)
	case device.AlarmPouchPlan:
		return "somebody has edited the pouch: it named another drop, or other rounds. Until you opened the device, this phone may have spoken to a server that is not your drop. " +
			"The vault knows your drop: the pouch is replaced, and the device goes on at once. If 'bulkhead run' was started since the edit, stop it and start it again"
	case device.AlarmPouchForeign:
		return "what lay in the pouch's place was not sealed by this device: somebody has edited the pouch or put another there. It is replaced, and the device goes on at once"
	case device.AlarmPouchOld:
		return "somebody has put an earlier pouch of this device in the place of the last one. It is replaced, and the device goes on at once. " +
			"If boxes of the earlier one have left, the others take this device for a copy and freeze their links"
	case device.AlarmPouchEdited:
		return "somebody has edited the pouch while the device was locked. What was changed is passed over, and the device goes on at once"
	case device.AlarmPouchAhead:
		return "the pouch was ahead of this phone's clock: the clock was wrong for a while, or somebody has edited the pouch. " +
			"Look at the clock. If this one is right, the device may be silent until it has come to where the pouch was, at most one pouch length"
	case device.AlarmPouchBefore:
		return "the pouch is not the last one of this device: the power went, or the disk refused it, in the moment in which the last was put in place, " +
			"or somebody has put an earlier one back. It is replaced, and the device goes on at once. " +
			"If the last had been in place, and boxes of the earlier one have left since, the others take this device for a copy and freeze their links"
	case device.AlarmClockBehind:
		return "this phone's clock is behind what it showed at an earlier opening: it was ahead then, or is wrong now. Look at it. " +
			"Until it has come to where it was, the device sends and reads nothing"
	case device.AlarmLinkEnded:
		return "the link has come to its end and carries nothing more, in either direction: it was left alone for too long. " +
			"What was not received is not delivered. Meet, sever it and make a new link"
	}
	return "an alarm that this version of the program cannot show"
}

// alarmSentence says it with whom it concerns.
func alarmSentence(r device.Received, name string) string {
	if r.Tie == 0 {
		return alarmWords(r)
	}
	return fmt.Sprintf("link with %s: %s", name, alarmWords(r))
}

// often says how often something was told, and since when; "" if once.
func often(r device.Received, who people) string {
	if r.Count < 2 {
		return ""
	}
	since := who.clock(who.start(r.First))
	if r.Seen > 0 && r.Seen < r.Count {
		return fmt.Sprintf(" (%d times since %s, %d of them since you last looked)", r.Count, since, r.Count-r.Seen)
	}
	return fmt.Sprintf(" (%d times since %s)", r.Count, since)
}
