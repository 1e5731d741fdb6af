package main

import (
	"encoding/csv"
	"fmt"
	"strings"

	"bulkhead/phrase"
	"bulkhead/term"
)

// simTable is a result that has rows.
type simTable interface {
	result
	table() [][]string         // the first is the heading
	assumed(phrase.Say) string // what its figures count, and of which captor
}

// tell shows a result as a person asked for it.
func (o simOutput) tell(a *app, r simTable) error {
	if !o.CSV {
		return a.show(r)
	}
	if a.JSON {
		return usage(said(a.saying().SimCsvAndJson()), "")
	}
	if f, ok := r.(interface{ source() *simFile }); ok {
		f.source().tell(a.aside()) // the rows stay rows
	}
	a.aside().Line("%s", r.assumed(a.saying()))
	w := csv.NewWriter(a.out)
	if err := w.WriteAll(r.table()); err != nil {
		return fmt.Errorf("%s: %w", a.saying().SimWritingCsv(), err)
	}
	return nil
}

// columns prints rows below each other, numbers to the right.
func columns(p *term.Page, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			width[i] = max(width[i], term.Width(text))
		}
	}
	for n, row := range rows {
		var b strings.Builder
		for i, text := range row {
			gap := strings.Repeat(" ", width[i]-term.Width(text))
			if i == 0 {
				b.WriteString(text + gap)
			} else {
				b.WriteString("  " + gap + text)
			}
		}
		line := strings.TrimRight(b.String(), " ")
		if n == 0 {
			p.Head("%s", line)
		} else {
			p.Line("%s", line)
		}
	}
}
