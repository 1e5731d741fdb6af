// Code generated from catalogue/frozen.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// FrozenConflict says: another device writes in this one's place: it was copied or restored
func (s Say) FrozenConflict() string {
	return s.say("frozen.conflict")
}

// FrozenEcho says: the other end has heard from a copy of this device
func (s Say) FrozenEcho() string {
	return s.say("frozen.echo")
}

// FrozenPeer says: the other end was copied or restored
func (s Say) FrozenPeer() string {
	return s.say("frozen.peer")
}

// FrozenReceipt says: the other end has received what this device never sent
func (s Say) FrozenReceipt() string {
	return s.say("frozen.receipt")
}

// FrozenStep says: the other end, or a copy, made a second key for one step
func (s Say) FrozenStep() string {
	return s.say("frozen.step")
}

// FrozenStream says: two different messages claim one place
func (s Say) FrozenStream() string {
	return s.say("frozen.stream")
}

// FrozenPouch says: the vault is older than the pouch: it was restored
func (s Say) FrozenPouch() string {
	return s.say("frozen.pouch")
}

// FrozenTold says: the other end froze this link
func (s Say) FrozenTold() string {
	return s.say("frozen.told")
}

// FrozenUnknown says: for a reason that this version of the program does not know
func (s Say) FrozenUnknown() string {
	return s.say("frozen.unknown")
}
