package main

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// sentence says in plain words what a person is told, which kind of thing it
// is, and whether it must not be missed: an alarm that was acted on may be.
func sentence(r device.Received, who people) (said, kind string, bad bool) {
	said, kind, bad = toldOf(r, who)
	return who.say.Closed(r.Closed, said), kind, bad && r.Closed == device.NotClosed
}

func toldOf(r device.Received, who people) (said, kind string, bad bool) {
	said = often(who.say.Told(r, who.about(r)), r, who)
	switch r.What {
	case cell.TextArrived:
		return said, "message", r.Doubt
	case cell.NoteArrived:
		return said, "note", false
	case cell.ReplyArrived:
		return said, "reply", false
	case cell.NoticeArrived:
		return said, "notice", false
	case cell.NoticeRevoked:
		return said, "revocation", true
	case cell.OwnerCoerced, cell.DeviceCopied, device.Alarm, cell.QuarantineBegan, cell.SaidTaken, cell.CutComing:
		return said, "alarm", true
	case cell.QuarantineEnded, cell.TookBack:
		return said, "alarm", false
	case cell.LifelineMade, cell.ProbationOver, cell.Welcomed, cell.PartnerIntroduced, cell.PairReady, cell.KeyLearned, cell.OverdueEnded, cell.TieSevered:
		return said, "event", false
	}
	return said, "event", true
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
