package device

import (
	"bulkhead/box"
	"bulkhead/cell"
	"bulkhead/link"
	"bulkhead/mail"
)

// alarm tells the person something; tie 0 is nobody's.
func (d *Device) alarm(tie cell.TieID, kind mail.AlarmKind, detail uint8) {
	d.mail.Alarm(tie, kind, detail, d.known, d.cameNow())
}

// cameNow is when the last box of what is being taken in was read.
func (d *Device) cameNow() box.Round {
	if d.coming != 0 {
		return d.coming
	}
	return d.known
}

// warned is the alarm of a link's warning.
func warned(k link.WarningKind) mail.AlarmKind {
	if k == link.WarnDrop {
		return mail.AlarmFalseBox
	}
	return mail.AlarmUnreadable
}
