package page

import (
	"errors"
	"math"
	"time"

	"bulkhead/desk"
	"bulkhead/phrase"
	"bulkhead/report/export"
	"bulkhead/report/weigh"
)

// refusals are what desk and report/export refuse, in words.
var refusals = []struct {
	is   error
	said func(phrase.Say) string
}{
	{desk.ErrName, phrase.Say.DeskErrorName},
	{desk.ErrKind, phrase.Say.DeskErrorKind},
	{desk.ErrState, phrase.Say.DeskErrorState},
	{desk.ErrText, phrase.Say.DeskErrorText},
	{desk.ErrNobody, phrase.Say.DeskErrorNobody},
	{desk.ErrNoWay, phrase.Say.DeskErrorNoWay},
	{desk.ErrNothing, phrase.Say.DeskErrorNothing},
	{desk.ErrOne, phrase.Say.DeskErrorOne},
	{desk.ErrTold, phrase.Say.DeskErrorTold},
	{desk.ErrStale, phrase.Say.DeskErrorStale},
	{desk.ErrUnseen, phrase.Say.DeskErrorUnseen},
	{desk.ErrLandmark, phrase.Say.DeskErrorLandmark},
	{desk.ErrAlerts, phrase.Say.DeskErrorAlerts},
	{desk.ErrRecall, phrase.Say.DeskErrorRecall},
	{desk.ErrMixed, phrase.Say.DeskErrorMixed},
	{desk.ErrUncleared, phrase.Say.DeskErrorUncleared},
	{desk.ErrFiner, phrase.Say.DeskErrorFiner},
	{desk.ErrNoRoom, phrase.Say.DeskErrorNoRoom},
	{desk.ErrDamaged, phrase.Say.DeskErrorDamaged},
	{export.ErrName, phrase.Say.DeskErrorItem},
	{export.ErrItem, phrase.Say.DeskErrorItem},
	{export.ErrAudience, phrase.Say.DeskErrorAudience},
	{export.ErrRestriction, phrase.Say.DeskErrorRestriction},
	{export.ErrMovement, phrase.Say.DeskErrorMovement},
	{export.ErrHarm, phrase.Say.DeskErrorHarm},
	{export.ErrConsent, phrase.Say.DeskErrorConsent},
	{export.ErrEnvelope, phrase.Say.DeskErrorEnvelope},
	{export.ErrAlert, phrase.Say.DeskErrorAlert},
	{errLeft, phrase.Say.DeskErrorLeft},
	{errForm, phrase.Say.DeskErrorForm},
	{errSure, phrase.Say.DeskErrorSure},
}

var (
	errLeft = errors.New("some of what is cleared may not be for these readers")
	errForm = errors.New("a field of the form holds what it cannot hold")
	errSure = errors.New("what cannot be taken back is asked for twice")
)

// Told says an error of the desk's. What has no sentence is said as the program says it
// to its makers.
func Told(say phrase.Say, err error) string {
	if says, known := Refused(say, err); known {
		return says
	}
	return say.ErrorsOther(err.Error())
}

// Refused says what a desk or an export refuses. known is false of any other error.
func Refused(say phrase.Say, err error) (says string, known bool) {
	for _, r := range refusals {
		if errors.Is(err, r.is) {
			return r.said(say), true
		}
	}
	return "", false
}

func stateWord(say phrase.Say, s desk.State) string {
	switch s {
	case export.New:
		return say.DeskStateNew()
	case export.Checking:
		return say.DeskStateChecking()
	case export.Confirmed:
		return say.DeskStateConfirmed()
	case export.Notified:
		return say.DeskStateNotified()
	case export.Closed:
		return say.DeskStateClosed()
	}
	return say.DeskUnknown()
}

func audienceWord(say phrase.Say, a export.Audience) string {
	switch a {
	case export.Partners:
		return say.DeskForPartners()
	case export.Parties:
		return say.DeskForParties()
	case export.Everybody:
		return say.DeskForEverybody()
	}
	return say.DeskUnknown()
}

func formatWord(say phrase.Say, f desk.Format) string {
	switch f {
	case desk.GeoJSON:
		return say.DeskFormatGeojson()
	case desk.HXL:
		return say.DeskFormatHxl()
	case desk.CAP:
		return say.DeskFormatCap()
	case desk.Publication:
		return say.DeskFormatPublication()
	}
	return say.DeskUnknown()
}

