package page

import (
	"html/template"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"bulkhead/phrase"
	"bulkhead/sim"
	"bulkhead/tell"
)

// Page is what one HTML page shows, and the language that it is in. Parts that are
// nil or empty are left out.
type Page struct {
	Say    phrase.Say
	Asked  *tell.SimCascade // with its curve
	Hours  *tell.SimHours
	Beside []tell.SimShape
	Months *tell.SimMonths
}

// Write writes p as one HTML page that holds everything it shows: no script, no
// font, no picture, nothing from outside. The error is w's.
func Write(w io.Writer, p Page) error {
	return template.Must(template.New("page").Parse(pageHTML)).Execute(w, p)
}

// Name names the group, with a large letter at its beginning.
func (p Page) Name() string {
	shape := p.Say.Shape(&p.Asked.SimGroup)
	first, n := utf8.DecodeRuneInString(shape)
	return p.Say.SimPageGroup(p.Say.SimMembers(p.Asked.Members), string(unicode.ToUpper(first))+shape[n:])
}

// AtRisk is the answer, with its numbers made strong.
func (p Page) AtRisk() template.HTML {
	const begin, end = "\x01", "\x02" // what no sentence has
	strong := func(v float64) string { return begin + p.Say.Decimal(v, 1) + end }
	said := p.Say.SimAtRisk(p.Limit(), strong(p.Asked.Best()))
	if h := p.Hours; h != nil {
		said = p.Say.SimPageAtRisk(h.Every.Duration(), strong(h.Watched.Mean), h.Grace.Duration(), p.Limit(), p.Say.Within(h.Within.Duration()), strong(p.Asked.Best()))
	}
	return template.HTML(strings.NewReplacer(begin, "<strong>", end, "</strong>").Replace(template.HTMLEscapeString(said)))
}

// Assumed says what every figure of exposure counts, and with which chance it was reckoned.
func (p Page) Assumed() string { return p.Say.Assumed(p.Asked.P) }

// Drawn says how often was drawn.
func (p Page) Drawn() string {
	return p.Say.SimPageDrawn(p.Asked.Runs, strconv.FormatUint(p.Asked.Seed, 10))
}

// Limit says after how many hops the group has cut.
func (p Page) Limit() string { return p.Say.Hops(p.Asked.Hops) }

// HopRows are the table of the curve.
func (p Page) HopRows() (rows [][]string) {
	for _, h := range p.Asked.Curve {
		hops, exact, possible := p.Say.SimPageNever(), p.Say.SimPageNotKnown(), p.Say.SimPageNotKnown()
		if h.Hops > 0 {
			hops = p.Say.SimPageAfterHops(h.Hops)
		}
		if h.Exact != nil {
			exact = p.number(*h.Exact)
		}
		if h.Possible != nil {
			possible = p.Say.Number(*h.Possible)
		}
		rows = append(rows, []string{hops, p.number(h.Mean), p.Say.Decimal(h.StdErr, 4), exact, p.Say.Number(h.P95), p.Say.Number(h.Worst), possible})
	}
	return rows
}

// Unnoticed says how many contacts are taken before anybody notices.
func (p Page) Unnoticed() string {
	return p.Say.SimPageUnnoticed(p.Hours.Mean.Duration(), p.number(p.Hours.PEff))
}

// Spans says what the group's hours come to; "" without hours.
func (p Page) Spans() string {
	h := &p.Hours.SimSpans
	if h.Hours == "" {
		return ""
	}
	return p.Say.SimSpans(h.Late.Duration(), h.Longest.Duration(), h.Round.Duration(), h.Hours)
}

// TooSlow reports whether the check-in lets a capture walk on through the tree.
func (p Page) TooSlow() bool { return p.Hours.PEff >= *p.Asked.Critical }

// Critical says from which chance on it does.
func (p Page) Critical() string {
	if p.TooSlow() {
		return p.Say.SimPageAbove(p.number(*p.Asked.Critical))
	}
	return p.Say.SimPageBelow(p.number(*p.Asked.Critical))
}

// Trees says what the drawing of chances shows.
func (p Page) Trees() string {
	return p.Say.SimPageTrees(p.Limit(), p.Say.SimMembers(p.Asked.Members))
}

// ShapeRows are the table of the other shapes.
func (p Page) ShapeRows() (rows [][]string) {
	for _, x := range p.Beside {
		cut := p.Say.SimPageNotKnown()
		if x.Loss != nil {
			cut = p.Say.Share(x.Loss.Worst)
		}
		rows = append(rows, []string{p.Say.ShortShape(&x.SimGroup), p.number(x.Best()), p.Say.Number(x.Confession), cut, p.Say.Number(x.Desk.Worst), p.Say.Span(x.Usual.Duration())})
	}
	return rows
}

