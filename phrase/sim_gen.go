// Code generated from catalogue/sim.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// SimAssumedWorst says: Exposed: others, besides the one taken. p = 1: everybody taken gives up every c…
func (s Say) SimAssumedWorst() string {
	return s.say("sim.assumed-worst")
}

// SimAssumed says: Exposed: others, besides the one taken. p = {{.Value}}: everybody taken gives u…
func (s Say) SimAssumed(value string) string {
	return s.say("sim.assumed", s.said("Value", value))
}

// SimPercent says: {{.Value}} %
func (s Say) SimPercent(value string) string {
	return s.say("sim.percent", s.said("Value", value))
}

// SimMembers says: {{.Count}} members
func (s Say) SimMembers(count int) string {
	return s.say("sim.members", s.count("Count", count))
}

// SimPeople says: {{.Count}} people
func (s Say) SimPeople(count int) string {
	return s.say("sim.people", s.count("Count", count))
}

// SimLinks says: {{.Count}} links
func (s Say) SimLinks(count int) string {
	return s.say("sim.links", s.count("Count", count))
}

// SimSize says: {{.What}}; {{.Members}}, {{.Links}}
func (s Say) SimSize(links string, members string, what string) string {
	return s.say("sim.size", s.said("Links", links), s.said("Members", members), s.said("What", what))
}

// SimPairOnTop says: a founders' pair on top
func (s Say) SimPairOnTop() string {
	return s.say("sim.pair-on-top")
}

// SimOneOnTop says: one on top
func (s Say) SimOneOnTop() string {
	return s.say("sim.one-on-top")
}

// SimCells says: a tree of cells, {{.Count}} pairs a lead, {{.Top}}
func (s Say) SimCells(count int, top string) string {
	return s.say("sim.cells", s.count("Count", count), s.said("Top", top))
}

// SimOneLinked says: {{.What}}, one of each pair linked to the lead
func (s Say) SimOneLinked(what string) string {
	return s.say("sim.one-linked", s.said("What", what))
}

// SimStar says: a star
func (s Say) SimStar() string {
	return s.say("sim.star")
}

// SimFlat says: a flat chat, where every device names everybody
func (s Say) SimFlat() string {
	return s.say("sim.flat")
}

// SimOfFile says: the graph of the file
func (s Say) SimOfFile() string {
	return s.say("sim.of-file")
}

// SimShortCells says: cells, {{.Count}} pairs a lead
func (s Say) SimShortCells(count int) string {
	return s.say("sim.short-cells", s.count("Count", count))
}

// SimShortCellsLinked says: cells, {{.Number}} a lead, one linked
func (s Say) SimShortCellsLinked(number int) string {
	return s.say("sim.short-cells-linked", s.number("Number", number))
}

// SimShortStar says: star
func (s Say) SimShortStar() string {
	return s.say("sim.short-star")
}

// SimShortFlat says: flat
func (s Say) SimShortFlat() string {
	return s.say("sim.short-flat")
}

// SimShortFile says: file
func (s Say) SimShortFile() string {
	return s.say("sim.short-file")
}

// SimTop says: {{.What}}, {{.Top}}
func (s Say) SimTop(top string, what string) string {
	return s.say("sim.top", s.said("Top", top), s.said("What", what))
}

// SimPairs says: {{.Count}} pairs a lead
func (s Say) SimPairs(count int) string {
	return s.say("sim.pairs", s.count("Count", count))
}

// SimDrawingCaptures says: drawing captures
func (s Say) SimDrawingCaptures() string {
	return s.say("sim.drawing-captures")
}

// SimDrawingHistories says: drawing histories
func (s Say) SimDrawingHistories() string {
	return s.say("sim.drawing-histories")
}

// SimEnded says: this was ended before it was done
func (s Say) SimEnded() string {
	return s.say("sim.ended")
}

// SimSeeHelp says: see 'bulkhead sim --help'
func (s Say) SimSeeHelp() string {
	return s.say("sim.see-help")
}

// SimChanceRefused says: {{.Typed}} cannot be
func (s Say) SimChanceRefused(typed string) string {
	return s.say("sim.chance-refused", s.typed("Typed", typed))
}

