// Code generated from catalogue/desk.en.json by go generate ./phrase. DO NOT EDIT.

package phrase

import "time"

// DeskInbox says: Inbox
func (s Say) DeskInbox() string {
	return s.say("desk.inbox")
}

// DeskMap says: Map
func (s Say) DeskMap() string {
	return s.say("desk.map")
}

// DeskExport says: Export
func (s Say) DeskExport() string {
	return s.say("desk.export")
}

// DeskRecalls says: To take back
func (s Say) DeskRecalls() string {
	return s.say("desk.recalls")
}

// DeskLock says: Lock and end
func (s Say) DeskLock() string {
	return s.say("desk.lock")
}

// DeskMenu says: Menu
func (s Say) DeskMenu() string {
	return s.say("desk.menu")
}

// DeskSkip says: To the content
func (s Say) DeskSkip() string {
	return s.say("desk.skip")
}

// DeskBack says: Back to the inbox
func (s Say) DeskBack() string {
	return s.say("desk.back")
}

// DeskWrongTitle says: This cannot be done
func (s Say) DeskWrongTitle() string {
	return s.say("desk.wrong-title")
}

// DeskNoPage says: There is no such page.
func (s Say) DeskNoPage() string {
	return s.say("desk.no-page")
}

// DeskLockedTitle says: Locked
func (s Say) DeskLockedTitle() string {
	return s.say("desk.locked-title")
}

// DeskLockedSays says: The desk is locked. Close this window.
func (s Say) DeskLockedSays() string {
	return s.say("desk.locked-says")
}

// DeskFull says: The desk is full: new reports are refused until some are erased.
func (s Say) DeskFull() string {
	return s.say("desk.full")
}

// DeskFilter says: Filter
func (s Say) DeskFilter() string {
	return s.say("desk.filter")
}

// DeskOnly says: Only
func (s Say) DeskOnly() string {
	return s.say("desk.only")
}

// DeskArea says: Within
func (s Say) DeskArea() string {
	return s.say("desk.area")
}

// DeskAnywhere says: Anywhere
func (s Say) DeskAnywhere() string {
	return s.say("desk.anywhere")
}

// DeskShow says: Show
func (s Say) DeskShow() string {
	return s.say("desk.show")
}

// DeskNoFilter says: Show all
func (s Say) DeskNoFilter() string {
	return s.say("desk.no-filter")
}

// DeskFilterBad says: A part of the filter was not understood and is left out.
func (s Say) DeskFilterBad() string {
	return s.say("desk.filter-bad")
}

// DeskAny says: any
func (s Say) DeskAny() string {
	return s.say("desk.any")
}

// DeskChoose says: choose …
func (s Say) DeskChoose() string {
	return s.say("desk.choose")
}

// DeskAtLeast says: Severity at least
func (s Say) DeskAtLeast() string {
	return s.say("desk.at-least")
}

// DeskOrder says: Order
func (s Say) DeskOrder() string {
	return s.say("desk.order")
}

// DeskByNewest says: newest first
func (s Say) DeskByNewest() string {
	return s.say("desk.by-newest")
}

// DeskBySeverity says: worst first
func (s Say) DeskBySeverity() string {
	return s.say("desk.by-severity")
}

// DeskAgeDay says: within a day
func (s Say) DeskAgeDay() string {
	return s.say("desk.age-day")
}

// DeskAgeWeek says: within a week
func (s Say) DeskAgeWeek() string {
	return s.say("desk.age-week")
}

// DeskAgeMonth says: within 30 days
func (s Say) DeskAgeMonth() string {
	return s.say("desk.age-month")
}

// DeskOnlyUnread says: not yet opened
func (s Say) DeskOnlyUnread() string {
	return s.say("desk.only-unread")
}

// DeskOnlyWaiting says: a question waits for its answer
func (s Say) DeskOnlyWaiting() string {
	return s.say("desk.only-waiting")
}

// DeskOnlyCleared says: cleared for export
func (s Say) DeskOnlyCleared() string {
	return s.say("desk.only-cleared")
}

// DeskOnlyWithdrawn says: taken back by their writers
func (s Say) DeskOnlyWithdrawn() string {
	return s.say("desk.only-withdrawn")
}

// DeskOnlyUnplaced says: without coordinates
func (s Say) DeskOnlyUnplaced() string {
	return s.say("desk.only-unplaced")
}

// DeskSouth says: South
func (s Say) DeskSouth() string {
	return s.say("desk.south")
}

// DeskWest says: West
func (s Say) DeskWest() string {
	return s.say("desk.west")
}

// DeskNorth says: North
func (s Say) DeskNorth() string {
	return s.say("desk.north")
}

// DeskEast says: East
func (s Say) DeskEast() string {
	return s.say("desk.east")
}

// DeskCases says: {{.Count}} cases
func (s Say) DeskCases(count int) string {
	return s.say("desk.cases", s.count("Count", count))
}

// DeskReports says: {{.Count}} reports
func (s Say) DeskReports(count int) string {
	return s.say("desk.reports", s.count("Count", count))
}

// DeskShown says: {{.First}} to {{.Last}}
func (s Say) DeskShown(first string, last string) string {
	return s.say("desk.shown", s.said("First", first), s.said("Last", last))
}

// DeskOnMap says: on the map
func (s Say) DeskOnMap() string {
	return s.say("desk.on-map")
}

// DeskNothing says: Nothing here.
func (s Say) DeskNothing() string {
	return s.say("desk.nothing")
}

// DeskPages says: Pages
func (s Say) DeskPages() string {
	return s.say("desk.pages")
}

// DeskBefore says: Back
func (s Say) DeskBefore() string {
	return s.say("desk.before")
}

// DeskAfter says: On
func (s Say) DeskAfter() string {
	return s.say("desk.after")
}

// DeskCame says: came {{.Time}}
func (s Say) DeskCame(timeValue string) string {
	return s.say("desk.came", s.said("Time", timeValue))
}

