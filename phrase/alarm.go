package phrase

import (
	"bulkhead/link"
	"bulkhead/mail"
)

// Alarm says what a device's own alarm means, without whom it concerns. The
// vault keeps the alarm's code and its detail: these are its words. An alarm that says
// nothing but itself has the sentence of its code, alarm.CODE.
func (s Say) Alarm(kind mail.AlarmKind, detail uint8) string {
	switch {
	case kind == mail.AlarmFrozen:
		return s.AlarmFrozen(s.Frozen(link.Reason(detail)))
	case kind == mail.AlarmNothingFound && detail <= 1:
		return s.AlarmNothingFoundOfOne()
	case kind == mail.AlarmNothingFound:
		return s.AlarmNothingFound(int(detail))
	}
	return s.say("alarm." + kind.String())
}