// SimChanceHint says: a chance is 0 to 1
func (s Say) SimChanceHint() string {
	return s.say("sim.chance-hint")
}

// SimCurveHint says: a chance is 0 to 1, a curve 0 to 1000 hops
func (s Say) SimCurveHint() string {
	return s.say("sim.curve-hint")
}

// SimCsvAndJson says: --csv and --json cannot both be asked for
func (s Say) SimCsvAndJson() string {
	return s.say("sim.csv-and-json")
}

// SimPageAndJson says: --json needs --out here
func (s Say) SimPageAndJson() string {
	return s.say("sim.page-and-json")
}

// SimPageAndJsonHint says: the page itself goes to standard output
func (s Say) SimPageAndJsonHint() string {
	return s.say("sim.page-and-json-hint")
}

// SimWritten says: {{.Bytes}} written.
func (s Say) SimWritten(bytes uint64) string {
	return s.say("sim.written", s.bytes("Bytes", bytes))
}

// SimFile says: The file: {{.People}}, {{.Links}} ({{.What}}).
func (s Say) SimFile(links string, people string, what string) string {
	return s.say("sim.file", s.said("Links", links), s.said("People", people), s.said("What", what))
}

// SimFileGraphml says: GraphML
func (s Say) SimFileGraphml() string {
	return s.say("sim.file-graphml")
}

// SimFileList says: a list of links
func (s Say) SimFileList() string {
	return s.say("sim.file-list")
}

// SimFileSpace says: separated by spaces
func (s Say) SimFileSpace() string {
	return s.say("sim.file-space")
}

// SimFileComma says: comma-separated
func (s Say) SimFileComma() string {
	return s.say("sim.file-comma")
}

// SimFileSemicolon says: semicolon-separated
func (s Say) SimFileSemicolon() string {
	return s.say("sim.file-semicolon")
}

// SimFileTab says: tab-separated
func (s Say) SimFileTab() string {
	return s.say("sim.file-tab")
}

// SimFileHeader says: first row names the columns
func (s Say) SimFileHeader() string {
	return s.say("sim.file-header")
}

// SimFileColumn says: column {{.Number}} ignored
func (s Say) SimFileColumn(number int) string {
	return s.say("sim.file-column", s.number("Number", number))
}

// SimFileColumns says: columns {{.Value}} ignored
func (s Say) SimFileColumns(value string) string {
	return s.say("sim.file-columns", s.said("Value", value))
}

// SimFileGroups says: {{.Count}} groups taken for nobody
func (s Say) SimFileGroups(count int) string {
	return s.say("sim.file-groups", s.count("Count", count))
}

// SimFileRepeated says: {{.Count}} links said twice or to oneself
func (s Say) SimFileRepeated(count int) string {
	return s.say("sim.file-repeated", s.count("Count", count))
}

// SimFileAlike says: Names that differ in case or Unicode form only were taken for one person's: lin…
func (s Say) SimFileAlike(value string) string {
	return s.say("sim.file-alike", s.said("Value", value))
}

// SimAtRisk says: If one of us is taken, on average {{.Value}} others are at risk {{.Limit}}.
func (s Say) SimAtRisk(limit string, value string) string {
	return s.say("sim.at-risk", s.said("Limit", limit), s.said("Value", value))
}

// SimLimitHops says: if the group cuts after {{.Count}} hops
func (s Say) SimLimitHops(count int) string {
	return s.say("sim.limit-hops", s.count("Count", count))
}

// SimLimitNever says: if the group never cuts
func (s Say) SimLimitNever() string {
	return s.say("sim.limit-never")
}

// SimLimitUnnoticed says: before anybody notices
func (s Say) SimLimitUnnoticed() string {
	return s.say("sim.limit-unnoticed")
}

// SimLimitUnnoticedHops says: before anybody notices and within {{.Count}} hops
func (s Say) SimLimitUnnoticedHops(count int) string {
	return s.say("sim.limit-unnoticed-hops", s.count("Count", count))
}

// SimLimitWithin says: within {{.Span}}
func (s Say) SimLimitWithin(span time.Duration) string {
	return s.say("sim.limit-within", s.span("Span", span))
}

