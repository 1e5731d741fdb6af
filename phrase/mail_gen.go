// Code generated from catalogue/mail.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// MailText says: message
func (s Say) MailText() string {
	return s.say("mail.text")
}

// MailNote says: note
func (s Say) MailNote() string {
	return s.say("mail.note")
}

// MailNotice says: notice
func (s Say) MailNotice() string {
	return s.say("mail.notice")
}

// MailRevocation says: revocation
func (s Say) MailRevocation() string {
	return s.say("mail.revocation")
}

// MailReply says: reply
func (s Say) MailReply() string {
	return s.say("mail.reply")
}

// MailReport says: report
func (s Say) MailReport() string {
	return s.say("mail.report")
}

// MailNotSaved says: not yet saved
func (s Say) MailNotSaved() string {
	return s.say("mail.not-saved")
}

// MailSaved says: saved
func (s Say) MailSaved() string {
	return s.say("mail.saved")
}

// MailInPouch says: in the pouch
func (s Say) MailInPouch() string {
	return s.say("mail.in-pouch")
}

// MailAtDrop says: at the drop
func (s Say) MailAtDrop() string {
	return s.say("mail.at-drop")
}

// MailReceived says: received by the other
func (s Say) MailReceived() string {
	return s.say("mail.received")
}

// MailUndelivered says: not delivered
func (s Say) MailUndelivered() string {
	return s.say("mail.undelivered")
}

// MailNobody says: there was nobody to send it to
func (s Say) MailNobody() string {
	return s.say("mail.nobody")
}

// MailSevered says: the link was severed
func (s Say) MailSevered() string {
	return s.say("mail.severed")
}

// MailFrozen says: the link is frozen
func (s Say) MailFrozen() string {
	return s.say("mail.frozen")
}

// MailLinkEnded says: the link has come to its end
func (s Say) MailLinkEnded() string {
	return s.say("mail.link-ended")
}

// MailNoRoom says: its lifetime ended before the link had room for it
func (s Say) MailNoRoom() string {
	return s.say("mail.no-room")
}

// MailNotHeard says: its lifetime ended before the other side confirmed it
func (s Say) MailNotHeard() string {
	return s.say("mail.not-heard")
}

// MailNotTaken says: the link did not take it
func (s Say) MailNotTaken() string {
	return s.say("mail.not-taken")
}

// MailDamaged says: a part of it was damaged on this device
func (s Say) MailDamaged() string {
	return s.say("mail.damaged")
}

// MailRefusedThere says: the other's device will not take it
func (s Say) MailRefusedThere() string {
	return s.say("mail.refused-there")
}

// MailTakenBack says: you took it back
func (s Say) MailTakenBack() string {
	return s.say("mail.taken-back")
}

// MailNotKept says: the device was closed before all of it was kept
func (s Say) MailNotKept() string {
	return s.say("mail.not-kept")
}

// MailOlder says: its lifetime ended before their program was renewed, which does not know this k…
func (s Say) MailOlder() string {
	return s.say("mail.older")
}

// MailOlderThere says: their program is older and does not know this kind of message; it goes on by it…
func (s Say) MailOlderThere() string {
	return s.say("mail.older-there")
}

// MailUnknown says: for a reason that this version of the program does not know
func (s Say) MailUnknown() string {
	return s.say("mail.unknown")
}
