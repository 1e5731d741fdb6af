package sim

import (
	"fmt"
	"html/template"
	"io"
	"math"
	"time"
)

// Named is a shape's name with what is known of it.
type Named struct {
	Name string
	Facts
}

// Page is what one HTML page shows. Parts that are nil or empty are left out.
type Page struct {
	Name    string // of the shape
	Rules   bool   // a group of the program can be so
	Members int
	Capture Capture
	Curve   []Answer // the last without a limit of hops
	Watch   Watch
	Watched *Watched
	PEff    float64
	Crit    float64 // of the shape; 0: not a tree of cells
	Shapes  []Named
	Round   time.Duration
	Hop     time.Duration
	History History
	Months  []Month
}

// WritePage writes p as one HTML page that holds everything it shows: no
// script, no font, no picture, nothing from outside. The error is w's.
func WritePage(w io.Writer, p Page) error { return pageTemplate().Execute(w, p) }

// Others is how many others are at risk on average after q's hops.
func (p Page) Others() string { return others(p.asked().Exposed.Mean) }

// OthersWithin is the same within the time of Watch.
func (p Page) OthersWithin() string { return others(p.Watched.Mean) }

func others(exposed float64) string { return fmt.Sprintf("%.1f", exposed-1) }

func (p Page) asked() Answer {
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
	return Span(p.Watch.Within)
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
	drawn := plot{title: "Members exposed after so many hops", x: "hops until the group has cut", y: "members exposed", bars: true}
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
	for _, k := range sortedKeys(e.Count) {
		line.at = append(line.at, [2]float64{float64(k), beyond / total})
		beyond -= float64(e.Count[k])
	}
	s := plot{title: "How often a capture exposes so many or more", x: "members exposed or more", y: "share of captures", series: []series{line}, xLog: e.Worst > 60}
	return s.draw()
}

// HoursPlot draws how the exposure grows with time.
func (p Page) HoursPlot() template.HTML {
	line := series{at: [][2]float64{{0, 1}}}
	for i, v := range p.Watched.Curve {
		line.at = append(line.at, [2]float64{p.Watch.Within.Hours() * float64(i+1) / float64(len(p.Watched.Curve)), v})
	}
	return plot{title: "Members exposed over the hours", x: "hours after the capture", y: "members exposed", series: []series{line}}.draw()
}

