// Code generated from catalogue/fault.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// FaultQuestion says: no such question: {{.Reason}}
func (s Say) FaultQuestion(reason string) string {
	return s.say("fault.question", s.said("Reason", reason))
}

// FaultShape says: no such shape: {{.Reason}}
func (s Say) FaultShape(reason string) string {
	return s.say("fault.shape", s.said("Reason", reason))
}

// FaultFile says: reading the graph: not a graph: {{.Reason}}
func (s Say) FaultFile(reason string) string {
	return s.say("fault.file", s.said("Reason", reason))
}

// FaultLine says: reading the graph: not a graph: line {{.Number}}: {{.Reason}}
func (s Say) FaultLine(number int, reason string) string {
	return s.say("fault.line", s.number("Number", number), s.said("Reason", reason))
}

// FaultReading says: reading the graph: {{.Reason}}
func (s Say) FaultReading(reason string) string {
	return s.say("fault.reading", s.said("Reason", reason))
}

// FaultSpan says: {{.Typed}}: a time is something like 18h, 4h30m or 15m; a number alone is hours
func (s Say) FaultSpan(typed string) string {
	return s.say("fault.span", s.typed("Typed", typed))
}

// FaultWritingPage says: writing the web page: {{.Reason}}
func (s Say) FaultWritingPage(reason string) string {
	return s.say("fault.writing-page", s.said("Reason", reason))
}

// FaultWritingRows says: writing the rows: {{.Reason}}
func (s Say) FaultWritingRows(reason string) string {
	return s.say("fault.writing-rows", s.said("Reason", reason))
}

// FaultMatrix says: a matrix
func (s Say) FaultMatrix() string {
	return s.say("fault.matrix")
}

// FaultDrawIo says: a drawing of draw.io
func (s Say) FaultDrawIo() string {
	return s.say("fault.draw-io")
}

// FaultSvg says: an SVG drawing
func (s Say) FaultSvg() string {
	return s.say("fault.svg")
}

// FaultHtml says: a web page
func (s Say) FaultHtml() string {
	return s.say("fault.html")
}

// FaultLemon says: LEMON's format
func (s Say) FaultLemon() string {
	return s.say("fault.lemon")
}

// FaultWhyChance says: a chance of {{.Value}}, want 0 to 1
func (s Say) FaultWhyChance(value string) string {
	return s.say("fault.why-chance", s.said("Value", value))
}

// FaultWhyHops says: {{.Value}} hops
func (s Say) FaultWhyHops(value string) string {
	return s.say("fault.why-hops", s.said("Value", value))
}

