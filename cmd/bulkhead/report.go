package main

import (
	"fmt"
	"time"

	"bulkhead/device"
	"bulkhead/report"
	"bulkhead/report/book"
	"bulkhead/tell"
	"bulkhead/term"
)

// reportCmd are the verbs of what a person tells a desk.
type reportCmd struct {
	List     reportListCmd     `cmd:"" default:"1" help:"report_list"`
	New      reportNewCmd      `cmd:"" help:"report_new"`
	Show     reportShowCmd     `cmd:"" help:"report_show"`
	Edit     reportEditCmd     `cmd:"" help:"report_edit"`
	Preview  reportPreviewCmd  `cmd:"" help:"report_preview"`
	Send     reportSendCmd     `cmd:"" help:"report_send"`
	Answer   reportAnswerCmd   `cmd:"" help:"report_answer"`
	Withdraw reportWithdrawCmd `cmd:"" help:"report_withdraw"`
	Delete   reportDeleteCmd   `cmd:"" help:"report_delete"`
}

// mostLines is the longest form as lines, in bytes: the text, and as much again.
const mostLines = 2 * report.MaxText

// filled is a form as a person fills it in: lines from standard input, or answers at a terminal.
type filled struct {
	asked  bool
	fields []book.Field
}

// fills reads the lines of a form, unless there is a person to ask: see [filled.into].
func (a *app) fills() (f filled, err error) {
	if term.Interactive(a.in) {
		return filled{asked: true}, nil
	}
	defer a.panic.Heed()()
	raw, err := term.ReadText(a.ctx, a.panic, a.in, mostLines)
	if err != nil {
		return f, fmt.Errorf("reading a form: %w", err)
	}
	if len(raw) > mostLines {
		return f, report.ErrText
	}
	if f.fields, err = book.Parse(string(raw)); err == nil && len(f.fields) == 0 {
		return f, usage(said(a.say.WriteNothing(a.say.ReportNoun())), a.say.ReportNoTerminalHint())
	}
	return f, err
}

// into puts the form into r, asking for it if it was not read.
func (f *filled) into(a *app, r *report.Report) error {
	if !f.asked {
		return book.Fill(r, f.fields, time.Local)
	}
	return a.apart(func() error {
		t, err := a.terminal()
		if err != nil {
			return usage(err, a.say.ReportNoTerminalHint())
		}
		return t.Form(r, time.Local)
	})
}

type reportNewCmd struct{}

// Run keeps a new draft.
func (*reportNewCmd) Run(a *app) error {
	var form report.Report
	var r tell.ReportKept
	return openAndShow(a, &r, term.ReportKept, visit{
		prepare: func() error {
			f, err := a.fills()
			if err != nil {
				return err
			}
			return f.into(a, &form)
		},
		wish: func(d *device.Device) error {
			number, err := d.NewReport(form)
			r = tell.ReportKeptOf(number, form, true)
			return err
		},
	})
}

type reportEditCmd struct {
	Number uint32 `arg:"" help:"report_number"`
}

// Run changes a report. What was sent becomes the draft of the next revision.
func (c *reportEditCmd) Run(a *app) error {
	var f filled
	var r tell.ReportKept
	return openAndShow(a, &r, term.ReportKept, visit{
		prepare: func() (err error) {
			f, err = a.fills()
			return err
		},
		wish: func(d *device.Device) error {
			form, err := d.ReportText(c.Number)
			if err != nil {
				return err
			}
			if err := f.into(a, &form); err != nil {
				return err
			}
			r = tell.ReportKeptOf(c.Number, form, false)
			return d.EditReport(c.Number, form)
		},
	})
}

type reportListCmd struct{}

// Run lists the reports.
func (reportListCmd) Run(a *app) error {
	var r tell.Reports
	return openAndShow(a, &r, term.Reports, visit{reads: true, wish: func(d *device.Device) error {
		r = tell.ReportsOf(d)
		return nil
	}})
}

type reportShowCmd struct {
	Number uint32 `arg:"" help:"report_number"`
}

// Run shows a report, and what a desk has said to it. That counts as read once it is saved.
func (c *reportShowCmd) Run(a *app) error {
	var r tell.ReportShown
	return openAndShow(a, &r, term.Report, visit{reads: true, wish: func(d *device.Device) (err error) {
		if r, err = tell.ReportOf(d, c.Number); err == nil {
			d.MarkReportRead(c.Number)
		}
		return err
	}})
}

type reportPreviewCmd struct {
	Number uint32 `arg:"" help:"report_number"`
}

// Run shows what leaves, read from the bytes that leave.
func (c *reportPreviewCmd) Run(a *app) error {
	var r tell.ReportLeaves
	return openAndShow(a, &r, term.ReportLeaves, visit{reads: true, wish: func(d *device.Device) error {
		l, length, err := d.PreviewReport(c.Number)
		if err == nil {
			r = tell.ReportLeavesOf(c.Number, l, length)
		}
		return err
	}})
}

type reportDeleteCmd struct {
	Number uint32 `arg:"" help:"report_number"`
	Yes    bool   `help:"report_delete_yes"`
}

// Run erases a report from the device.
func (c *reportDeleteCmd) Run(a *app) error {
	r := tell.ReportDeleted{Number: c.Number, Deleted: true}
	return openAndShow(a, &r, term.ReportDeleted, visit{wish: func(d *device.Device) error {
		e, err := d.Report(c.Number)
		if err != nil {
			return err
		}
		if e.Revision() > 0 {
			if err := a.agreed(a.say.ReportDeleteQuestion(c.Number), c.Yes); err != nil {
				return err
			}
		}
		return d.DeleteReport(c.Number)
	}})
}
