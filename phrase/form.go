package phrase

import (
	"strings"
	"time"

	"bulkhead/report"
	"bulkhead/report/place"
)

// The functions of this page say what a report holds. A code that is not here is of a
// newer program.

type said = func(Say) string

// kinds are the words of each kind, of its types and of its states.
var kinds = [...]struct {
	kind   said
	types  []said
	states []said
}{
	report.Site: {Say.FormSite,
		[]said{Say.FormSiteHospital, Say.FormSiteClinic, Say.FormSiteSchool, Say.FormSiteShelter, Say.FormSiteCamp, Say.FormSiteWaterSupply, Say.FormSiteFood, Say.FormSiteWorship, Say.FormSiteHeritage, Say.FormSiteAid},
		[]said{Say.FormSiteIsWorking, Say.FormSiteIsWorkingInPart, Say.FormSiteIsNotWorking}},
	report.Hazard: {Say.FormHazard,
		[]said{Say.FormHazardMine, Say.FormHazardUnexploded, Say.FormHazardCollapse, Say.FormHazardFire, Say.FormHazardWaterNotSafe, Say.FormHazardContamination, Say.FormHazardNotPassable},
		[]said{Say.FormHazardIsMarked, Say.FormHazardIsNotMarked, Say.FormHazardIsCleared}},
	report.Movement: {Say.FormMovement,
		[]said{Say.FormMovementOnFoot, Say.FormMovementVehicles, Say.FormMovementSickOrInjured, Say.FormMovementAid},
		[]said{Say.FormMovementIsPlanned, Say.FormMovementIsUnderWay, Say.FormMovementIsArrived, Say.FormMovementIsCalledOff}},
	report.Need: {Say.FormNeed,
		[]said{Say.FormNeedWater, Say.FormNeedFood, Say.FormNeedMedical, Say.FormNeedShelter, Say.FormNeedWayOut, Say.FormNeedHeatAndLight, Say.FormNeedHygiene},
		[]said{Say.FormNeedIsOpen, Say.FormNeedIsMetInPart, Say.FormNeedIsMet}},
	report.Harm: {Say.FormHarm,
		[]said{Say.FormHarmPeopleHurt, Say.FormHarmHomes, Say.FormHarmSite, Say.FormHarmSupply, Say.FormHarmDrivenOut},
		nil},
}

// nth says word n of a list, from 1; other for 0 and what is not there.
func (s Say) nth(all []said, n uint8, other said) string {
	if n == 0 || int(n) > len(all) {
		return other(s)
	}
	return all[n-1](s)
}

// ReportKind says a kind of report.
func (s Say) ReportKind(k report.Kind) string {
	if k == 0 || int(k) >= len(kinds) {
		return s.FormOther()
	}
	return kinds[k].kind(s)
}

// ReportType says a type of a kind.
func (s Say) ReportType(k report.Kind, t uint8) string {
	if int(k) >= len(kinds) {
		return s.FormOther()
	}
	return s.nth(kinds[k].types, t, Say.FormOther)
}

// ReportState says a state of a kind.
func (s Say) ReportState(k report.Kind, state uint8) string {
	if int(k) >= len(kinds) {
		return s.FormNotSaid()
	}
	return s.nth(kinds[k].states, state, Say.FormNotSaid)
}

// ReportAccess says how aid gets there.
func (s Say) ReportAccess(a report.Access) string {
	return s.nth([]said{Say.FormAccessOpen, Say.FormAccessHard, Say.FormAccessCutOff}, uint8(a), Say.FormNotSaid)
}

// ReportSeverity says how bad it is.
func (s Say) ReportSeverity(v report.Severity) string {
	return s.nth([]said{Say.FormSeverityMinor, Say.FormSeverityModerate, Say.FormSeveritySevere, Say.FormSeverityExtreme}, uint8(v), Say.FormNotSaid)
}

// ReportHow says how the writer knows.
func (s Say) ReportHow(h report.How) string {
	return s.nth([]said{Say.FormHowSeen, Say.FormHowTold, Say.FormHowPublic}, uint8(h), Say.FormNotSaid)
}

// ReportConfidence says how sure the writer is.
func (s Say) ReportConfidence(c report.Confidence) string {
	return s.nth([]said{Say.FormConfidenceDoubtful, Say.FormConfidenceLikely, Say.FormConfidenceSure}, uint8(c), Say.FormNotSaid)
}

