// Code generated from catalogue/circle.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// CirclePartner says: partner
func (s Say) CirclePartner() string {
	return s.say("circle.partner")
}

// CircleLead says: lead
func (s Say) CircleLead() string {
	return s.say("circle.lead")
}

// CircleLed says: led
func (s Say) CircleLed() string {
	return s.say("circle.led")
}

// CircleLifeline says: lifeline
func (s Say) CircleLifeline() string {
	return s.say("circle.lifeline")
}

// CircleDesk says: desk
func (s Say) CircleDesk() string {
	return s.say("circle.desk")
}

// CircleLiaison says: liaison
func (s Say) CircleLiaison() string {
	return s.say("circle.liaison")
}

// CircleNotKnownYet says: not known yet
func (s Say) CircleNotKnownYet() string {
	return s.say("circle.not-known-yet")
}

// CircleYou says: you
func (s Say) CircleYou() string {
	return s.say("circle.you")
}

// CircleInvited says: invited
func (s Say) CircleInvited() string {
	return s.say("circle.invited")
}

// CircleSecuring says: securing
func (s Say) CircleSecuring() string {
	return s.say("circle.securing")
}

// CircleUnconfirmed says: secured, words not compared
func (s Say) CircleUnconfirmed() string {
	return s.say("circle.unconfirmed")
}

// CircleConfirmed says: confirmed in person
func (s Say) CircleConfirmed() string {
	return s.say("circle.confirmed")
}

// CircleSevered says: severed
func (s Say) CircleSevered() string {
	return s.say("circle.severed")
}

// CircleJoining says: joining: the welcome is not here yet
func (s Say) CircleJoining() string {
	return s.say("circle.joining")
}

// CircleMember says: a member
func (s Say) CircleMember() string {
	return s.say("circle.member")
}

// CircleTheFirstFounder says: the first founder
func (s Say) CircleTheFirstFounder() string {
	return s.say("circle.the-first-founder")
}

// CircleTheSecondFounder says: the second founder
func (s Say) CircleTheSecondFounder() string {
	return s.say("circle.the-second-founder")
}

// CircleADesk says: a desk
func (s Say) CircleADesk() string {
	return s.say("circle.a-desk")
}

// CircleFirstFounder says: first founder
func (s Say) CircleFirstFounder() string {
	return s.say("circle.first-founder")
}

// CircleSecondFounder says: second founder
func (s Say) CircleSecondFounder() string {
	return s.say("circle.second-founder")
}

// CircleSomebodyCut says: somebody whose link was cut
func (s Say) CircleSomebodyCut() string {
	return s.say("circle.somebody-cut")
}

// CircleLifelineNumber says: lifeline {{.Item}}
func (s Say) CircleLifelineNumber(item uint32) string {
	return s.say("circle.lifeline-number", s.ref("Item", item))
}

// CircleNamed says: {{.Alias}} ({{.Relation}})
func (s Say) CircleNamed(alias string, relation string) string {
	return s.say("circle.named", s.text("Alias", alias), s.said("Relation", relation))
}