// ChancePlot draws the exact exposure for every chance, where it is known for
// all shapes shown.
func (p Page) ChancePlot() template.HTML {
	s := plot{title: "Members exposed for every chance that a contact is given up", x: "chance that a contact is given up and taken", y: "members exposed " + limitWords(p.Capture.Hops)}
	for _, pairs := range []int{1, 2, 3} {
		line := series{name: []string{"one pair a lead", "two pairs a lead", "three pairs a lead"}[pairs-1]}
		for i := range 51 {
			chance := float64(i) / 50 * .6
			mean, _ := Exact(Cells{Members: p.Members, Pairs: pairs}, chance, p.Capture.Hops)
			line.at = append(line.at, [2]float64{chance, mean})
		}
		s.series = append(s.series, line)
	}
	if p.Capture.P <= .6 {
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
func (p Page) LastMonth() Month { return p.Months[len(p.Months)-1] }

// Span says a time in hours and minutes.
func Span(d time.Duration) string {
	h, m := d/time.Hour, d%time.Hour/time.Minute
	switch {
	case h >= 100:
		return fmt.Sprintf("%.0f days", d.Hours()/24)
	case m == 0 && h == 1:
		return "1 hour"
	case m == 0:
		return fmt.Sprintf("%d hours", h)
	case h == 0:
		return fmt.Sprintf("%d minutes", m)
	}
	return fmt.Sprintf("%d h %d min", h, m)
}

// usual is the time of a way up, by the page's times.
func (p Page) usual(hops int) string {
	_, t := Time(float64(hops), p.Round, p.Hop)
	return Span(t)
}

func number(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.2f", v)
}

func pageTemplate() *template.Template {
	return template.Must(template.New("page").Funcs(template.FuncMap{
		"n": number, "percent": func(v float64) string { return fmt.Sprintf("%.0f %%", 100*v) },
		"usual":    func(p Page, hops int) string { return p.usual(hops) },
		"span":     Span,
		"captures": func(h History) string { return short(h.Captures) },
		"growth":   func(h History) string { return short(100 * h.Growth) },
	}).Parse(pageHTML))
}

const pageHTML = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>What a capture would cost</title>
<style>
:root { color-scheme: light dark; --ink: #1b1f24; --soft: #68707a; --line: #d9dde2; --paper: #fff; --a: #1f6feb; --b: #d1670a; --c: #1a7f4b; --d: #8250df }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --soft: #9aa3ad; --line: #3a4149; --paper: #14181d; --a: #6ea8ff; --b: #ffa657; --c: #56d38b; --d: #c5a3ff } }
body { font: 17px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
.big { font-size: 1.5rem; line-height: 1.35 }
h2 { margin-top: 2.2rem }
p.small, caption { color: var(--soft); font-size: .9rem; text-align: left }
svg { width: 100%; height: auto }
.grid { stroke: var(--line) } .tick, .note { font-size: 12px; fill: var(--soft) } .axis { font-size: 13px; fill: var(--ink) }
.mid { text-anchor: middle } .end { text-anchor: end }
.bar { fill: var(--a) } polyline { fill: none; stroke-width: 2.5 } line.s0, polyline.s0 { stroke: var(--a) } line.s1, polyline.s1 { stroke: var(--b) }
line.s2, polyline.s2 { stroke: var(--c) } line.s3, polyline.s3 { stroke: var(--d) } line.s0, line.s1, line.s2, line.s3 { stroke-width: 2.5 }
.mark { stroke: var(--soft); stroke-dasharray: 4 4 }
.wide { overflow-x: auto } table { border-collapse: collapse; font-size: .9rem } td, th { padding: .25rem .6rem; text-align: right; border-bottom: 1px solid var(--line) } td:first-child, th:first-child { text-align: left }
</style>
<h1>What a capture would cost</h1>
<p>{{.Name}}, {{.Members}} members.{{if not .Rules}} <strong>The program does not let a group be so; this is for comparison.</strong>{{end}}</p>
<p class="big">If one of us is taken, on average <strong>{{.Others}}</strong> others are at risk {{.Limit}}{{if .Watched}};
with a check-in every {{span .Watch.Every}} and {{span .Watch.Grace}} of grace, <strong>{{.OthersWithin}}</strong> within {{.Within}}{{end}}.</p>
<p class="small">Everybody taken gives up each contact with a chance of {{n .Capture.P}}. Drawn {{.Capture.Runs}} times with seed {{.Capture.Seed}}; the same seed gives the same numbers.</p>
<h2>How far it goes</h2>
{{.HopsPlot}}
<div class="wide"><table><tr><th>cut after</th><th>on average</th><th>± standard error</th><th>exact</th><th>95 of 100 stay within</th><th>worst drawn</th><th>worst possible</th></tr>
{{range .Curve}}<tr><td>{{if .Hops}}{{.Hops}} hops{{else}}never{{end}}</td><td>{{n .Exposed.Mean}}</td><td>{{printf "%.4f" .Exposed.StdErr}}</td><td>{{if .Known}}{{n .Exact}}{{else}}not known{{end}}</td><td>{{.Exposed.P95}}</td><td>{{.Exposed.Worst}}</td><td>{{if .Bounded}}{{.Possible}}{{else}}not known{{end}}</td></tr>
{{end}}</table></div>
<p class="small">Members exposed, the one taken first included.</p>
<h2>How often it goes far</h2>
{{.SharePlot}}
{{if .Watched}}<h2>Hour by hour</h2>
{{.HoursPlot}}
<p>A contact who is given up is taken after {{span .Watch.Mean}} on average, unless somebody notices first: so {{n .PEff}} of them are.
{{if .Crit}}From {{n .Crit}} on a capture walks on through a tree of this shape; {{if ge .PEff .Crit}}<strong>these times are too long for it</strong>{{else}}these times keep below{{end}}.{{end}}</p>{{end}}
<h2>What the chance does</h2>
{{.ChancePlot}}
<p class="small">Trees of cells of {{.Members}} members with a founders' pair, {{.Limit}}; exact.</p>
{{with .Shapes}}<h2>Beside other shapes</h2>
<div class="wide"><table><tr><th>shape</th><th>exposed</th><th>one device names</th><th>cut off by one loss</th><th>hops to the desk</th><th>usually</th><th>μ</th></tr>
{{range .}}<tr><td>{{.Name}}</td><td>{{if .Known}}{{n .Exact}}{{else}}{{n .Exposed.Mean}}{{end}}</td><td>{{.Confession}}</td><td>{{if .LossKnown}}{{percent .Loss.Worst}}{{else}}not known{{end}}</td><td>{{.Desk.Worst}}</td><td>{{usual $ .Desk.Worst}}</td><td>{{if .Measured}}{{index .Balance 0 | n}}{{else}}not known{{end}}</td></tr>
{{end}}</table></div>
<p class="small">At worst, each of them. μ is the literature's balance of secrecy and information (Lindelauf, Borm and Hamers, 2009). It is no goal: with many members secrecy
goes to 1 for every shape and only distance counts, so that a star comes out best, and a star is lost with its middle.</p>{{end}}
{{if .Months}}<h2>Over the months</h2>
{{.MonthsPlot}}
<p>{{captures .History}} captures a month and {{growth .History}} recruits a month for every hundred members: after {{.History.Months}} months {{with .LastMonth}}{{n .Members}} members are joined to the top, {{n .Taken}} have been taken, {{n .CutOff}} are cut off;
{{percent .Healed}} of those who lost their lead found another by their lifelines.{{end}}</p>{{end}}
<p class="small">A model, not a promise: chances are guesses, people are not independent, and a captor does not choose at random.</p>
</html>
`
