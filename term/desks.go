package term

import "bulkhead/tell"

// Desks is the screen of 'desks list'.
func Desks(p *Sheet, r *tell.Desks) {
	if len(r.Desks) == 0 {
		p.Line("%s", p.Say.DesksNone())
	}
	for i := range r.Desks {
		Desk(p, &r.Desks[i])
	}
}

// Desk are the lines of one desk.
func Desk(p *Sheet, r *tell.Desk) {
	p.Head("%s", p.Say.Text(r.Name))
	p.Line("  %s", p.Say.DesksFingerprint(r.Fingerprint))
	switch {
	case r.Over:
		p.Bad("  %s", p.Say.DesksExpired())
	case r.Counts:
		p.Line("  %s", p.Say.DesksCounts(r.Until))
	default:
		p.Line("  %s", p.Say.DesksFrom(r.From))
	}
	if r.Alone == "" {
		p.Line("  %s", p.Say.DesksBoth())
	} else {
		p.Bad("  %s", p.Say.DesksAlone(p.Say.Founder(r.Founder)))
	}
	switch {
	case r.Two:
		p.Bad("  %s", p.Say.DesksTwo())
	case r.Many:
		p.Bad("  %s", p.Say.DesksMany())
	}
}

// DeskChanged is the screen of what a founder did with a desk.
func DeskChanged(p *Sheet, r *tell.DeskChanged) {
	if r.Desk == nil {
		p.Line("%s", p.Say.DesksRevoked())
		return
	}
	name := p.Say.Text(r.Desk.Name)
	if r.Desk.Alone != "" {
		p.Line("%s", p.Say.DesksAdded(name))
	} else {
		p.Line("%s", p.Say.DesksSigned(name))
	}
	Desk(p, r.Desk)
	if r.File != "" {
		p.Line("%s", p.Say.DesksWritten(r.File))
	}
}

// DeskLine is the screen of 'desks line'.
func DeskLine(p *Sheet, r *tell.DeskLine) {
	p.Line("%s", p.Say.DesksCame(r.Came))
	p.Line("%s", p.Say.DesksReplied(r.Sent))
	if r.Refused > 0 {
		p.Bad("%s", p.Say.DesksRefused(r.Refused))
	}
	if r.Left > 0 {
		p.Line("%s", p.Say.DesksLeft(r.Left))
	}
}
