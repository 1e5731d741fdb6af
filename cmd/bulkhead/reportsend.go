package main

import (
	"fmt"
	"strings"

	"bulkhead/device"
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/report/seal"
	"bulkhead/tell"
	"bulkhead/term"
)

// The verbs by which a report leaves, or is taken back.

type reportSendCmd struct {
	Number uint32 `arg:"" help:"report_number"`
	Desk   string `placeholder:"DESK" help:"report_send_desk"`
	Yes    bool   `help:"report_send_yes"`
	Anyway bool   `help:"report_send_anyway"`
}

// Run shows what leaves, asks, and sends it.
func (c *reportSendCmd) Run(a *app) error {
	var r tell.ReportSent
	return openAndShow(a, &r, term.ReportSent, visit{wish: func(d *device.Device) error {
		e, err := d.Report(c.Number)
		if err != nil {
			return err
		}
		l, length, err := d.PreviewReport(c.Number)
		if err != nil {
			return err
		}
		to, err := a.deskFor(d, e, c.Desk)
		if err != nil {
			return err
		}
		leaves, desk := tell.ReportLeavesOf(c.Number, l, length), tell.DeskOf(d, &to)
		screen := func(p *term.Sheet) {
			term.ReportLeaves(p, &leaves)
			term.Desk(p, &desk)
		}
		if err := a.agreedTo(screen, a.say.ReportSendQuestion(a.say.Text(desk.Name)), c.Yes); err != nil {
			return err
		}
		r = tell.ReportSent{Number: c.Number, Revision: int(l.Revision), Desk: desk}
		return d.SendReport(c.Number, to.Digest, c.Anyway)
	}})
}

// deskFor returns the desk that a report goes to: the one that is named; else the one that has
// it already; else the only one that takes reports.
func (a *app) deskFor(d *device.Device, e *book.Entry, named string) (seal.Standing, error) {
	if named == "" && e.Revision() != 0 {
		return d.DeskOf(e.Number)
	}
	var found []seal.Standing
	for _, s := range d.Desks() {
		switch {
		case named != "" && isDesk(&s, named), named == "" && s.Counts:
			found = append(found, s)
		}
	}
	if len(found) != 1 {
		if len(d.Desks()) == 0 {
			return seal.Standing{}, refuse(said(a.say.ErrorsNoDesk()), a.say.ErrorsNoDeskHint())
		}
		return seal.Standing{}, refuse(said(a.say.ReportDeskWhich()), a.say.ReportDeskWhichHint())
	}
	return found[0], nil
}

// isDesk reports whether a desk has this name, or this fingerprint.
func isDesk(s *seal.Standing, named string) bool {
	return s.Record.Name == named || strings.EqualFold(s.Digest.Fingerprint(), named)
}

type reportWithdrawCmd struct {
	Number uint32 `arg:"" help:"report_number"`
	Why    string `enum:"wrong,over,not-safe" required:"" placeholder:"WHY" help:"report_withdraw_why"`
	Anyway bool   `help:"report_send_anyway"`
}

// Run takes a report back.
func (c *reportWithdrawCmd) Run(a *app) error {
	why := map[string]report.Why{"wrong": report.Wrong, "over": report.Over, "not-safe": report.NotSafe}[c.Why]
	r := tell.ReportWithdrawn{Number: c.Number}
	return openAndShow(a, &r, term.ReportWithdrawn, visit{wish: func(d *device.Device) error {
		done, err := d.WithdrawReport(c.Number, why, c.Anyway)
		r.Recalled, r.Erased = done == device.Recalled, done == device.ErasedHere
		return err
	}})
}

type reportAnswerCmd struct {
	Number   uint32   `arg:"" help:"report_number"`
	Question uint16   `arg:"" help:"report_answer_question"`
	Text     []string `arg:"" optional:"" hidden:"" help:"report_answer_text"`

	Anyway bool `help:"report_send_anyway"`
}

// Run answers a desk's question.
func (c *reportAnswerCmd) Run(a *app) error {
	if err := a.noText(c.Text); err != nil {
		return err
	}
	var text string
	r := tell.ReportAnswered{Number: c.Number, Question: int(c.Question)}
	return openAndShow(a, &r, term.ReportAnswered, visit{
		prepare: func() (err error) {
			text, err = a.readText(a.say.ReportAnswerNoun(), report.MaxText)
			return err
		},
		wish: func(d *device.Device) error {
			if err := d.AnswerReport(c.Number, c.Question, text, c.Anyway); err != nil {
				return fmt.Errorf("answering: %w", err)
			}
			return nil
		},
	})
}
