package main

import (
	"fmt"

	"bulkhead/cell"
	"bulkhead/device"
)

// sentence says in plain words what a person is told, which kind of thing it
// is, and whether it must not be missed.
func sentence(r device.Received, who people) (said, kind string, bad bool) {
	name := who.of(r)
	switch r.What {
	case cell.TextArrived:
		if r.Doubt {
			return fmt.Sprintf("from %s, whose link is in quarantine: perhaps somebody else writes", name), "message", true
		}
		if r.Sure {
			return "from " + name, "message", false
		}
		return fmt.Sprintf("from %s (six words not compared)", name), "message", false
	case cell.NoteArrived:
		return fmt.Sprintf("a note, by way of %s; 'bulkhead reply %d' answers it", name, r.Number), "note", false
	case cell.ReplyArrived:
		return fmt.Sprintf("the %s answers your note", founder(r.Founder)), "reply", false
	case cell.NoticeArrived:
		return fmt.Sprintf("a notice to everybody, signed by the %s", founder(r.Founder)), "notice", false
	case cell.NoticeRevoked:
		return fmt.Sprintf("a notice of the %s was taken back by the other founder: it no longer holds", founder(r.Founder)), "revocation", true
	case cell.OwnerCoerced:
		return fmt.Sprintf("SILENT ALARM: %s was made to open the phone", name), "alarm", true
	case cell.DeviceCopied:
		return fmt.Sprintf("%s's device was copied or restored", name), "alarm", true
	case device.Alarm:
		return alarmSentence(r, who), "alarm", true
	}
	if said := taken(r, name, who); said != "" {
		return said, "alarm", r.What != cell.QuarantineEnded && r.What != cell.TookBack
	}
	if said, bad = healed(r, name); said != "" {
		return said, "event", bad
	}
	said, bad = told(r, name)
	return said, "event", bad
}

// taken says what was noticed, or said, of somebody who may have been taken;
// "" if it is something else.
func taken(r device.Received, name string, who people) string {
	switch r.What {
	case cell.QuarantineBegan:
		return fmt.Sprintf("%s is in quarantine until something is known: believe nothing that comes over this link, and say nothing over it that you would not tell a captor. %s sees no difference", name, name)
	case cell.QuarantineEnded:
		return fmt.Sprintf("the quarantine of %s is over: nothing new was heard against them", name)
	case cell.SaidTaken:
		said := fmt.Sprintf("%s says that %s was taken", who.name(r.By), name)
		if alias := who.alias[r.Tie]; alias != "" {
			said += fmt.Sprintf(": 'bulkhead drill %s --dry-run' says what to do", alias)
		}
		return said
	case cell.TookBack:
		return fmt.Sprintf("%s takes back that %s was taken", who.name(r.By), name)
	case cell.CutComing:
		return fmt.Sprintf("the link with %s will be cut, some rounds from now: not at once, so that nobody sees who noticed", name)
	}
	return ""
}

// told says what happened to links.
func told(r device.Received, name string) (said string, bad bool) {
	switch r.What {
	case cell.Welcomed:
		return fmt.Sprintf("the welcome of %s is here: %s is your %s", name, name, r.Rel), false
	case cell.PartnerIntroduced:
		return fmt.Sprintf("your lead has introduced you to your partner, whom this device calls %s; compare six words in person", name), false
	case cell.PairReady:
		return fmt.Sprintf("%s and the other one of the pair have both been introduced", name), false
	case cell.KeyLearned:
		return "the second founder's key is known here", false
	case cell.NoteStopped:
		return "a note of yours is not delivered: " + onTheWay(r.Why), true
	case cell.ReplyStopped:
		return "a reply of yours is not delivered: " + onTheWay(r.Why), true
	case cell.OverdueBegan:
		return fmt.Sprintf("%s is overdue: has not opened the device for longer than agreed", name), true
	case cell.OverdueEnded:
		return fmt.Sprintf("%s has opened the device again", name), false
	case cell.TieSevered:
		return "a link was cut", false
	case cell.Refused:
		return fmt.Sprintf("%s sent something that was refused: %s", name, r.Why), true
	case cell.UnknownKind:
		return fmt.Sprintf("%s sent something that this version of the program does not know", name), true
	}
	return "something that this version of the program cannot show", true
}

// onTheWay says why a note or a reply went no further.
func onTheWay(why cell.Why) string {
	switch why {
	case cell.WayFull:
		return "the way is full; write it again later"
	case cell.TooLate:
		return "somebody on the way could not pass it on in 7 days"
	}
	return "somebody on the way has nobody to pass it to"
}

func founder(f cell.Founder) string {
	if f == cell.FirstFounder {
		return "first founder"
	}
	return "second founder"
}
