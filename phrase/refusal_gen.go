// Code generated from catalogue/refusal.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// RefusalNotAllowed says: this relation may not send it
func (s Say) RefusalNotAllowed() string {
	return s.say("refusal.not-allowed")
}

// RefusalMalformed says: not readable
func (s Say) RefusalMalformed() string {
	return s.say("refusal.malformed")
}

// RefusalBadSignature says: not signed by the founder it names
func (s Say) RefusalBadSignature() string {
	return s.say("refusal.bad-signature")
}

// RefusalOtherKey says: another key for a founder whose key is known
func (s Say) RefusalOtherKey() string {
	return s.say("refusal.other-key")
}

// RefusalOtherGroup says: an introduction with other settings
func (s Say) RefusalOtherGroup() string {
	return s.say("refusal.other-group")
}

// RefusalHavePartner says: an introduction while there is a partner
func (s Say) RefusalHavePartner() string {
	return s.say("refusal.have-partner")
}

// RefusalNoSlot says: no slot is free for another link
func (s Say) RefusalNoSlot() string {
	return s.say("refusal.no-slot")
}

// RefusalExpired says: past its time
func (s Say) RefusalExpired() string {
	return s.say("refusal.expired")
}

// RefusalNotAsked says: answers nothing that is remembered
func (s Say) RefusalNotAsked() string {
	return s.say("refusal.not-asked")
}

// RefusalNoWay says: no lead to pass it to
func (s Say) RefusalNoWay() string {
	return s.say("refusal.no-way")
}

// RefusalRevoked says: revoked by the other founder
func (s Say) RefusalRevoked() string {
	return s.say("refusal.revoked")
}

// RefusalQuarantined says: the link is in quarantine, and brings no people and no keys
func (s Say) RefusalQuarantined() string {
	return s.say("refusal.quarantined")
}

// RefusalOnProbation says: the link was made after a lead was lost: for some days it carries texts and not…
func (s Say) RefusalOnProbation() string {
	return s.say("refusal.on-probation")
}

// RefusalHaveLead says: a new lead while there is one
func (s Say) RefusalHaveLead() string {
	return s.say("refusal.have-lead")
}

// RefusalWayFull says: the way is full
func (s Say) RefusalWayFull() string {
	return s.say("refusal.way-full")
}

// RefusalTooLate says: its lifetime ended on the way
func (s Say) RefusalTooLate() string {
	return s.say("refusal.too-late")
}

// RefusalTooOften says: too many of its kind in a short time
func (s Say) RefusalTooOften() string {
	return s.say("refusal.too-often")
}

// RefusalUnknown says: for a reason that this version of the program does not know
func (s Say) RefusalUnknown() string {
	return s.say("refusal.unknown")
}
