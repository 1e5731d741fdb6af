// Code generated from catalogue/line.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// LineWrong says: this command line is not understood
func (s Say) LineWrong() string {
	return s.say("line.wrong")
}

// LineUnexpected says: {{.Typed}} is not understood here
func (s Say) LineUnexpected(typed string) string {
	return s.say("line.unexpected", s.typed("Typed", typed))
}

// LineNoFlag says: there is no flag {{.Typed}}
func (s Say) LineNoFlag(typed string) string {
	return s.say("line.no-flag", s.typed("Typed", typed))
}

// LineNoFlagBut says: there is no flag {{.Typed}}; there is {{.What}}
func (s Say) LineNoFlagBut(typed string, what string) string {
	return s.say("line.no-flag-but", s.typed("Typed", typed), s.said("What", what))
}

// LineMissing says: missing: {{.What}}
func (s Say) LineMissing(what string) string {
	return s.say("line.missing", s.said("What", what))
}

// LineNoVerb says: one of these must follow: {{.What}}
func (s Say) LineNoVerb(what string) string {
	return s.say("line.no-verb", s.said("What", what))
}

// LineOneOf says: {{.What}} is one of {{.More}}, not {{.Typed}}
func (s Say) LineOneOf(more string, typed string, what string) string {
	return s.say("line.one-of", s.said("More", more), s.typed("Typed", typed), s.said("What", what))
}

// LineNoTime says: {{.What}} is a length of time, like 90m or 36h, not {{.Typed}}
func (s Say) LineNoTime(typed string, what string) string {
	return s.say("line.no-time", s.typed("Typed", typed), s.said("What", what))
}

// LineNoNumber says: {{.What}} is a number, not {{.Typed}}
func (s Say) LineNoNumber(typed string, what string) string {
	return s.say("line.no-number", s.typed("Typed", typed), s.said("What", what))
}

// LineNoValue says: a value is missing after {{.What}}
func (s Say) LineNoValue(what string) string {
	return s.say("line.no-value", s.said("What", what))
}

// LineTakesNone says: {{.What}} takes no value
func (s Say) LineTakesNone(what string) string {
	return s.say("line.takes-none", s.said("What", what))
}

// LineTogether says: only one of these can be given: {{.What}}
func (s Say) LineTogether(what string) string {
	return s.say("line.together", s.said("What", what))
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

// LineDumps says: bulkhead: core dumps could not be turned off: {{.Cause}}
func (s Say) LineDumps(cause string) string {
	return s.say("line.dumps", s.text("Cause", cause))
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
