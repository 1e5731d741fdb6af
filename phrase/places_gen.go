// Code generated from catalogue/places.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// PlacesInForce says: Where the group's boxes are (card {{.Item}})
func (s Say) PlacesInForce(item uint32) string {
	return s.say("places.in-force", s.ref("Item", item))
}

// PlacesComing says: Where they are from {{.At}} on (card {{.Item}}); until {{.Until}} the places ab…
func (s Say) PlacesComing(at time.Time, item uint32, until time.Time) string {
	return s.say("places.coming", s.clock("At", at), s.ref("Item", item), s.clock("Until", until))
}

// PlacesProposedCard says: Proposed, from {{.At}} on (card {{.Item}})
func (s Say) PlacesProposedCard(at time.Time, item uint32) string {
	return s.say("places.proposed-card", s.clock("At", at), s.ref("Item", item))
}

// PlacesPlace says: {{.Item}}. {{.Typed}}, {{.Number}} of 12 boxes
func (s Say) PlacesPlace(item uint32, number int, typed string) string {
	return s.say("places.place", s.ref("Item", item), s.number("Number", number), s.typed("Typed", typed))
}

// PlacesUnused says: {{.Item}}. {{.Typed}}, {{.Number}} of 12 boxes: this version of the program can…
func (s Say) PlacesUnused(item uint32, number int, typed string) string {
	return s.say("places.unused", s.ref("Item", item), s.number("Number", number), s.typed("Typed", typed))
}

// PlacesWaits says: It waits for the other founder's signature: 'bulkhead places' there shows by wh…
func (s Say) PlacesWaits() string {
	return s.say("places.waits")
}

// PlacesNew says: new, with the fingerprint {{.Typed}}
func (s Say) PlacesNew(typed string) string {
	return s.say("places.new", s.typed("Typed", typed))
}

// PlacesMaySign says: The other founder has signed it. Ask that founder, by another way than this one…
func (s Say) PlacesMaySign(typed string) string {
	return s.say("places.may-sign", s.typed("Typed", typed))
}

// PlacesNoCode says: a proposal's code has 6 letters and digits; 'bulkhead places' shows it
func (s Say) PlacesNoCode() string {
	return s.say("places.no-code")
}

// PlacesByOne says: The newest card was signed by {{.Founder}} alone. If that founder's device may …
func (s Say) PlacesByOne(founder string) string {
	return s.say("places.by-one", s.said("Founder", founder))
}

// PlacesNamed says: {{.Founder}} alone has signed new places which do not count here: they have not…
func (s Say) PlacesNamed(founder string) string {
	return s.say("places.named", s.said("Founder", founder))
}

// PlacesIsRevoked says: What one founder signed alone, or may sign alone, was taken back. The next card…
func (s Say) PlacesIsRevoked() string {
	return s.say("places.is-revoked")
}

// PlacesDidPropose says: The other founder is asked to sign these places.
func (s Say) PlacesDidPropose() string {
	return s.say("places.did-propose")
}

// PlacesDidSign says: Both founders have signed. Everybody hears of it with the coming boxes.
func (s Say) PlacesDidSign() string {
	return s.say("places.did-sign")
}

// PlacesDidAlone says: You have signed alone. Everybody hears of it with the coming boxes, and the oth…
func (s Say) PlacesDidAlone() string {
	return s.say("places.did-alone")
}

// PlacesDidRevoke says: What the other founder signs alone does not count: everybody hears so with the …
func (s Say) PlacesDidRevoke() string {
	return s.say("places.did-revoke")
}

// PlacesNoSuch says: there is no place {{.Item}}; 'bulkhead places' shows them
func (s Say) PlacesNoSuch(item uint32) string {
	return s.say("places.no-such", s.ref("Item", item))
}

// PlacesCardWritten says: The card is in {{.Typed}}, sealed. Who joins opens it with the invitation: 'bul…
func (s Say) PlacesCardWritten(card string, typed string) string {
	return s.say("places.card-written", s.typed("Card", card), s.typed("Typed", typed))
}

// PlacesCardTaken says: Card {{.Item}} is taken in: both founders have signed it.
func (s Say) PlacesCardTaken(item uint32) string {
	return s.say("places.card-taken", s.ref("Item", item))
}

// PlacesNameMissing says: --in and --name go together: without its name a sealed card does not open
func (s Say) PlacesNameMissing() string {
	return s.say("places.name-missing")
}

// PlacesNotKept says: a drop has not kept the group's card: {{.Reason}}. Who joins cannot fetch it th…
func (s Say) PlacesNotKept(reason string) string {
	return s.say("places.not-kept", s.said("Reason", reason))
}

// PlacesNotFetched says: the card that the invitation names could not be fetched: {{.Reason}}
func (s Say) PlacesNotFetched(reason string) string {
	return s.say("places.not-fetched", s.said("Reason", reason))
}

// PlacesNotFetchedHint says: whoever invited you can hand it over: 'bulkhead card --out FILE' there, 'bulkhe…
func (s Say) PlacesNotFetchedHint() string {
	return s.say("places.not-fetched-hint")
}
