package phrase

import (
	"bulkhead/cell"
	"bulkhead/tell"
)

// DrillKnown says who those are whom the person taken knows and this device does
// not.
func (s Say) DrillKnown(r *tell.Drill) string {
	switch {
	case r.Relation == cell.Partner && r.Circle.Founder:
		return s.DrillKnownPartnerFounder(r.Alias)
	case r.Relation == cell.Partner:
		return s.DrillKnownPartner(r.Alias)
	case r.Relation == cell.Led:
		return s.DrillKnownLed(r.Alias)
	case r.Relation == cell.Desk:
		return s.DrillKnownDesk()
	case r.Relation == cell.Liaison:
		return s.DrillKnownLiaison(r.Alias)
	}
	return s.DrillKnownLead(r.Alias)
}

// DrillOwner says what only the owner can do.
func (s Say) DrillOwner(r *tell.Drill) []string {
	name, c := r.Alias, r.Circle
	all := []string{s.DrillYouFirst(name), s.DrillSilent(name)}
	switch r.Relation {
	case cell.Partner:
		if c.Lead != "" {
			all = append(all, s.DrillMeetLead(name, s.Text(c.Lead)))
		}
		if c.Leads {
			all = append(all, s.DrillYourLed(name))
		}
		if c.Founder {
			all = append(all, s.DrillOnlyFounder(name))
		}
	case cell.Led:
		if c.Other != "" {
			all = append(all, s.DrillMeetOther(name, s.Text(c.Other)))
		}
		all = append(all, s.drillUpward(r))
	case cell.Desk:
		all = append(all, s.DrillDeskKey(name))
	case cell.Liaison:
	default:
		if c.Partner != "" {
			all = append(all, s.DrillMeetPartner(name, s.Text(c.Partner)))
		}
		if c.Leads {
			all = append(all, s.DrillYourLedNotes(name))
		}
	}
	return append(all, s.DrillDelete())
}

// drillUpward says who will be asked by those whom a led leads.
func (s Say) drillUpward(r *tell.Drill) string {
	switch c := r.Circle; {
	case c.Partner != "" && c.Lead != "":
		return s.DrillUpBoth(r.Alias, s.Text(c.Partner), s.Text(c.Lead))
	case c.Partner != "":
		return s.DrillUpPartner(r.Alias, s.Text(c.Partner))
	}
	return s.DrillUpNobody(r.Alias)
}

// DrillThen says what happens once the drill is done.
func (s Say) DrillThen(r *tell.Drill) []string {
	c := r.Circle
	switch {
	case r.Relation == cell.Led:
		all := []string{s.DrillNextOpen(r.Alias)}
		if c.Other != "" {
			all = append(all, s.DrillNextNewLed(s.Text(c.Other)))
		}
		return all
	case r.Relation == cell.Partner && c.Founder:
		return []string{s.DrillNextFounder(r.Alias)}
	case r.Relation == cell.Partner && c.Lead != "":
		return []string{s.DrillNextPartner(s.Text(c.Lead))}
	case r.Relation == cell.Partner:
		return []string{s.DrillNextAlone()}
	case r.Relation == cell.Desk:
		return []string{s.DrillNextDesk(r.Alias)}
	case r.Relation == cell.Liaison:
		return []string{s.DrillNextLiaison()}
	}
	return []string{s.DrillNextOrphan(), s.DrillNextAdopted(), s.DrillNextJoin()}
}

// DrillUndone says what can be undone of a plan, and until when.
func (s Say) DrillUndone(r *tell.Drill) string {
	for _, c := range r.Cuts {
		if c.AtOnce {
			return s.DrillUndoneNever()
		}
	}
	return s.DrillUndoneLater(r.Alias)
}
