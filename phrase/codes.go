package phrase

import (
	"bulkhead/cell"
	"bulkhead/home"
	"bulkhead/mail"
	"bulkhead/tell"
)

// The functions of this page say what is a code in the vault and in JSON. A
// code that is not here is of a newer program.

// Kind says a kind of message.
func (s Say) Kind(k mail.Kind) string {
	switch k {
	case mail.Note:
		return s.MailNote()
	case mail.Notice:
		return s.MailNotice()
	case mail.Revocation:
		return s.MailRevocation()
	case mail.Reply:
		return s.MailReply()
	case mail.Report:
		return s.MailReport()
	}
	return s.MailText()
}

// Stage says how far a message has come.
func (s Say) Stage(stage mail.Stage) string {
	switch stage {
	case mail.NotSaved:
		return s.MailNotSaved()
	case mail.Saved:
		return s.MailSaved()
	case mail.InPouch:
		return s.MailInPouch()
	case mail.AtDrop:
		return s.MailAtDrop()
	case mail.ReceivedBy:
		return s.MailReceived()
	}
	return s.MailUndelivered()
}

// Reason says why a message was given up, as a part of a sentence; "" if it was
// not.
func (s Say) Reason(r mail.Reason) string {
	if why := r.Why(); why != 0 {
		return s.Refusal(why)
	}
	switch r {
	case mail.NoReason:
		return ""
	case mail.ReasonNobody:
		return s.MailNobody()
	case mail.ReasonSevered:
		return s.MailSevered()
	case mail.ReasonFrozen:
		return s.MailFrozen()
	case mail.ReasonLinkEnded:
		return s.MailLinkEnded()
	case mail.ReasonNoRoom:
		return s.MailNoRoom()
	case mail.ReasonNotHeard:
		return s.MailNotHeard()
	case mail.ReasonNotTaken:
		return s.MailNotTaken()
	case mail.ReasonDamaged:
		return s.MailDamaged()
	case mail.ReasonRefused:
		return s.MailRefusedThere()
	case mail.ReasonTakenBack:
		return s.MailTakenBack()
	case mail.ReasonNotKept:
		return s.MailNotKept()
	case mail.ReasonOlder:
		return s.MailOlder()
	}
	return s.MailUnknown()
}

// Hold says what a message waits for, beside its turn; "" if for nothing.
func (s Say) Hold(h mail.Hold) string {
	switch h {
	case mail.HoldNoRoom:
		return s.FileNoRoomThere()
	case mail.HoldNotKept:
		return s.FileDiskRefuses()
	case mail.HoldOlder:
		return s.MailOlderThere()
	}
	return ""
}

// FileType says what a file seems to be, as a part of a sentence.
func (s Say) FileType(t tell.FileType) string {
	switch t {
	case tell.FilePicture:
		return s.FilePicture()
	case tell.FileFilm:
		return s.FileFilm()
	case tell.FileSound:
		return s.FileSound()
	case tell.FileDocument:
		return s.FileDocument()
	case tell.FileArchive:
		return s.FileArchive()
	case tell.FileText:
		return s.FileText()
	}
	return s.FileOther()
}

// Refusal says why something that came was refused, as a part of a sentence.
func (s Say) Refusal(w cell.Why) string {
	switch w {
	case cell.NotAllowed:
		return s.RefusalNotAllowed()
	case cell.Malformed:
		return s.RefusalMalformed()
	case cell.BadSignature:
		return s.RefusalBadSignature()
	case cell.OtherKey:
		return s.RefusalOtherKey()
	case cell.OtherGroup:
		return s.RefusalOtherGroup()
	case cell.HavePartner:
		return s.RefusalHavePartner()
	case cell.NoRoom:
		return s.RefusalNoSlot()
	case cell.Expired:
		return s.RefusalExpired()
	case cell.NotAsked:
		return s.RefusalNotAsked()
	case cell.NoWay:
		return s.RefusalNoWay()
	case cell.Revoked:
		return s.RefusalRevoked()
	case cell.Quarantined:
		return s.RefusalQuarantined()
	case cell.OnProbation:
		return s.RefusalOnProbation()
	case cell.HaveLead:
		return s.RefusalHaveLead()
	case cell.WayFull:
		return s.RefusalWayFull()
	case cell.TooLate:
		return s.RefusalTooLate()
	case cell.TooOften:
		return s.RefusalTooOften()
	}
	return s.RefusalUnknown()
}

// Relation says what somebody is to the owner of the device.
func (s Say) Relation(r cell.Relation) string {
	switch r {
	case cell.Partner:
		return s.CirclePartner()
	case cell.Lead:
		return s.CircleLead()
	case cell.Led:
		return s.CircleLed()
	case cell.Lifeline:
		return s.CircleLifeline()
	case cell.Desk:
		return s.CircleDesk()
	case cell.Liaison:
		return s.CircleLiaison()
	}
	return s.CircleNotKnownYet()
}

// Phase says how far a link has come.
func (s Say) Phase(p cell.Phase) string {
	switch p {
	case cell.Invited:
		return s.CircleInvited()
	case cell.Securing:
		return s.CircleSecuring()
	case cell.Unconfirmed:
		return s.CircleUnconfirmed()
	case cell.Confirmed:
		return s.CircleConfirmed()
	}
	return s.CircleSevered()
}

// Standing says what the owner of the device is: "you are …".
func (s Say) Standing(of cell.Standing) string {
	switch of {
	case cell.Joining:
		return s.CircleJoining()
	case cell.FounderA:
		return s.CircleTheFirstFounder()
	case cell.FounderB:
		return s.CircleTheSecondFounder()
	case cell.AtDesk:
		return s.CircleADesk()
	}
	return s.CircleMember()
}

// Founder says which of the two founders.
func (s Say) Founder(f cell.Founder) string {
	if f == cell.FirstFounder {
		return s.CircleFirstFounder()
	}
	return s.CircleSecondFounder()
}

// Step says how far a new link has come.
func (s Say) Step(step home.Step) string {
	switch step {
	case home.StepFirstBox:
		return s.SetupStepFirstBox()
	case home.StepKeys:
		return s.SetupStepKeys()
	case home.StepWelcome:
		return s.SetupStepWelcome()
	}
	return s.SetupStepReady()
}
