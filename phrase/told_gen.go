// Code generated from catalogue/told.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// ToldText says: from {{.Who}}
func (s Say) ToldText(who string) string {
	return s.say("told.text", s.said("Who", who))
}

// ToldTextDoubtful says: from {{.Who}}, whose link is in quarantine: perhaps somebody else writes
func (s Say) ToldTextDoubtful(who string) string {
	return s.say("told.text-doubtful", s.said("Who", who))
}

// ToldTextDoubtfulCut says: from {{.Who}}; the link was in quarantine when it came: perhaps somebody else w…
func (s Say) ToldTextDoubtfulCut(who string) string {
	return s.say("told.text-doubtful-cut", s.said("Who", who))
}

// ToldTextNotCompared says: from {{.Who}} (six words not compared)
func (s Say) ToldTextNotCompared(who string) string {
	return s.say("told.text-not-compared", s.said("Who", who))
}

// ToldNote says: a note, by way of {{.Who}}; 'bulkhead reply {{.Item}}' answers it
func (s Say) ToldNote(item uint32, who string) string {
	return s.say("told.note", s.ref("Item", item), s.said("Who", who))
}

// ToldNoteCut says: a note, by way of {{.Who}}; it cannot be answered any more
func (s Say) ToldNoteCut(who string) string {
	return s.say("told.note-cut", s.said("Who", who))
}

// ToldReply says: the {{.Founder}} answers your note
func (s Say) ToldReply(founder string) string {
	return s.say("told.reply", s.said("Founder", founder))
}

// ToldNotice says: a notice to everybody, signed by the {{.Founder}}
func (s Say) ToldNotice(founder string) string {
	return s.say("told.notice", s.said("Founder", founder))
}

// ToldNoticeRevoked says: a notice of the {{.Founder}} was taken back by the other founder: it no longer …
func (s Say) ToldNoticeRevoked(founder string) string {
	return s.say("told.notice-revoked", s.said("Founder", founder))
}

// ToldOwnerCoerced says: SILENT ALARM: {{.Who}} was made to open the phone
func (s Say) ToldOwnerCoerced(who string) string {
	return s.say("told.owner-coerced", s.said("Who", who))
}

// ToldDeviceCopied says: {{.Who}}'s device was copied or restored
func (s Say) ToldDeviceCopied(who string) string {
	return s.say("told.device-copied", s.said("Who", who))
}

// ToldDeviceCopiedCut says: the device of {{.Who}} was copied or restored
func (s Say) ToldDeviceCopiedCut(who string) string {
	return s.say("told.device-copied-cut", s.said("Who", who))
}

// ToldQuarantineBegan says: {{.Who}} is in quarantine until something is known: believe nothing that comes …
func (s Say) ToldQuarantineBegan(who string) string {
	return s.say("told.quarantine-began", s.said("Who", who))
}

// ToldQuarantineBeganCut says: {{.Who}} was in quarantine
func (s Say) ToldQuarantineBeganCut(who string) string {
	return s.say("told.quarantine-began-cut", s.said("Who", who))
}

// ToldQuarantineEnded says: the quarantine of {{.Who}} is over: nothing new was heard against them
func (s Say) ToldQuarantineEnded(who string) string {
	return s.say("told.quarantine-ended", s.said("Who", who))
}

// ToldQuarantineEndedCut says: a quarantine of {{.Who}} was over
func (s Say) ToldQuarantineEndedCut(who string) string {
	return s.say("told.quarantine-ended-cut", s.said("Who", who))
}

// ToldSaidTaken says: {{.By}} says that {{.Who}} was taken: 'bulkhead drill {{.Typed}} --dry-run' say…
func (s Say) ToldSaidTaken(by string, typed string, who string) string {
	return s.say("told.said-taken", s.text("By", by), s.typed("Typed", typed), s.said("Who", who))
}

// ToldSaidTakenCut says: {{.By}} says that {{.Who}} was taken
func (s Say) ToldSaidTakenCut(by string, who string) string {
	return s.say("told.said-taken-cut", s.text("By", by), s.said("Who", who))
}

// ToldTookBack says: {{.By}} takes back that {{.Who}} was taken
func (s Say) ToldTookBack(by string, who string) string {
	return s.say("told.took-back", s.text("By", by), s.said("Who", who))
}

// ToldCutComing says: the link with {{.Who}} will be cut, some rounds from now. It is not cut at once…
func (s Say) ToldCutComing(who string) string {
	return s.say("told.cut-coming", s.said("Who", who))
}

// ToldCutComingCut says: you did a drill for {{.Who}}: the link was to be cut some rounds later
func (s Say) ToldCutComingCut(who string) string {
	return s.say("told.cut-coming-cut", s.said("Who", who))
}

// ToldWelcomed says: the welcome of {{.Who}} is here: {{.Who}} is your {{.Relation}}
func (s Say) ToldWelcomed(relation string, who string) string {
	return s.say("told.welcomed", s.said("Relation", relation), s.said("Who", who))
}

