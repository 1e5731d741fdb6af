// Code generated from catalogue/opening.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// OpeningDirHint says: say where with --dir DIR
func (s Say) OpeningDirHint() string {
	return s.say("opening.dir-hint")
}

// OpeningAlarm says: there is an ALARM: read 'bulkhead inbox' before anything else
func (s Say) OpeningAlarm() string {
	return s.say("opening.alarm")
}

// OpeningUnsaved says: nothing could be written: {{.Reason}}. What you see comes again
func (s Say) OpeningUnsaved(reason string) string {
	return s.say("opening.unsaved", s.said("Reason", reason))
}

// OpeningUnsealed says: everything is saved, but the pouch could not be filled: {{.Reason}}. What is ne…
func (s Say) OpeningUnsealed(reason string) string {
	return s.say("opening.unsealed", s.said("Reason", reason))
}

// OpeningLittleMemory says: trying a passphrase takes {{.What}}, and about {{.Bytes}} are free. The system …
func (s Say) OpeningLittleMemory(bytes uint64, what string) string {
	return s.say("opening.little-memory", s.bytes("Bytes", bytes), s.said("What", what))
}

// OpeningTrying says: trying the passphrase
func (s Say) OpeningTrying() string {
	return s.say("opening.trying")
}

// OpeningDamaged says: a file in this folder is damaged: no passphrase opens anything here. Nothing wa…
func (s Say) OpeningDamaged() string {
	return s.say("opening.damaged")
}

// OpeningDamagedHint says: put the folder back as it was, if there is a copy of it
func (s Say) OpeningDamagedHint() string {
	return s.say("opening.damaged-hint")
}

// OpeningDamagedLonger says: a file in this folder is damaged: it is {{.Count}} bytes longer than settings.j…
func (s Say) OpeningDamagedLonger(count int) string {
	return s.say("opening.damaged-longer", s.count("Count", count))
}

// OpeningDamagedShorter says: a file in this folder is damaged: it is {{.Count}} bytes shorter than settings.…
func (s Say) OpeningDamagedShorter(count int) string {
	return s.say("opening.damaged-shorter", s.count("Count", count))
}

// OpeningDamagedLengthHint says: put the file back as it was, or settings.json if somebody has changed that
func (s Say) OpeningDamagedLengthHint() string {
	return s.say("opening.damaged-length-hint")
}

// OpeningWipeAsk says: Erase everything that a passphrase opens here, for good?
func (s Say) OpeningWipeAsk() string {
	return s.say("opening.wipe-ask")
}

// OpeningWipeNothing says: there is nothing to erase in this folder
func (s Say) OpeningWipeNothing() string {
	return s.say("opening.wipe-nothing")
}

// OpeningWipeNothingHint says: --dir names another folder
func (s Say) OpeningWipeNothingHint() string {
	return s.say("opening.wipe-nothing-hint")
}

// OpeningWipeFailed says: not erased, or not all of it: {{.Reason}}
func (s Say) OpeningWipeFailed(reason string) string {
	return s.say("opening.wipe-failed", s.said("Reason", reason))
}

// OpeningWipeDone says: Done.
func (s Say) OpeningWipeDone() string {
	return s.say("opening.wipe-done")
}