// DeskCertain says: certain to {{.Share}}
func (s Say) DeskCertain(share string) string {
	return s.say("desk.certain", s.said("Share", share))
}

// DeskPercent says: {{.Value}} %
func (s Say) DeskPercent(value string) string {
	return s.say("desk.percent", s.said("Value", value))
}

// DeskNothingStands says: No report stands
func (s Say) DeskNothingStands() string {
	return s.say("desk.nothing-stands")
}

// DeskMarkUnread says: {{.Count}} not opened
func (s Say) DeskMarkUnread(count int) string {
	return s.say("desk.mark-unread", s.count("Count", count))
}

// DeskMarkWaiting says: {{.Count}} questions wait
func (s Say) DeskMarkWaiting(count int) string {
	return s.say("desk.mark-waiting", s.count("Count", count))
}

// DeskMarkRecall says: to take back
func (s Say) DeskMarkRecall() string {
	return s.say("desk.mark-recall")
}

// DeskMarkCleared says: cleared
func (s Say) DeskMarkCleared() string {
	return s.say("desk.mark-cleared")
}

// DeskMarkStale says: changed since cleared
func (s Say) DeskMarkStale() string {
	return s.say("desk.mark-stale")
}

// DeskMarkWithdrawn says: withdrawn
func (s Say) DeskMarkWithdrawn() string {
	return s.say("desk.mark-withdrawn")
}

// DeskMarkDamaged says: damaged
func (s Say) DeskMarkDamaged() string {
	return s.say("desk.mark-damaged")
}

// DeskStateNew says: New
func (s Say) DeskStateNew() string {
	return s.say("desk.state-new")
}

// DeskStateChecking says: Being checked
func (s Say) DeskStateChecking() string {
	return s.say("desk.state-checking")
}

// DeskStateConfirmed says: Confirmed
func (s Say) DeskStateConfirmed() string {
	return s.say("desk.state-confirmed")
}

// DeskStateNotified says: Notified
func (s Say) DeskStateNotified() string {
	return s.say("desk.state-notified")
}

// DeskStateClosed says: Closed
func (s Say) DeskStateClosed() string {
	return s.say("desk.state-closed")
}

// DeskUnknown says: unknown to this version
func (s Say) DeskUnknown() string {
	return s.say("desk.unknown")
}

// DeskFieldKind says: Kind
func (s Say) DeskFieldKind() string {
	return s.say("desk.field-kind")
}

// DeskFieldType says: Type
func (s Say) DeskFieldType() string {
	return s.say("desk.field-type")
}

// DeskFieldState says: State
func (s Say) DeskFieldState() string {
	return s.say("desk.field-state")
}

// DeskFieldDeskState says: State at the desk
func (s Say) DeskFieldDeskState() string {
	return s.say("desk.field-desk-state")
}

// DeskFieldWhere says: Where
func (s Say) DeskFieldWhere() string {
	return s.say("desk.field-where")
}

// DeskFieldTo says: Where to
func (s Say) DeskFieldTo() string {
	return s.say("desk.field-to")
}

// DeskFieldWhen says: When
func (s Say) DeskFieldWhen() string {
	return s.say("desk.field-when")
}

// DeskFieldAccess says: How aid gets there
func (s Say) DeskFieldAccess() string {
	return s.say("desk.field-access")
}

// DeskFieldSeverity says: Severity
func (s Say) DeskFieldSeverity() string {
	return s.say("desk.field-severity")
}

// DeskFieldPeople says: People concerned
func (s Say) DeskFieldPeople() string {
	return s.say("desk.field-people")
}

// DeskFieldKilled says: Killed
func (s Say) DeskFieldKilled() string {
	return s.say("desk.field-killed")
}

// DeskFieldInjured says: Injured
func (s Say) DeskFieldInjured() string {
	return s.say("desk.field-injured")
}

// DeskFieldHow says: How the writer knows
func (s Say) DeskFieldHow() string {
	return s.say("desk.field-how")
}

// DeskFieldConfidence says: The writer's own certainty
func (s Say) DeskFieldConfidence() string {
	return s.say("desk.field-confidence")
}

// DeskFieldConsent says: The writer allows
func (s Say) DeskFieldConsent() string {
	return s.say("desk.field-consent")
}

// DeskFieldAge says: Last letter
func (s Say) DeskFieldAge() string {
	return s.say("desk.field-age")
}

// DeskMapNeedsScript says: The map needs scripting.
func (s Say) DeskMapNeedsScript() string {
	return s.say("desk.map-needs-script")
}

// DeskAsList says: The same as a list
func (s Say) DeskAsList() string {
	return s.say("desk.as-list")
}

// DeskMapFailed says: The map could not be loaded. The inbox shows the same as a list.
func (s Say) DeskMapFailed() string {
	return s.say("desk.map-failed")
}

// DeskZoomIn says: Closer
func (s Say) DeskZoomIn() string {
	return s.say("desk.zoom-in")
}

// DeskZoomOut says: Further
func (s Say) DeskZoomOut() string {
	return s.say("desk.zoom-out")
}

// DeskZoomAll says: Everything
func (s Say) DeskZoomAll() string {
	return s.say("desk.zoom-all")
}

// DeskBorders says: Borders between countries
func (s Say) DeskBorders() string {
	return s.say("desk.borders")
}

// DeskOutlines says: Coasts and borders: Natural Earth. They can place a country, no hospital.
func (s Say) DeskOutlines() string {
	return s.say("desk.outlines")
}

// DeskNoDetail says: For more, start the desk with a PMTiles file of the area.
func (s Say) DeskNoDetail() string {
	return s.say("desk.no-detail")
}

// DeskInView says: {{.Count}} cases in this part
func (s Say) DeskInView(count int) string {
	return s.say("desk.in-view", s.count("Count", count))
}

// DeskUnplaced says: {{.Count}} cases have no coordinates and are not on the map
func (s Say) DeskUnplaced(count int) string {
	return s.say("desk.unplaced", s.count("Count", count))
}