// ToldWelcomedCut says: you were welcomed by {{.Who}}, who was your {{.Relation}}
func (s Say) ToldWelcomedCut(relation string, who string) string {
	return s.say("told.welcomed-cut", s.said("Relation", relation), s.said("Who", who))
}

// ToldPartnerIntroduced says: your lead has introduced you to your partner, whom this device calls {{.Who}}; …
func (s Say) ToldPartnerIntroduced(who string) string {
	return s.say("told.partner-introduced", s.said("Who", who))
}

// ToldPartnerIntroducedCut says: your lead introduced you to a partner: {{.Who}}
func (s Say) ToldPartnerIntroducedCut(who string) string {
	return s.say("told.partner-introduced-cut", s.said("Who", who))
}

// ToldPairReady says: {{.Who}} and the other one of the pair have both been introduced
func (s Say) ToldPairReady(who string) string {
	return s.say("told.pair-ready", s.said("Who", who))
}

// ToldIntroductionRefused says: {{.Who}} introduced you to a partner, and this device refused: {{.Reason}}. It …
func (s Say) ToldIntroductionRefused(reason string, who string) string {
	return s.say("told.introduction-refused", s.said("Reason", reason), s.said("Who", who))
}

// ToldIntroductionRefusedCut says: {{.Who}} introduced you to a partner, and this device refused: {{.Reason}}
func (s Say) ToldIntroductionRefusedCut(reason string, who string) string {
	return s.say("told.introduction-refused-cut", s.said("Reason", reason), s.said("Who", who))
}

// ToldIntroductionOpen says: you introduced {{.Who}} to a partner some days ago, and no answer has come that…
func (s Say) ToldIntroductionOpen(who string) string {
	return s.say("told.introduction-open", s.said("Who", who))
}

// ToldIntroductionOpenCut says: you introduced {{.Who}} to a partner, and their device did not take it in
func (s Say) ToldIntroductionOpenCut(who string) string {
	return s.say("told.introduction-open-cut", s.said("Who", who))
}

// ToldKeyLearned says: the second founder's key is known here
func (s Say) ToldKeyLearned() string {
	return s.say("told.key-learned")
}

// ToldNoteStopped says: a note of yours is not delivered: {{.Reason}}
func (s Say) ToldNoteStopped(reason string) string {
	return s.say("told.note-stopped", s.said("Reason", reason))
}

// ToldReplyStopped says: a reply of yours is not delivered: {{.Reason}}
func (s Say) ToldReplyStopped(reason string) string {
	return s.say("told.reply-stopped", s.said("Reason", reason))
}

// ToldStoppedWayFull says: the way is full; write it again later
func (s Say) ToldStoppedWayFull() string {
	return s.say("told.stopped-way-full")
}

// ToldStoppedTooLate says: somebody on the way could not pass it on in 7 days
func (s Say) ToldStoppedTooLate() string {
	return s.say("told.stopped-too-late")
}

// ToldStoppedNoWay says: somebody on the way has nobody to pass it to
func (s Say) ToldStoppedNoWay() string {
	return s.say("told.stopped-no-way")
}

// ToldOverdueBegan says: {{.Who}} is overdue: has not opened the device for longer than agreed
func (s Say) ToldOverdueBegan(who string) string {
	return s.say("told.overdue-began", s.said("Who", who))
}

// ToldOverdueBeganCut says: {{.Who}} was overdue
func (s Say) ToldOverdueBeganCut(who string) string {
	return s.say("told.overdue-began-cut", s.said("Who", who))
}

// ToldOverdueEnded says: {{.Who}} has opened the device again
func (s Say) ToldOverdueEnded(who string) string {
	return s.say("told.overdue-ended", s.said("Who", who))
}

// ToldTieSevered says: a link was cut
func (s Say) ToldTieSevered() string {
	return s.say("told.tie-severed")
}

// ToldRefused says: {{.Who}} sent something that was refused: {{.Reason}}
func (s Say) ToldRefused(reason string, who string) string {
	return s.say("told.refused", s.said("Reason", reason), s.said("Who", who))
}

// ToldNewerPacket says: {{.Who}} sent something that this version of the program does not know, and not…
func (s Say) ToldNewerPacket(who string) string {
	return s.say("told.newer-packet", s.said("Who", who))
}

// ToldUnknown says: something that this version of the program cannot show
func (s Say) ToldUnknown() string {
	return s.say("told.unknown")
}

// ToldLifelineMade says: {{.Who}} is being made: a link without a name, kept for the day your lead is lo…
func (s Say) ToldLifelineMade(who string) string {
	return s.say("told.lifeline-made", s.said("Who", who))
}

// ToldLifelineDoubted says: somebody on the way of {{.Who}} says that its other end was cut off: it stays, …
func (s Say) ToldLifelineDoubted(who string) string {
	return s.say("told.lifeline-doubted", s.said("Who", who))
}

