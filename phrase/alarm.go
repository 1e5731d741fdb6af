package phrase

import (
	"bulkhead/link"
	"bulkhead/mail"
)

// Alarm says what a device's own alarm means, without whom it concerns. The
// vault keeps the alarm's code and its detail: these are its words.
func (s Say) Alarm(kind mail.AlarmKind, detail uint8) string {
	switch kind {
	case mail.AlarmPouchGone:
		return s.AlarmPouchGone()
	case mail.AlarmPouchDamaged:
		return s.AlarmPouchDamaged()
	case mail.AlarmPouchNewer:
		return s.AlarmPouchNewer()
	case mail.AlarmVaultDamaged:
		return s.AlarmVaultDamaged()
	case mail.AlarmFrozen:
		return s.AlarmFrozen(s.Frozen(link.Reason(detail)))
	case mail.AlarmFalseBox:
		return s.AlarmFalseBox()
	case mail.AlarmUnreadable:
		return s.AlarmUnreadable()
	case mail.AlarmDenied:
		return s.AlarmDenied()
	case mail.AlarmNothingFound:
		if detail <= 1 {
			return s.AlarmNothingFoundOfOne()
		}
		return s.AlarmNothingFound(int(detail))
	case mail.AlarmNothingTaken:
		return s.AlarmNothingTaken()
	case mail.AlarmOtherKey:
		return s.AlarmOtherKey()
	case mail.AlarmNewer:
		return s.AlarmNewer()
	case mail.AlarmPouchPlan:
		return s.AlarmPouchPlan()
	case mail.AlarmPouchForeign:
		return s.AlarmPouchForeign()
	case mail.AlarmPouchOld:
		return s.AlarmPouchOld()
	case mail.AlarmPouchEdited:
		return s.AlarmPouchEdited()
	case mail.AlarmPouchAhead:
		return s.AlarmPouchAhead()
	case mail.AlarmPouchBefore:
		return s.AlarmPouchBefore()
	case mail.AlarmClockBehind:
		return s.AlarmClockBehind()
	case mail.AlarmLinkEnded:
		return s.AlarmLinkEnded()
	}
	return s.AlarmUnknown()
}