// DeskOneOnMap says: {{.What}} {{.Typed}}
func (s Say) DeskOneOnMap(typed string, what string) string {
	return s.say("desk.one-on-map", s.typed("Typed", typed), s.said("What", what))
}

// DeskManyOnMap says: {{.Count}} cases here
func (s Say) DeskManyOnMap(count int) string {
	return s.say("desk.many-on-map", s.count("Count", count))
}

// DeskCaseTitle says: Case
func (s Say) DeskCaseTitle() string {
	return s.say("desk.case-title")
}

// DeskHowCertain says: Is it so?
func (s Say) DeskHowCertain() string {
	return s.say("desk.how-certain")
}

// DeskNotWeighed says: No report stands that could be weighed.
func (s Say) DeskNotWeighed() string {
	return s.say("desk.not-weighed")
}

// DeskCertainty says: {{.Share}}, by {{.Count}} reports that are worth {{.Value}} independent ones.
func (s Say) DeskCertainty(count int, share string, value string) string {
	return s.say("desk.certainty", s.count("Count", count), s.said("Share", share), s.said("Value", value))
}

// DeskAssumptions says: Assumed, not known: {{.Prior}} of what one report says is so to begin with; wha…
func (s Say) DeskAssumptions(prior string, public string, repeats string, seen string, told string) string {
	return s.say("desk.assumptions", s.said("Prior", prior), s.said("Public", public), s.said("Repeats", repeats), s.said("Seen", seen), s.said("Told", told))
}

// DeskObserve says: Somebody of the desk has seen it
func (s Say) DeskObserve() string {
	return s.say("desk.observe")
}

// DeskUnobserve says: Nobody of the desk has seen it
func (s Say) DeskUnobserve() string {
	return s.say("desk.unobserve")
}

// DeskPublicSince says: Public since
func (s Say) DeskPublicSince() string {
	return s.say("desk.public-since")
}

// DeskSet says: Set
func (s Say) DeskSet() string {
	return s.say("desk.set")
}

// DeskSameThing says: Of the same thing?
func (s Say) DeskSameThing() string {
	return s.say("desk.same-thing")
}

// DeskNoneSame says: No other case lies near enough.
func (s Say) DeskNoneSame() string {
	return s.say("desk.none-same")
}

// DeskCrowded says: So many cases lie here that only some of them were compared: look at the list o…
func (s Say) DeskCrowded() string {
	return s.say("desk.crowded")
}

// DeskMerge says: Merge
func (s Say) DeskMerge() string {
	return s.say("desk.merge")
}

// DeskMergeThat says: Merge {{.Typed}} into this case
func (s Say) DeskMergeThat(typed string) string {
	return s.say("desk.merge-that", s.typed("Typed", typed))
}

// DeskMergeOther says: Another case, by its name
func (s Say) DeskMergeOther() string {
	return s.say("desk.merge-other")
}

// DeskMergeSays says: A person merges and parts; the program only suggests. A case that was merged ca…
func (s Say) DeskMergeSays() string {
	return s.say("desk.merge-says")
}

// DeskSuggested says: {{.What}}. {{.Where}}. {{.Time}}
func (s Say) DeskSuggested(timeValue string, what string, where string) string {
	return s.say("desk.suggested", s.said("Time", timeValue), s.said("What", what), s.said("Where", where))
}

// DeskReason says: {{.Apart}} m apart; one is known to ±{{.First}} m, the other to ±{{.Last}} m; o…
func (s Say) DeskReason(apart string, area string, first string, last string, share string) string {
	return s.say("desk.reason", s.said("Apart", apart), s.said("Area", area), s.said("First", first), s.said("Last", last), s.said("Share", share))
}

// DeskReasonEvent says: {{.Apart}} m and {{.Span}} apart; one is known to ±{{.First}} m, the other to ±…
func (s Say) DeskReasonEvent(apart string, area string, first string, last string, share string, span time.Duration) string {
	return s.say("desk.reason-event", s.said("Apart", apart), s.said("Area", area), s.said("First", first), s.said("Last", last), s.said("Share", share), s.span("Span", span))
}

// DeskReasonUntimed says: {{.Apart}} m apart; one is known to ±{{.First}} m, the other to ±{{.Last}} m; o…
func (s Say) DeskReasonUntimed(apart string, first string, last string, share string) string {
	return s.say("desk.reason-untimed", s.said("Apart", apart), s.said("First", first), s.said("Last", last), s.said("Share", share))
}

// DeskReport says: Report
func (s Say) DeskReport() string {
	return s.say("desk.report")
}

// DeskAllFields says: All its fields
func (s Say) DeskAllFields() string {
	return s.say("desk.all-fields")
}

// DeskErased says: Its writer said that it is not safe to keep, or the desk has erased it: what it…
func (s Say) DeskErased() string {
	return s.say("desk.erased")
}

// DeskMissing says: {{.Count}} letters of it have not come: somebody on the way has kept them back,…
func (s Say) DeskMissing(count int) string {
	return s.say("desk.missing", s.count("Count", count))
}

// DeskOdd says: {{.Count}} letters were refused: they contradict what came, or are not by its w…
func (s Say) DeskOdd(count int) string {
	return s.say("desk.odd", s.count("Count", count))
}

// DeskDropped says: {{.Count}} older entries had to make room.
func (s Say) DeskDropped(count int) string {
	return s.say("desk.dropped", s.count("Count", count))
}

// DeskWayUntil says: a reply finds its way until {{.Time}}
func (s Say) DeskWayUntil(timeValue string) string {
	return s.say("desk.way-until", s.said("Time", timeValue))
}

// DeskNoWay says: no way back is open
func (s Say) DeskNoWay() string {
	return s.say("desk.no-way")
}

// DeskWroteReport says: Report
func (s Say) DeskWroteReport() string {
	return s.say("desk.wrote-report")
}

