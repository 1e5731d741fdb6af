package term

import (
	"bulkhead/phrase"
	"bulkhead/tell"
)

// Risk is the screen of 'checkin'.
func Risk(p *Sheet, r *tell.Risk) {
	say := p.Say
	if r.Over {
		p.Bad("%s", say.CheckinWarning())
		p.Line("")
	}
	p.Head("%s", say.CheckinHead(agreed(say, r)))
	p.Line("  %s", say.CheckinNotices(r.Longest.Duration()))
	if r.P < 1 {
		p.Line("  %s", say.CheckinEachSome(r.PEff, r.P, r.Mean.Duration()))
	} else {
		p.Line("  %s", say.CheckinEach(r.PEff, r.Mean.Duration()))
	}
	if r.Hours != "" {
		p.Line("  %s", say.CheckinHours(r.Late.Duration(), r.Hours))
	}
	switch {
	case r.Over:
		enough := say.CheckinNeverEnough()
		if r.Hours != "" {
			enough = say.CheckinNeverEnoughHours()
		}
		if e := r.Enough; e != nil {
			enough = say.CheckinEnough(e.PEff, e.Grace.Duration(), e.Every.Duration())
		}
		p.Line("  %s", say.CheckinAbove(enough, r.Critical, r.Pairs))
		return
	case r.Near && r.Hours != "":
		p.Line("  %s", say.CheckinNearHours(r.Critical, r.Pairs))
	case r.Near:
		p.Line("  %s", say.CheckinNear(r.Critical, r.Pairs))
	default:
		p.Line("  %s", say.CheckinBelow(r.Critical, r.Pairs))
	}
	p.Line("  %s", say.CheckinHoldsOnly())
}

// RiskLines are the lines of 'status': what the check-in is worth. None while
// joining, where there is no risk.
func RiskLines(p *Sheet, r *tell.Risk) {
	if r == nil {
		return
	}
	if r.Over {
		p.Labelled(true, p.Say.StatusCheckIn(), p.Say.CheckinWarning())
	}
	p.Labelled(false, p.Say.StatusCheckIn(), p.Say.StatusCheckInCommand(agreed(p.Say, r)))
	p.Labelled(false, "", p.Say.CheckinShort(r.PEff))
}

// agreed says the check-in's times in words.
func agreed(say phrase.Say, r *tell.Risk) string {
	return say.CheckinAgreed(r.Grace.Duration(), r.Every.Duration())
}
