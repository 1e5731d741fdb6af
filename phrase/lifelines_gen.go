// Code generated from catalogue/lifelines.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// LifelinesChecked says: Lifeline {{.Item}} has these words: it is confirmed, and nobody stands in its m…
func (s Say) LifelinesChecked(item uint32) string {
	return s.say("lifelines.checked", s.ref("Item", item))
}

// LifelinesAdopted says: Whoever asks over lifeline {{.Item}} is adopted; 'bulkhead inbox' says what thi…
func (s Say) LifelinesAdopted(item uint32) string {
	return s.say("lifelines.adopted", s.ref("Item", item))
}

// LifelinesHeld says: Held for people below, whom nobody here knows
func (s Say) LifelinesHeld() string {
	return s.say("lifelines.held")
}

// LifelinesCompare says: Six words that were compared show that nobody stands in the middle: 'bulkhead l…
func (s Say) LifelinesCompare() string {
	return s.say("lifelines.compare")
}

// LifelinesOwn says: Your own lifelines
func (s Say) LifelinesOwn() string {
	return s.say("lifelines.own")
}

// LifelinesOrphan says: You have no lead. {{.Advice}}
func (s Say) LifelinesOrphan(advice string) string {
	return s.say("lifelines.orphan", s.said("Advice", advice))
}

// LifelinesOrphanWithout says: And there is no lifeline. Meet somebody of the group whom you trust, who invite…
func (s Say) LifelinesOrphanWithout() string {
	return s.say("lifelines.orphan-without")
}

// LifelinesOrphanAsks says: Your device asks over these for a new one. It waits a while first, and an answe…
func (s Say) LifelinesOrphanAsks() string {
	return s.say("lifelines.orphan-asks")
}

// LifelinesFounder says: A founder has no lead to lose, and no lifeline.
func (s Say) LifelinesFounder() string {
	return s.say("lifelines.founder")
}

// LifelinesNone says: No lifeline yet. If your lead were taken today, your device could ask nobody fo…
func (s Say) LifelinesNone() string {
	return s.say("lifelines.none")
}

// LifelinesAskedFirst says: asked first
func (s Say) LifelinesAskedFirst() string {
	return s.say("lifelines.asked-first")
}

// LifelinesAskedLater says: asked a day later
func (s Say) LifelinesAskedLater() string {
	return s.say("lifelines.asked-later")
}

// LifelinesBeingMade says: being made
func (s Say) LifelinesBeingMade() string {
	return s.say("lifelines.being-made")
}

// LifelinesCompared says: words compared
func (s Say) LifelinesCompared() string {
	return s.say("lifelines.compared")
}

// LifelinesSecured says: secured, words not compared
func (s Say) LifelinesSecured() string {
	return s.say("lifelines.secured")
}

// LifelinesOrder says: {{.First}}; {{.Phase}}
func (s Say) LifelinesOrder(first string, phase string) string {
	return s.say("lifelines.order", s.said("First", first), s.said("Phase", phase))
}

// LifelinesHeard says: {{.Phase}}; last box {{.Ago}}
func (s Say) LifelinesHeard(ago time.Duration, phase string) string {
	return s.say("lifelines.heard", s.ago("Ago", ago), s.said("Phase", phase))
}

// LifelinesDoubted says: doubted: somebody on its way says that its other end was cut off. It stays; do …
func (s Say) LifelinesDoubted() string {
	return s.say("lifelines.doubted")
}

// LifelinesAsks says: asks for a new lead; no second witness yet. If you know that it is true: 'bulkh…
func (s Say) LifelinesAsks(item uint32) string {
	return s.say("lifelines.asks", s.ref("Item", item))
}

// LifelinesStatus says: {{.What}}: 'bulkhead lifelines'
func (s Say) LifelinesStatus(what string) string {
	return s.say("lifelines.status", s.said("What", what))
}

// LifelinesStatusOrphan says: you have no lead. {{.Advice}}
func (s Say) LifelinesStatusOrphan(advice string) string {
	return s.say("lifelines.status-orphan", s.said("Advice", advice))
}

// LifelinesStatusSomebodyAsks says: somebody asks for a new lead: 'bulkhead lifelines'
func (s Say) LifelinesStatusSomebodyAsks() string {
	return s.say("lifelines.status-somebody-asks")
}

// LifelinesStatusAsks says: {{.Number}} people ask for a new lead: 'bulkhead lifelines'
func (s Say) LifelinesStatusAsks(number int) string {
	return s.say("lifelines.status-asks", s.number("Number", number))
}

// LifelinesStatusNone says: no lifeline yet: if your lead is lost now, nobody finds you. 'bulkhead lifeline…
func (s Say) LifelinesStatusNone() string {
	return s.say("lifelines.status-none")
}

// LifelinesStatusOwn says: {{.Number}} of your own
func (s Say) LifelinesStatusOwn(number int) string {
	return s.say("lifelines.status-own", s.number("Number", number))
}

// LifelinesStatusHeld says: {{.Number}} held for people below
func (s Say) LifelinesStatusHeld(number int) string {
	return s.say("lifelines.status-held", s.number("Number", number))
}

// LifelinesSix says: --check wants six words, not {{.Number}}
func (s Say) LifelinesSix(number int) string {
	return s.say("lifelines.six", s.number("Number", number))
}

// LifelinesSixHint says: in quotes, as the other end reads them: --check "one two three four five six"
func (s Say) LifelinesSixHint() string {
	return s.say("lifelines.six-hint")
}

// LifelinesUnknownWords says: no lifeline of this device has these six words
func (s Say) LifelinesUnknownWords() string {
	return s.say("lifelines.unknown-words")
}

// LifelinesUnknownWordsHint says: the words change with a lifeline's keys: compare the number beside them as well…
func (s Say) LifelinesUnknownWordsHint() string {
	return s.say("lifelines.unknown-words-hint")
}

// LifelinesUnknown says: there is no lifeline {{.Item}}
func (s Say) LifelinesUnknown(item uint32) string {
	return s.say("lifelines.unknown", s.ref("Item", item))
}

// LifelinesUnknownHint says: 'bulkhead lifelines' shows their numbers
func (s Say) LifelinesUnknownHint() string {
	return s.say("lifelines.unknown-hint")
}

// LifelinesAdoptRisks says: Over this lifeline somebody asks for a new lead, and no second witness says tha…
func (s Say) LifelinesAdoptRisks() string {
	return s.say("lifelines.adopt-risks")
}

// LifelinesAdoptAgree says: Do you adopt them?
func (s Say) LifelinesAdoptAgree() string {
	return s.say("lifelines.adopt-agree")
}
