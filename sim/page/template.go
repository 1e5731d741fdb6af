package page

// pageHTML is the page, as html/template has it; every part stands under the
// question it answers.
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
<p class="small">{{.Counted}} Drawn {{.Capture.Runs}} times with seed {{.Capture.Seed}}; the same seed gives the same numbers.</p>
<h2>How far it goes</h2>
{{.HopsPlot}}
<div class="wide"><table><tr><th>cut after</th><th>others on average</th><th>± standard error</th><th>exact</th><th>95 of 100 stay within</th><th>worst drawn</th><th>worst possible</th></tr>
{{range .Curve}}<tr><td>{{if eq .Hops 1}}1 hop{{else if .Hops}}{{.Hops}} hops{{else}}never{{end}}</td><td>{{n .Exposed.Mean}}</td><td>{{printf "%.4f" .Exposed.StdErr}}</td><td>{{if .Known}}{{n .Exact}}{{else}}not known{{end}}</td><td>{{.Exposed.P95}}</td><td>{{.Exposed.Worst}}</td><td>{{if .Bounded}}{{.Possible}}{{else}}not known{{end}}</td></tr>
{{end}}</table></div>
<p class="small">{{.Counted}}</p>
<h2>How often it goes far</h2>
{{.SharePlot}}
<p class="small">{{.Counted}}</p>
{{if .Watched}}<h2>Hour by hour</h2>
{{.HoursPlot}}
<p class="small">{{.Counted}}</p>
<p>A contact who is given up is taken after {{span .Watch.Mean}} on average, unless somebody notices first: so {{n .PEff}} of them are.
{{if .Crit}}From {{n .Crit}} on a capture walks on through a tree of this shape; {{if ge .PEff .Crit}}<strong>these times are too long for it</strong>{{else}}these times keep below{{end}}.{{end}}</p>{{end}}
<h2>What the chance does</h2>
{{.ChancePlot}}
<p class="small">Trees of cells of {{.Members}} members with a founders' pair, {{.Limit}}; exact.</p>
{{with .Shapes}}<h2>Beside other shapes</h2>
<div class="wide"><table><tr><th>shape</th><th>others exposed</th><th>one device names</th><th>cut off by one loss</th><th>hops to the desk</th><th>usually</th></tr>
{{range .}}<tr><td>{{.Name}}</td><td>{{n .Best}}</td><td>{{.Confession}}</td><td>{{if .LossKnown}}{{percent .Loss.Worst}}{{else}}not known{{end}}</td><td>{{.Desk.Worst}}</td><td>{{usual $ .Desk.Worst}}</td></tr>
{{end}}</table></div>
<p class="small">Exposed {{$.Limit}}, on average; the others at worst. One device names so many people, its owner included. {{$.Counted}}</p>{{end}}
{{if .Months}}<h2>Over the months</h2>
{{.MonthsPlot}}
<p>{{captures .History}} a month and {{growth .History}} a month for every hundred members: after {{if eq .History.Months 1}}a month{{else}}{{.History.Months}} months{{end}} {{with .LastMonth}}{{n .Members}} members are joined to the top, {{n .Taken}} have been taken, {{n .CutOff}} are cut off;
{{percent .Healed}} of those who lost their lead found another by their lifelines.{{end}} Here the taken are all who were taken. {{assumed .History.P}}, {{cuts .History.Hops}}.</p>{{end}}
<p class="small">A model, not a promise: chances are guesses, people are not independent, and a captor does not choose at random.</p>
</html>
`
