package term

import (
	"bulkhead/mail"
	"bulkhead/tell"
)

// Sent shows what became of something that was just written.
func Sent(p *Sheet, r *tell.Sent) {
	if r.To == "" {
		p.Line("%s", p.Say.InboxSent(r.Number, p.Say.Stage(r.Stage), p.Say.Kind(r.Kind)))
	} else {
		p.Line("%s", p.Say.InboxSentTo(r.Number, p.Say.Stage(r.Stage), p.Say.Kind(r.Kind), p.Say.Text(r.To)))
	}
	switch {
	case r.Reason != mail.NoReason:
		p.Bad("  %s", p.Say.Reason(r.Reason))
	case r.File > 0 && r.Stage == mail.NotSaved:
		p.Line("  %s", p.Say.FileKeptOpen())
	case r.Stage == mail.Saved:
		p.Line("  %s", p.Say.InboxWaits())
	case !r.From.IsZero():
		p.Line("  %s", p.Say.InboxTravelsFrom(r.From))
	default:
		p.Line("  %s", p.Say.InboxTravels())
	}
}
