// Code generated from catalogue/alarm.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// AlarmPouchGone says: the pouch is gone. If this vault was restored from a copy, a newer state of thi…
func (s Say) AlarmPouchGone() string {
	return s.say("alarm.pouch-gone")
}

// AlarmPouchDamaged says: the pouch was damaged, or somebody has edited it. It is replaced whole, and the…
func (s Say) AlarmPouchDamaged() string {
	return s.say("alarm.pouch-damaged")
}

// AlarmPouchNewer says: the pouch is newer than the vault. This vault is an old copy, or somebody else …
func (s Say) AlarmPouchNewer() string {
	return s.say("alarm.pouch-newer")
}

// AlarmVaultDamaged says: a part of the vault is damaged. The decoy's or the duress passphrase may open n…
func (s Say) AlarmVaultDamaged() string {
	return s.say("alarm.vault-damaged")
}

// AlarmFrozen says: the link is frozen: {{.Reason}}
func (s Say) AlarmFrozen(reason string) string {
	return s.say("alarm.frozen", s.said("Reason", reason))
}

// AlarmFalseBox says: the drop holds a false box in place of ours
func (s Say) AlarmFalseBox() string {
	return s.say("alarm.false-box")
}

// AlarmUnreadable says: three boxes in a row did not open: old state here, a drop that tampers, or the …
func (s Say) AlarmUnreadable() string {
	return s.say("alarm.unreadable")
}

// AlarmDenied says: the drop denied having a box that it had confirmed a moment before. It loses bo…
func (s Say) AlarmDenied() string {
	return s.say("alarm.denied")
}

// AlarmNothingFoundOfOne says: the drop has shown nothing of what the only other on this device writes for lon…
func (s Say) AlarmNothingFoundOfOne() string {
	return s.say("alarm.nothing-found-of-one")
}

// AlarmNothingFound says: the drop finds almost nothing of what the others write, on all {{.Count}} links…
func (s Say) AlarmNothingFound(count int) string {
	return s.say("alarm.nothing-found", s.count("Count", count))
}

// AlarmNothingTaken says: the drop answers, but takes no box and shows none, not even this device's own. …
func (s Say) AlarmNothingTaken() string {
	return s.say("alarm.nothing-taken")
}

// AlarmOtherKey says: what answers in the drop's place holds another key than the drop's. Somebody st…
func (s Say) AlarmOtherKey() string {
	return s.say("alarm.other-key")
}

// AlarmNewer says: the other side's program is newer than this one, and writes what this one canno…
func (s Say) AlarmNewer() string {
	return s.say("alarm.newer")
}

// AlarmPouchPlan says: somebody has edited the pouch. It named another drop, or other rounds. Until yo…
func (s Say) AlarmPouchPlan() string {
	return s.say("alarm.pouch-plan")
}

// AlarmPouchForeign says: what lay in the pouch's place was not sealed by this device. Somebody has edite…
func (s Say) AlarmPouchForeign() string {
	return s.say("alarm.pouch-foreign")
}

// AlarmPouchOld says: somebody has put an earlier pouch of this device in the place of the last one. …
func (s Say) AlarmPouchOld() string {
	return s.say("alarm.pouch-old")
}

// AlarmPouchEdited says: somebody has edited the pouch while the device was locked. What was changed is …
func (s Say) AlarmPouchEdited() string {
	return s.say("alarm.pouch-edited")
}

// AlarmPouchAhead says: the pouch was ahead of this phone's clock. The clock was wrong for a while, or …
func (s Say) AlarmPouchAhead() string {
	return s.say("alarm.pouch-ahead")
}

// AlarmPouchBefore says: the pouch is not the last one of this device. The power went, or the disk refus…
func (s Say) AlarmPouchBefore() string {
	return s.say("alarm.pouch-before")
}

// AlarmClockBehind says: this phone's clock is behind what it showed at an earlier opening. It was ahead…
func (s Say) AlarmClockBehind() string {
	return s.say("alarm.clock-behind")
}

// AlarmLinkEnded says: the link has come to its end and carries nothing more, in either direction. It …
func (s Say) AlarmLinkEnded() string {
	return s.say("alarm.link-ended")
}

// AlarmUnknown says: an alarm that this version of the program cannot show
func (s Say) AlarmUnknown() string {
	return s.say("alarm.unknown")
}

// AlarmOfLink says: link with {{.Who}}: {{.What}}
func (s Say) AlarmOfLink(what string, who string) string {
	return s.say("alarm.of-link", s.said("What", what), s.said("Who", who))
}

// AlarmRepeated says: {{.What}} ({{.Count}} times since {{.Since}})
func (s Say) AlarmRepeated(count int, since time.Time, what string) string {
	return s.say("alarm.repeated", s.count("Count", count), s.clock("Since", since), s.said("What", what))
}

// AlarmRepeatedLately says: {{.What}} ({{.Count}} times since {{.Since}}, {{.Lately}} of them since you las…
func (s Say) AlarmRepeatedLately(count int, lately int, since time.Time, what string) string {
	return s.say("alarm.repeated-lately", s.count("Count", count), s.number("Lately", lately), s.clock("Since", since), s.said("What", what))
}

// AlarmClosedByDrill says: {{.What}} (closed: your drill cuts the link)
func (s Say) AlarmClosedByDrill(what string) string {
	return s.say("alarm.closed-by-drill", s.said("What", what))
}

// AlarmClosedByCut says: {{.What}} (closed: the link is cut)
func (s Say) AlarmClosedByCut(what string) string {
	return s.say("alarm.closed-by-cut", s.said("What", what))
}

// AlarmClosedByTakeBack says: {{.What}} (closed: you have taken the drill back)
func (s Say) AlarmClosedByTakeBack(what string) string {
	return s.say("alarm.closed-by-take-back", s.said("What", what))
}