// SimLimitDay says: within a day
func (s Say) SimLimitDay() string {
	return s.say("sim.limit-day")
}

// SimDrawn says: {{.Count}} captures drawn with seed {{.Seed}}; a contact is taken with a chance…
func (s Say) SimDrawn(count int, seed string, value string) string {
	return s.say("sim.drawn", s.count("Count", count), s.typed("Seed", seed), s.said("Value", value))
}

// SimDrawnHours says: {{.Count}} captures drawn with seed {{.Seed}}: {{.Value}} exposed ± {{.Deviatio…
func (s Say) SimDrawnHours(count int, deviation string, most int, seed string, value string, worst int) string {
	return s.say("sim.drawn-hours", s.count("Count", count), s.said("Deviation", deviation), s.number("Most", most), s.typed("Seed", seed), s.said("Value", value), s.number("Worst", worst))
}

// SimNames says: One device names {{.Count}} people at most, its owner included.
func (s Say) SimNames(count int) string {
	return s.say("sim.names", s.count("Count", count))
}

// SimHealed says: {{.Value}} members lose their lead in a capture. Lifelines heal {{.Share}} of t…
func (s Say) SimHealed(alone string, deviation string, share string, value string) string {
	return s.say("sim.healed", s.said("Alone", alone), s.said("Deviation", deviation), s.said("Share", share), s.said("Value", value))
}

// SimWalks says: the chance is not below {{.Value}}: a capture can walk through the whole tree
func (s Say) SimWalks(value string) string {
	return s.say("sim.walks", s.said("Value", value))
}

// SimAgainstRules says: no group of this program can have this shape; it is for comparison
func (s Say) SimAgainstRules() string {
	return s.say("sim.against-rules")
}

// SimColumnHops says: hops
func (s Say) SimColumnHops() string {
	return s.say("sim.column-hops")
}

// SimColumnExposed says: exposed
func (s Say) SimColumnExposed() string {
	return s.say("sim.column-exposed")
}

// SimColumnExact says: exact
func (s Say) SimColumnExact() string {
	return s.say("sim.column-exact")
}

// SimColumnHalf says: 50 of 100
func (s Say) SimColumnHalf() string {
	return s.say("sim.column-half")
}

// SimColumnMost says: 95 of 100
func (s Say) SimColumnMost() string {
	return s.say("sim.column-most")
}

// SimColumnWorst says: worst
func (s Say) SimColumnWorst() string {
	return s.say("sim.column-worst")
}

// SimColumnPossible says: worst possible
func (s Say) SimColumnPossible() string {
	return s.say("sim.column-possible")
}

// SimColumnPairs says: pairs
func (s Say) SimColumnPairs() string {
	return s.say("sim.column-pairs")
}

// SimColumnCritical says: must be below
func (s Say) SimColumnCritical() string {
	return s.say("sim.column-critical")
}

// SimColumnChance says: chance
func (s Say) SimColumnChance() string {
	return s.say("sim.column-chance")
}

// SimColumnBelow says: is below
func (s Say) SimColumnBelow() string {
	return s.say("sim.column-below")
}

// SimColumnHours says: hours
func (s Say) SimColumnHours() string {
	return s.say("sim.column-hours")
}

// SimColumnNames says: one device names
func (s Say) SimColumnNames() string {
	return s.say("sim.column-names")
}

// SimColumnLoss says: one loss cuts off
func (s Say) SimColumnLoss() string {
	return s.say("sim.column-loss")
}

// SimColumnHealed says: healed
func (s Say) SimColumnHealed() string {
	return s.say("sim.column-healed")
}

// SimColumnDesk says: hops to the desk
func (s Say) SimColumnDesk() string {
	return s.say("sim.column-desk")
}

// SimColumnBest says: at best
func (s Say) SimColumnBest() string {
	return s.say("sim.column-best")
}

// SimColumnUsual says: usually
func (s Say) SimColumnUsual() string {
	return s.say("sim.column-usual")
}

// SimColumnMonth says: month
func (s Say) SimColumnMonth() string {
	return s.say("sim.column-month")
}

// SimColumnMembers says: members
func (s Say) SimColumnMembers() string {
	return s.say("sim.column-members")
}

