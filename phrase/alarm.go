package phrase

import (
	"bulkhead/device"
	"bulkhead/link"
)

// Alarm says what a device's own alarm means, without whom it concerns. The
// vault keeps the alarm's code and its detail: these are its words.
func (s Say) Alarm(kind device.AlarmKind, detail uint8) string {
	switch kind {
	case device.AlarmPouchGone:
		return s.AlarmPouchGone()
	case device.AlarmPouchDamaged:
		return s.AlarmPouchDamaged()
	case device.AlarmPouchNewer:
		return s.AlarmPouchNewer()
	case device.AlarmVaultDamaged:
		return s.AlarmVaultDamaged()
	case device.AlarmFrozen:
		return s.AlarmFrozen(s.Frozen(link.Reason(detail)))
	case device.AlarmFalseBox:
		return s.AlarmFalseBox()
	case device.AlarmUnreadable:
		return s.AlarmUnreadable()
	case device.AlarmDenied:
		return s.AlarmDenied()
	case device.AlarmNothingFound:
		if detail <= 1 {
			return s.AlarmNothingFoundOfOne()
		}
		return s.AlarmNothingFound(int(detail))
	case device.AlarmNothingTaken:
		return s.AlarmNothingTaken()
	case device.AlarmOtherKey:
		return s.AlarmOtherKey()
	case device.AlarmPouchPlan:
		return s.AlarmPouchPlan()
	case device.AlarmPouchForeign:
		return s.AlarmPouchForeign()
	case device.AlarmPouchOld:
		return s.AlarmPouchOld()
	case device.AlarmPouchEdited:
		return s.AlarmPouchEdited()
	case device.AlarmPouchAhead:
		return s.AlarmPouchAhead()
	case device.AlarmPouchBefore:
		return s.AlarmPouchBefore()
	case device.AlarmClockBehind:
		return s.AlarmClockBehind()
	case device.AlarmLinkEnded:
		return s.AlarmLinkEnded()
	}
	return s.AlarmUnknown()
}
