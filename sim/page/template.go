package page

// pageHTML is the page, as html/template has it; every part stands under the
// question it answers.
const pageHTML = `<!doctype html>
<html lang="{{.Say.Language}}"{{if .Say.RightToLeft}} dir="rtl"{{end}}>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{.Say.SimPageTitle}}</title>
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
<h1>{{.Say.SimPageTitle}}</h1>
<p>{{.Name}}{{if not .Asked.ByRules}} <strong>{{.Say.SimPageAgainstRules}}</strong>{{end}}</p>
<p class="big">{{.AtRisk}}</p>
<p class="small">{{.Assumed}} {{.Drawn}}</p>
<h2>{{.Say.SimPageHops}}</h2>
{{.HopsPlot}}
<div class="wide"><table><tr><th>{{.Say.SimPageCutAfter}}</th><th>{{.Say.SimPageMean}}</th><th>{{.Say.SimPageError}}</th><th>{{.Say.SimColumnExact}}</th><th>{{.Say.SimPageMost}}</th><th>{{.Say.SimPageWorst}}</th><th>{{.Say.SimColumnPossible}}</th></tr>
{{range .HopRows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table></div>
<p class="small">{{.Assumed}}</p>
<h2>{{.Say.SimPageShare}}</h2>
{{.SharePlot}}
<p class="small">{{.Assumed}}</p>
{{if .Hours}}<h2>{{.Say.SimPageHours}}</h2>
{{.HoursPlot}}
<p class="small">{{.Assumed}}</p>
<p>{{.Unnoticed}}{{if .Asked.Critical}} {{if .TooSlow}}<strong>{{.Critical}}</strong>{{else}}{{.Critical}}{{end}}{{end}}</p>
{{with .Spans}}<p>{{.}}</p>{{end}}{{end}}
<h2>{{.Say.SimPageChance}}</h2>
{{.ChancePlot}}
<p class="small">{{.Trees}}</p>
{{if .Beside}}<h2>{{.Say.SimPageShapes}}</h2>
<div class="wide"><table><tr><th>{{.Say.SimPageShape}}</th><th>{{.Say.SimPlotExposed}}</th><th>{{.Say.SimColumnNames}}</th><th>{{.Say.SimPageLoss}}</th><th>{{.Say.SimColumnDesk}}</th><th>{{.Say.SimColumnUsual}}</th></tr>
{{range .ShapeRows}}<tr>{{range .}}<td>{{.}}</td>{{end}}</tr>
{{end}}</table></div>
<p class="small">{{.Say.SimPageShapesNote .Limit}} {{.Assumed}}</p>{{end}}
{{if .Months}}<h2>{{.Say.SimPageMonths}}</h2>
{{.MonthsPlot}}
<p>{{range .Over}}{{.}} {{end}}</p>{{end}}
<p class="small">{{.Say.SimPageModel}}</p>
</html>
`