// SimColumnTaken says: taken
func (s Say) SimColumnTaken() string {
	return s.say("sim.column-taken")
}

// SimColumnCutOff says: cut off
func (s Say) SimColumnCutOff() string {
	return s.say("sim.column-cut-off")
}

// SimColumnRecruited says: recruited
func (s Say) SimColumnRecruited() string {
	return s.say("sim.column-recruited")
}

// SimColumnLevels says: levels
func (s Say) SimColumnLevels() string {
	return s.say("sim.column-levels")
}

// SimNoLimit says: no limit
func (s Say) SimNoLimit() string {
	return s.say("sim.no-limit")
}

// SimYes says: yes
func (s Say) SimYes() string {
	return s.say("sim.yes")
}

// SimNo says: no
func (s Say) SimNo() string {
	return s.say("sim.no")
}

// SimInParts says: in parts
func (s Say) SimInParts() string {
	return s.say("sim.in-parts")
}

// SimShapes says: What matters to the people in it
func (s Say) SimShapes() string {
	return s.say("sim.shapes")
}

// SimShapesNote says: names, cuts and hops at worst; healed: of those without a lead
func (s Say) SimShapesNote() string {
	return s.say("sim.shapes-note")
}

// SimUnnoticed says: {{.Value}} of the contacts are taken before anybody notices.
func (s Say) SimUnnoticed(value string) string {
	return s.say("sim.unnoticed", s.said("Value", value))
}

// SimSpans says: hours: {{.Typed}} UTC, rounds of {{.Span}}; everybody opens their device as the…
func (s Say) SimSpans(grace time.Duration, later time.Duration, span time.Duration, typed string) string {
	return s.say("sim.spans", s.span("Grace", grace), s.span("Later", later), s.span("Span", span), s.typed("Typed", typed))
}

// SimTimes says: check-in every {{.Every}}, {{.Grace}} of grace, {{.Mean}} on average from a nam…
func (s Say) SimTimes(every time.Duration, grace time.Duration, mean time.Duration) string {
	return s.say("sim.times", s.span("Every", every), s.span("Grace", grace), s.span("Mean", mean))
}

// SimTimesUnnoticed says: check-in every {{.Every}}, {{.Grace}} of grace; {{.Value}} of the contacts are …
func (s Say) SimTimesUnnoticed(every time.Duration, grace time.Duration, value string) string {
	return s.say("sim.times-unnoticed", s.span("Every", every), s.span("Grace", grace), s.said("Value", value))
}

// SimCheckinNote says: pairs that each leads; exposed of {{.Count}} members if nothing else stops it
func (s Say) SimCheckinNote(count int) string {
	return s.say("sim.checkin-note", s.count("Count", count))
}

// SimAfterMonths says: After {{.Count}} months {{.Joined}} members are joined to the top, {{.Taken}} h…
func (s Say) SimAfterMonths(count int, cut string, joined string, taken string) string {
	return s.say("sim.after-months", s.count("Count", count), s.said("Cut", cut), s.said("Joined", joined), s.said("Taken", taken))
}

// SimMonthsBegin says: {{.What}}; {{.Members}} at the beginning
func (s Say) SimMonthsBegin(members string, what string) string {
	return s.say("sim.months-begin", s.said("Members", members), s.said("What", what))
}

// SimMonthsRates says: captures a month: {{.First}}; recruits a month for each member: {{.Last}}
func (s Say) SimMonthsRates(first string, last string) string {
	return s.say("sim.months-rates", s.said("First", first), s.said("Last", last))
}

// SimMonthsDrawn says: {{.Count}} histories drawn with seed {{.Seed}}
func (s Say) SimMonthsDrawn(count int, seed string) string {
	return s.say("sim.months-drawn", s.count("Count", count), s.typed("Seed", seed))
}

// SimMonthsNote says: on average; taken, healed and recruited since the beginning; taken are all who …
func (s Say) SimMonthsNote(share string) string {
	return s.say("sim.months-note", s.said("Share", share))
}