// DeskWroteEdit says: Edited: revision {{.Number}}
func (s Say) DeskWroteEdit(number int) string {
	return s.say("desk.wrote-edit", s.number("Number", number))
}

// DeskWroteWithdrawal says: Taken back by its writer: {{.Reason}}
func (s Say) DeskWroteWithdrawal(reason string) string {
	return s.say("desk.wrote-withdrawal", s.said("Reason", reason))
}

// DeskWroteAnswer says: The writer's answer to {{.Number}}
func (s Say) DeskWroteAnswer(number int) string {
	return s.say("desk.wrote-answer", s.number("Number", number))
}

// DeskSaidAtDesk says: Told the writer: at the desk
func (s Say) DeskSaidAtDesk() string {
	return s.say("desk.said-at-desk")
}

// DeskSaidRead says: Told the writer: read
func (s Say) DeskSaidRead() string {
	return s.say("desk.said-read")
}

// DeskSaidAnswer says: Answer {{.Number}}
func (s Say) DeskSaidAnswer(number int) string {
	return s.say("desk.said-answer", s.number("Number", number))
}

// DeskSaidQuestion says: Question {{.Number}}
func (s Say) DeskSaidQuestion(number int) string {
	return s.say("desk.said-question", s.number("Number", number))
}

// DeskSaidClosed says: Closed: the way back has ended
func (s Say) DeskSaidClosed() string {
	return s.say("desk.said-closed")
}

// DeskOut says: on its way
func (s Say) DeskOut() string {
	return s.say("desk.out")
}

// DeskNotOut says: waits to leave
func (s Say) DeskNotOut() string {
	return s.say("desk.not-out")
}

// DeskReplyTo says: Reply to its writer
func (s Say) DeskReplyTo() string {
	return s.say("desk.reply-to")
}

// DeskReplyText says: Text, at most 1,202 bytes
func (s Say) DeskReplyText() string {
	return s.say("desk.reply-text")
}

// DeskKeep says: Keep the way back open, days
func (s Say) DeskKeep() string {
	return s.say("desk.keep")
}

// DeskAsk says: Ask
func (s Say) DeskAsk() string {
	return s.say("desk.ask")
}

// DeskAnswer says: Answer
func (s Say) DeskAnswer() string {
	return s.say("desk.answer")
}

// DeskClose says: Close for good
func (s Say) DeskClose() string {
	return s.say("desk.close")
}

// DeskReplySays says: The writer's phone may be seized before or after: write nothing that names anyb…
func (s Say) DeskReplySays() string {
	return s.say("desk.reply-says")
}

// DeskMoreOf says: Part or erase
func (s Say) DeskMoreOf() string {
	return s.say("desk.more-of")
}

// DeskPart says: Part: a case of its own
func (s Say) DeskPart() string {
	return s.say("desk.part")
}

// DeskErase says: Erase
func (s Say) DeskErase() string {
	return s.say("desk.erase")
}

// DeskEraseSure says: Erase this report for good. Nothing of it can be read from then on.
func (s Say) DeskEraseSure() string {
	return s.say("desk.erase-sure")
}

// DeskNotified says: Told to
func (s Say) DeskNotified() string {
	return s.say("desk.notified")
}

// DeskNobodyTold says: Nobody was told.
func (s Say) DeskNobodyTold() string {
	return s.say("desk.nobody-told")
}

// DeskConsent says: The writers of all reports that stand allow: {{.What}}.
func (s Say) DeskConsent(what string) string {
	return s.say("desk.consent", s.said("What", what))
}

// DeskToldTo says: {{.Audience}}, {{.Time}}:
func (s Say) DeskToldTo(audience string, timeValue string) string {
	return s.say("desk.told-to", s.said("Audience", audience), s.said("Time", timeValue))
}

// DeskByConsent says: By the consent of
func (s Say) DeskByConsent() string {
	return s.say("desk.by-consent")
}

// DeskConsentThen says: The writers then allowed: {{.What}}.
func (s Say) DeskConsentThen(what string) string {
	return s.say("desk.consent-then", s.said("What", what))
}

// DeskNotify says: Note that somebody was told
func (s Say) DeskNotify() string {
	return s.say("desk.notify")
}

// DeskToWhom says: Who was told
func (s Say) DeskToWhom() string {
	return s.say("desk.to-whom")
}

// DeskByWhom says: By whose consent
func (s Say) DeskByWhom() string {
	return s.say("desk.by-whom")
}

// DeskNotifyDo says: Note it
func (s Say) DeskNotifyDo() string {
	return s.say("desk.notify-do")
}

// DeskNotifySays says: Nobody is told by this program. Telling the parties to the conflict can protect…
func (s Say) DeskNotifySays() string {
	return s.say("desk.notify-says")
}

// DeskClearing says: What may leave
func (s Say) DeskClearing() string {
	return s.say("desk.clearing")
}

// DeskIsCleared says: Cleared for export.
func (s Say) DeskIsCleared() string {
	return s.say("desk.is-cleared")
}

// DeskIsStale says: A report has changed since this was cleared: look again, and clear it again.
func (s Say) DeskIsStale() string {
	return s.say("desk.is-stale")
}

// DeskNotCleared says: Not cleared: nothing of this case leaves.
func (s Say) DeskNotCleared() string {
	return s.say("desk.not-cleared")
}

// DeskWhatLeaves says: What leaves
func (s Say) DeskWhatLeaves() string {
	return s.say("desk.what-leaves")
}

// DeskWhereName says: Name of the place, in words of your own
func (s Say) DeskWhereName() string {
	return s.say("desk.where-name")
}

// DeskWhereExact says: How exactly the place leaves
func (s Say) DeskWhereExact() string {
	return s.say("desk.where-exact")
}

// DeskToName says: Name of where to, in words of your own
func (s Say) DeskToName() string {
	return s.say("desk.to-name")
}

