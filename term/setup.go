package term

import (
	"errors"

	"bulkhead/cell"
	"bulkhead/tell"
)

// Founded shows a new group.
func Founded(p *Sheet, r *tell.Founded) {
	say := p.Say
	p.Line("%s", say.SetupFounded())
	p.Labelled(false, say.SetupRounds(), say.SetupRoundsValue(r.MaxLinks, r.Slots, r.Round.Duration()))
	if h := r.Hours; h != nil {
		p.Labelled(false, say.HoursLabel(), say.HoursDaily(h.UTC, say.Daily(h.Daily)))
		p.Labelled(false, "", say.Hours(h))
		shift(p, h)
	}
	p.Labelled(false, say.SetupPouch(), say.SetupPouchValue(r.Pouch.Duration()))
	p.Labelled(false, say.SetupPassphrase(), say.SetupAttempt(say.Attempt(r.Attempt)))
	p.Labelled(false, say.SetupCheckIn(), say.SetupCheckInValue(r.Grace.Duration(), r.CheckIn.Duration()))
	if r.TooSlow {
		p.Bad("%s", say.SetupTooSlow())
	}
	p.Line("%s", say.SetupNextFounder())
}

// Joined shows that an invitation was taken up, with the six words once the link is
// ready.
func Joined(p *Sheet, r *tell.Joined) {
	if r.Again {
		p.Line("%s", p.Say.SetupJoinedAgain(r.Alias))
	} else {
		p.Line("%s", p.Say.SetupJoined(r.Alias))
		p.Labelled(false, p.Say.SetupPassphrase(), p.Say.SetupAttempt(p.Say.Attempt(r.Attempt)))
	}
	if r.Words != nil {
		Words(p, r.Words)
		p.Line("%s", p.Say.SetupNextRun())
		return
	}
	p.Line("%s", p.Say.SetupNextWords(r.Alias))
	outside(p, r.Hours)
}

// Invited shows the six words of an invitation that was taken up, or what to do once
// the other person has it.
func Invited(p *Sheet, r *tell.Invited) {
	if r.Words != nil {
		Words(p, r.Words)
		p.Line("%s", p.Say.SetupNextRun())
		return
	}
	p.Line("%s", p.Say.SetupNextBoth(r.Alias))
	outside(p, r.Hours)
}

// outside says that nothing travels yet, outside a group's hours.
func outside(p *Sheet, h *tell.DayHours) {
	if h != nil && !h.Now {
		p.Line("%s", p.Say.HoursOutside(p.Say.Stretch(h.Next)))
	}
}

// besideCode is how many lines follow a QR code on the screen: the question
// whether the other device has it.
const besideCode = 4

// Invitation shows what the other person needs: the text and, with code, a QR code
// that holds the same, last: so it is whole on the screen. Where it does not fit
// there it says why.
func Invitation(p *Sheet, r *tell.Invited, code bool) {
	p.Bad("%s", p.Say.SetupShowInPerson())
	p.Line("%s", p.Say.SetupTheyType(r.Alias))
	p.Line("")
	for _, row := range cell.Rows(r.Text) {
		p.Line("    %s", row)
	}
	if !code {
		return
	}
	p.Line("")
	err := p.QR(r.Text, besideCode)
	var small *SmallError
	switch {
	case errors.As(err, &small):
		p.Bad("%s", p.Say.ScreenQrSmall(small.Columns, small.Lines))
	case errors.Is(err, ErrDumb):
		p.Bad("%s", p.Say.ScreenQrDumb())
	case err != nil:
		p.Fail(err)
	}
}

// Version is the screen of 'version'.
func Version(p *Sheet, r *tell.Version) { p.Line("bulkhead %s", r.Version) }
