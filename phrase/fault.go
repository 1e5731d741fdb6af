package phrase

import (
	"errors"

	"bulkhead/sim"
)

// simFault says why the simulator does not answer; "" if err is none of its errors.
func (s Say) simFault(err error) string {
	f := new(sim.Fault)
	if !errors.As(err, &f) {
		return ""
	}
	why := s.why(f)
	switch {
	case f.Kind == sim.ErrQuestion:
		return s.FaultQuestion(why)
	case f.Kind == sim.ErrShape:
		return s.FaultShape(why)
	case f.Line > 0:
		return s.FaultLine(f.Line, why)
	}
	return s.FaultFile(why)
}

// why says the reason, as a part of a sentence.
func (s Say) why(f *sim.Fault) string {
	value, most := s.Figure(f.Value), f.Most
	bounded := func(say func(first, last, value string) string) string {
		return say(s.Number(f.Least), s.Number(f.Most), value)
	}
	switch f.Why {
	case sim.WhyChance:
		return s.FaultWhyChance(value)
	case sim.WhyHops:
		return s.FaultWhyHops(value)
	case sim.WhyRuns:
		return bounded(s.FaultWhyRuns)
	case sim.WhyHourLinks:
		return s.FaultWhyHourLinks(most)
	case sim.WhyNotice:
		return s.FaultWhyNotice(f.Span)
	case sim.WhyNoticeHours:
		return s.FaultWhyNoticeHours(f.Span)
	case sim.WhyMonthsOf:
		return s.FaultWhyMonthsOf(most)
	case sim.WhyMonths:
		return bounded(s.FaultWhyMonths)
	case sim.WhyCaptures:
		return bounded(s.FaultWhyCaptures)
	case sim.WhyGrowth:
		return bounded(s.FaultWhyGrowth)
	case sim.WhyKind:
		return s.FaultWhyKind(f.Name)
	case sim.WhyMembers:
		return bounded(s.FaultWhyMembers)
	case sim.WhyPairs:
		return bounded(s.FaultWhyPairs)
	case sim.WhyLinks:
		return s.FaultWhyLinks(most)
	case sim.WhyLong:
		return s.FaultWhyLong(most)
	case sim.WhyLongLine:
		return s.FaultWhyLongLine(most)
	case sim.WhyLongName:
		return s.FaultWhyLongName(most)
	case sim.WhyManyMembers:
		return s.FaultWhyManyMembers(most)
	case sim.WhyForeign:
		return s.FaultWhyForeign(s.format(f.Name))
	case sim.WhyDepth:
		return s.FaultWhyDepth(most)
	}
	return plainWhys[f.Why](s)
}

// plainWhys are the reasons that need no value.
var plainWhys = [sim.Whys]func(Say) string{
	sim.WhyWatch:        Say.FaultWhyWatch,
	sim.WhyTimes:        Say.FaultWhyTimes,
	sim.WhyNeeds:        Say.FaultWhyNeeds,
	sim.WhyUnhealable:   Say.FaultWhyUnhealable,
	sim.WhyLinkNobody:   Say.FaultWhyLinkNobody,
	sim.WhyNobody:       Say.FaultWhyNobody,
	sim.WhyUTF16:        Say.FaultWhyUtf16,
	sim.WhySpreadsheet:  Say.FaultWhySpreadsheet,
	sim.WhyPacked:       Say.FaultWhyPacked,
	sim.WhyNoText:       Say.FaultWhyNoText,
	sim.WhyNotUTF8:      Say.FaultWhyNotUtf8,
	sim.WhyQuotes:       Say.FaultWhyQuotes,
	sim.WhyColumnQuotes: Say.FaultWhyColumnQuotes,
	sim.WhyPeople:       Say.FaultWhyPeople,
	sim.WhyWidth:        Say.FaultWhyWidth,
	sim.WhyColumns:      Say.FaultWhyColumns,
	sim.WhyThird:        Say.FaultWhyThird,
	sim.WhyThirdPeople:  Say.FaultWhyThirdPeople,
	sim.WhyNameMissing:  Say.FaultWhyNameMissing,
	sim.WhySign:         Say.FaultWhySign,
	sim.WhyNoLinks:      Say.FaultWhyNoLinks,
	sim.WhyHeading:      Say.FaultWhyHeading,
	sim.WhyNoGraph:      Say.FaultWhyNoGraph,
	sim.WhyNotXML:       Say.FaultWhyNotXml,
	sim.WhyXML:          Say.FaultWhyXml,
	sim.WhyCharset:      Say.FaultWhyCharset,
	sim.WhyClose:        Say.FaultWhyClose,
	sim.WhyGraphs:       Say.FaultWhyGraphs,
	sim.WhyPlace:        Say.FaultWhyPlace,
	sim.WhyHyper:        Say.FaultWhyHyper,
	sim.WhyTwice:        Say.FaultWhyTwice,
	sim.WhyNoName:       Say.FaultWhyNoName,
	sim.WhyNoNode:       Say.FaultWhyNoNode,
	sim.WhyEdgeGroup:    Say.FaultWhyEdgeGroup,
}

// format says what a file is that is not read.
func (s Say) format(name string) string {
	switch name {
	case "matrix":
		return s.FaultMatrix()
	case "draw.io":
		return s.FaultDrawIo()
	case "SVG":
		return s.FaultSvg()
	case "HTML":
		return s.FaultHtml()
	case "LEMON":
		return s.FaultLemon()
	}
	return s.Typed(name)
}