// SimAdvice says: {{.Members}}: {{.What}}; check-in every {{.Every}} with {{.Grace}} of grace.
func (s Say) SimAdvice(every time.Duration, grace time.Duration, members string, what string) string {
	return s.say("sim.advice", s.span("Every", every), s.span("Grace", grace), s.said("Members", members), s.said("What", what))
}

// SimAdviceLeads says: everybody leads {{.Count}} pairs, {{.Top}}
func (s Say) SimAdviceLeads(count int, top string) string {
	return s.say("sim.advice-leads", s.count("Count", count), s.said("Top", top))
}

// SimAdviceExposes says: A capture then exposes {{.Value}} others on average.
func (s Say) SimAdviceExposes(value string) string {
	return s.say("sim.advice-exposes", s.said("Value", value))
}

// SimAdviceChance says: A contact is taken before anybody notices with a chance of {{.Value}}; from {{.…
func (s Say) SimAdviceChance(limit string, value string) string {
	return s.say("sim.advice-chance", s.said("Limit", limit), s.said("Value", value))
}

// SimAdviceLoss says: The worst single loss cuts off {{.Share}} until it is healed.
func (s Say) SimAdviceLoss(share string) string {
	return s.say("sim.advice-loss", s.said("Share", share))
}

// SimAdviceWord says: Word needs {{.Count}} hops to the desk, usually {{.Span}}.
func (s Say) SimAdviceWord(count int, span time.Duration) string {
	return s.say("sim.advice-word", s.count("Count", count), s.span("Span", span))
}

// SimAdviceSlots says: The group must be founded with {{.Count}} slots.
func (s Say) SimAdviceSlots(count int) string {
	return s.say("sim.advice-slots", s.count("Count", count))
}

// SimNotAccepted says: nothing was found that exposes as few as you accept: this is what exposes least…
func (s Say) SimNotAccepted() string {
	return s.say("sim.not-accepted")
}

// SimNotInTime says: word is later than you asked for with every shape: this is the quickest
func (s Say) SimNotInTime() string {
	return s.say("sim.not-in-time")
}

// SimTraded says: What was traded
func (s Say) SimTraded() string {
	return s.say("sim.traded")
}

// SimSafer says: Safer: check-in every {{.Every}} with {{.Grace}} of grace: {{.Exposed}} others …
func (s Say) SimSafer(every time.Duration, exposed string, exposedNow string, grace time.Duration, unlocks string, unlocksNow string) string {
	return s.say("sim.safer", s.span("Every", every), s.said("Exposed", exposed), s.said("ExposedNow", exposedNow), s.span("Grace", grace), s.said("Unlocks", unlocks), s.said("UnlocksNow", unlocksNow))
}

// SimQuicker says: Quicker: {{.What}}: word at the desk after {{.Span}} in place of {{.SpanNow}}, …
func (s Say) SimQuicker(every time.Duration, names int, namesNow int, share string, shareNow string, span time.Duration, spanNow time.Duration, what string) string {
	return s.say("sim.quicker", s.span("Every", every), s.number("Names", names), s.number("NamesNow", namesNow), s.said("Share", share), s.said("ShareNow", shareNow), s.span("Span", span), s.span("SpanNow", spanNow), s.said("What", what))
}

// SimLighter says: Lighter: {{.Unlocks}} unlocks a day in place of {{.UnlocksNow}} (every {{.Every…
func (s Say) SimLighter(every time.Duration, exposed string, exposedNow string, grace time.Duration, unlocks string, unlocksNow string) string {
	return s.say("sim.lighter", s.span("Every", every), s.said("Exposed", exposed), s.said("ExposedNow", exposedNow), s.span("Grace", grace), s.said("Unlocks", unlocks), s.said("UnlocksNow", unlocksNow))
}

// SimLighterWalks says: Lighter: {{.Unlocks}} unlocks a day in place of {{.UnlocksNow}} (every {{.Every…
func (s Say) SimLighterWalks(every time.Duration, exposed string, exposedNow string, grace time.Duration, unlocks string, unlocksNow string) string {
	return s.say("sim.lighter-walks", s.span("Every", every), s.said("Exposed", exposed), s.said("ExposedNow", exposedNow), s.span("Grace", grace), s.said("Unlocks", unlocks), s.said("UnlocksNow", unlocksNow))
}

