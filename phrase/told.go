package phrase

import (
	"bulkhead/cell"
	"bulkhead/mail"
	"bulkhead/tell"
)

// Told says an item whole: of a message what stands above its text, of an alarm how
// often it came and why it stands no more.
func (s Say) Told(i *tell.Item) string {
	said := s.told(i)
	switch {
	case i.Lately > 0:
		said = s.AlarmRepeatedLately(int(i.Times), int(i.Lately), i.First, said)
	case i.Times > 0:
		said = s.AlarmRepeated(int(i.Times), i.First, said)
	}
	switch i.Closed {
	case mail.ClosedByDrill:
		return s.AlarmClosedByDrill(said)
	case mail.ClosedByCut:
		return s.AlarmClosedByCut(said)
	case mail.ClosedByTakeBack:
		return s.AlarmClosedByTakeBack(said)
	}
	return said
}

// about is whom an item is about, as its sentence needs it.
type about struct {
	who   string // said: an alias, or words in its place
	alias string // as it is typed in a command; "" if there is no link any more, or none with a name
	by    string // said: whose word it is, where it is somebody's
}

func (s Say) about(i *tell.Item) about {
	a := about{who: s.Somebody(i.From), by: s.Somebody(i.By)}
	if i.Lifeline != 0 {
		a.who = s.CircleLifelineNumber(uint32(i.Lifeline))
	} else if !i.Cut {
		a.alias = i.From
	}
	return a
}

// Somebody says an alias, or words in the place of one that is gone with its link.
func (s Say) Somebody(alias string) string {
	if alias == "" {
		return s.CircleSomebodyCut()
	}
	return s.Text(alias)
}

func (s Say) told(i *tell.Item) string {
	a, signer := s.about(i), ""
	if i.Founder != nil {
		signer = s.Founder(*i.Founder)
	}
	switch i.What {
	case cell.TextArrived:
		switch {
		case i.Doubt && i.Cut:
			return s.ToldTextDoubtfulCut(a.who)
		case i.Doubt:
			return s.ToldTextDoubtful(a.who)
		case i.Sure:
			return s.ToldText(a.who)
		}
		return s.ToldTextNotCompared(a.who)
	case cell.NoteArrived:
		if a.alias == "" {
			return s.ToldNoteCut(a.who)
		}
		return s.ToldNote(i.Number, a.who)
	case cell.ReplyArrived:
		return s.ToldReply(signer)
	case cell.NoticeArrived:
		return s.ToldNotice(signer)
	case cell.NoticeRevoked:
		return s.ToldNoticeRevoked(signer)
	case cell.PlacesByOne:
		return s.ToldPlacesByOne(signer)
	case cell.PlacesNamed:
		return s.ToldPlacesNamed(signer)
	case cell.PlacesContradicted:
		return s.ToldPlacesContradicted(signer)
	case cell.PlacesRevoked:
		return s.ToldPlacesRevoked(signer)
	case cell.DeskByOne:
		return s.ToldDeskByOne(signer)
	case cell.DeskNamed:
		return s.ToldDeskNamed(signer)
	case cell.DeskRevoked:
		return s.ToldDeskRevoked(signer)
	case cell.OwnerCoerced:
		return s.ToldOwnerCoerced(a.who)
	case cell.DeviceCopied:
		if i.Cut {
			return s.ToldDeviceCopiedCut(a.who)
		}
		return s.ToldDeviceCopied(a.who)
	case mail.Alarm:
		said := s.Alarm(i.Alarm, max(uint8(i.Frozen), uint8(i.Links)))
		if i.From == "" && i.Lifeline == 0 && !i.Cut {
			return said
		}
		return s.AlarmOfLink(said, a.who)
	}
	if said := s.toldOfCut(i, a); i.Cut && said != "" {
		return said
	}
	if said := s.toldOfTaken(i, a); said != "" {
		return said
	}
	if said := s.toldOfHealing(i, a); said != "" {
		return said
	}
	return s.toldOfLinks(i, a)
}