// Over says what the months come to.
func (p Page) Over() []string {
	s, m := p.Say, p.Months
	last := m.Months[len(m.Months)-1]
	return []string{
		s.SimPageRates(s.SimPageCaptures(m.Captures), s.SimPageRecruits(100*m.Growth)),
		s.SimAfterMonths(last.Month, p.number(last.CutOff), p.number(last.Members), p.number(last.Taken)),
		s.SimPageHealed(s.Hops(m.Hops), s.Share(last.Healed)),
		s.Assumed(m.P),
	}
}

// HopsPlot draws the curve.
func (p Page) HopsPlot() template.HTML {
	drawn := plot{title: p.Say.SimPlotHops(), x: p.Say.SimPlotHopsX(), y: p.Say.SimPlotExposed(), bars: true}
	mean := series{}
	for i, h := range p.Asked.Curve {
		name := p.Say.SimPageNever()
		if h.Hops > 0 {
			name = p.Say.Number(h.Hops)
		}
		mean.at = append(mean.at, [2]float64{float64(i + 1), h.Mean})
		drawn.ticks = append(drawn.ticks, name)
	}
	drawn.series = []series{mean}
	return p.draw(drawn)
}

// SharePlot draws how often a capture exposes more than so many.
func (p Page) SharePlot() template.HTML {
	e := p.Asked.Exposed
	line := series{}
	total, beyond := 0.0, 0.0
	for _, n := range e.Count {
		total += float64(n)
	}
	beyond = total
	wide := e.Worst > 60
	for _, k := range slices.Sorted(maps.Keys(e.Count)) {
		if k > 0 || !wide { // a scale of powers of ten has no place for nobody
			line.at = append(line.at, [2]float64{float64(k), beyond / total})
		}
		beyond -= float64(e.Count[k])
	}
	return p.draw(plot{title: p.Say.SimPlotShare(), x: p.Say.SimPlotShareX(), y: p.Say.SimPlotShareY(), series: []series{line}, xLog: wide})
}

// HoursPlot draws how the exposure grows with time.
func (p Page) HoursPlot() template.HTML {
	line := series{at: [][2]float64{{0, 0}}}
	for i, v := range p.Hours.Curve {
		line.at = append(line.at, [2]float64{p.Hours.At(i).Hours(), v})
	}
	return p.draw(plot{title: p.Say.SimPlotHours(), x: p.Say.SimPlotHoursX(), y: p.Say.SimPlotExposed(), series: []series{line}})
}

// ChancePlot draws the exact exposure for every chance, where it is known for
// all shapes shown.
func (p Page) ChancePlot() template.HTML {
	s := plot{title: p.Say.SimPlotChance(), x: p.Say.SimPlotChanceX(), y: p.Say.SimPlotChanceY(p.Limit())}
	for pairs := 1; pairs <= sim.MaxPairs; pairs++ {
		line := series{name: p.Say.SimPairs(pairs)}
		for i := range 51 {
			chance := float64(i) / 50
			mean, _ := sim.Exact(sim.Cells{Members: p.Asked.Members, Pairs: pairs}, chance, p.Asked.Hops)
			line.at = append(line.at, [2]float64{chance, mean})
		}
		s.series = append(s.series, line)
	}
	if p.Asked.P < 1 {
		s.marks = []vertical{{p.Asked.P, p.Say.SimPlotAsked()}}
	}
	return p.draw(s)
}

// MonthsPlot draws a history.
func (p Page) MonthsPlot() template.HTML {
	lines := []series{{name: p.Say.SimPlotJoined()}, {name: p.Say.SimPlotTaken()}, {name: p.Say.SimPlotCutOff()}}
	for i, m := range p.Months.Months {
		for j, v := range []float64{m.Members, m.Taken, m.CutOff} {
			lines[j].at = append(lines[j].at, [2]float64{float64(i), v})
		}
	}
	return p.draw(plot{title: p.Say.SimPlotMonths(), x: p.Say.SimPlotMonthsX(), y: p.Say.SimColumnMembers(), series: lines})
}

func (p Page) draw(drawn plot) template.HTML {
	drawn.number = p.Say.Figure
	return drawn.draw()
}

// number says a figure with two digits after the point.
func (p Page) number(v float64) string { return p.Say.Decimal(v, 2) }