// SimNeverNoticed says: If nobody noticed at all, a capture would expose {{.Exposed}} others in place o…
func (s Say) SimNeverNoticed(exposed string, exposedNow string) string {
	return s.say("sim.never-noticed", s.said("Exposed", exposed), s.said("ExposedNow", exposedNow))
}

// SimPageTitle says: What a capture would cost
func (s Say) SimPageTitle() string {
	return s.say("sim.page-title")
}

// SimPageHops says: How far it goes
func (s Say) SimPageHops() string {
	return s.say("sim.page-hops")
}

// SimPageShare says: How often it goes far
func (s Say) SimPageShare() string {
	return s.say("sim.page-share")
}

// SimPageHours says: Hour by hour
func (s Say) SimPageHours() string {
	return s.say("sim.page-hours")
}

// SimPageChance says: What the chance does
func (s Say) SimPageChance() string {
	return s.say("sim.page-chance")
}

// SimPageShapes says: Beside other shapes
func (s Say) SimPageShapes() string {
	return s.say("sim.page-shapes")
}

// SimPageMonths says: Over the months
func (s Say) SimPageMonths() string {
	return s.say("sim.page-months")
}

// SimPageGroup says: {{.What}}, {{.Members}}.
func (s Say) SimPageGroup(members string, what string) string {
	return s.say("sim.page-group", s.said("Members", members), s.said("What", what))
}

// SimPageAgainstRules says: The program does not let a group be so; this is for comparison.
func (s Say) SimPageAgainstRules() string {
	return s.say("sim.page-against-rules")
}

// SimPageAtRisk says: If one of us is taken, on average {{.Value}} others are at risk {{.Limit}}; wit…
func (s Say) SimPageAtRisk(every time.Duration, exposed string, grace time.Duration, limit string, more string, value string) string {
	return s.say("sim.page-at-risk", s.span("Every", every), s.said("Exposed", exposed), s.span("Grace", grace), s.said("Limit", limit), s.said("More", more), s.said("Value", value))
}

// SimPageDrawn says: Drawn {{.Count}} times with seed {{.Seed}}; the same seed gives the same number…
func (s Say) SimPageDrawn(count int, seed string) string {
	return s.say("sim.page-drawn", s.count("Count", count), s.typed("Seed", seed))
}

// SimPageCutAfter says: cut after
func (s Say) SimPageCutAfter() string {
	return s.say("sim.page-cut-after")
}

// SimPageMean says: others on average
func (s Say) SimPageMean() string {
	return s.say("sim.page-mean")
}

// SimPageError says: ± standard error
func (s Say) SimPageError() string {
	return s.say("sim.page-error")
}

// SimPageMost says: 95 of 100 stay within
func (s Say) SimPageMost() string {
	return s.say("sim.page-most")
}

// SimPageWorst says: worst drawn
func (s Say) SimPageWorst() string {
	return s.say("sim.page-worst")
}

// SimPageShape says: shape
func (s Say) SimPageShape() string {
	return s.say("sim.page-shape")
}

// SimPageLoss says: cut off by one loss
func (s Say) SimPageLoss() string {
	return s.say("sim.page-loss")
}

// SimPageAfterHops says: {{.Count}} hops
func (s Say) SimPageAfterHops(count int) string {
	return s.say("sim.page-after-hops", s.count("Count", count))
}

// SimPageNever says: never
func (s Say) SimPageNever() string {
	return s.say("sim.page-never")
}

// SimPageNotKnown says: not known
func (s Say) SimPageNotKnown() string {
	return s.say("sim.page-not-known")
}

// SimPageUnnoticed says: A contact who is given up is taken after {{.Span}} on average, unless somebody …
func (s Say) SimPageUnnoticed(span time.Duration, value string) string {
	return s.say("sim.page-unnoticed", s.span("Span", span), s.said("Value", value))
}

// SimPageBelow says: From {{.Limit}} on a capture walks on through a tree of this shape; these times…
func (s Say) SimPageBelow(limit string) string {
	return s.say("sim.page-below", s.said("Limit", limit))
}

