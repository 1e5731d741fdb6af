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
