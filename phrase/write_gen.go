// Code generated from catalogue/write.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// WriteAsk says: Write the {{.What}}. It ends with Ctrl-D on a line of its own.
func (s Say) WriteAsk(what string) string {
	return s.say("write.ask", s.said("What", what))
}

// WritePage says: page
func (s Say) WritePage() string {
	return s.say("write.page")
}

// WriteTooLong says: this {{.What}} is longer than the {{.Count}} bytes that one can have
func (s Say) WriteTooLong(count int, what string) string {
	return s.say("write.too-long", s.count("Count", count), s.said("What", what))
}

// WriteTooLongHint says: send it in parts
func (s Say) WriteTooLongHint() string {
	return s.say("write.too-long-hint")
}

// WriteNothing says: there is no {{.What}} to read
func (s Say) WriteNothing(what string) string {
	return s.say("write.nothing", s.said("What", what))
}

// WriteNothingHint says: it is read from standard input: write it when it is asked for, or put '< FILE' …
func (s Say) WriteNothingHint() string {
	return s.say("write.nothing-hint")
}

// WriteOnLine says: a text on the command line is seen by every program on this machine and kept by…
func (s Say) WriteOnLine() string {
	return s.say("write.on-line")
}

// WriteOnLineHint says: leave it out: the text is asked for, or read from standard input. Clear this li…
func (s Say) WriteOnLineHint() string {
	return s.say("write.on-line-hint")
}

// WriteNoRoom says: this message has {{.Number}} bytes, and right now there is room for {{.Count}} …
func (s Say) WriteNoRoom(count int, number int) string {
	return s.say("write.no-room", s.count("Count", count), s.number("Number", number))
}

// WriteNoRoomHint says: what was written and received in the last 7 days takes the rest. 'bulkhead dele…
func (s Say) WriteNoRoomHint() string {
	return s.say("write.no-room-hint")
}