// DeskToExact says: How exactly where to leaves
func (s Say) DeskToExact() string {
	return s.say("desk.to-exact")
}

// DeskWhenExact says: How exactly the time leaves
func (s Say) DeskWhenExact() string {
	return s.say("desk.when-exact")
}

// DeskMetres says: {{.Value}} m
func (s Say) DeskMetres(value string) string {
	return s.say("desk.metres", s.said("Value", value))
}

// DeskNoCoordinates says: without coordinates
func (s Say) DeskNoCoordinates() string {
	return s.say("desk.no-coordinates")
}

// DeskAsItStands says: as it stands
func (s Say) DeskAsItStands() string {
	return s.say("desk.as-it-stands")
}

// DeskToTheDay says: to the day
func (s Say) DeskToTheDay() string {
	return s.say("desk.to-the-day")
}

// DeskNoTime says: without a time
func (s Say) DeskNoTime() string {
	return s.say("desk.no-time")
}

// DeskClearedText says: Text as it leaves
func (s Say) DeskClearedText() string {
	return s.say("desk.cleared-text")
}

// DeskClear says: Clear
func (s Say) DeskClear() string {
	return s.say("desk.clear")
}

// DeskUnclear says: Take the clearing back
func (s Say) DeskUnclear() string {
	return s.say("desk.unclear")
}

// DeskClearSays says: Write names and text in words of your own: the writer's own words can be recogn…
func (s Say) DeskClearSays() string {
	return s.say("desk.clear-says")
}

// DeskExported says: {{.What}}, for {{.Audience}}, {{.Time}}
func (s Say) DeskExported(audience string, timeValue string, what string) string {
	return s.say("desk.exported", s.said("Audience", audience), s.said("Time", timeValue), s.said("What", what))
}

// DeskAudience says: For whom
func (s Say) DeskAudience() string {
	return s.say("desk.audience")
}

// DeskRestriction says: Who may have it, in one line
func (s Say) DeskRestriction() string {
	return s.say("desk.restriction")
}

// DeskFormat says: Format
func (s Say) DeskFormat() string {
	return s.say("desk.format")
}

// DeskDoExport says: Export
func (s Say) DeskDoExport() string {
	return s.say("desk.do-export")
}

// DeskForPartners says: partners who are named
func (s Say) DeskForPartners() string {
	return s.say("desk.for-partners")
}

// DeskForParties says: the parties to the conflict
func (s Say) DeskForParties() string {
	return s.say("desk.for-parties")
}

// DeskForEverybody says: everybody
func (s Say) DeskForEverybody() string {
	return s.say("desk.for-everybody")
}

// DeskFormatGeojson says: GeoJSON
func (s Say) DeskFormatGeojson() string {
	return s.say("desk.format-geojson")
}

// DeskFormatHxl says: CSV with HXL tags
func (s Say) DeskFormatHxl() string {
	return s.say("desk.format-hxl")
}

// DeskFormatCap says: CAP 1.2 alert
func (s Say) DeskFormatCap() string {
	return s.say("desk.format-cap")
}

// DeskFormatPublication says: publication
func (s Say) DeskFormatPublication() string {
	return s.say("desk.format-publication")
}

// DeskClearedCases says: {{.Count}} cases are cleared.
func (s Say) DeskClearedCases(count int) string {
	return s.say("desk.cleared-cases", s.count("Count", count))
}

// DeskExportSays says: Nothing leaves that changed since it was cleared, or that may not be for these …
func (s Say) DeskExportSays() string {
	return s.say("desk.export-says")
}

// DeskMessage says: Alert (CAP)
func (s Say) DeskMessage() string {
	return s.say("desk.message")
}

// DeskMessageAlert says: the first
func (s Say) DeskMessageAlert() string {
	return s.say("desk.message-alert")
}

// DeskMessageUpdate says: an update
func (s Say) DeskMessageUpdate() string {
	return s.say("desk.message-update")
}

// DeskCancel says: Cancel these alerts
func (s Say) DeskCancel() string {
	return s.say("desk.cancel")
}

// DeskExercise says: An exercise
func (s Say) DeskExercise() string {
	return s.say("desk.exercise")
}

// DeskRecallSays says: These were told on and should not have been kept: their writers took them back,…
func (s Say) DeskRecallSays() string {
	return s.say("desk.recall-says")
}

// DeskRecallDone says: I have taken it back
func (s Say) DeskRecallDone() string {
	return s.say("desk.recall-done")
}

// DeskNoRecalls says: Nothing has to be taken back.
func (s Say) DeskNoRecalls() string {
	return s.say("desk.no-recalls")
}

// DeskRecallThis says: This was told on and has to be taken back: see below to whom.
func (s Say) DeskRecallThis() string {
	return s.say("desk.recall-this")
}

// DeskTrail says: What was done
func (s Say) DeskTrail() string {
	return s.say("desk.trail")
}

// DeskDidBegin says: A report came.
func (s Say) DeskDidBegin() string {
	return s.say("desk.did-begin")
}

// DeskDidChange says: A letter came that changed it.
func (s Say) DeskDidChange() string {
	return s.say("desk.did-change")
}

// DeskDidWithdraw says: A report was taken back by its writer.
func (s Say) DeskDidWithdraw() string {
	return s.say("desk.did-withdraw")
}

// DeskDidEraseUnsafe says: A report was erased: its writer said that it is not safe to keep.
func (s Say) DeskDidEraseUnsafe() string {
	return s.say("desk.did-erase-unsafe")
}

// DeskDidErase says: A report was erased by the desk.
func (s Say) DeskDidErase() string {
	return s.say("desk.did-erase")
}

// DeskDidNotify says: Somebody was told.
func (s Say) DeskDidNotify() string {
	return s.say("desk.did-notify")
}

// DeskDidPublic says: When it was public was set.
func (s Say) DeskDidPublic() string {
	return s.say("desk.did-public")
}

