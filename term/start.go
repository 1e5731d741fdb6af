package term

import (
	"errors"

	"bulkhead/cell"
	"bulkhead/tell"
)

// Founded shows a new group.
func Founded(p *Page, r *tell.Founded) {
	say := p.Say
	p.Line("%s", say.StartFounded())
	p.Labelled(false, say.StartRounds(), say.StartRoundsValue(r.MaxLinks, r.Slots, r.Round.Duration()))
	p.Labelled(false, say.StartPouch(), say.StartPouchValue(r.Pouch.Duration()))
	p.Labelled(false, say.StartPassphrase(), say.StartAttempt(say.Attempt(r.Attempt)))
	p.Labelled(false, say.StartCheckIn(), say.StartCheckInValue(r.Grace.Duration(), r.CheckIn.Duration()))
	if r.TooSlow {
		p.Bad("%s", say.StartTooSlow())
	}
	p.Line("%s", say.StartNextFounder())
}

// Joined shows that an invitation was taken up, with the six words once the link is
// ready.
func Joined(p *Page, r *tell.Joined) {
	if r.Again {
		p.Line("%s", p.Say.StartJoinedAgain(r.Alias))
	} else {
		p.Line("%s", p.Say.StartJoined(r.Alias))
		p.Labelled(false, p.Say.StartPassphrase(), p.Say.StartAttempt(p.Say.Attempt(r.Attempt)))
	}
	if r.Words != nil {
		Words(p, r.Words)
		p.Line("%s", p.Say.StartNextRun())
		return
	}
	p.Line("%s", p.Say.StartNextWords(r.Alias))
}

// Invited shows the six words of an invitation that was taken up, or what to do once
// the other person has it.
func Invited(p *Page, r *tell.Invited) {
	if r.Words != nil {
		Words(p, r.Words)
		p.Line("%s", p.Say.StartNextRun())
		return
	}
	p.Line("%s", p.Say.StartNextBoth(r.Alias))
}

// besideCode is how many lines follow a QR code on the screen: the question
// whether the other device has it.
const besideCode = 4

// Invitation shows what the other person needs: the text and, with code, a QR code
// that holds the same, last: so it is whole on the screen. Where it does not fit
// there it says why.
func Invitation(p *Page, r *tell.Invited, code bool) {
	p.Bad("%s", p.Say.StartShowInPerson())
	p.Line("%s", p.Say.StartTheyType(r.Alias))
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
func Version(p *Page, r *tell.Version) { p.Line("bulkhead %s", r.Version) }
