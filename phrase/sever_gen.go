// Code generated from catalogue/sever.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

// SeverDone says: The link with {{.Alias}} is cut for good.
func (s Say) SeverDone(alias string) string {
	return s.say("sever.done", s.text("Alias", alias))
}

// SeverAgree says: Cut the link with {{.Alias}} for good?
func (s Say) SeverAgree(alias string) string {
	return s.say("sever.agree", s.text("Alias", alias))
}