// DeskDidObserved says: That it was seen by the desk was set.
func (s Say) DeskDidObserved() string {
	return s.say("desk.did-observed")
}

// DeskDidClear says: Cleared.
func (s Say) DeskDidClear() string {
	return s.say("desk.did-clear")
}

// DeskDidUnclear says: The clearing was taken back.
func (s Say) DeskDidUnclear() string {
	return s.say("desk.did-unclear")
}

// DeskDidExport says: Exported.
func (s Say) DeskDidExport() string {
	return s.say("desk.did-export")
}

// DeskDidPublish says: Published.
func (s Say) DeskDidPublish() string {
	return s.say("desk.did-publish")
}

// DeskDidRecall says: It has to be taken back.
func (s Say) DeskDidRecall() string {
	return s.say("desk.did-recall")
}

// DeskDidRecalled says: It was taken back.
func (s Say) DeskDidRecalled() string {
	return s.say("desk.did-recalled")
}

// DeskDidUnpublish says: It is in no publication any more.
func (s Say) DeskDidUnpublish() string {
	return s.say("desk.did-unpublish")
}

// DeskDidState says: State: {{.What}}.
func (s Say) DeskDidState(what string) string {
	return s.say("desk.did-state", s.said("What", what))
}

// DeskDidMerge says: Case {{.Typed}} was merged into it.
func (s Say) DeskDidMerge(typed string) string {
	return s.say("desk.did-merge", s.typed("Typed", typed))
}

// DeskDidTake says: Report {{.Typed}} came with a merge.
func (s Say) DeskDidTake(typed string) string {
	return s.say("desk.did-take", s.typed("Typed", typed))
}

// DeskDidPart says: Report {{.Typed}} was parted.
func (s Say) DeskDidPart(typed string) string {
	return s.say("desk.did-part", s.typed("Typed", typed))
}

// DeskDidAsk says: The writer of {{.Typed}} was asked.
func (s Say) DeskDidAsk(typed string) string {
	return s.say("desk.did-ask", s.typed("Typed", typed))
}

// DeskDidAnswer says: The writer of {{.Typed}} got an answer.
func (s Say) DeskDidAnswer(typed string) string {
	return s.say("desk.did-answer", s.typed("Typed", typed))
}

// DeskDidClose says: Report {{.Typed}} was closed.
func (s Say) DeskDidClose(typed string) string {
	return s.say("desk.did-close", s.typed("Typed", typed))
}

// DeskDone says: Done.
func (s Say) DeskDone() string {
	return s.say("desk.done")
}

// DeskDoneMerge says: Merged.
func (s Say) DeskDoneMerge() string {
	return s.say("desk.done-merge")
}

// DeskDonePart says: Parted: this is its own case.
func (s Say) DeskDonePart() string {
	return s.say("desk.done-part")
}

// DeskDoneReply says: The reply waits to leave.
func (s Say) DeskDoneReply() string {
	return s.say("desk.done-reply")
}

// DeskDoneClear says: Cleared.
func (s Say) DeskDoneClear() string {
	return s.say("desk.done-clear")
}

// DeskDoneErase says: Erased.
func (s Say) DeskDoneErase() string {
	return s.say("desk.done-erase")
}

// DeskErrorName says: The desk has no report or case of that name.
func (s Say) DeskErrorName() string {
	return s.say("desk.error-name")
}

// DeskErrorKind says: Cases of two kinds are not one thing.
func (s Say) DeskErrorKind() string {
	return s.say("desk.error-kind")
}

// DeskErrorState says: A case is new, being checked, confirmed or closed; that it was notified is note…
func (s Say) DeskErrorState() string {
	return s.say("desk.error-state")
}

// DeskErrorText says: The text is too long, empty, or has characters that are not shown.
func (s Say) DeskErrorText() string {
	return s.say("desk.error-text")
}

// DeskErrorNobody says: Say in one line each who was told, and by whose consent.
func (s Say) DeskErrorNobody() string {
	return s.say("desk.error-nobody")
}

// DeskErrorNoWay says: No way back is open: a reply finds one for days after a letter, and none once i…
func (s Say) DeskErrorNoWay() string {
	return s.say("desk.error-no-way")
}

// DeskErrorNothing says: No report of this case stands: none came, or it was taken back.
func (s Say) DeskErrorNothing() string {
	return s.say("desk.error-nothing")
}

// DeskErrorOne says: A case of one report is not parted.
func (s Say) DeskErrorOne() string {
	return s.say("desk.error-one")
}

// DeskErrorTold says: This case was told on under its name: take that back first, or merge the other …
func (s Say) DeskErrorTold() string {
	return s.say("desk.error-told")
}

// DeskErrorStale says: A report of this case has changed since it was cleared: clear it again.
func (s Say) DeskErrorStale() string {
	return s.say("desk.error-stale")
}

// DeskErrorUnseen says: Nothing was cleared: a letter came meanwhile, or somebody else has cleared it. …
func (s Say) DeskErrorUnseen() string {
	return s.say("desk.error-unseen")
}

// DeskErrorLandmark says: A direction or a distance is from a place: name it in words of your own, or lea…
func (s Say) DeskErrorLandmark() string {
	return s.say("desk.error-landmark")
}

// DeskErrorAlerts says: An alert of this case was not cancelled: hand its readers the cancel first.
func (s Say) DeskErrorAlerts() string {
	return s.say("desk.error-alerts")
}

// DeskErrorMixed says: An edit has made a report of this case one of another kind: part it first.
func (s Say) DeskErrorMixed() string {
	return s.say("desk.error-mixed")
}

// DeskErrorRecall says: This case was told on and has to be taken back: do that first, then clear it an…
func (s Say) DeskErrorRecall() string {
	return s.say("desk.error-recall")
}

// DeskErrorUncleared says: This case is not cleared.
func (s Say) DeskErrorUncleared() string {
	return s.say("desk.error-uncleared")
}

// DeskErrorFiner says: No report of this case says the place as finely.
func (s Say) DeskErrorFiner() string {
	return s.say("desk.error-finer")
}

