package phrase

import (
	"bulkhead/cell"
	"bulkhead/device"
)

// About is whom something that is told is about, as its sentence needs it.
type About struct {
	Who   string // said already: an alias, or words in its place
	Alias string // as it is typed in a command; "" if there is no link any more, or none with a name
	By    string // said already: whose word it is, where it is somebody's
	Cut   bool   // the link was cut
}

// Told says what a person is told: of a message what stands above its text.
func (s Say) Told(r device.Received, a About) string {
	switch r.What {
	case cell.TextArrived:
		switch {
		case r.Doubt && a.Cut:
			return s.ToldTextDoubtfulCut(a.Who)
		case r.Doubt:
			return s.ToldTextDoubtful(a.Who)
		case r.Sure:
			return s.ToldText(a.Who)
		}
		return s.ToldTextNotCompared(a.Who)
	case cell.NoteArrived:
		if a.Alias == "" {
			return s.ToldNoteCut(a.Who)
		}
		return s.ToldNote(r.Number, a.Who)
	case cell.ReplyArrived:
		return s.ToldReply(s.Founder(r.Founder))
	case cell.NoticeArrived:
		return s.ToldNotice(s.Founder(r.Founder))
	case cell.NoticeRevoked:
		return s.ToldNoticeRevoked(s.Founder(r.Founder))
	case cell.OwnerCoerced:
		return s.ToldOwnerCoerced(a.Who)
	case cell.DeviceCopied:
		if a.Cut {
			return s.ToldDeviceCopiedCut(a.Who)
		}
		return s.ToldDeviceCopied(a.Who)
	case device.Alarm:
		if r.Tie == 0 {
			return s.Alarm(r)
		}
		return s.AlarmOfLink(s.Alarm(r), a.Who)
	}
	if said := s.toldOfCut(r, a); a.Cut && said != "" {
		return said
	}
	if said := s.toldOfTaken(r, a); said != "" {
		return said
	}
	if said := s.toldOfHealing(r, a); said != "" {
		return said
	}
	return s.toldOfLinks(r, a)
}

// toldOfCut says what is no longer so, once the link that it is about was cut; "" of
// what can be said as before.
func (s Say) toldOfCut(r device.Received, a About) string {
	switch r.What {
	case cell.QuarantineBegan:
		return s.ToldQuarantineBeganCut(a.Who)
	case cell.QuarantineEnded:
		return s.ToldQuarantineEndedCut(a.Who)
	case cell.CutComing:
		return s.ToldCutComingCut(a.Who)
	case cell.ProbationOver:
		return s.ToldProbationOverCut(a.Who)
	case cell.Welcomed:
		return s.ToldWelcomedCut(s.Relation(r.Rel), a.Who)
	case cell.PartnerIntroduced:
		return s.ToldPartnerIntroducedCut(a.Who)
	case cell.OverdueBegan:
		return s.ToldOverdueBeganCut(a.Who)
	}
	return ""
}

// toldOfTaken says what was noticed, or said, of somebody who may have been
// taken; "" if it is something else.
func (s Say) toldOfTaken(r device.Received, a About) string {
	switch r.What {
	case cell.QuarantineBegan:
		return s.ToldQuarantineBegan(a.Who)
	case cell.QuarantineEnded:
		return s.ToldQuarantineEnded(a.Who)
	case cell.SaidTaken:
		if a.Alias == "" {
			return s.ToldSaidTakenCut(a.By, a.Who)
		}
		return s.ToldSaidTaken(a.By, a.Alias, a.Who)
	case cell.TookBack:
		return s.ToldTookBack(a.By, a.Who)
	case cell.CutComing:
		return s.ToldCutComing(a.Who)
	}
	return ""
}

// toldOfHealing says what became of lifelines, of those who lost their lead, and
// of the links that were made for them; "" if it is something else.
func (s Say) toldOfHealing(r device.Received, a About) string {
	cut := a.Alias == ""
	switch r.What {
	case cell.LifelineMade:
		return s.ToldLifelineMade(a.Who)
	case cell.LifelineDoubted:
		return s.ToldLifelineDoubted(a.Who)
	case cell.LeadLost:
		return s.ToldLeadLost()
	case cell.OrphanAsks:
		return s.ToldOrphanAsks(a.Who)
	case cell.OrphanAdopted:
		if cut {
			return s.ToldOrphanAdoptedCut()
		}
		return s.ToldOrphanAdopted(a.Alias, a.Who)
	case cell.LeadFound:
		if cut {
			return s.ToldLeadFoundCut()
		}
		return s.ToldLeadFound(a.Alias, a.Who)
	case cell.ProbationOver:
		return s.ToldProbationOver(a.Who)
	case cell.LeadUnproven:
		if cut {
			return s.ToldLeadUnprovenCut()
		}
		return s.ToldLeadUnproven(a.Alias, a.Who)
	case cell.SaidLeadLost:
		if cut {
			return s.ToldSaidLeadLostCut(a.Who)
		}
		return s.ToldSaidLeadLost(a.Alias, a.Who)
	}
	return ""
}

// toldOfLinks says what happened to links, and to what went over them.
func (s Say) toldOfLinks(r device.Received, a About) string {
	switch r.What {
	case cell.Welcomed:
		return s.ToldWelcomed(s.Relation(r.Rel), a.Who)
	case cell.PartnerIntroduced:
		return s.ToldPartnerIntroduced(a.Who)
	case cell.PairReady:
		return s.ToldPairReady(a.Who)
	case cell.KeyLearned:
		return s.ToldKeyLearned()
	case cell.NoteStopped:
		return s.ToldNoteStopped(s.stopped(r.Why))
	case cell.ReplyStopped:
		return s.ToldReplyStopped(s.stopped(r.Why))
	case cell.OverdueBegan:
		return s.ToldOverdueBegan(a.Who)
	case cell.OverdueEnded:
		return s.ToldOverdueEnded(a.Who)
	case cell.TieSevered:
		return s.ToldTieSevered()
	case cell.Refused:
		return s.ToldRefused(s.Refusal(r.Why), a.Who)
	case cell.UnknownKind:
		return s.ToldUnknownKind(a.Who)
	}
	return s.ToldUnknown()
}

// stopped says why a note or a reply went no further.
func (s Say) stopped(why cell.Why) string {
	switch why {
	case cell.WayFull:
		return s.ToldStoppedWayFull()
	case cell.TooLate:
		return s.ToldStoppedTooLate()
	}
	return s.ToldStoppedNoWay()
}
