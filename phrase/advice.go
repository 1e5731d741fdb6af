package phrase

import (
	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/tell"
)

// Advice says what to do about an alarm of the other side of a link, one line a
// step; none where there is nothing to do, or where somebody has done it: the link was
// cut, or will be.
func (s Say) Advice(i *tell.Item) []string {
	a := s.about(i)
	if i.Cut || i.Closed != mail.NotClosed || i.What != cell.OwnerCoerced && i.What != cell.DeviceCopied {
		return nil
	}
	if i.Relation == cell.Lifeline {
		return []string{s.AdviceLifelineUnknown(a.who), s.AdviceLifelineTell()}
	}
	if i.What == cell.DeviceCopied {
		steps := []string{s.AdviceCopiedSilent(a.who), s.AdviceCopiedMeet()}
		if a.alias != "" {
			steps = append(steps, s.AdviceCopiedSever(a.alias))
		}
		return steps
	}
	steps := []string{s.known(i.Relation, a.who), s.AdviceCoercedSilent(a.who), s.warn(i.Relation, a.who), s.AdviceCoercedClear()}
	if a.alias != "" {
		steps = append(steps, s.AdviceCoercedDrill(a.alias))
	}
	return steps
}

// known says whom somebody knows, by what they are to the owner.
func (s Say) known(r cell.Relation, who string) string {
	switch r {
	case cell.Partner:
		return s.AdviceCoercedKnownPartner(who)
	case cell.Lead:
		return s.AdviceCoercedKnownLead(who)
	case cell.Led:
		return s.AdviceCoercedKnownLed(who)
	case cell.Desk:
		return s.AdviceCoercedKnownDesk(who)
	}
	return s.AdviceCoercedKnownOther(who)
}

// warn says whom to tell, and that it must be by another way.
func (s Say) warn(r cell.Relation, who string) string {
	switch r {
	case cell.Led:
		return s.AdviceCoercedWarnLed(who)
	case cell.Lead:
		return s.AdviceCoercedWarnLead()
	case cell.Desk:
		return s.AdviceCoercedWarnDesk(who)
	}
	return s.AdviceCoercedWarnOther(who)
}
