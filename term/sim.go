package term

import (
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/tell"
)

// SimCascade is the screen of 'sim cascade'.
func SimCascade(p *Sheet, r *tell.SimCascade) {
	s := p.Say
	simFile(p, &r.SimGroup)
	p.Head("%s", s.SimAtRisk(cascadeLimit(s, r), s.Decimal(r.Best(), 1)))
	p.Line("%s", simSize(s, &r.SimGroup))
	p.Line("%s", s.Assumed(r.P))
	p.Line("%s", s.SimDrawn(r.Runs, seed(r.Seed), s.Figure(r.PEff)))
	rows := [][]string{{s.SimColumnHops(), s.SimColumnExposed(), "±", s.SimColumnExact(), s.SimColumnHalf(), s.SimColumnMost(), s.SimColumnWorst(), s.SimColumnPossible()}}
	for _, h := range r.Answers() {
		hops, possible := s.SimNoLimit(), ""
		if h.Hops > 0 {
			hops = s.Number(h.Hops)
		}
		if h.Possible != nil {
			possible = s.Number(*h.Possible)
		}
		rows = append(rows, []string{hops, s.Decimal(h.Mean, 4), s.Decimal(h.StdErr, 4), decimalOf(s, h.Exact),
			s.Number(h.P50), s.Number(h.P95), s.Number(h.Worst), possible})
	}
	columns(p, rows)
	p.Line("%s", s.SimNames(r.Confession))
	if h := r.Heal; h.Orphans > 0 {
		p.Line("%s", s.SimHealed(s.Share(h.LeadsLead), s.Share(h.StdErr), s.Share(h.Healed), s.Decimal(h.Orphans, 2)))
	}
	if r.Critical != nil && r.PEff >= *r.Critical {
		p.Bad("%s", s.SimWalks(s.Decimal(*r.Critical, 3)))
	}
	if r.Shape == sim.KindCells && !r.ByRules {
		p.Bad("%s", s.SimAgainstRules())
	}
}

// cascadeLimit says until when somebody is at risk.
func cascadeLimit(say phrase.Say, r *tell.SimCascade) string {
	switch unnoticed := r.PEff < r.P; {
	case unnoticed && r.Hops > 0:
		return say.SimLimitUnnoticedHops(r.Hops)
	case unnoticed:
		return say.SimLimitUnnoticed()
	}
	return say.Hops(r.Hops)
}

// SimHours is the screen of 'sim hours'.
func SimHours(p *Sheet, r *tell.SimHours) {
	s := p.Say
	simFile(p, &r.SimGroup)
	p.Head("%s", s.SimAtRisk(s.Within(r.Within.Duration()), s.Decimal(r.Watched.Mean, 1)))
	p.Line("%s", simSize(s, &r.SimGroup))
	p.Line("%s", s.Assumed(r.P))
	p.Line("%s", s.SimTimesUnnoticed(r.Every.Duration(), r.Grace.Duration(), s.Decimal(r.PEff, 3)))
	spans(p, &r.SimSpans)
	p.Line("%s", s.SimDrawnHours(r.Runs, s.Decimal(r.StdErr, 4), r.P95, seed(r.Seed), s.Decimal(r.Watched.Mean, 4), r.Worst))
	few := [][]string{{s.SimColumnHours(), s.SimColumnExposed()}}
	for i := 5; i < len(r.Curve); i += 6 {
		few = append(few, []string{s.Decimal(r.At(i).Hours(), 1), s.Decimal(r.Curve[i], 4)})
	}
	columns(p, few)
}

// SimShapes is the screen of 'sim shape'.
func SimShapes(p *Sheet, r *tell.SimShapes) {
	s := p.Say
	simFile(p, &r.Shapes[0].SimGroup)
	p.Head("%s", s.SimShapes())
	rows := [][]string{{"", s.SimColumnExposed(), "±", s.SimColumnExact(), s.SimColumnMost(), s.SimColumnNames(), s.SimColumnLoss(), s.SimColumnHealed(),
		s.SimColumnDesk(), s.SimColumnBest(), s.SimColumnUsual()}}
	for _, x := range r.Shapes {
		cut, healed := s.SimInParts(), "–"
		if x.Loss != nil {
			cut = s.Share(x.Loss.Worst)
		}
		if x.Heal.Orphans > 0 {
			healed = s.Share(x.Heal.Healed)
		}
		rows = append(rows, []string{s.ShortShape(&x.SimGroup), s.Decimal(x.Mean, 4), s.Decimal(x.StdErr, 4), decimalOf(s, x.Exact), s.Number(x.P95), s.Number(x.Confession), cut, healed,
			s.Number(x.Desk.Worst), s.Span(x.AtBest.Duration()), s.Span(x.Usual.Duration())})
	}
	columns(p, rows)
	p.Line("%s", s.Assumed(r.P))
	p.Line("%s", s.SimShapesNote())
}