// DeskErrorNoRoom says: There is no room for one more.
func (s Say) DeskErrorNoRoom() string {
	return s.say("desk.error-no-room")
}

// DeskErrorDamaged says: What the desk kept of this is damaged.
func (s Say) DeskErrorDamaged() string {
	return s.say("desk.error-damaged")
}

// DeskErrorItem says: This is not made of what a report can say.
func (s Say) DeskErrorItem() string {
	return s.say("desk.error-item")
}

// DeskErrorAudience says: Choose for whom this is.
func (s Say) DeskErrorAudience() string {
	return s.say("desk.error-audience")
}

// DeskErrorRestriction says: An export for partners names them in one line; one for everybody names nobody.
func (s Say) DeskErrorRestriction() string {
	return s.say("desk.error-restriction")
}

// DeskErrorMovement says: A movement is never published.
func (s Say) DeskErrorMovement() string {
	return s.say("desk.error-movement")
}

// DeskErrorHarm says: The parties to the conflict are never told what harm was done.
func (s Say) DeskErrorHarm() string {
	return s.say("desk.error-harm")
}

// DeskErrorConsent says: The writers have not allowed this: nothing is told on to the parties, or publis…
func (s Say) DeskErrorConsent() string {
	return s.say("desk.error-consent")
}

// DeskErrorEnvelope says: An alert says in one line who may have it, unless it is for everybody.
func (s Say) DeskErrorEnvelope() string {
	return s.say("desk.error-envelope")
}

// DeskErrorAlert says: An update or a cancel needs an alert that was exported before.
func (s Say) DeskErrorAlert() string {
	return s.say("desk.error-alert")
}

// DeskErrorForm says: A field holds what it cannot hold: a number or a day is not one.
func (s Say) DeskErrorForm() string {
	return s.say("desk.error-form")
}

// DeskErrorSure says: Tick the box beside it: what is erased cannot be brought back.
func (s Say) DeskErrorSure() string {
	return s.say("desk.error-sure")
}

// DeskCmdSeeHelp says: see bulkhead-desk --help
func (s Say) DeskCmdSeeHelp() string {
	return s.say("desk.cmd-see-help")
}

// DeskCmdMade says: The desk is made, in {{.Typed}}.
func (s Say) DeskCmdMade(typed string) string {
	return s.say("desk.cmd-made", s.typed("Typed", typed))
}

// DeskCmdMadeNext says: Next: write its key into a file with 'bulkhead-desk key --write FILE', and give…
func (s Say) DeskCmdMadeNext() string {
	return s.say("desk.cmd-made-next")
}

// DeskCmdPassphrase says: the desk
func (s Say) DeskCmdPassphrase() string {
	return s.say("desk.cmd-passphrase")
}

// DeskCmdKey says: Key {{.Number}}, fingerprint {{.Typed}}
func (s Say) DeskCmdKey(number int, typed string) string {
	return s.say("desk.cmd-key", s.number("Number", number), s.typed("Typed", typed))
}

// DeskCmdForgetQuestion says: Key {{.Number}}, fingerprint {{.Typed}}, is erased for good: what is sealed to …
func (s Say) DeskCmdForgetQuestion(number int, typed string) string {
	return s.say("desk.cmd-forget-question", s.number("Number", number), s.typed("Typed", typed))
}

// DeskCmdRecord says: Record {{.What}}, fingerprint {{.Typed}}
func (s Say) DeskCmdRecord(typed string, what string) string {
	return s.say("desk.cmd-record", s.typed("Typed", typed), s.said("What", what))
}

// DeskCmdNoRecord says: no founder has made a record of it yet: nobody can write to it
func (s Say) DeskCmdNoRecord() string {
	return s.say("desk.cmd-no-record")
}

// DeskCmdWritten says: Written: {{.Typed}}
func (s Say) DeskCmdWritten(typed string) string {
	return s.say("desk.cmd-written", s.typed("Typed", typed))
}

// DeskCmdPublished says: Published: {{.Count}} cases.
func (s Say) DeskCmdPublished(count int) string {
	return s.say("desk.cmd-published", s.count("Count", count))
}

// DeskCmdTakenBack says: Taken back: {{.Count}} cases.
func (s Say) DeskCmdTakenBack(count int) string {
	return s.say("desk.cmd-taken-back", s.count("Count", count))
}

// DeskCmdFolder says: A web server serves the folder {{.Typed}}, and nothing beside it.
func (s Say) DeskCmdFolder(typed string) string {
	return s.say("desk.cmd-folder", s.typed("Typed", typed))
}

// DeskCmdPublicKeys says: Readers verify with these keys. Give them by another way than the site, too:
func (s Say) DeskCmdPublicKeys() string {
	return s.say("desk.cmd-public-keys")
}

// DeskCmdLeft says: {{.Count}} cases are cleared and cannot be published:
func (s Say) DeskCmdLeft(count int) string {
	return s.say("desk.cmd-left", s.count("Count", count))
}

// DeskCmdLeftOne says: Case {{.Typed}}: {{.What}}
func (s Say) DeskCmdLeftOne(typed string, what string) string {
	return s.say("desk.cmd-left-one", s.typed("Typed", typed), s.said("What", what))
}

// DeskCmdErrorLeft says: Nothing is published: some of what is cleared cannot be. Look at it again, or l…
func (s Say) DeskCmdErrorLeft() string {
	return s.say("desk.cmd-error-left")
}

// DeskCmdErrorSite says: The first publication needs --title, --authority and --since: they are asked fo…
func (s Say) DeskCmdErrorSite() string {
	return s.say("desk.cmd-error-site")
}

// DeskCmdErrorSiteKept says: The publication has an authority and a date already. They stay as they are: rea…
func (s Say) DeskCmdErrorSiteKept() string {
	return s.say("desk.cmd-error-site-kept")
}