// ReportConsent says what the writer lets the desk do, as a part of a sentence.
func (s Say) ReportConsent(c report.Consent) string {
	switch c {
	case report.MayNotify:
		return s.FormConsentNotify()
	case report.MayPublish:
		return s.FormConsentPublish()
	case report.MayNotify | report.MayPublish:
		return s.FormConsentBoth()
	}
	return s.FormConsentNone()
}

// ReportWhy says why a report was taken back, as a part of a sentence.
func (s Say) ReportWhy(w report.Why) string {
	return s.nth([]said{Say.FormWhyWrong, Say.FormWhyOver, Say.FormWhyNotSafe}, uint8(w), Say.FormOther)
}

// ReportPeople says a number of people.
func (s Say) ReportPeople(c report.Count) string {
	n, known := c.Number()
	if !known {
		return s.FormNotSaid()
	}
	return s.Number(n)
}

// ReportWhen says a time, as well as it is known. It is in UTC always: a day of UTC is
// another stretch of time elsewhere.
func (s Say) ReportWhen(w report.When) string {
	in := s
	in.zone = time.UTC
	from, unit := w.From(), w.Unit()
	switch w.Form() {
	case report.AMoment:
		return in.unit(from, unit)
	case report.ASpan:
		return in.FormSpan(in.unit(from, unit), in.unit(w.To().Add(-unit.Duration()), unit))
	case report.ASince:
		return in.FormSince(in.unit(from, unit))
	}
	return s.FormNotSaid()
}

// FullDate says a day with its year.
func (s Say) FullDate(t time.Time) string {
	return s.FormDate(s.Date(t), s.figures(s.in(t).Format("2006")))
}

// FullMinute says when something is, with day and year, to the minute.
func (s Say) FullMinute(t time.Time) string {
	in := s.in(t)
	return s.ValueDayAndTime(s.FullDate(t), s.isolated(s.ValueClock(s.two(in.Hour()), s.two(in.Minute()))))
}

func (s Say) unit(t time.Time, u report.Unit) string {
	date, hour := s.FullDate(t), s.isolated(s.ValueClock(s.two(t.Hour()), s.two(t.Minute())))
	switch u {
	case report.QuarterHour:
		return s.FormAtQuarter(date, hour)
	case report.Hour:
		return s.FormAtHour(date, hour)
	case report.SixHours:
		return s.FormAtSixHours(date, hour)
	}
	return s.FormDay(date)
}

var bearings = [...]said{Say.FormToNorth, Say.FormToNorthNorthEast, Say.FormToNorthEast, Say.FormToEastNorthEast, Say.FormToEast, Say.FormToEastSouthEast, Say.FormToSouthEast, Say.FormToSouthSouthEast, Say.FormToSouth, Say.FormToSouthSouthWest, Say.FormToSouthWest, Say.FormToWestSouthWest, Say.FormToWest, Say.FormToWestNorthWest, Say.FormToNorthWest, Say.FormToNorthNorthWest}

// ReportPlace says where something is: its name, its coordinates with their hemispheres,
// and of a landmark how far and where from it. Nothing is finer than its writer chose.
func (s Say) ReportPlace(p place.Place) string {
	here := ""
	if !p.Cell.IsZero() {
		lat, lon := p.Cell.Show()
		here = s.FormCell(s.half(lat), s.half(lon), s.Number(p.Cell.Precision().Metres()))
	}
	name := s.Text(p.Name)
	switch {
	case p.Name == "" && here == "":
		return s.FormNowhere()
	case p.Name == "":
		return here
	case here != "":
		name = s.FormNamed(here, name)
	}
	direction := ""
	if p.Bearing > 0 && int(p.Bearing) <= len(bearings) {
		direction = bearings[p.Bearing-1](s)
	}
	switch {
	case p.Distance > 0 && direction != "":
		return s.FormInDirection(s.FormDistance(s.Number(p.Distance.Metres()), direction), name)
	case p.Distance > 0:
		return s.FormAway(s.Number(p.Distance.Metres()), name)
	case direction != "":
		return s.FormInDirection(direction, name)
	}
	return name
}

// half says a coordinate with its hemisphere.
func (s Say) half(c place.Shown) string {
	whole, part, broken := strings.Cut(c.Degrees, ".")
	value := s.figures(whole)
	if broken {
		value += s.language().digits.decimal + s.figures(part)
	}
	switch c.Hemisphere {
	case place.North:
		return s.FormHalfNorth(value)
	case place.South:
		return s.FormHalfSouth(value)
	case place.East:
		return s.FormHalfEast(value)
	}
	return s.FormHalfWest(value)
}