// ToldLeadLost says: you have no lead. This device waits a while, so that nobody sees who noticed, a…
func (s Say) ToldLeadLost() string {
	return s.say("told.lead-lost")
}

// ToldOrphanAsks says: over {{.Who}} somebody whom you do not know asks for a new lead. Your device ad…
func (s Say) ToldOrphanAsks(who string) string {
	return s.say("told.orphan-asks", s.said("Who", who))
}

// ToldOrphanAdopted says: you have adopted somebody whose lead was lost and lead them now; this device ca…
func (s Say) ToldOrphanAdopted(typed string, who string) string {
	return s.say("told.orphan-adopted", s.typed("Typed", typed), s.said("Who", who))
}

// ToldOrphanAdoptedCut says: you had adopted somebody whose lead was lost; the link with them was cut since
func (s Say) ToldOrphanAdoptedCut() string {
	return s.say("told.orphan-adopted-cut")
}

// ToldLeadFound says: you were adopted and have a lead again; this device calls them {{.Who}}. It is …
func (s Say) ToldLeadFound(typed string, who string) string {
	return s.say("told.lead-found", s.typed("Typed", typed), s.said("Who", who))
}

// ToldLeadFoundCut says: you were adopted and had a lead again; the link with them was cut since
func (s Say) ToldLeadFoundCut() string {
	return s.say("told.lead-found-cut")
}

// ToldProbationOver says: the probation of {{.Who}} is over: everything passes now
func (s Say) ToldProbationOver(who string) string {
	return s.say("told.probation-over", s.said("Who", who))
}

// ToldProbationOverCut says: the probation of {{.Who}} was over
func (s Say) ToldProbationOverCut(who string) string {
	return s.say("told.probation-over-cut", s.said("Who", who))
}

// ToldLeadUnproven says: {{.Who}}, your new lead, has shown no founder's stamp, which comes every day, f…
func (s Say) ToldLeadUnproven(typed string, who string) string {
	return s.say("told.lead-unproven", s.typed("Typed", typed), s.said("Who", who))
}

// ToldLeadUnprovenCut says: a new lead of yours had shown no founder's stamp for three days; the link with …
func (s Say) ToldLeadUnprovenCut() string {
	return s.say("told.lead-unproven-cut")
}

// ToldSaidLeadLost says: over a lifeline somebody says that their lead, {{.Who}}, is lost. It is one wor…
func (s Say) ToldSaidLeadLost(typed string, who string) string {
	return s.say("told.said-lead-lost", s.typed("Typed", typed), s.said("Who", who))
}

// ToldSaidLeadLostCut says: over a lifeline somebody says that their lead, {{.Who}}, is lost. It is one wor…
func (s Say) ToldSaidLeadLostCut(who string) string {
	return s.say("told.said-lead-lost-cut", s.said("Who", who))
}

// ToldCardProposed says: The other founder proposes other places for the group's boxes. Look at them, an…
func (s Say) ToldCardProposed() string {
	return s.say("told.card-proposed")
}

// ToldPlacesChange says: Both founders change where the group's boxes are. There is nothing to do.
func (s Say) ToldPlacesChange() string {
	return s.say("told.places-change")
}

// ToldPlacesByOne says: {{.Founder}} alone changes where some of the group's boxes are, unless the othe…
func (s Say) ToldPlacesByOne(founder string) string {
	return s.say("told.places-by-one", s.said("Founder", founder))
}

// ToldPlacesNamed says: {{.Founder}} alone has signed other places for the group's boxes, and they have…
func (s Say) ToldPlacesNamed(founder string) string {
	return s.say("told.places-named", s.said("Founder", founder))
}

// ToldPlacesContradicted says: Two cards of places contradict each other, the last one signed by {{.Founder}} …
func (s Say) ToldPlacesContradicted(founder string) string {
	return s.say("told.places-contradicted", s.said("Founder", founder))
}

// ToldPlacesRevoked says: What {{.Founder}} alone signed about places was taken back by the other founder…
func (s Say) ToldPlacesRevoked(founder string) string {
	return s.say("told.places-revoked", s.said("Founder", founder))
}

// ToldDeskSigned says: Both founders have signed a desk. Reports can be sent to it.
func (s Say) ToldDeskSigned() string {
	return s.say("told.desk-signed")
}

// ToldDeskByOne says: {{.Founder}} alone has signed a desk. In some days reports can be sent to it, u…
func (s Say) ToldDeskByOne(founder string) string {
	return s.say("told.desk-by-one", s.said("Founder", founder))
}

// ToldDeskNamed says: {{.Founder}} alone has signed a desk, and it has not come here, but to others. …
func (s Say) ToldDeskNamed(founder string) string {
	return s.say("told.desk-named", s.said("Founder", founder))
}

// ToldDeskRevoked says: {{.Founder}} has taken a desk back. Nothing more is sent to it.
func (s Say) ToldDeskRevoked(founder string) string {
	return s.say("told.desk-revoked", s.said("Founder", founder))
}
