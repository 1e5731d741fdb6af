package phrase

import (
	"errors"
	"slices"
	"strconv"
	"strings"

	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/place"
	"bulkhead/report/seal"
)

// The functions of this page say what a device knows of its owner's reports.

// fieldLabels are what stands before a field. Of the second place there are labels of its own.
var fieldLabels = map[string]said{
	book.FieldKind: Say.ReportLabelKind, book.FieldType: Say.ReportLabelType, book.FieldState: Say.ReportLabelState,
	book.FieldAccess: Say.ReportLabelAccess, book.FieldSeverity: Say.ReportLabelSeverity, book.FieldHow: Say.ReportLabelHow,
	book.FieldConfidence: Say.ReportLabelConfidence, book.FieldConsent: Say.ReportLabelConsent, book.FieldPeople: Say.ReportLabelPeople,
	book.FieldKilled: Say.ReportLabelKilled, book.FieldInjured: Say.ReportLabelInjured, book.FieldWhen: Say.ReportLabelWhen,
	book.FieldUnit: Say.ReportLabelUnit, book.FieldPlace: Say.ReportLabelName, book.FieldCoordinates: Say.ReportLabelCoordinates,
	book.FieldPrecision: Say.ReportLabelPrecision, book.FieldBearing: Say.ReportLabelBearing, book.FieldDistance: Say.ReportLabelDistance,
	book.FieldText: Say.ReportLabelText, "to-" + book.FieldPlace: Say.ReportLabelToName,
}

// ReportField says what stands before a field of a form.
func (s Say) ReportField(name string) string {
	label := fieldLabels[name]
	if label == nil {
		label = fieldLabels[strings.TrimPrefix(name, "to-")]
	}
	if label == nil {
		return s.FormOther()
	}
	return label(s)
}

// ReportFieldChoice says one of a field's choices, by its code: see [book.Choices].
func (s Say) ReportFieldChoice(k report.Kind, name, code string) string {
	n := uint8(slices.Index(book.Choices(k, name), code) + 1)
	switch strings.TrimPrefix(name, "to-") {
	case book.FieldKind:
		return s.ReportKind(report.Kind(n))
	case book.FieldType:
		return s.ReportType(k, n)
	case book.FieldState:
		return s.ReportState(k, n)
	case book.FieldAccess:
		return s.ReportAccess(report.Access(n))
	case book.FieldSeverity:
		return s.ReportSeverity(report.Severity(n))
	case book.FieldHow:
		return s.ReportHow(report.How(n))
	case book.FieldConfidence:
		return s.ReportConfidence(report.Confidence(n))
	case book.FieldConsent:
		return s.nth([]said{Say.ReportMayNotify, Say.ReportMayPublish}, n, Say.FormOther)
	case book.FieldUnit:
		return s.nth([]said{Say.ReportUnitQuarterHour, Say.ReportUnitHour, Say.ReportUnitSixHours, Say.ReportUnitDay}, n, Say.FormOther)
	case book.FieldBearing:
		return s.nth(bearings[:], n, Say.FormNotSaid)
	}
	metres, _ := strconv.Atoi(code)
	return s.ReportMetres(s.Number(metres))
}

// Reading says how typed coordinates are read.
func (s Say) Reading(r place.Reading) string {
	lat, lon := r.Exact.Show()
	return s.ReportPair(s.half(lat), s.half(lon))
}

// ReportStage says how far a report is.
func (s Say) ReportStage(stage seal.Stage) string {
	return s.nth([]said{Say.ReportStageWaiting, Say.ReportStagePassedOn, Say.ReportStageAtDesk, Say.ReportStageRead, Say.ReportStageClosed}, uint8(stage)+1, Say.FormOther)
}

// fieldWrong says what is wrong with a field of a form; "" if err is none of that.
func (s Say) fieldWrong(err error) (sentence, hint string) {
	f := new(book.FieldError)
	if !errors.As(err, &f) {
		return "", ""
	}
	why, _ := s.unfit(f.Err)
	switch {
	case len(f.Choices) > 0:
		typed := make([]string, len(f.Choices))
		for i, code := range f.Choices {
			typed[i] = s.Typed(code)
		}
		why = s.ReportOneOf(s.Join(typed))
	case len(f.Readings) > 1:
		why = s.ReportReadingsHint(s.Reading(f.Readings[0]), s.Reading(f.Readings[1]))
	}
	if f.Name == "" {
		return why, s.ReportLinesHint()
	}
	return s.ReportOfField(why, f.Name), ""
}

