package phrase

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// Advice says what to do about an alarm of the other side of a link, one line a
// step; none where there is nothing to do, or where the link was cut: whoever cut it
// has done so.
func (s Say) Advice(r device.Received, a About) []string {
	if a.Cut || r.What != cell.OwnerCoerced && r.What != cell.DeviceCopied {
		return nil
	}
	if r.Rel == cell.Lifeline {
		return []string{s.AdviceLifelineUnknown(a.Who), s.AdviceLifelineTell()}
	}
	if r.What == cell.DeviceCopied {
		steps := []string{s.AdviceCopiedSilent(a.Who), s.AdviceCopiedMeet()}
		if a.Alias != "" {
			steps = append(steps, s.AdviceCopiedSever(a.Alias))
		}
		return steps
	}
	steps := []string{s.known(r.Rel, a.Who), s.AdviceCoercedSilent(a.Who), s.warn(r.Rel, a.Who), s.AdviceCoercedClear()}
	if a.Alias != "" {
		steps = append(steps, s.AdviceCoercedDrill(a.Alias))
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
	}
	return s.AdviceCoercedWarnOther(who)
}
