// Code generated from catalogue/form.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// FormSite says: Protected site
func (s Say) FormSite() string {
	return s.say("form.site")
}

// FormSiteHospital says: Hospital
func (s Say) FormSiteHospital() string {
	return s.say("form.site-hospital")
}

// FormSiteClinic says: Clinic
func (s Say) FormSiteClinic() string {
	return s.say("form.site-clinic")
}

// FormSiteSchool says: School
func (s Say) FormSiteSchool() string {
	return s.say("form.site-school")
}

// FormSiteShelter says: Shelter
func (s Say) FormSiteShelter() string {
	return s.say("form.site-shelter")
}

// FormSiteCamp says: Camp
func (s Say) FormSiteCamp() string {
	return s.say("form.site-camp")
}

// FormSiteWaterSupply says: Water supply
func (s Say) FormSiteWaterSupply() string {
	return s.say("form.site-water-supply")
}

// FormSiteFood says: Food store or bakery
func (s Say) FormSiteFood() string {
	return s.say("form.site-food")
}

// FormSiteWorship says: Place of worship
func (s Say) FormSiteWorship() string {
	return s.say("form.site-worship")
}

// FormSiteHeritage says: Heritage
func (s Say) FormSiteHeritage() string {
	return s.say("form.site-heritage")
}

// FormSiteAid says: Aid store or office
func (s Say) FormSiteAid() string {
	return s.say("form.site-aid")
}

// FormSiteIsWorking says: working
func (s Say) FormSiteIsWorking() string {
	return s.say("form.site-is-working")
}

// FormSiteIsWorkingInPart says: working in part
func (s Say) FormSiteIsWorkingInPart() string {
	return s.say("form.site-is-working-in-part")
}

// FormSiteIsNotWorking says: not working
func (s Say) FormSiteIsNotWorking() string {
	return s.say("form.site-is-not-working")
}

// FormHazard says: Hazard
func (s Say) FormHazard() string {
	return s.say("form.hazard")
}

// FormHazardMine says: Mine
func (s Say) FormHazardMine() string {
	return s.say("form.hazard-mine")
}

// FormHazardUnexploded says: Unexploded ordnance
func (s Say) FormHazardUnexploded() string {
	return s.say("form.hazard-unexploded")
}

// FormHazardCollapse says: Building that may fall
func (s Say) FormHazardCollapse() string {
	return s.say("form.hazard-collapse")
}

// FormHazardFire says: Fire
func (s Say) FormHazardFire() string {
	return s.say("form.hazard-fire")
}

// FormHazardWaterNotSafe says: Water not safe
func (s Say) FormHazardWaterNotSafe() string {
	return s.say("form.hazard-water-not-safe")
}

// FormHazardContamination says: Contamination
func (s Say) FormHazardContamination() string {
	return s.say("form.hazard-contamination")
}

// FormHazardNotPassable says: Way not passable
func (s Say) FormHazardNotPassable() string {
	return s.say("form.hazard-not-passable")
}

// FormHazardIsMarked says: marked
func (s Say) FormHazardIsMarked() string {
	return s.say("form.hazard-is-marked")
}

// FormHazardIsNotMarked says: not marked
func (s Say) FormHazardIsNotMarked() string {
	return s.say("form.hazard-is-not-marked")
}

// FormHazardIsCleared says: cleared
func (s Say) FormHazardIsCleared() string {
	return s.say("form.hazard-is-cleared")
}

// FormMovement says: Movement of civilians
func (s Say) FormMovement() string {
	return s.say("form.movement")
}

// FormMovementOnFoot says: On foot
func (s Say) FormMovementOnFoot() string {
	return s.say("form.movement-on-foot")
}

// FormMovementVehicles says: In vehicles
func (s Say) FormMovementVehicles() string {
	return s.say("form.movement-vehicles")
}

// FormMovementSickOrInjured says: Sick or injured people
func (s Say) FormMovementSickOrInjured() string {
	return s.say("form.movement-sick-or-injured")
}

// FormMovementAid says: Aid
func (s Say) FormMovementAid() string {
	return s.say("form.movement-aid")
}

// FormMovementIsPlanned says: planned
func (s Say) FormMovementIsPlanned() string {
	return s.say("form.movement-is-planned")
}

// FormMovementIsUnderWay says: under way
func (s Say) FormMovementIsUnderWay() string {
	return s.say("form.movement-is-under-way")
}

// FormMovementIsArrived says: arrived
func (s Say) FormMovementIsArrived() string {
	return s.say("form.movement-is-arrived")
}

// FormMovementIsCalledOff says: called off
func (s Say) FormMovementIsCalledOff() string {
	return s.say("form.movement-is-called-off")
}

// FormNeed says: Need
func (s Say) FormNeed() string {
	return s.say("form.need")
}

// FormNeedWater says: Water
func (s Say) FormNeedWater() string {
	return s.say("form.need-water")
}

// FormNeedFood says: Food
func (s Say) FormNeedFood() string {
	return s.say("form.need-food")
}

