// Code generated from catalogue/checkin.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// CheckinAgreed says: every {{.Span}}; overdue {{.Later}} after that
func (s Say) CheckinAgreed(later time.Duration, span time.Duration) string {
	return s.say("checkin.agreed", s.span("Later", later), s.span("Span", span))
}

// CheckinShort says: if one of you is taken, each person whom they can name is taken before anybody …
func (s Say) CheckinShort(chance float64) string {
	return s.say("checkin.short", s.percent("Chance", chance))
}

// CheckinWarning says: TOO SLOW: if one of you is taken, a questioner is likely to reach one person af…
func (s Say) CheckinWarning() string {
	return s.say("checkin.warning")
}

// CheckinNotices says: If one of you is taken, it can be {{.Span}} until anybody notices. Meanwhile th…
func (s Say) CheckinNotices(span time.Duration) string {
	return s.say("checkin.notices", s.span("Span", span))
}

// CheckinEach says: Each person named is then taken too, before anybody notices, in {{.Chance}} cas…
func (s Say) CheckinEach(chance float64, span time.Duration) string {
	return s.say("checkin.each", s.percent("Chance", chance), s.span("Span", span))
}

// CheckinEachSome says: Each person named is then taken too, before anybody notices, in {{.Chance}} cas…
func (s Say) CheckinEachSome(chance float64, learns float64, span time.Duration) string {
	return s.say("checkin.each-some", s.percent("Chance", chance), s.percent("Learns", learns), s.span("Span", span))
}

// CheckinAbove says: Where a lead leads {{.Count}} pairs, one capture leads on and on from {{.Chance…
func (s Say) CheckinAbove(advice string, chance float64, count int) string {
	return s.say("checkin.above", s.said("Advice", advice), s.percent("Chance", chance), s.count("Count", count))
}

// CheckinNear says: Where a lead leads {{.Count}} pairs, one capture leads on and on from {{.Chance…
func (s Say) CheckinNear(chance float64, count int) string {
	return s.say("checkin.near", s.percent("Chance", chance), s.count("Count", count))
}

// CheckinBelow says: Where a lead leads {{.Count}} pairs, one capture leads on and on from {{.Chance…
func (s Say) CheckinBelow(chance float64, count int) string {
	return s.say("checkin.below", s.percent("Chance", chance), s.count("Count", count))
}

// CheckinHoldsOnly says: It holds only if everybody does open their device so often, and if whoever noti…
func (s Say) CheckinHoldsOnly() string {
	return s.say("checkin.holds-only")
}

// CheckinEnough says: Open your devices more often: every {{.Span}}, and overdue {{.Later}} after tha…
func (s Say) CheckinEnough(chance float64, later time.Duration, span time.Duration) string {
	return s.say("checkin.enough", s.percent("Chance", chance), s.span("Later", later), s.span("Span", span))
}

// CheckinNeverEnough says: Against such a captor no check-in is fast enough: lead fewer people, and cut at…
func (s Say) CheckinNeverEnough() string {
	return s.say("checkin.never-enough")
}

// CheckinNeverEnoughHours says: In these hours no check-in is fast enough against such a captor: more spans a d…
func (s Say) CheckinNeverEnoughHours() string {
	return s.say("checkin.never-enough-hours")
}

// CheckinNearHours says: Where a lead leads {{.Count}} pairs, one capture leads on and on from {{.Chance…
func (s Say) CheckinNearHours(chance float64, count int) string {
	return s.say("checkin.near-hours", s.percent("Chance", chance), s.count("Count", count))
}

// CheckinHours says: That follows your group's hours ({{.Typed}} UTC), for people who open their dev…
func (s Say) CheckinHours(span time.Duration, typed string) string {
	return s.say("checkin.hours", s.span("Span", span), s.typed("Typed", typed))
}

// CheckinHead says: Check-in {{.What}}
func (s Say) CheckinHead(what string) string {
	return s.say("checkin.head", s.said("What", what))
}

// CheckinNegative says: --every, --grace and --mean are stretches of time, not below 0
func (s Say) CheckinNegative() string {
	return s.say("checkin.negative")
}

// CheckinNegativeHint says: for instance 90m or 12h
func (s Say) CheckinNegativeHint() string {
	return s.say("checkin.negative-hint")
}

// CheckinChanceWrong says: --p is a probability, 0 to 1
func (s Say) CheckinChanceWrong() string {
	return s.say("checkin.chance-wrong")
}

// CheckinPairsWrong says: --pairs must be 1 to {{.Number}}
func (s Say) CheckinPairsWrong(number int) string {
	return s.say("checkin.pairs-wrong", s.number("Number", number))
}
