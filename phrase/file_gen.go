// Code generated from catalogue/file.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// FileCarries says: A file carries what it carries: where, when and by which device it was made may…
func (s Say) FileCarries() string {
	return s.say("file.carries")
}

// FileQuestion says: This file takes {{.Count}} boxes, about {{.Span}} if every round runs. Send it?
func (s Say) FileQuestion(count int, span time.Duration) string {
	return s.say("file.question", s.count("Count", count), s.span("Span", span))
}

// FileTooLong says: a file can have {{.Count}} bytes at most, and this one has more
func (s Say) FileTooLong(count int) string {
	return s.say("file.too-long", s.count("Count", count))
}

// FileTooLongHint says: make it smaller, or hand it over in person
func (s Say) FileTooLongHint() string {
	return s.say("file.too-long-hint")
}

// FileEmpty says: this file is empty
func (s Say) FileEmpty() string {
	return s.say("file.empty")
}

// FileNotPlain says: this is no plain file
func (s Say) FileNotPlain() string {
	return s.say("file.not-plain")
}

// FileNoRoom says: there is no room for this file on this device now
func (s Say) FileNoRoom() string {
	return s.say("file.no-room")
}

// FileNoRoomHint says: files that are on their way, or came and were kept, take the rest. 'bulkhead de…
func (s Say) FileNoRoomHint() string {
	return s.say("file.no-room-hint")
}

// FileKeeping says: the file is being kept, which takes some minutes; nothing of it is on its way b…
func (s Say) FileKeeping() string {
	return s.say("file.keeping")
}

// FileKeptOpen says: The file is kept in the coming minutes, if the device stays open. 'bulkhead sta…
func (s Say) FileKeptOpen() string {
	return s.say("file.kept-open")
}

// FileGoesWith says: with a file of {{.Value}}
func (s Say) FileGoesWith(value string) string {
	return s.say("file.goes-with", s.said("Value", value))
}

// FileCameWith says: with a file: {{.What}}, {{.Value}}. 'bulkhead save {{.Item}} --to FILE' writes …
func (s Say) FileCameWith(item uint32, value string, what string) string {
	return s.say("file.came-with", s.ref("Item", item), s.said("Value", value), s.said("What", what))
}

// FileCameDamaged says: with a file that was damaged on this device: it cannot be read
func (s Say) FileCameDamaged() string {
	return s.say("file.came-damaged")
}

// FileSaved says: Written to {{.Typed}}: {{.What}}, {{.Value}}. It is open there to whoever has t…
func (s Say) FileSaved(typed string, value string, what string) string {
	return s.say("file.saved", s.typed("Typed", typed), s.said("Value", value), s.said("What", what))
}

// FileNone says: no file came with a message of this number
func (s Say) FileNone() string {
	return s.say("file.none")
}

// FileNoneHint says: 'bulkhead inbox --all' shows which messages have one
func (s Say) FileNoneHint() string {
	return s.say("file.none-hint")
}

// FileDamaged says: the file was damaged on this device: it cannot be read
func (s Say) FileDamaged() string {
	return s.say("file.damaged")
}

// FileDamagedHint says: ask for it again
func (s Say) FileDamagedHint() string {
	return s.say("file.damaged-hint")
}

// FilePicture says: a picture
func (s Say) FilePicture() string {
	return s.say("file.picture")
}

// FileFilm says: a film
func (s Say) FileFilm() string {
	return s.say("file.film")
}

// FileSound says: a sound recording
func (s Say) FileSound() string {
	return s.say("file.sound")
}

// FileDocument says: a document
func (s Say) FileDocument() string {
	return s.say("file.document")
}

// FileArchive says: an archive of files
func (s Say) FileArchive() string {
	return s.say("file.archive")
}

// FileText says: a text
func (s Say) FileText() string {
	return s.say("file.text")
}

// FileOther says: of a kind that is not known
func (s Say) FileOther() string {
	return s.say("file.other")
}

// FileNoRoomThere says: their device has no room for it now; it goes on by itself once there is
func (s Say) FileNoRoomThere() string {
	return s.say("file.no-room-there")
}

// FileDiskRefuses says: this device's disk refuses the file 'shelf', on which it would wait: short mess…
func (s Say) FileDiskRefuses() string {
	return s.say("file.disk-refuses")
}