// FormNeedMedical says: Medical care
func (s Say) FormNeedMedical() string {
	return s.say("form.need-medical")
}

// FormNeedShelter says: Shelter
func (s Say) FormNeedShelter() string {
	return s.say("form.need-shelter")
}

// FormNeedWayOut says: A way out
func (s Say) FormNeedWayOut() string {
	return s.say("form.need-way-out")
}

// FormNeedHeatAndLight says: Heat and light
func (s Say) FormNeedHeatAndLight() string {
	return s.say("form.need-heat-and-light")
}

// FormNeedHygiene says: Hygiene
func (s Say) FormNeedHygiene() string {
	return s.say("form.need-hygiene")
}

// FormNeedIsOpen says: open
func (s Say) FormNeedIsOpen() string {
	return s.say("form.need-is-open")
}

// FormNeedIsMetInPart says: met in part
func (s Say) FormNeedIsMetInPart() string {
	return s.say("form.need-is-met-in-part")
}

// FormNeedIsMet says: met
func (s Say) FormNeedIsMet() string {
	return s.say("form.need-is-met")
}

// FormHarm says: Harm done
func (s Say) FormHarm() string {
	return s.say("form.harm")
}

// FormHarmPeopleHurt says: People hurt
func (s Say) FormHarmPeopleHurt() string {
	return s.say("form.harm-people-hurt")
}

// FormHarmHomes says: Homes
func (s Say) FormHarmHomes() string {
	return s.say("form.harm-homes")
}

// FormHarmSite says: Protected site
func (s Say) FormHarmSite() string {
	return s.say("form.harm-site")
}

// FormHarmSupply says: Water or food supply
func (s Say) FormHarmSupply() string {
	return s.say("form.harm-supply")
}

// FormHarmDrivenOut says: People driven out
func (s Say) FormHarmDrivenOut() string {
	return s.say("form.harm-driven-out")
}

// FormOther says: other
func (s Say) FormOther() string {
	return s.say("form.other")
}

// FormNotSaid says: not said
func (s Say) FormNotSaid() string {
	return s.say("form.not-said")
}

// FormAccessOpen says: open
func (s Say) FormAccessOpen() string {
	return s.say("form.access-open")
}

// FormAccessHard says: hard
func (s Say) FormAccessHard() string {
	return s.say("form.access-hard")
}

// FormAccessCutOff says: cut off
func (s Say) FormAccessCutOff() string {
	return s.say("form.access-cut-off")
}

// FormSeverityMinor says: minor
func (s Say) FormSeverityMinor() string {
	return s.say("form.severity-minor")
}

// FormSeverityModerate says: moderate
func (s Say) FormSeverityModerate() string {
	return s.say("form.severity-moderate")
}

// FormSeveritySevere says: severe
func (s Say) FormSeveritySevere() string {
	return s.say("form.severity-severe")
}

// FormSeverityExtreme says: extreme
func (s Say) FormSeverityExtreme() string {
	return s.say("form.severity-extreme")
}

// FormHowSeen says: seen
func (s Say) FormHowSeen() string {
	return s.say("form.how-seen")
}

// FormHowTold says: told by others
func (s Say) FormHowTold() string {
	return s.say("form.how-told")
}

// FormHowPublic says: public
func (s Say) FormHowPublic() string {
	return s.say("form.how-public")
}

// FormConfidenceDoubtful says: doubtful
func (s Say) FormConfidenceDoubtful() string {
	return s.say("form.confidence-doubtful")
}

// FormConfidenceLikely says: likely
func (s Say) FormConfidenceLikely() string {
	return s.say("form.confidence-likely")
}

// FormConfidenceSure says: sure
func (s Say) FormConfidenceSure() string {
	return s.say("form.confidence-sure")
}

// FormConsentNone says: nothing but reading it
func (s Say) FormConsentNone() string {
	return s.say("form.consent-none")
}

// FormConsentNotify says: telling the parties to the conflict, so that it is spared
func (s Say) FormConsentNotify() string {
	return s.say("form.consent-notify")
}

// FormConsentPublish says: publishing what is cleared
func (s Say) FormConsentPublish() string {
	return s.say("form.consent-publish")
}

// FormConsentBoth says: telling the parties to the conflict, so that it is spared, and publishing what …
func (s Say) FormConsentBoth() string {
	return s.say("form.consent-both")
}

// FormWhyWrong says: it was wrong
func (s Say) FormWhyWrong() string {
	return s.say("form.why-wrong")
}

// FormWhyOver says: it is over
func (s Say) FormWhyOver() string {
	return s.say("form.why-over")
}

// FormWhyNotSafe says: it is not safe to keep
func (s Say) FormWhyNotSafe() string {
	return s.say("form.why-not-safe")
}

// FormDate says: {{.Date}} {{.Year}}
func (s Say) FormDate(date string, year string) string {
	return s.say("form.date", s.said("Date", date), s.said("Year", year))
}