// entryWord says what an entry of a thread is.
func entryWord(say phrase.Say, e *desk.Entry) string {
	n := int(e.Number)
	switch e.What {
	case desk.WroteReport:
		return say.DeskWroteReport()
	case desk.WroteEdit:
		return say.DeskWroteEdit(int(e.Revision))
	case desk.WroteWithdrawal:
		return say.DeskWroteWithdrawal(say.ReportWhy(e.Why))
	case desk.WroteAnswer:
		return say.DeskWroteAnswer(n)
	case desk.SaidAtDesk:
		return say.DeskSaidAtDesk()
	case desk.SaidRead:
		return say.DeskSaidRead()
	case desk.SaidAnswer:
		return say.DeskSaidAnswer(n)
	case desk.SaidQuestion:
		return say.DeskSaidQuestion(n)
	case desk.SaidClosed:
		return say.DeskSaidClosed()
	}
	return say.DeskUnknown()
}

// stepWord says what a step of a trail was.
func stepWord(say phrase.Say, s *desk.Step) string {
	of := string(s.Of)
	switch s.Did {
	case desk.DidBegin:
		return say.DeskDidBegin()
	case desk.DidChange:
		return say.DeskDidChange()
	case desk.DidWithdraw:
		return say.DeskDidWithdraw()
	case desk.DidEraseUnsafe:
		return say.DeskDidEraseUnsafe()
	case desk.DidErase:
		return say.DeskDidErase()
	case desk.DidMerge:
		return say.DeskDidMerge(of)
	case desk.DidTake:
		return say.DeskDidTake(of)
	case desk.DidPart:
		return say.DeskDidPart(of)
	case desk.DidSetState:
		return say.DeskDidState(stateWord(say, s.State))
	case desk.DidNotify:
		return say.DeskDidNotify()
	case desk.DidSetPublic:
		return say.DeskDidPublic()
	case desk.DidSetObserved:
		return say.DeskDidObserved()
	case desk.DidClear:
		return say.DeskDidClear()
	case desk.DidUnclear:
		return say.DeskDidUnclear()
	case desk.DidExport:
		return say.DeskDidExport()
	case desk.DidPublish:
		return say.DeskDidPublish()
	case desk.DidAsk:
		return say.DeskDidAsk(of)
	case desk.DidAnswer:
		return say.DeskDidAnswer(of)
	case desk.DidClose:
		return say.DeskDidClose(of)
	case desk.DidRecall:
		return say.DeskDidRecall()
	case desk.DidRecalled:
		return say.DeskDidRecalled()
	case desk.DidUnpublish:
		return say.DeskDidUnpublish()
	}
	return say.DeskUnknown()
}

// reason says why two cases may be one thing.
func reason(say phrase.Say, r weigh.Reason) string {
	share := say.DeskPercent(say.Number(r.Percent()))
	apart, first, last, area := say.Number(r.Metres), say.Number(r.Within[0]), say.Number(r.Within[1]), say.Figure(r.OnePerKm2)
	switch {
	case r.Untimed:
		return say.DeskReasonUntimed(apart, first, last, share)
	case r.Event:
		return say.DeskReasonEvent(apart, area, first, last, share, time.Duration(r.Hours*float64(time.Hour)))
	}
	return say.DeskReason(apart, area, first, last, share)
}

// certainty says how a case was weighed.
func certainty(say phrase.Say, c *desk.Case) string {
	if c.Percent == 0 {
		return say.DeskNotWeighed()
	}
	return say.DeskCertainty(c.Certainty.Reports, say.DeskPercent(say.Number(c.Percent)), say.Figure(float64(int(c.Certainty.Effective*100+.5))/100))
}

// assumptions says what certainty and suggestions assume.
func assumptions(say phrase.Say) string {
	figure := say.Figure
	return say.DeskAssumptions(say.DeskPercent(say.Number(int(math.Round(weigh.Prior*100)))), figure(weigh.RatioPublic), figure(weigh.Correlation), figure(weigh.RatioSeen), figure(weigh.RatioTold))
}