// unfit says why something is no report, no place, nothing for a desk; "" if err is no refusal
// of those rooms.
func (s Say) unfit(err error) (sentence, hint string) {
	for _, u := range unfits {
		if errors.Is(err, u.is) {
			if u.is == book.ErrNone {
				hint = s.ReportNoNumberHint()
			}
			return u.said(s), hint
		}
	}
	return "", ""
}

// unfits are the refusals of the rooms of reports.
var unfits = []struct {
	is   error
	said said
}{
	{place.ErrEmpty, Say.UnfitPlaceEmpty},
	{place.ErrLong, Say.UnfitPlaceLong},
	{place.ErrForm, Say.UnfitPlaceForm},
	{place.ErrOne, Say.UnfitPlaceOne},
	{place.ErrMinutes, Say.UnfitPlaceMinutes},
	{place.ErrHemispheres, Say.UnfitPlaceHemispheres},
	{place.ErrSign, Say.UnfitPlaceSign},
	{place.ErrRange, Say.UnfitPlaceRange},
	{place.ErrGrid, Say.UnfitPlaceGrid},
	{place.ErrPlusCode, Say.UnfitPlacePlusCode},
	{place.ErrExact, Say.UnfitPlaceExact},
	{place.ErrPrecision, Say.UnfitPlacePrecision},
	{place.ErrName, Say.UnfitPlaceName},
	{place.ErrLandmark, Say.UnfitPlaceLandmark},
	{place.ErrBytes, Say.UnfitPlaceBytes},
	{report.ErrNewer, Say.UnfitReportNewer},
	{report.ErrBytes, Say.UnfitReportBytes},
	{report.ErrID, Say.UnfitReportId},
	{report.ErrKind, Say.UnfitReportKind},
	{report.ErrValue, Say.UnfitReportValue},
	{report.ErrNotOfKind, Say.UnfitReportNotOfKind},
	{report.ErrCount, Say.UnfitReportCount},
	{report.ErrUnit, Say.UnfitReportUnit},
	{report.ErrTime, Say.UnfitReportTime},
	{report.ErrText, Say.UnfitReportText},
	{report.ErrPlaceNotTo, Say.UnfitReportPlaceTo},
	{report.ErrLetter, Say.UnfitReportLetter},
	{report.ErrLong, Say.UnfitReportLong},
	{report.ErrOrder, Say.UnfitReportOrder},
	{report.ErrThread, Say.UnfitReportThread},
	{seal.ErrNewer, Say.UnfitSealNewer},
	{seal.ErrRecord, Say.UnfitSealRecord},
	{seal.ErrGroup, Say.UnfitSealGroup},
	{seal.ErrSignature, Say.UnfitSealSignature},
	{seal.ErrEarly, Say.UnfitSealEarly},
	{seal.ErrExpired, Say.UnfitSealExpired},
	{seal.ErrRevoked, Say.UnfitSealRevoked},
	{seal.ErrNoRoom, Say.UnfitSealNoRoom},
	{seal.ErrPacket, Say.UnfitSealPacket},
	{seal.ErrNotOurs, Say.UnfitSealNotOurs},
	{seal.ErrSeed, Say.UnfitSealSeed},
	{seal.ErrProgress, Say.UnfitSealProgress},
	{book.ErrNone, Say.UnfitBookNone},
	{book.ErrFull, Say.UnfitBookFull},
	{book.ErrNoDraft, Say.UnfitBookNoDraft},
	{book.ErrNotSent, Say.UnfitBookNotSent},
	{book.ErrPending, Say.UnfitBookPending},
	{book.ErrClosed, Say.UnfitBookClosed},
	{book.ErrOtherDesk, Say.UnfitBookOtherDesk},
	{book.ErrWithdrawn, Say.UnfitBookWithdrawn},
	{book.ErrNoReply, Say.UnfitBookNoReply},
	{book.ErrRevisions, Say.UnfitBookRevisions},
	{book.ErrBook, Say.UnfitBookBytes},
	{book.ErrLine, Say.UnfitFormLine},
	{book.ErrField, Say.UnfitFormField},
	{book.ErrOfKind, Say.UnfitFormOfKind},
	{book.ErrTwice, Say.UnfitFormTwice},
	{book.ErrChoice, Say.UnfitFormChoice},
	{book.ErrNumber, Say.UnfitFormNumber},
	{book.ErrClock, Say.UnfitFormClock},
	{book.ErrReadings, Say.UnfitFormReadings},
	{book.ErrAgain, Say.UnfitFormAgain},
	{book.ErrPrecision, Say.UnfitFormPrecision},
}
