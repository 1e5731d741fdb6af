// Code generated from catalogue/start.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// StartNotLight says: settings.json in this folder says already what an attempt with a passphrase cos…
func (s Say) StartNotLight(what string) string {
	return s.say("start.not-light", s.said("What", what))
}

// StartWeaker says: settings.json makes one attempt with a passphrase cost {{.What}}: less than --l…
func (s Say) StartWeaker(what string) string {
	return s.say("start.weaker", s.said("What", what))
}

// StartMaking says: making the vault
func (s Say) StartMaking() string {
	return s.say("start.making")
}

// StartPressEnter says: Press Enter when the other device has it. The screen is then cleared.
func (s Say) StartPressEnter() string {
	return s.say("start.press-enter")
}

// StartInvitationLives says: the screen is cleared, and the invitation to {{.Alias}} is live: whoever has se…
func (s Say) StartInvitationLives(alias string) string {
	return s.say("start.invitation-lives", s.text("Alias", alias))
}

// StartInvitationLivesHint says: 'bulkhead sever {{.Typed}}' takes it back; then invite anew
func (s Say) StartInvitationLivesHint(typed string) string {
	return s.say("start.invitation-lives-hint", s.typed("Typed", typed))
}

// StartTypeInvitation says: Type or paste the invitation's text as it is shown to you (spaces, case and lin…
func (s Say) StartTypeInvitation() string {
	return s.say("start.type-invitation")
}

// StartOnceMore says: {{.Reason}}. Once more, please.
func (s Say) StartOnceMore(reason string) string {
	return s.say("start.once-more", s.said("Reason", reason))
}