// SimMonths is the screen of 'sim months'.
func SimMonths(p *Sheet, r *tell.SimMonths) {
	s := p.Say
	one := func(v float64) string { return s.Decimal(v, 1) }
	last := r.Months[len(r.Months)-1]
	p.Head("%s", s.SimAfterMonths(last.Month, s.Decimal(last.CutOff, 0), s.Decimal(last.Members, 0), s.Decimal(last.Taken, 0)))
	p.Line("%s", s.SimMonthsBegin(s.SimMembers(r.Members), s.Shape(&r.SimGroup)))
	p.Line("%s", s.SimMonthsRates(s.Figure(r.Captures), s.Figure(r.Growth)))
	p.Line("%s", s.SimMonthsDrawn(r.Runs, seed(r.Seed)))
	p.Line("%s", s.Assumed(r.P))
	rows := [][]string{{s.SimColumnMonth(), s.SimColumnMembers(), "±", s.SimColumnTaken(), s.SimColumnCutOff(), s.SimColumnHealed(), s.SimColumnRecruited(), s.SimColumnLevels(), s.SimColumnNames()}}
	for _, m := range r.Months {
		rows = append(rows, []string{s.Number(m.Month), one(m.Members), one(m.MembersErr), one(m.Taken), one(m.CutOff), s.Share(m.Healed), one(m.Recruited), one(m.Levels), one(m.Confession)})
	}
	columns(p, rows)
	p.Line("%s", s.SimMonthsNote(s.Share(last.Extinct)))
}

// SimCheckIn is the screen of 'sim checkin'.
func SimCheckIn(p *Sheet, r *tell.SimCheckIn) {
	s := p.Say
	p.Head("%s", s.SimUnnoticed(s.Decimal(r.PEff, 3)))
	p.Line("%s", s.SimTimes(r.Every.Duration(), r.Grace.Duration(), r.Mean.Duration()))
	spans(p, &r.SimSpans)
	rows := [][]string{{s.SimColumnPairs(), s.SimColumnCritical(), s.SimColumnChance(), s.SimColumnBelow(), s.SimColumnExposed()}}
	for _, c := range r.Cells {
		rows = append(rows, []string{s.Number(c.Pairs), s.Decimal(c.Critical, 4), s.Decimal(r.PEff, 4), either(c.Below, s.SimYes, s.SimNo), s.Decimal(c.Exposed, 4)})
	}
	columns(p, rows)
	p.Line("%s", s.SimCheckinNote(r.Members))
	p.Line("%s", s.Assumed(r.P))
}

// spans says what a group's hours come to; nothing without any.
func spans(p *Sheet, r *tell.SimSpans) {
	if r.Hours != "" {
		p.Line("%s", p.Say.SimSpans(r.Late.Duration(), r.Longest.Duration(), r.Round.Duration(), r.Hours))
	}
}

// SimAdvice is the screen of 'sim advise'.
func SimAdvice(p *Sheet, r *tell.SimAdvice) {
	s := p.Say
	p.Head("%s", s.SimAdvice(r.Every.Duration(), r.Grace.Duration(), s.SimMembers(r.Members), s.SimAdviceLeads(r.Pairs, s.Top(r.Top))))
	p.Line("%s", s.SimAdviceExposes(s.Decimal(r.Exposed, 1)))
	p.Line("%s", s.SimNames(r.Confession))
	p.Line("%s", s.SimAdviceChance(s.Decimal(r.Critical, 3), s.Decimal(r.PEff, 3)))
	spans(p, &tell.SimSpans{Hours: r.Hours, Round: r.Round, Longest: r.Longest, Late: r.Late})
	p.Line("%s", s.SimAdviceLoss(s.Share(r.CutOff)))
	p.Line("%s", s.SimAdviceWord(r.Hops, r.Usual.Duration()))
	p.Line("%s", s.SimAdviceSlots(r.Slots))
	p.Line("%s", s.Assumed(r.P))
	if !r.Accepted {
		p.Bad("%s", s.SimNotAccepted())
	} else if !r.InTime {
		p.Bad("%s", s.SimNotInTime())
	}
	p.Line("")
	p.Head("%s", s.SimTraded())
	traded(p, r)
}