// SimPageAbove says: From {{.Limit}} on a capture walks on through a tree of this shape; these times…
func (s Say) SimPageAbove(limit string) string {
	return s.say("sim.page-above", s.said("Limit", limit))
}

// SimPageTrees says: Trees of cells of {{.Members}} with a founders' pair, {{.Limit}}; exact.
func (s Say) SimPageTrees(limit string, members string) string {
	return s.say("sim.page-trees", s.said("Limit", limit), s.said("Members", members))
}

// SimPageShapesNote says: Exposed {{.Limit}}, on average; the others at worst. One device names so many p…
func (s Say) SimPageShapesNote(limit string) string {
	return s.say("sim.page-shapes-note", s.said("Limit", limit))
}

// SimPageCaptures says: {{.Amount}} captures a month
func (s Say) SimPageCaptures(amount float64) string {
	return s.say("sim.page-captures", s.amount("Amount", amount))
}

// SimPageRecruits says: {{.Amount}} recruits a month
func (s Say) SimPageRecruits(amount float64) string {
	return s.say("sim.page-recruits", s.amount("Amount", amount))
}

// SimPageRates says: {{.First}} and {{.Last}} for every hundred members.
func (s Say) SimPageRates(first string, last string) string {
	return s.say("sim.page-rates", s.said("First", first), s.said("Last", last))
}

// SimPageHealed says: {{.Share}} of those who lost their lead found another by their lifelines. Here …
func (s Say) SimPageHealed(limit string, share string) string {
	return s.say("sim.page-healed", s.said("Limit", limit), s.said("Share", share))
}

// SimPageModel says: A model, not a promise: chances are guesses, people are not independent, and a …
func (s Say) SimPageModel() string {
	return s.say("sim.page-model")
}

// SimPlotHops says: Others exposed after so many hops
func (s Say) SimPlotHops() string {
	return s.say("sim.plot-hops")
}

// SimPlotHopsX says: hops until the group has cut
func (s Say) SimPlotHopsX() string {
	return s.say("sim.plot-hops-x")
}

// SimPlotShare says: How often a capture exposes so many or more
func (s Say) SimPlotShare() string {
	return s.say("sim.plot-share")
}

// SimPlotShareX says: others exposed or more
func (s Say) SimPlotShareX() string {
	return s.say("sim.plot-share-x")
}

// SimPlotShareY says: share of captures
func (s Say) SimPlotShareY() string {
	return s.say("sim.plot-share-y")
}

// SimPlotHours says: Others exposed over the hours
func (s Say) SimPlotHours() string {
	return s.say("sim.plot-hours")
}

// SimPlotHoursX says: hours after the capture
func (s Say) SimPlotHoursX() string {
	return s.say("sim.plot-hours-x")
}

// SimPlotExposed says: others exposed
func (s Say) SimPlotExposed() string {
	return s.say("sim.plot-exposed")
}

// SimPlotChance says: Others exposed for every chance that a contact is given up
func (s Say) SimPlotChance() string {
	return s.say("sim.plot-chance")
}

// SimPlotChanceX says: chance that a contact is given up and taken
func (s Say) SimPlotChanceX() string {
	return s.say("sim.plot-chance-x")
}

// SimPlotChanceY says: others exposed {{.Limit}}
func (s Say) SimPlotChanceY(limit string) string {
	return s.say("sim.plot-chance-y", s.said("Limit", limit))
}

// SimPlotAsked says: asked
func (s Say) SimPlotAsked() string {
	return s.say("sim.plot-asked")
}

// SimPlotMonths says: Members over the months
func (s Say) SimPlotMonths() string {
	return s.say("sim.plot-months")
}

// SimPlotMonthsX says: months
func (s Say) SimPlotMonthsX() string {
	return s.say("sim.plot-months-x")
}

// SimPlotJoined says: joined to the top
func (s Say) SimPlotJoined() string {
	return s.say("sim.plot-joined")
}

// SimPlotTaken says: taken so far
func (s Say) SimPlotTaken() string {
	return s.say("sim.plot-taken")
}

// SimPlotCutOff says: cut off
func (s Say) SimPlotCutOff() string {
	return s.say("sim.plot-cut-off")
}