// DeskCmdErrorInside says: A publication has a folder of its own: not the desk's, not in it, and not aroun…
func (s Say) DeskCmdErrorInside() string {
	return s.say("desk.cmd-error-inside")
}

// DeskCmdNothingCame says: Nothing came.
func (s Say) DeskCmdNothingCame() string {
	return s.say("desk.cmd-nothing-came")
}

// DeskCmdSent says: {{.Count}} replies are on their way.
func (s Say) DeskCmdSent(count int) string {
	return s.say("desk.cmd-sent", s.count("Count", count))
}

// DeskCmdCameNew says: {{.Count}} new reports
func (s Say) DeskCmdCameNew(count int) string {
	return s.say("desk.cmd-came-new", s.count("Count", count))
}

// DeskCmdCameMore says: {{.Count}} letters about reports that were here
func (s Say) DeskCmdCameMore(count int) string {
	return s.say("desk.cmd-came-more", s.count("Count", count))
}

// DeskCmdCameAgain says: {{.Count}} packets that had come before
func (s Say) DeskCmdCameAgain(count int) string {
	return s.say("desk.cmd-came-again", s.count("Count", count))
}

// DeskCmdCameFull says: {{.Count}} packets for which there is no room: they stay where they are
func (s Say) DeskCmdCameFull(count int) string {
	return s.say("desk.cmd-came-full", s.count("Count", count))
}

// DeskCmdCameStranger says: {{.Count}} packets for records that this desk does not have: they stay where th…
func (s Say) DeskCmdCameStranger(count int) string {
	return s.say("desk.cmd-came-stranger", s.count("Count", count))
}

// DeskCmdCameUnfinished says: {{.Count}} files that are no whole packets, or not yet: they stay where they are
func (s Say) DeskCmdCameUnfinished(count int) string {
	return s.say("desk.cmd-came-unfinished", s.count("Count", count))
}

// DeskCmdCameRefused says: {{.Count}} packets were refused
func (s Say) DeskCmdCameRefused(count int) string {
	return s.say("desk.cmd-came-refused", s.count("Count", count))
}

// DeskCmdServing says: The desk's page. One browser can follow this link, once; open it in a window of…
func (s Say) DeskCmdServing() string {
	return s.say("desk.cmd-serving")
}

// DeskCmdErrorName says: A desk's name is 1 to 40 letters of a to z, digits and hyphens.
func (s Say) DeskCmdErrorName() string {
	return s.say("desk.cmd-error-name")
}

// DeskCmdErrorPayload says: This vault is not a desk's, or a newer program made it.
func (s Say) DeskCmdErrorPayload() string {
	return s.say("desk.cmd-error-payload")
}

// DeskCmdErrorRecord says: This is not a founder's record of one of this desk's keys.
func (s Say) DeskCmdErrorRecord() string {
	return s.say("desk.cmd-error-record")
}

// DeskCmdErrorMany says: There is no room for one more key or record: forget an old one.
func (s Say) DeskCmdErrorMany() string {
	return s.say("desk.cmd-error-many")
}

// DeskCmdErrorKey says: The desk has no key of that fingerprint, or it is the only one.
func (s Say) DeskCmdErrorKey() string {
	return s.say("desk.cmd-error-key")
}

// DeskCmdErrorNoMatch says: The passphrase opens nothing.
func (s Say) DeskCmdErrorNoMatch() string {
	return s.say("desk.cmd-error-no-match")
}

// DeskCmdErrorExists says: There is a desk in that folder already.
func (s Say) DeskCmdErrorExists() string {
	return s.say("desk.cmd-error-exists")
}

// DeskCmdErrorEarlier says: What the desk kept is of an earlier time than its vault: the folder was put bac…
func (s Say) DeskCmdErrorEarlier() string {
	return s.say("desk.cmd-error-earlier")
}

// DeskCmdErrorStoreKey says: Nothing that the desk kept opens with its vault: one of both is another desk's,…
func (s Say) DeskCmdErrorStoreKey() string {
	return s.say("desk.cmd-error-store-key")
}

// DeskCmdErrorFormat says: An alert is about one case: name it with --case.
func (s Say) DeskCmdErrorFormat() string {
	return s.say("desk.cmd-error-format")
}

// DeskCmdErrorThere says: There is a file of that name already.
func (s Say) DeskCmdErrorThere() string {
	return s.say("desk.cmd-error-there")
}

// DeskCmdErrorFolders says: What comes and what goes need two folders.
func (s Say) DeskCmdErrorFolders() string {
	return s.say("desk.cmd-error-folders")
}

// DeskCmdErrorNoRecord says: No founder's record of the desk's keys was taken in yet: nobody can write to it.
func (s Say) DeskCmdErrorNoRecord() string {
	return s.say("desk.cmd-error-no-record")
}

// DeskCmdErrorNoneTaken says: Nothing of what came was taken in.
func (s Say) DeskCmdErrorNoneTaken() string {
	return s.say("desk.cmd-error-none-taken")
}

// DeskCmdErrorNoDesk says: There is no desk, or no file, of that name: make a desk with 'bulkhead-desk ini…
func (s Say) DeskCmdErrorNoDesk() string {
	return s.say("desk.cmd-error-no-desk")
}

// DeskErasing says: Something that was erased can still be read by whoever takes the desk's files: …
func (s Say) DeskErasing() string {
	return s.say("desk.erasing")
}

// DeskDamagedRows says: {{.Count}} parts of what the desk kept cannot be read.
func (s Say) DeskDamagedRows(count int) string {
	return s.say("desk.damaged-rows", s.count("Count", count))
}

// DeskLeaveOut says: Leave out what changed since it was cleared, and what may not be for these read…
func (s Say) DeskLeaveOut() string {
	return s.say("desk.leave-out")
}

// DeskErrorLeft says: Some of what is cleared changed since, or may not be for these readers: look at…
func (s Say) DeskErrorLeft() string {
	return s.say("desk.error-left")
}