// FormDay says: {{.Date}}
func (s Say) FormDay(date string) string {
	return s.say("form.day", s.said("Date", date))
}

// FormAtHour says: {{.Date}}, the hour from {{.Time}} UTC
func (s Say) FormAtHour(date string, timeValue string) string {
	return s.say("form.at-hour", s.said("Date", date), s.said("Time", timeValue))
}

// FormAtQuarter says: {{.Date}}, the quarter of an hour from {{.Time}} UTC
func (s Say) FormAtQuarter(date string, timeValue string) string {
	return s.say("form.at-quarter", s.said("Date", date), s.said("Time", timeValue))
}

// FormAtSixHours says: {{.Date}}, the six hours from {{.Time}} UTC
func (s Say) FormAtSixHours(date string, timeValue string) string {
	return s.say("form.at-six-hours", s.said("Date", date), s.said("Time", timeValue))
}

// FormSpan says: from {{.First}} to {{.Last}}
func (s Say) FormSpan(first string, last string) string {
	return s.say("form.span", s.said("First", first), s.said("Last", last))
}

// FormSince says: since {{.First}}
func (s Say) FormSince(first string) string {
	return s.say("form.since", s.said("First", first))
}

// FormCell says: {{.First}}, {{.Last}} (a cell of {{.Value}} m)
func (s Say) FormCell(first string, last string, value string) string {
	return s.say("form.cell", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FormNamed says: {{.What}}: {{.More}}
func (s Say) FormNamed(more string, what string) string {
	return s.say("form.named", s.said("More", more), s.said("What", what))
}

// FormInDirection says: {{.What}} of {{.Who}}
func (s Say) FormInDirection(what string, who string) string {
	return s.say("form.in-direction", s.said("What", what), s.said("Who", who))
}

// FormAway says: {{.Value}} m from {{.Who}}
func (s Say) FormAway(value string, who string) string {
	return s.say("form.away", s.said("Value", value), s.said("Who", who))
}

// FormDistance says: {{.Value}} m {{.What}}
func (s Say) FormDistance(value string, what string) string {
	return s.say("form.distance", s.said("Value", value), s.said("What", what))
}

// FormNowhere says: no place is said
func (s Say) FormNowhere() string {
	return s.say("form.nowhere")
}

// FormToNorth says: north
func (s Say) FormToNorth() string {
	return s.say("form.to-north")
}

// FormToNorthNorthEast says: north-north-east
func (s Say) FormToNorthNorthEast() string {
	return s.say("form.to-north-north-east")
}

// FormToNorthEast says: north-east
func (s Say) FormToNorthEast() string {
	return s.say("form.to-north-east")
}

// FormToEastNorthEast says: east-north-east
func (s Say) FormToEastNorthEast() string {
	return s.say("form.to-east-north-east")
}

// FormToEast says: east
func (s Say) FormToEast() string {
	return s.say("form.to-east")
}

// FormToEastSouthEast says: east-south-east
func (s Say) FormToEastSouthEast() string {
	return s.say("form.to-east-south-east")
}

// FormToSouthEast says: south-east
func (s Say) FormToSouthEast() string {
	return s.say("form.to-south-east")
}

// FormToSouthSouthEast says: south-south-east
func (s Say) FormToSouthSouthEast() string {
	return s.say("form.to-south-south-east")
}

// FormToSouth says: south
func (s Say) FormToSouth() string {
	return s.say("form.to-south")
}

// FormToSouthSouthWest says: south-south-west
func (s Say) FormToSouthSouthWest() string {
	return s.say("form.to-south-south-west")
}

// FormToSouthWest says: south-west
func (s Say) FormToSouthWest() string {
	return s.say("form.to-south-west")
}

// FormToWestSouthWest says: west-south-west
func (s Say) FormToWestSouthWest() string {
	return s.say("form.to-west-south-west")
}

// FormToWest says: west
func (s Say) FormToWest() string {
	return s.say("form.to-west")
}

// FormToWestNorthWest says: west-north-west
func (s Say) FormToWestNorthWest() string {
	return s.say("form.to-west-north-west")
}

// FormToNorthWest says: north-west
func (s Say) FormToNorthWest() string {
	return s.say("form.to-north-west")
}

// FormToNorthNorthWest says: north-north-west
func (s Say) FormToNorthNorthWest() string {
	return s.say("form.to-north-north-west")
}

// FormHalfNorth says: {{.Value}}° N
func (s Say) FormHalfNorth(value string) string {
	return s.say("form.half-north", s.said("Value", value))
}

// FormHalfSouth says: {{.Value}}° S
func (s Say) FormHalfSouth(value string) string {
	return s.say("form.half-south", s.said("Value", value))
}

// FormHalfEast says: {{.Value}}° E
func (s Say) FormHalfEast(value string) string {
	return s.say("form.half-east", s.said("Value", value))
}

// FormHalfWest says: {{.Value}}° W
func (s Say) FormHalfWest(value string) string {
	return s.say("form.half-west", s.said("Value", value))
}