// traded says what was given up for what.
func traded(p *Sheet, r *tell.SimAdvice) {
	s := p.Say
	now, unlocks := s.Decimal(r.Exposed, 1), s.Figure(r.PerDay)
	if x := r.Safer; x != nil {
		p.Line("%s", s.SimSafer(x.Every.Duration(), s.Decimal(x.Exposed, 1), now, x.Grace.Duration(), s.Figure(x.PerDay), unlocks))
	}
	if x := r.Quicker; x != nil {
		shape := s.SimPairs(x.Pairs)
		if x.Top == tell.TopOne {
			shape = s.SimTop(s.SimOneOnTop(), shape)
		}
		p.Line("%s", s.SimQuicker(x.Every.Duration(), x.Confession, r.Confession, s.Share(x.CutOff), s.Share(r.CutOff), x.Usual.Duration(), r.Usual.Duration(), shape))
	}
	if x := r.Lighter; x != nil {
		lighter := s.SimLighter
		if x.PEff >= x.Critical {
			lighter = s.SimLighterWalks
		}
		p.Line("%s", lighter(x.Every.Duration(), s.Decimal(x.Exposed, 1), now, x.Grace.Duration(), s.Figure(x.PerDay), unlocks))
	}
	p.Line("%s", s.SimNeverNoticed(s.Decimal(r.Never, 1), now))
}

// SimPage is the screen of 'sim page'.
func SimPage(p *Sheet, r *tell.SimPage) { p.Line("%s", p.Say.SimWritten(uint64(r.Bytes))) }

// SimNotes stand beside the rows of a result: what a file was understood as, and what
// was assumed.
func SimNotes(p *Sheet, r tell.SimResult) {
	g, chance := r.Asked()
	if g != nil {
		simFile(p, g)
	}
	p.Line("%s", p.Say.Assumed(chance))
}

// WriteRows writes the rows of a result as CSV. The error is w's.
func WriteRows(w io.Writer, r tell.SimResult) error { return csv.NewWriter(w).WriteAll(r.Rows()) }

// simFile says what a file was understood as, first of all; nothing without a file.
func simFile(p *Sheet, g *tell.SimGroup) {
	if g.File == nil {
		return
	}
	p.Line("%s", p.Say.SimFile(p.Say.SimLinks(int(g.Links)), p.Say.SimPeople(g.Members), understood(p.Say, g.File)))
	if len(g.File.Alike) > 0 {
		p.Bad("%s", p.Say.SimFileAlike(numbers(p.Say, g.File.Alike)))
	}
}

// SimFile says what a file was understood as.
func SimFile(p *Sheet, g tell.SimGroup) { simFile(p, &g) }

func understood(say phrase.Say, f *sim.Source) string {
	what := say.SimFileGraphml()
	more := func(part string) { what = say.ValueListMore(what, part) }
	if f.Format == sim.FormatList {
		what = say.SimFileList()
		switch f.Separator {
		case sim.SeparatorComma:
			more(say.SimFileComma())
		case sim.SeparatorSemicolon:
			more(say.SimFileSemicolon())
		case sim.SeparatorTab:
			more(say.SimFileTab())
		default:
			more(say.SimFileSpace())
		}
	}
	if f.Header {
		more(say.SimFileHeader())
	}
	switch len(f.Ignored) {
	case 0:
	case 1:
		more(say.SimFileColumn(f.Ignored[0]))
	default:
		more(say.SimFileColumns(numbers(say, f.Ignored)))
	}
	if f.Groups > 0 {
		more(say.SimFileGroups(f.Groups))
	}
	if f.Repeated > 0 {
		more(say.SimFileRepeated(f.Repeated))
	}
	return what
}

// numbers says one number or more.
func numbers(say phrase.Say, all []int) string {
	said := say.Number(all[0])
	for _, n := range all[1:] {
		said = say.ValueListMore(said, say.Number(n))
	}
	return said
}

// simSize names the shape and says how large it is.
func simSize(say phrase.Say, g *tell.SimGroup) string {
	return say.SimSize(say.SimLinks(int(g.Links)), say.SimMembers(g.Members), say.Shape(g))
}

// seed is a seed as it is typed.
func seed(n uint64) string { return strconv.FormatUint(n, 10) }

// decimalOf says a figure of a table; "" where it is not known.
func decimalOf(say phrase.Say, v *float64) string {
	if v == nil {
		return ""
	}
	return say.Decimal(*v, 4)
}

// columns prints rows below each other, numbers to the right.
func columns(p *Sheet, rows [][]string) {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, text := range row {
			width[i] = max(width[i], Width(text))
		}
	}
	for n, row := range rows {
		var b strings.Builder
		for i, text := range row {
			gap := strings.Repeat(" ", width[i]-Width(text))
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