// FaultWhyRuns says: {{.Value}} runs, want {{.First}} to {{.Last}}
func (s Say) FaultWhyRuns(first string, last string, value string) string {
	return s.say("fault.why-runs", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyWatch says: times must be 0 or more, and the time to look at above 0
func (s Say) FaultWhyWatch() string {
	return s.say("fault.why-watch")
}

// FaultWhyHourLinks says: hours for more than {{.Number}} links
func (s Say) FaultWhyHourLinks(number int) string {
	return s.say("fault.why-hour-links", s.number("Number", number))
}

// FaultWhyNotice says: to notice within {{.Span}}; check-in and grace are at least an hour each
func (s Say) FaultWhyNotice(span time.Duration) string {
	return s.say("fault.why-notice", s.span("Span", span))
}

// FaultCalendar says: {{.Typed}}: no calendar: a round, and up to four spans of the day in UTC, in wh…
func (s Say) FaultCalendar(command string, typed string) string {
	return s.say("fault.calendar", s.typed("Command", command), s.typed("Typed", typed))
}

// FaultWhyNoticeHours says: with these hours it takes {{.Span}} at least until it is sure that somebody is …
func (s Say) FaultWhyNoticeHours(span time.Duration) string {
	return s.say("fault.why-notice-hours", s.span("Span", span))
}

// FaultWhyTimes says: times must be above 0
func (s Say) FaultWhyTimes() string {
	return s.say("fault.why-times")
}

// FaultWhyNeeds says: chances and members must be 0 or more
func (s Say) FaultWhyNeeds() string {
	return s.say("fault.why-needs")
}

// FaultWhyUnhealable says: with one link a pair nobody can be healed by the rules
func (s Say) FaultWhyUnhealable() string {
	return s.say("fault.why-unhealable")
}

// FaultWhyMonthsOf says: over months at most {{.Number}} members
func (s Say) FaultWhyMonthsOf(number int) string {
	return s.say("fault.why-months-of", s.number("Number", number))
}

// FaultWhyMonths says: {{.Value}} months, want {{.First}} to {{.Last}}
func (s Say) FaultWhyMonths(first string, last string, value string) string {
	return s.say("fault.why-months", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyCaptures says: {{.Value}} captures a month, want {{.First}} to {{.Last}}
func (s Say) FaultWhyCaptures(first string, last string, value string) string {
	return s.say("fault.why-captures", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyGrowth says: growth of {{.Value}} a month, want {{.First}} to {{.Last}}
func (s Say) FaultWhyGrowth(first string, last string, value string) string {
	return s.say("fault.why-growth", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyKind says: "{{.Typed}}"
func (s Say) FaultWhyKind(typed string) string {
	return s.say("fault.why-kind", s.typed("Typed", typed))
}

// FaultWhyMembers says: {{.Value}} members, want {{.First}} to {{.Last}}
func (s Say) FaultWhyMembers(first string, last string, value string) string {
	return s.say("fault.why-members", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyPairs says: {{.Value}} pairs a lead, want {{.First}} to {{.Last}}
func (s Say) FaultWhyPairs(first string, last string, value string) string {
	return s.say("fault.why-pairs", s.said("First", first), s.said("Last", last), s.said("Value", value))
}

// FaultWhyLinks says: more than {{.Number}} links
func (s Say) FaultWhyLinks(number int) string {
	return s.say("fault.why-links", s.number("Number", number))
}

// FaultWhyLinkNobody says: a link to a member that does not exist
func (s Say) FaultWhyLinkNobody() string {
	return s.say("fault.why-link-nobody")
}

// FaultWhyLong says: more than {{.Number}} bytes
func (s Say) FaultWhyLong(number int) string {
	return s.say("fault.why-long", s.number("Number", number))
}

// FaultWhyLongLine says: more than {{.Number}} bytes
func (s Say) FaultWhyLongLine(number int) string {
	return s.say("fault.why-long-line", s.number("Number", number))
}

// FaultWhyLongName says: a name of more than {{.Number}} bytes
func (s Say) FaultWhyLongName(number int) string {
	return s.say("fault.why-long-name", s.number("Number", number))
}

// FaultWhyNobody says: nobody is in it
func (s Say) FaultWhyNobody() string {
	return s.say("fault.why-nobody")
}

// FaultWhyManyMembers says: more than {{.Number}} members
func (s Say) FaultWhyManyMembers(number int) string {
	return s.say("fault.why-many-members", s.number("Number", number))
}

// FaultWhyForeign says: this is {{.What}}, which is not read here: a list of links or GraphML is
func (s Say) FaultWhyForeign(what string) string {
	return s.say("fault.why-foreign", s.said("What", what))
}

// FaultWhyUtf16 says: this is UTF-16: save it as UTF-8
func (s Say) FaultWhyUtf16() string {
	return s.say("fault.why-utf-16")
}

// FaultWhySpreadsheet says: this is a spreadsheet or another packed file: save it as UTF-8
func (s Say) FaultWhySpreadsheet() string {
	return s.say("fault.why-spreadsheet")
}

// FaultWhyPacked says: this is a packed file, a document or a database: save it as UTF-8
func (s Say) FaultWhyPacked() string {
	return s.say("fault.why-packed")
}

// FaultWhyNoText says: this is UTF-16 or no text at all: save it as UTF-8
func (s Say) FaultWhyNoText() string {
	return s.say("fault.why-no-text")
}

// FaultWhyNotUtf8 says: not UTF-8: save the file as UTF-8
func (s Say) FaultWhyNotUtf8() string {
	return s.say("fault.why-not-utf-8")
}

// FaultWhyQuotes says: quotes that begin or end in the midst of a name
func (s Say) FaultWhyQuotes() string {
	return s.say("fault.why-quotes")
}

// FaultWhyColumnQuotes says: quotes that begin or end in the midst of a column
func (s Say) FaultWhyColumnQuotes() string {
	return s.say("fault.why-column-quotes")
}

// FaultWhyPeople says: a table of people, not of links
func (s Say) FaultWhyPeople() string {
	return s.say("fault.why-people")
}

// FaultWhyWidth says: not as many columns as the rows before
func (s Say) FaultWhyWidth() string {
	return s.say("fault.why-width")
}

// FaultWhyColumns says: more than two names, and no row before that says which columns make a link
func (s Say) FaultWhyColumns() string {
	return s.say("fault.why-columns")
}

// FaultWhyThird says: a third column that is no number, and no row before that says which columns mak…
func (s Say) FaultWhyThird() string {
	return s.say("fault.why-third")
}

// FaultWhyThirdPeople says: the third column's numbers are all numbers of people too: leave it out, or writ…
func (s Say) FaultWhyThirdPeople() string {
	return s.say("fault.why-third-people")
}

// FaultWhyNameMissing says: a name is missing
func (s Say) FaultWhyNameMissing() string {
	return s.say("fault.why-name-missing")
}

// FaultWhySign says: a sign that is none of the file's own stands between or within names
func (s Say) FaultWhySign() string {
	return s.say("fault.why-sign")
}

// FaultWhyNoLinks says: no line has two names
func (s Say) FaultWhyNoLinks() string {
	return s.say("fault.why-no-links")
}

// FaultWhyHeading says: two names that stand nowhere else: if the line names the columns, delete it; if…
func (s Say) FaultWhyHeading() string {
	return s.say("fault.why-heading")
}

// FaultWhyNoGraph says: it has no graph, or it ends too early
func (s Say) FaultWhyNoGraph() string {
	return s.say("fault.why-no-graph")
}

// FaultWhyNotXml says: not XML
func (s Say) FaultWhyNotXml() string {
	return s.say("fault.why-not-xml")
}

// FaultWhyXml says: cannot be read as XML
func (s Say) FaultWhyXml() string {
	return s.say("fault.why-xml")
}

// FaultWhyCharset says: an encoding that is not read: save the file as UTF-8
func (s Say) FaultWhyCharset() string {
	return s.say("fault.why-charset")
}

// FaultWhyDepth says: elements more than {{.Number}} deep
func (s Say) FaultWhyDepth(number int) string {
	return s.say("fault.why-depth", s.number("Number", number))
}

// FaultWhyClose says: an element is closed that was not opened last
func (s Say) FaultWhyClose() string {
	return s.say("fault.why-close")
}

// FaultWhyGraphs says: a second graph
func (s Say) FaultWhyGraphs() string {
	return s.say("fault.why-graphs")
}

// FaultWhyPlace says: a node or edge outside of the graph
func (s Say) FaultWhyPlace() string {
	return s.say("fault.why-place")
}

// FaultWhyHyper says: hyperedges are not for this
func (s Say) FaultWhyHyper() string {
	return s.say("fault.why-hyper")
}

// FaultWhyTwice says: a node is there twice
func (s Say) FaultWhyTwice() string {
	return s.say("fault.why-twice")
}

// FaultWhyNoName says: a node or edge without the name of a node
func (s Say) FaultWhyNoName() string {
	return s.say("fault.why-no-name")
}

// FaultWhyNoNode says: an edge to a node that is not there
func (s Say) FaultWhyNoNode() string {
	return s.say("fault.why-no-node")
}

// FaultWhyEdgeGroup says: an edge to a group, which is nobody
func (s Say) FaultWhyEdgeGroup() string {
	return s.say("fault.why-edge-group")
}