// toldOfCut says what is no longer so, once the link that it is about was cut; "" of
// what can be said as before.
func (s Say) toldOfCut(i *tell.Item, a about) string {
	switch i.What {
	case cell.QuarantineBegan:
		return s.ToldQuarantineBeganCut(a.who)
	case cell.QuarantineEnded:
		return s.ToldQuarantineEndedCut(a.who)
	case cell.CutComing:
		return s.ToldCutComingCut(a.who)
	case cell.ProbationOver:
		return s.ToldProbationOverCut(a.who)
	case cell.Welcomed:
		return s.ToldWelcomedCut(s.Relation(i.Relation), a.who)
	case cell.PartnerIntroduced:
		return s.ToldPartnerIntroducedCut(a.who)
	case cell.OverdueBegan:
		return s.ToldOverdueBeganCut(a.who)
	case cell.IntroductionRefused:
		return s.ToldIntroductionRefusedCut(s.Refusal(i.Why), a.who)
	case cell.IntroductionOpen:
		return s.ToldIntroductionOpenCut(a.who)
	}
	return ""
}

// toldOfTaken says what was noticed, or said, of somebody who may have been
// taken; "" if it is something else.
func (s Say) toldOfTaken(i *tell.Item, a about) string {
	switch i.What {
	case cell.QuarantineBegan:
		return s.ToldQuarantineBegan(a.who)
	case cell.QuarantineEnded:
		return s.ToldQuarantineEnded(a.who)
	case cell.SaidTaken:
		if a.alias == "" {
			return s.ToldSaidTakenCut(a.by, a.who)
		}
		return s.ToldSaidTaken(a.by, a.alias, a.who)
	case cell.TookBack:
		return s.ToldTookBack(a.by, a.who)
	case cell.CutComing:
		return s.ToldCutComing(a.who)
	}
	return ""
}

// toldOfHealing says what became of lifelines, of those who lost their lead, and
// of the links that were made for them; "" if it is something else.
func (s Say) toldOfHealing(i *tell.Item, a about) string {
	cut := a.alias == ""
	switch i.What {
	case cell.LifelineMade:
		return s.ToldLifelineMade(a.who)
	case cell.LifelineDoubted:
		return s.ToldLifelineDoubted(a.who)
	case cell.LeadLost:
		return s.ToldLeadLost()
	case cell.OrphanAsks:
		return s.ToldOrphanAsks(a.who)
	case cell.OrphanAdopted:
		if cut {
			return s.ToldOrphanAdoptedCut()
		}
		return s.ToldOrphanAdopted(a.alias, a.who)
	case cell.LeadFound:
		if cut {
			return s.ToldLeadFoundCut()
		}
		return s.ToldLeadFound(a.alias, a.who)
	case cell.ProbationOver:
		return s.ToldProbationOver(a.who)
	case cell.LeadUnproven:
		if cut {
			return s.ToldLeadUnprovenCut()
		}
		return s.ToldLeadUnproven(a.alias, a.who)
	case cell.SaidLeadLost:
		if cut {
			return s.ToldSaidLeadLostCut(a.who)
		}
		return s.ToldSaidLeadLost(a.alias, a.who)
	}
	return ""
}

// toldOfLinks says what happened to links, and to what went over them.
func (s Say) toldOfLinks(i *tell.Item, a about) string {
	switch i.What {
	case cell.Welcomed:
		return s.ToldWelcomed(s.Relation(i.Relation), a.who)
	case cell.PartnerIntroduced:
		return s.ToldPartnerIntroduced(a.who)
	case cell.PairReady:
		return s.ToldPairReady(a.who)
	case cell.IntroductionRefused:
		return s.ToldIntroductionRefused(s.Refusal(i.Why), a.who)
	case cell.IntroductionOpen:
		return s.ToldIntroductionOpen(a.who)
	case cell.CardProposed:
		return s.ToldCardProposed()
	case cell.PlacesChange:
		return s.ToldPlacesChange()
	case cell.DeskSigned:
		return s.ToldDeskSigned()
	case cell.KeyLearned:
		return s.ToldKeyLearned()
	case cell.NoteStopped:
		return s.ToldNoteStopped(s.stopped(i.Why))
	case cell.ReplyStopped:
		return s.ToldReplyStopped(s.stopped(i.Why))
	case cell.OverdueBegan:
		return s.ToldOverdueBegan(a.who)
	case cell.OverdueEnded:
		return s.ToldOverdueEnded(a.who)
	case cell.TieSevered:
		return s.ToldTieSevered()
	case cell.Refused:
		return s.ToldRefused(s.Refusal(i.Why), a.who)
	case cell.NewerPacket:
		return s.ToldNewerPacket(a.who)
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
