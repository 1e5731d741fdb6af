// Code generated from catalogue/line.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// LineWrong says: {{.Cause}}
func (s Say) LineWrong(cause string) string {
	return s.say("line.wrong", s.text("Cause", cause))
}

// LineWrongHint says: see '{{.Command}}'
func (s Say) LineWrongHint(command string) string {
	return s.say("line.wrong-hint", s.typed("Command", command))
}

// LineDefault says: {{.What}} (default: {{.Typed}})
func (s Say) LineDefault(typed string, what string) string {
	return s.say("line.default", s.typed("Typed", typed), s.said("What", what))
}

// LineDescriptor says: {{.Typed}}: {{.Item}} is no open file descriptor
func (s Say) LineDescriptor(item uint32, typed string) string {
	return s.say("line.descriptor", s.ref("Item", item), s.typed("Typed", typed))
}

// LineDescriptorHint says: for instance: {{.Command}}
func (s Say) LineDescriptorHint(command string) string {
	return s.say("line.descriptor-hint", s.typed("Command", command))
}

// LineYes says: {{.What}} Type yes:
func (s Say) LineYes(what string) string {
	return s.say("line.yes", s.said("What", what))
}

// LineNotYes says: not done: the answer was not yes
func (s Say) LineNotYes() string {
	return s.say("line.not-yes")
}

// LineYesHint says: --yes says that you mean it
func (s Say) LineYesHint() string {
	return s.say("line.yes-hint")
}

// LineNote says: note: {{.What}}
func (s Say) LineNote(what string) string {
	return s.say("line.note", s.said("What", what))
}
