// Code generated from catalogue/pair.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// PairIntroduced says: {{.First}} and {{.Last}} will hear of each other in the coming rounds; 'bulkhea…
func (s Say) PairIntroduced(first string, last string) string {
	return s.say("pair.introduced", s.said("First", first), s.said("Last", last))
}

// PairWords says: The six words of the link with {{.Alias}}, number {{.Item}}:
func (s Say) PairWords(alias string, item uint32) string {
	return s.say("pair.words", s.text("Alias", alias), s.ref("Item", item))
}

// PairCompared says: They were compared before.
func (s Say) PairCompared() string {
	return s.say("pair.compared")
}

// PairCompare says: Compare them in person. If number and words are equal, 'bulkhead confirm {{.Typ…
func (s Say) PairCompare(typed string) string {
	return s.say("pair.compare", s.typed("Typed", typed))
}

// PairConfirmed says: The link with {{.Alias}} is confirmed.
func (s Say) PairConfirmed(alias string) string {
	return s.say("pair.confirmed", s.text("Alias", alias))
}

// PairConfirmQuestion says: Does the other device show the same number and the same six words?
func (s Say) PairConfirmQuestion() string {
	return s.say("pair.confirm-question")
}

// PairRenamed says: {{.First}} is called {{.Last}} now.
func (s Say) PairRenamed(first string, last string) string {
	return s.say("pair.renamed", s.said("First", first), s.said("Last", last))
}

// PairErased says: Erased: {{.Count}}.
func (s Say) PairErased(count int) string {
	return s.say("pair.erased", s.count("Count", count))
}

// PairNoNumber says: no message has that number
func (s Say) PairNoNumber() string {
	return s.say("pair.no-number")
}

// PairNoNumberHint says: 'bulkhead inbox --all' and 'bulkhead status' show the numbers
func (s Say) PairNoNumberHint() string {
	return s.say("pair.no-number-hint")
}

// PairNoArrived says: nothing of that kind stands in the inbox under this number
func (s Say) PairNoArrived() string {
	return s.say("pair.no-arrived")
}

// PairNoArrivedHint says: 'bulkhead inbox --all' shows the numbers
func (s Say) PairNoArrivedHint() string {
	return s.say("pair.no-arrived-hint")
}

// PairRevokeQuestion says: Take this notice back, everywhere and for good?
func (s Say) PairRevokeQuestion() string {
	return s.say("pair.revoke-question")
}
