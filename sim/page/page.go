package page

import (
	"fmt"
	"html/template"
	"io"
	"maps"
	"math"
	"slices"
	"time"

	"bulkhead/sim"
)

// Named is a shape's name with what is known of it.
type Named struct {
	Name string
	sim.Facts
}

// Page is what one HTML page shows. Parts that are nil or empty are left out.
type Page struct {
	Name    string // of the shape
	Rules   bool   // a group of the program can be so
	Members int
	Capture sim.Capture
	Curve   []sim.Answer // the last without a limit of hops
	Watch   sim.Watch
	Watched *sim.Watched
	PEff    float64
	Crit    float64 // of the shape; 0: not a tree of cells
	Shapes  []Named
	Round   time.Duration
	Hop     time.Duration
	History sim.History
	Months  []sim.Month
}

// Write writes p as one HTML page that holds everything it shows: no script, no
// font, no picture, nothing from outside. The error is w's.
func Write(w io.Writer, p Page) error { return made().Execute(w, p) }

// Others is how many others are at risk on average after Capture's hops.
func (p Page) Others() string { return fmt.Sprintf("%.1f", p.asked().Best()) }

// OthersWithin is the same within the time of Watch.
func (p Page) OthersWithin() string { return fmt.Sprintf("%.1f", p.Watched.Mean) }

// Counted says what every figure of exposure counts, and with which chance it was reckoned.
func (p Page) Counted() string {
	return "Exposed are the " + sim.Counted + ". " + sim.Assumed(p.Capture.P) + "."
}

func (p Page) asked() sim.Answer {
	for _, h := range p.Curve {
		if h.Hops == p.Capture.Hops {
			return h
		}
	}
	return p.Curve[len(p.Curve)-1]
}

// Within says Watch's time in words.
func (p Page) Within() string {
	if p.Watch.Within == 24*time.Hour {
		return "a day"
	}
	return sim.Span(p.Watch.Within)
}

// Limit says after how many hops the group has cut.
func (p Page) Limit() string { return limitWords(p.Capture.Hops) }

func limitWords(hops int) string {
	switch hops {
	case 0:
		return "if the group never cuts"
	case 1:
		return "if the group cuts after 1 hop"
	}
	return fmt.Sprintf("if the group cuts after %d hops", hops)
}

// HopsPlot draws the curve.
func (p Page) HopsPlot() template.HTML {
	drawn := plot{title: "Others exposed after so many hops", x: "hops until the group has cut", y: "others exposed", bars: true}
	mean := series{}
	for i, h := range p.Curve {
		name := fmt.Sprint(h.Hops)
		if h.Hops == 0 {
			name = "never"
		}
		mean.at = append(mean.at, [2]float64{float64(i + 1), h.Exposed.Mean})
		drawn.ticks = append(drawn.ticks, name)
	}
	drawn.series = []series{mean}
	return drawn.draw()
}

// SharePlot draws how often a capture exposes more than so many.
func (p Page) SharePlot() template.HTML {
	e := p.asked().Exposed
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
	s := plot{title: "How often a capture exposes so many or more", x: "others exposed or more", y: "share of captures", series: []series{line}, xLog: wide}
	return s.draw()
}

// HoursPlot draws how the exposure grows with time.
func (p Page) HoursPlot() template.HTML {
	line := series{at: [][2]float64{{0, 0}}}
	for i, v := range p.Watched.Curve {
		line.at = append(line.at, [2]float64{p.Watch.Within.Hours() * float64(i+1) / float64(len(p.Watched.Curve)), v})
	}
	return plot{title: "Others exposed over the hours", x: "hours after the capture", y: "others exposed", series: []series{line}}.draw()
}

// ChancePlot draws the exact exposure for every chance, where it is known for
// all shapes shown.
func (p Page) ChancePlot() template.HTML {
	s := plot{title: "Others exposed for every chance that a contact is given up", x: "chance that a contact is given up and taken", y: "others exposed " + limitWords(p.Capture.Hops)}
	for _, pairs := range []int{1, 2, 3} {
		line := series{name: []string{"one pair a lead", "two pairs a lead", "three pairs a lead"}[pairs-1]}
		for i := range 51 {
			chance := float64(i) / 50
			mean, _ := sim.Exact(sim.Cells{Members: p.Members, Pairs: pairs}, chance, p.Capture.Hops)
			line.at = append(line.at, [2]float64{chance, mean})
		}
		s.series = append(s.series, line)
	}
	if p.Capture.P < 1 {
		s.marks = []vertical{{p.Capture.P, "asked"}}
	}
	return s.draw()
}

// MonthsPlot draws a history.
func (p Page) MonthsPlot() template.HTML {
	lines := []series{{name: "joined to the top"}, {name: "taken so far"}, {name: "cut off"}}
	for i, m := range p.Months {
		for j, v := range []float64{m.Members, m.Taken, m.CutOff} {
			lines[j].at = append(lines[j].at, [2]float64{float64(i), v})
		}
	}
	return plot{title: "Members over the months", x: "months", y: "members", series: lines}.draw()
}

// LastMonth is the end of the history.
func (p Page) LastMonth() sim.Month { return p.Months[len(p.Months)-1] }

// usual is the time of a way up, by the page's times.
func (p Page) usual(hops int) string {
	_, t := sim.Time(float64(hops), p.Round, p.Hop)
	return sim.Span(t)
}

// many says a number of things.
func many(n float64, thing string) string {
	if n != 1 {
		thing += "s"
	}
	return short(n) + " " + thing
}

func number(v float64) string { return fmt.Sprintf("%.2f", v) }

func made() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"n": number, "assumed": sim.Assumed, "cuts": limitWords, "percent": func(v float64) string { return short(math.Round(1000*v)/10) + " %" },
		"usual":    func(p Page, hops int) string { return p.usual(hops) },
		"span":     sim.Span,
		"captures": func(h sim.History) string { return many(h.Captures, "capture") },
		"growth":   func(h sim.History) string { return many(100*h.Growth, "recruit") },
	}).Parse(pageHTML))
}
